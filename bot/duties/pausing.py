"""The card deleted by somebody is written again, quietly. The third time in a day the thread is paused instead."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.duties import holds
from bot.duties.case import Case, Heard
from bot.duties.one_comment import as_it_should_be
from bot.duties.roles import is_one_of
from bot.forge.effects import Effect
from bot.forge.facts import CommentDeleted
from bot.lifecycle.ledger import Entry
from bot.words import pausing as words

A_DAY = timedelta(days=1)
MANY = 3
"""So many deletions of the card within a day are no accident: somebody does not want it there."""
_GONE, _RESUMED = "gone:", "resumed:"


@dataclass(frozen=True, slots=True)
class Pause:
    """That the thread is paused, and until when. `is_said`: the comment that says so was deleted as well."""

    until: datetime
    is_said: bool


def remember(case: Case) -> Case:
    """The case knowing that its card was deleted, and that an owner wants it back.

    GitHub tells whose comment was deleted, not which: it was the card where the card is not there any more. Call it
    before anything else is remembered: a card was there if something is known already.
    """
    if case.card is None and case.ledger.entries:
        last = max((entry.at for entry in case.ledger.under(_GONE)), default=None)
        at = max((gone.at for gone in case.facts.deletions if _is_ours(gone, case)), default=None)
        if at and (last is None or at > last):
            case = case.with_entry(Entry(f"{_GONE}{at.isoformat()}", "deleted", at))
    return _resumed(case)


def pause(case: Case) -> Pause | None:
    """The pause that the thread is in; None where it is in none."""
    times = _deletions(case)
    lately = [at for at in times if times[-1] - at < A_DAY]
    if len(lately) < MANY or case.now >= times[-1] + A_DAY:
        return None
    return Pause(times[-1] + A_DAY, is_said=len(lately) > MANY)


def effects(case: Case, pause: Pause, digest: str = "") -> tuple[Effect, ...]:
    """One comment in the card's place that says why and until when; none where that was deleted too.

    It carries the ledger, and becomes the card again. `digest` names the check's text that goes with it.
    """
    if case.card is None and pause.is_said:
        return ()
    return as_it_should_be(case, lambda hidden: words.paused(pause.until, MANY, hidden, digest=digest))


def _resumed(case: Case) -> Case:
    """An owner's command in the pause ends it; deletions are counted from there on anew."""
    found = pause(case)
    if found is None:
        return case
    began = found.until - A_DAY
    asked = (heard for heard in case.heard if heard.spoken_at > began and _asks_us(heard))
    owner = next((one for one in asked if is_one_of(one.author, holds.owners(case), case.ask) is True), None)
    if owner is None:
        return case
    return case.with_entry(Entry(f"{_RESUMED}{began.isoformat()}", "accepted", began, owner.author.id))


def _asks_us(heard: Heard) -> bool:
    return bool(heard.reading.commands) and not heard.comment.hidden_as and heard.edited_by_another is None


def _deletions(case: Case) -> list[datetime]:
    """When the card was deleted since the last pause was ended by an owner, oldest first."""
    since = max((entry.at for entry in case.ledger.under(_RESUMED)), default=None)
    return [entry.at for entry in case.ledger.under(_GONE) if since is None or entry.at > since]


def _is_ours(gone: CommentDeleted, case: Case) -> bool:
    """A comment of ours that another hand deleted."""
    me = case.facts.me.id
    return gone.author is not None and gone.author.id == me and (gone.actor is None or gone.actor.id != me)
