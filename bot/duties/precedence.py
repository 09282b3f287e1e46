"""Which of several issues that name one API is its proposal; the others are answered once with its link.

Who is the proposal stays it. Else it is the one that has come furthest, and of those the one that named the API first:
anybody may write the name of an API into an old issue of theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.command.catalogue import Verb
from bot.duties import proposal
from bot.duties.announcing import once
from bot.duties.case import Case
from bot.duties.standing_stage import Proposed, by_api
from bot.forge.effects import Effect, Say
from bot.forge.facts import LabelEvent
from bot.forge.subjects import Thread
from bot.lifecycle.binding import BIND, FIRST, LATER, PRECEDENCE
from bot.lifecycle.ledger import Entry, Ledger
from bot.lifecycle.trust import Move
from bot.words import binding as words


@dataclass(frozen=True, slots=True, order=True)
class _Rank:
    """What decides, in this order; the least is the proposal."""

    steps_left: int
    is_unsettled: bool
    named_at: datetime
    number: int


def settle(case: Case) -> Case:
    """The case knowing whether this is the proposal of its API: found out once, and again when somebody moves it.

    Raises Unanswered. An API that the settings do not know has no proposal yet.
    """
    if proposal.api(case) is None or (_known(case) and not _moves_it(case)):
        return case
    others = [one for one in _others(case) if _rank_of(case, one) < _own_rank(case)]
    first = min(others, key=lambda one: _rank_of(case, one), default=None)
    meaning = {"number": first.facts.thread.number, "url": first.facts.url} if first else {}
    known = _known(case)
    verdict = LATER if first else FIRST
    if known and (known.verdict, dict(known.meaning)) == (verdict, meaning):
        return case
    return case.with_entry(Entry(_key(case), verdict, case.now, None, meaning))


def wants(case: Case) -> tuple[Effect, ...]:
    """One comment with the proposal's link, the first time it is known."""
    before = proposal.proposal_before(case)
    if before is None:
        return ()
    api, number = proposal.api_name(case), before[0]
    return once(case, Say(case.facts.subject, f"{api}:{number}", "later-proposal", words.is_later(api, number)))


def _key(case: Case) -> str:
    return f"{PRECEDENCE}{proposal.api_name(case)}"


def _known(case: Case) -> Entry | None:
    return case.ledger.entries.get(_key(case))


def _moves_it(case: Case) -> bool:
    """Whether somebody asks for another stage who has no answer yet: what they ask is worth another look around."""
    asked = (
        command.verb is Verb.PROMOTE and heard.key(command) not in case.ledger and not heard.comment.hidden_as
        for heard in case.heard
        for command in heard.reading.commands
    )
    return any(asked) or any(_is_open(case, event) for event in case.facts.label_events)


def _is_open(case: Case, event: LabelEvent) -> bool:
    """Whether a hand put on another stage's label, and nobody judged it yet."""
    target = case.ladder.labelled(event.label)
    if target is None or not event.added or target == proposal.stage(case) or event.at <= proposal.entered_at(case):
        return False
    ours = event.actor is not None and event.actor.id == case.facts.me.id
    return not ours and f"label:+{target.name}:{event.at.isoformat()}" not in case.ledger


def _others(case: Case) -> list[Proposed]:
    found = by_api(case, case.config).get(proposal.api_name(case), [])
    return [one for one in found if one.facts.thread != case.facts.subject]


def _own_rank(case: Case) -> _Rank:
    named_at = case.facts.edited_at or case.facts.written_at
    return _rank(case, case.ledger, proposal.history(case), named_at, case.facts.subject)


def _rank_of(case: Case, one: Proposed) -> _Rank:
    named_at = one.facts.edited_at or one.facts.written_at
    return _rank(case, one.ledger, one.moves(case), named_at, one.facts.thread)


def _rank(case: Case, ledger: Ledger, moves: Sequence[Move], named_at: datetime, thread: Thread) -> _Rank:
    settled, bound = ledger.entries.get(_key(case)), ledger.entries.get(BIND)
    stage = case.ladder.stricter(moves[-1].to if moves else None)
    return _Rank(
        steps_left=len(case.ladder.rules) - case.ladder.place(stage.name),
        is_unsettled=settled is None or settled.verdict != FIRST,
        named_at=bound.at if bound else named_at,
        number=thread.number,
    )
