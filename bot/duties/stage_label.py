"""Exactly one stage label, the trusted stage's. A hand that may move it is the command; any other is undone."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.config import StageRule
from bot.duties import proposal
from bot.duties.announcing import once
from bot.duties.case import Case
from bot.duties.promotion import ask_by_label
from bot.duties.ruling import Ruling, refused
from bot.forge.effects import Effect, LookAt, Say, SetStageLabel
from bot.forge.facts import LabelEvent
from bot.forge.subjects import Repository
from bot.lifecycle.ledger import Entry
from bot.lifecycle.trust import SHOWN, START, moves, written_moves
from bot.words import binding as binding_words
from bot.words import promotion as words

FLIPS, WITHIN = 4, timedelta(minutes=10)
"""More changes of the stage label than this in so short a time: two hands pull at it, ours rests."""
AT_ONCE = timedelta(minutes=1)
"""Changes of one hand so close together are one act."""
SAID_WITHIN = timedelta(days=7)
"""How long after a label was put back the reason is still worth a comment, should there be none."""


def begin(case: Case) -> Case:
    """The case knowing how it came to its stage: from the ledger, else from our own labels, else at the first stage."""
    if written_moves(case.ledger, case.ladder):
        return case
    shown = moves(case.ledger, case.facts.label_events, case.ladder, me=case.facts.me)
    for move in shown:
        case = case.with_entry(_accepted(f"{SHOWN}{move.at.isoformat()}", move.at, {"to": move.to}, move.actor))
    author = case.facts.author.id if case.facts.author else None
    start = {"to": case.ladder.first.name}
    return case if shown else case.with_entry(_accepted(START, case.facts.written_at, start, author))


def _accepted(key: str, at: datetime, meaning: Mapping[str, object], actor: int | None) -> Entry:
    return Entry(key, "accepted", at, actor, meaning)


def judge(case: Case, event: LabelEvent) -> Case:
    """The case knowing what a hand's change of a stage label came to. Our own changes are never judged."""
    target = case.ladder.labelled(event.label)
    key = f"label:{'+' if event.added else '-'}{target.name if target else ''}:{event.at.isoformat()}"
    if target is None or key in case.ledger or _is_ours_or_old(case, event):
        return case
    if event.added and target == proposal.stage(case):
        return case
    if not event.added and target != proposal.stage(case):
        return case
    ruling = _rule(case, event, target)
    actor = event.actor.id if event.actor else None
    meaning = {"why": ruling.answer, **ruling.meaning}
    return case.with_entry(Entry(key, ruling.verdict.value, event.at, actor, meaning))


def _is_ours_or_old(case: Case, event: LabelEvent) -> bool:
    ours = event.actor is not None and event.actor.id == case.facts.me.id
    return ours or event.at < proposal.entered_at(case) or _came_with_the_form(case, event)


def _came_with_the_form(case: Case, event: LabelEvent) -> bool:
    """The first stage's label at the opening is the form's, in the submitter's name; nobody meant a move by it."""
    is_first = event.added and case.ladder.labelled(event.label) == case.ladder.first
    return is_first and event.actor == case.facts.author and event.at == case.facts.written_at


def _rule(case: Case, event: LabelEvent, target: StageRule) -> Ruling:
    if not case.enforced:
        return refused("")
    if not event.added:
        return refused(words.label_removed(proposal.stage(case)))
    if event.actor is None:
        return refused(words.label_not_yours(proposal.stage(case)))
    if before := proposal.proposal_before(case):
        return refused(binding_words.label_elsewhere(proposal.stage(case), proposal.api_name(case), before[0]))
    return ask_by_label(case, event.actor, target)


def wants(case: Case) -> tuple[Effect, ...]:
    """The label of the trusted stage and no other, and one comment to whoever set another."""
    if not case.enforced:
        return ()
    if (times := len(_flips(case))) > FLIPS:
        return once(case, Say(case.facts.subject, case.now.date().isoformat(), "label-flips", words.flipping(times)))
    return (*_right_label(case), *_reason(case))


def _right_label(case: Case) -> tuple[Effect, ...]:
    right = proposal.stage(case).label
    there = [label for label in case.facts.labels if case.ladder.labelled(label)]
    others = tuple(sorted(label for label in there if label.lower() != right.lower()))
    if others or not any(label.lower() == right.lower() for label in there):
        return (SetStageLabel(case.facts.subject, right, others),)
    return ()


def _reason(case: Case) -> tuple[Effect, ...]:
    """One comment for the hand that was undone last, however many labels it touched."""
    undone = [entry for entry in case.ledger.under("label:") if entry.verdict == "refused" and entry.said("why")]
    fresh = [entry for entry in undone if case.now - entry.at < SAID_WITHIN and not _is_half_a_move(case, entry)]
    if not fresh:
        return ()
    last = [entry for entry in fresh if entry.actor == fresh[-1].actor and fresh[-1].at - entry.at < AT_ONCE]
    added = [entry for entry in last if entry.key.startswith("label:+")]
    told = (added or last)[-1]
    said = once(case, Say(case.facts.subject, told.key, "label-put-back", told.said("why"), replaces=True))
    # A pull request that was judged meanwhile did not find the stage.
    everywhere = LookAt(Repository(case.facts.subject.repo), cause=f"{case.facts.subject}:{told.key}")
    return (everywhere, *said) if said else ()


def _is_half_a_move(case: Case, entry: Entry) -> bool:
    """Whether the same hand took the label off and put the next one on, and that was accepted."""
    moved = (one for one in case.ledger.under("label:+") if one.verdict == "accepted" and one.actor == entry.actor)
    return entry.key.startswith("label:-") and any(abs(one.at - entry.at) < AT_ONCE for one in moved)


def look_again_at(case: Case) -> datetime | None:
    """When the label may be put right again that two hands pulled at."""
    flips = _flips(case) if case.enforced else []
    return flips[-FLIPS - 1] + WITHIN if len(flips) > FLIPS else None


def _flips(case: Case) -> list[datetime]:
    """When others than we changed the stage label lately, oldest first."""
    recent = [event for event in case.facts.label_events if case.now - event.at < WITHIN]
    theirs = [event for event in recent if event.actor is None or event.actor.id != case.facts.me.id]
    return sorted(event.at for event in theirs if case.ladder.labelled(event.label) is not None)
