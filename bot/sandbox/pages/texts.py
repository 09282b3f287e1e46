"""Texts that people and Apps wrote, an opening text or a comment, rendered, with their marks and reactions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from bot.sandbox import shapes
from bot.sandbox.pages import markdown, places
from bot.sandbox.pages.faces import Face, face
from bot.sandbox.pages.markdown import Surroundings
from bot.sandbox.pages.moments import Moment, moment
from bot.sandbox.pages.places import Home
from bot.sandbox.pages.site import Visit
from bot.sandbox.records import Account, Comment, Issue, Reaction
from bot.sandbox.state import View

EMOJI = {
    "+1": "👍", "-1": "👎", "laugh": "😄", "confused": "😕", "heart": "❤️", "hooray": "🎉", "rocket": "🚀",
    "eyes": "👀",
}  # fmt: skip
_STANDING = {"OWNER": "Owner", "MEMBER": "Member", "COLLABORATOR": "Collaborator"}


@dataclass(frozen=True, slots=True)
class Reacted:
    """One kind of reaction to a text."""

    content: str
    emoji: str
    count: int
    by: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Text:
    """An opening text or a comment. `forms` is where its forms go, with `/edit` and the like behind it."""

    id: int
    anchor: str
    at: datetime
    who: Face
    when: Moment
    standing: str
    body: Markup
    source: str
    edited: str
    hidden: str
    pinned: str
    reactions: tuple[Reacted, ...]
    may_edit: bool
    may_moderate: bool
    forms: str
    is_opening: bool = False
    kind: str = "text"


def surroundings(view: View, where: Home, folder: str | None = None) -> Surroundings:
    """What texts in a repository refer to."""
    return Surroundings(
        thread=lambda number: places.thread(view, where, number),
        person=lambda login: places.person(view, login),
        folder=folder,
    )


def opening(visit: Visit, where: Home, issue: Issue) -> Text:
    """The text a thread was opened with."""
    return Text(
        id=issue.id,
        anchor=f"issue-{issue.id}",
        at=issue.created_at,
        **_told(visit, where, issue),
        hidden="",
        pinned="",
        may_edit=visit.may("issues/update", where.record, author_id=issue.author_id),
        may_moderate=False,
        forms=f"{where.page}/issues/{issue.number}",
        is_opening=True,
    )


def comments(visit: Visit, where: Home, issue: Issue) -> Iterator[Text]:
    """The comments on a thread, oldest first."""
    for row in visit.view[Comment].by(issue_id=issue.id):
        pinner = visit.view[Account].get(row.pinned_by_id)
        yield Text(
            id=row.id,
            anchor=f"issuecomment-{row.id}",
            at=row.created_at,
            **_told(visit, where, row),
            hidden=(row.minimized_reason or "").lower().replace("_", " "),
            pinned=f"Pinned by {pinner.login if pinner else 'ghost'}" if row.pinned_at else "",
            may_edit=visit.may("issues/update-comment", where.record, author_id=row.author_id),
            may_moderate=visit.may("issues/pin-comment", where.record),
            forms=f"{where.page}/comments/{row.id}",
        )


def _told(visit: Visit, where: Home, row: Issue | Comment) -> dict[str, Any]:
    """What an opening text and a comment have in common."""
    view = visit.view
    return {
        "who": face(view, view[Account].get(row.author_id)),
        "when": moment(row.created_at, visit.now),
        "standing": _STANDING.get(shapes.association(view, where.record, row.author_id), ""),
        "body": markdown.rendered(row.body, surroundings(view, where)),
        "source": row.body or "",
        "edited": _edited(view, row),
        "reactions": tuple(_reactions(visit, row.id)),
    }


def _edited(view: View, row: Issue | Comment) -> str:
    if row.last_edited_at is None:
        return ""
    editor = view[Account].get(row.editor_id)
    return "edited" if row.editor_id == row.author_id else f"edited by {editor.login if editor else 'ghost'}"


def _reactions(visit: Visit, subject_id: int) -> Iterator[Reacted]:
    rows = visit.view[Reaction].by(subject_id=subject_id)
    for content, emoji in EMOJI.items():
        logins = [visit.view[Account][r.user_id].login for r in rows if r.content == content]
        mine = bool(visit.me and visit.me.login in logins)
        if logins:
            yield Reacted(content, emoji, len(logins), ", ".join(logins), is_mine=mine)
