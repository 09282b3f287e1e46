"""Accounts as pages show them: login, address, and an avatar drawn from the initials."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from html import escape

from bot.sandbox import shapes
from bot.sandbox.code import people
from bot.sandbox.gitstore import Identity
from bot.sandbox.records import Account
from bot.sandbox.state import View

_DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="80" height="80">'
    '<rect width="40" height="40" rx="{round}" fill="hsl({hue} {saturation}% 34%)"/>'
    '<text x="20" y="{line}" text-anchor="middle" font-family="system-ui, sans-serif" font-size="16" '
    'font-weight="600" fill="#fff">{initials}</text></svg>'
)


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody, as a page shows them. `avatar` is an address; a stranger to the sandbox has no page."""

    login: str
    name: str
    is_bot: bool
    page: str | None
    avatar: str | None


def face(view: View, account: Account | None) -> Face:
    """An account; one that is gone is shown as a ghost."""
    shaped = shapes.account(view, account)
    if account is None or shaped is None:
        return Face("ghost", "", is_bot=False, page=None, avatar=None)
    is_bot = account.type == "Bot"
    return Face(
        account.login.removesuffix("[bot]"), account.name or "", is_bot, path(shaped["html_url"], view),
        f"/avatars/{account.id}",
    )  # fmt: skip


def author(view: View, who: Identity) -> Face:
    """Who wrote a commit: an account, or a name that only git knows."""
    account = people.account_of(view, who)
    return face(view, account) if account else Face(who.name, "", is_bot=False, page=None, avatar=None)


def path(url: str, view: View) -> str:
    """An address of this site without its host, so that pages work under any name of it."""
    return url.removeprefix(view.links.web) or "/"


def drawn(account: Account) -> str:
    """An avatar as SVG: initials on a colour of the login; bots and organizations are less round."""
    words = (account.name or account.login.removesuffix("[bot]")).replace("-", " ").split()
    initials = (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).upper()
    hue = int(hashlib.sha256(account.login.encode()).hexdigest()[:4], 16) % 360
    round_ = {"User": 20, "Bot": 12}.get(account.type, 8)
    return _DRAWN.format(round=round_, hue=hue, saturation=38, line=25.5, initials=escape(initials))
