"""Sentences about access: invitations and why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.command.values import Command
from bot.forge.facts import GrantKind
from bot.words.escape import code, plain


def nobody_new(command: Command) -> str:
    """Everybody named is in."""
    return f"I did not act on {code(command.source)}: they are all invited already."


def nobody_waiting(command: Command) -> str:
    """The waiting list is empty."""
    return (
        f"I did not act on {code(command.source)}: nobody is waiting.\n"
        'People ask with `/request-access use:"…"`; name them yourself with `/invite @login`.'
    )


def past_the_cap(command: Command, cap: int, invited: int, more: int) -> str:
    """The private beta is for a small group."""
    return (
        f"I did not act on {code(command.source)}: {invited} of {cap} places are taken, and this asks for {more}.\n"
        f"There is room for {max(cap - invited, 0)}; the number stands under `access.cap`."
    )


def no_such_people(command: Command, logins: Sequence[str]) -> str:
    """GitHub knows no such account."""
    return f"I did not act on {code(command.source)}: GitHub knows no account {', '.join(map(code, logins))}."


def not_on_the_list(command: Command, status: str) -> str:
    """The person is not where the command takes them from."""
    return f"I did not act on {code(command.source)}: that person is not {status} here; the card shows how many are."


def invitation(api: str, logins: Sequence[str], *, granted: bool) -> str:
    """The one comment that tells people they are in; it names them, so that GitHub tells them."""
    names = ", ".join(f"@{login}" for login in logins)
    access = "GitHub has sent you the access itself." if granted else "The owners will send you what you need to begin."
    return (
        f"{names}: you are invited to the private beta of **{plain(api)}**. {access}\n\n"
        "Please say here how it goes: `/awesome …`, `/use-case …`, `/needs-work …`. "
        "The API opens to everyone once it has been quiet for a while *with you on it*."
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody who was taken off the list, and where an invitation had let them in."""

    login: str
    kind: GrantKind
    target: str
    by_us: bool
    """Whether it was we who let them in there."""


def revocation(taken: Sequence[Taken], *, site: str) -> str:
    """What was undone; and of whom it was not, why, and what an owner does by hand; `site` is GitHub's address."""
    return "\n".join(_undone(one) if one.by_us else _by_hand(one, site) for one in taken)


def _undone(one: Taken) -> str:
    return f"I took {code(one.login)} out of {_place(one)}, where I had let them in."


def _by_hand(one: Taken, site: str) -> str:
    organization, _, name = one.target.partition("/")
    page = {
        GrantKind.TEAM: f"{site}/orgs/{organization}/teams/{name}/members",
        GrantKind.REPOSITORY: f"{site}/{one.target}/settings/access",
    }[one.kind]
    return (
        f"{code(one.login)} is off the list and still in {_place(one)}: {code(one.login)} was there before, "
        f"or I could not tell. If that shall end too, take them out by hand: {page}"
    )


def _place(one: Taken) -> str:
    return f"the {one.kind.value} {code(one.target)}"


def not_open(stage: str) -> str:
    """There is no list to join any more."""
    return f"You need not ask: this API is in {code(stage)}, which is open."
