"""A conversation as a page shows it: its head, its texts rendered, what happened in between, who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from markupsafe import Markup

from bot.sandbox import shapes
from bot.sandbox.acts import pulls
from bot.sandbox.code.records import Pull, Review
from bot.sandbox.gitstore import Commit
from bot.sandbox.pages import label_colours, markdown, places
from bot.sandbox.pages.check_views import Mark, mark_of
from bot.sandbox.pages.faces import Face, author, face
from bot.sandbox.pages.label_colours import Tag
from bot.sandbox.pages.markdown import Surroundings
from bot.sandbox.pages.moments import Moment, moment
from bot.sandbox.pages.places import Home
from bot.sandbox.pages.site import Visit
from bot.sandbox.pages.timeline import Happening, happenings
from bot.sandbox.records import Account, Comment, Issue, Reaction, TimelineEvent
from bot.sandbox.state import View

EMOJI = {
    "+1": "👍", "-1": "👎", "laugh": "😄", "confused": "😕", "heart": "❤️", "hooray": "🎉", "rocket": "🚀",
    "eyes": "👀",
}  # fmt: skip
_STANDING = {"OWNER": "Owner", "MEMBER": "Member", "COLLABORATOR": "Collaborator"}
_REVIEWED = {
    "APPROVED": ("good", "approved these changes"),
    "CHANGES_REQUESTED": ("bad", "asked for changes"),
    "COMMENTED": ("eye", "reviewed"),
}


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


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review without remarks on lines."""

    id: int
    at: datetime
    who: Face
    when: Moment
    look: str
    words: str
    body: Markup
    kind: str = "review"


@dataclass(frozen=True, slots=True)
class Pushed:
    """A commit of a pull request."""

    id: str
    at: datetime
    who: Face
    when: Moment
    title: str
    short: str
    page: str
    mark: Mark | None
    kind: str = "commit"


Item: TypeAlias = Text | Happening | Reviewed | Pushed


@dataclass(frozen=True, slots=True)
class Badge:
    """The state of a thread."""

    look: str
    said: str


@dataclass(frozen=True, slots=True)
class Thread:
    """An issue or pull request with its conversation."""

    number: int
    title: str
    badge: Badge
    opener: Face
    opened: Moment
    page: str
    forms: str
    tags: tuple[Tag, ...]
    assignees: tuple[Face, ...]
    participants: tuple[Face, ...]
    items: tuple[Item, ...]
    pinned: Text | None
    comment_count: int
    is_pull: bool
    is_open: bool
    is_locked: bool
    may_comment: bool
    may_close: bool
    may_edit: bool
    may_label: bool


def surroundings(view: View, where: Home, folder: str | None = None) -> Surroundings:
    """What texts in a repository refer to."""
    return Surroundings(
        thread=lambda number: places.thread(view, where, number),
        person=lambda login: places.person(view, login),
        folder=folder,
    )


def thread_view(visit: Visit, where: Home, issue: Issue, commits: list[Commit] | None = None) -> Thread:
    """Everything about a thread; `commits` are those of a pull request."""
    view = visit.view
    texts = [_opening(visit, where, issue), *_comments(visit, where, issue)]
    items = _ordered(visit, where, issue, texts, commits or [])
    page = shapes.issue_url(view, issue, web=True).removeprefix(view.links.web)
    return Thread(
        number=issue.number,
        title=issue.title,
        badge=badge(view, issue),
        opener=texts[0].who,
        opened=texts[0].when,
        page=page,
        forms=f"{where.page}/issues/{issue.number}",
        tags=tuple(label_colours.of_issue(view, issue)),
        assignees=tuple(face(view, view[Account].get(id)) for id in issue.assignee_ids),
        participants=tuple(dict.fromkeys(item.who for item in items if not isinstance(item, Happening))),
        items=items,
        pinned=next((text for text in texts if text.pinned), None),
        comment_count=len(texts) - 1,
        is_pull=issue.is_pull,
        is_open=issue.state == "open",
        is_locked=issue.locked,
        may_comment=visit.may("issues/create-comment", where.record),
        may_close=visit.may("issues/update", where.record, author_id=issue.author_id),
        may_edit=visit.may("issues/update", where.record, author_id=issue.author_id),
        may_label=visit.may("issues/add-labels", where.record),
    )


def badge(view: View, issue: Issue) -> Badge:
    """The state of a thread in one word."""
    if issue.is_pull:
        pull = pulls.of_issue(view, issue)
        if pull.merged_at:
            return Badge("merged", "Merged")
        if issue.state == "open":
            return Badge("draft", "Draft") if pull.draft else Badge("open", "Open")
        return Badge("shut", "Closed")
    if issue.state == "open":
        return Badge("open", "Open")
    return Badge("done", "Closed as not planned" if issue.state_reason == "not_planned" else "Closed")


def _opening(visit: Visit, where: Home, issue: Issue) -> Text:
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


def _comments(visit: Visit, where: Home, issue: Issue) -> Iterator[Text]:
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


def _ordered(visit: Visit, where: Home, issue: Issue, texts: list[Text], commits: list[Commit]) -> tuple[Item, ...]:
    """The opening text first, then everything by its time; git's commits may be older than the thread."""
    view = visit.view
    events = view[TimelineEvent].by(issue_id=issue.id)
    rest: list[Item] = [*texts[1:], *happenings(view, events, visit.now)]
    if issue.is_pull:
        rest += [_reviewed(visit, where, r) for r in view[Review].by(pull_id=pulls.of_issue(view, issue).id)]
    pushed = [pushed_view(visit, where, one) for one in commits]
    rest += pushed
    opened = issue.created_at
    return (texts[0], *sorted(rest, key=lambda item: (max(item.at, opened), isinstance(item, Text))))


def _reviewed(visit: Visit, where: Home, row: Review) -> Reviewed:
    look, words = _REVIEWED.get(row.state, ("calm", "gave a review that was dismissed"))
    who = face(visit.view, visit.view[Account].get(row.author_id))
    at = row.submitted_at or visit.now
    body = markdown.rendered(row.body, surroundings(visit.view, where))
    return Reviewed(row.id, at, who, moment(at, visit.now), look, words, body)


def pushed_view(visit: Visit, where: Home, commit: Commit) -> Pushed:
    """A commit in a list."""
    title = commit.message.split("\n", 1)[0]
    at = commit.committed_at
    return Pushed(
        id=commit.oid,
        at=at,
        who=author(visit.view, commit.author),
        when=moment(at, visit.now),
        title=title,
        short=commit.oid[:7],
        page=f"{where.page}/commit/{commit.oid}",
        mark=mark_of(visit.view, where, commit.oid),
    )


def pull_of(view: View, issue: Issue) -> Pull | None:
    """The pull request behind a thread that is one."""
    return pulls.of_issue(view, issue) if issue.is_pull else None
