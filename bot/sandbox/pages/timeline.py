"""What happened on a thread between the comments, as sentences; a person's label changes at once make one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.sandbox.pages.faces import Face, face
from bot.sandbox.pages.label_colours import Tag, tag
from bot.sandbox.pages.moments import Moment, moment
from bot.sandbox.records import Account, TimelineEvent
from bot.sandbox.state import View

# event → icon, words. `{before}`, `{after}`, `{commit}`, `{user}` are filled in.
_WORDS = {
    "closed": ("closed", "closed this"),
    "reopened": ("open", "reopened this"),
    "renamed": ("pen", "changed the title from “{before}” to “{after}”"),
    "locked": ("lock", "locked this conversation"),
    "unlocked": ("lock", "unlocked this conversation"),
    "comment_deleted": ("pen", "deleted a comment from {user}"),
    "merged": ("merged", "merged this as {commit}"),
    "head_ref_force_pushed": ("branch", "force-pushed the branch from {before} to {after}"),
    "convert_to_draft": ("pen", "marked this as a draft"),
    "ready_for_review": ("eye", "marked this as ready for review"),
    "added_to_merge_queue": ("merged", "added this to the merge queue"),
    "removed_from_merge_queue": ("merged", "took this out of the merge queue"),
}
_OID_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline; label changes name their labels, the rest has words."""

    id: int
    at: datetime
    who: Face
    when: Moment
    icon: str
    words: str
    added: tuple[Tag, ...] = ()
    removed: tuple[Tag, ...] = ()
    kind: str = "happening"


def happenings(view: View, events: Iterable[TimelineEvent], now: datetime) -> Iterator[Happening]:
    """The lines, oldest first."""
    for (is_label, _, _), group in groupby(events, key=_together):
        found = list(group)
        if is_label:
            yield _labelled(view, found, now)
        else:
            yield from (_told(view, event, now) for event in found)


def _together(event: TimelineEvent) -> tuple[bool, int, datetime]:
    return (event.event in {"labeled", "unlabeled"}, event.actor_id, event.created_at)


def _labelled(view: View, events: list[TimelineEvent], now: datetime) -> Happening:
    first = events[0]

    def tags(word: str) -> tuple[Tag, ...]:
        return tuple(tag(e.label_name or "", e.label_color) for e in events if e.event == word)

    return Happening(first.id, first.created_at, face(view, view[Account].get(first.actor_id)),
                     moment(first.created_at, now), "tag", "", tags("labeled"), tags("unlabeled"))  # fmt: skip


def _told(view: View, event: TimelineEvent, now: datetime) -> Happening:
    icon, words = _WORDS.get(event.event, ("dot", event.event.replace("_", " ")))
    subject = view[Account].get(event.subject_user_id)
    filled = words.format(
        before=_short(event.before), after=_short(event.after), commit=_short(event.commit_id),
        user=subject.login if subject else "ghost",
    )  # fmt: skip
    who = face(view, view[Account].get(event.actor_id))
    return Happening(event.id, event.created_at, who, moment(event.created_at, now), icon, filled)


def _short(text: str | None) -> str:
    """An object id as people write it; any other text as it is."""
    text = text or ""
    return text[:7] if len(text) == _OID_LENGTH and " " not in text else text
