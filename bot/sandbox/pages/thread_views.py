"""A conversation as a page shows it: its head, its texts, what happened in between, who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from markupsafe import Markup

from bot.sandbox import shapes
from bot.sandbox.acts import pulls
from bot.sandbox.code.records import Review
from bot.sandbox.gitstore import Commit
from bot.sandbox.pages import label_colours, markdown
from bot.sandbox.pages.commit_rows import Pushed, pushed_view
from bot.sandbox.pages.faces import Face, face
from bot.sandbox.pages.label_colours import Tag
from bot.sandbox.pages.moments import Moment, moment
from bot.sandbox.pages.places import Home
from bot.sandbox.pages.site import Visit
from bot.sandbox.pages.texts import Text, comments, opening, surroundings
from bot.sandbox.pages.timeline import Happening, happenings
from bot.sandbox.records import Account, Issue, TimelineEvent
from bot.sandbox.state import View

_REVIEWED = {
    "APPROVED": ("good", "approved these changes"),
    "CHANGES_REQUESTED": ("bad", "asked for changes"),
    "COMMENTED": ("eye", "reviewed"),
}


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


def thread_view(visit: Visit, where: Home, issue: Issue, commits: list[Commit] | None = None) -> Thread:
    """Everything about a thread; `commits` are those of a pull request."""
    view = visit.view
    texts = [opening(visit, where, issue), *comments(visit, where, issue)]
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
    return (
        texts[0],
        *sorted(rest, key=lambda item: (max(item.at, opened), 0 if isinstance(item, Pushed) else item.id)),
    )


def _reviewed(visit: Visit, where: Home, row: Review) -> Reviewed:
    look, words = _REVIEWED.get(row.state, ("calm", "gave a review that was dismissed"))
    who = face(visit.view, visit.view[Account].get(row.author_id))
    at = row.submitted_at or visit.now
    body = markdown.rendered(row.body, surroundings(visit.view, where))
    return Reviewed(row.id, at, who, moment(at, visit.now), look, words, body)
