"""The one card on a proposal, edited in place: stage, gate, who is awaited, what people say; and the ledger, hidden."""

from collections.abc import Iterator

from bot.command.catalogue import Verb
from bot.config import GateKind
from bot.duties import access, evidence, feedback, floor, paging, proposal, trials
from bot.duties.case import Case
from bot.duties.one_comment import as_it_should_be
from bot.duties.speech import Standing, everything_said
from bot.forge.effects import Effect
from bot.words import binding as binding_words
from bot.words import card as words


def wants(case: Case) -> tuple[Effect, ...]:
    """The card as it should read, where it reads otherwise or is not there."""
    return as_it_should_be(case, lambda hidden: words.card(_shown(case), hidden))


def _shown(case: Case) -> words.Shown:
    """All that the card tells, as values."""
    stage = proposal.stage(case)
    return words.Shown(
        title=proposal.api_name(case) or case.facts.title,
        stages=case.config.stages,
        stage=stage,
        after=case.ladder.after(stage.name),
        conditions=evidence.next_step(case),
        observes=not case.enforced,
        observed_until=case.settings.observed_until,
        notes=tuple(_notes(case)),
        is_later=proposal.proposal_before(case) is not None,
        owners=tuple(map(str, proposal.owners(case))),
        reviewers=len(_reviewers(case)),
        hackathon=trials.ease(case, trials.HACKATHON),
        story=trials.ease(case, trials.STORY),
        awesome=_lines(case, Verb.AWESOME),
        use_cases=_lines(case, Verb.USE_CASE),
        needs_work=_lines(case, Verb.NEEDS_WORK),
        is_blind=_is_blind(case),
        invited=len(access.invited_ids(case)),
        places=access.cap_of(case),
        waiting=len(access.waiting(case)),
        moves=_moves(case),
    )


def _notes(case: Case) -> Iterator[str]:
    if case.settings.warning:
        yield f"⚠️ {case.settings.warning}"
    if gone := paging.warning(case):
        yield f"⚠️ {gone}"
    if before := proposal.proposal_before(case):
        yield binding_words.belongs_to(proposal.api_name(case), *before)
    if floor_line := floor.told(case):
        yield floor_line
    if proposal.is_lost(case):
        yield binding_words.is_lost(proposal.api_name(case))


def _lines(case: Case, verb: Verb) -> tuple[words.Line, ...]:
    return tuple(
        words.Line(item.id, item.text, item.said.login, item.said.url, item.is_blocker, item.is_open, item.said.remark)
        for item in feedback.items(case, verb)
    )


def _reviewers(case: Case) -> set[int]:
    """Everybody of the Developer Network who has spoken, in whatever stage."""
    return {said.actor for said in everything_said(case) if said.standing is Standing.NETWORK}


def _is_blind(case: Case) -> bool:
    """Whether the words are still folded: a reviewer is asked before being shown the others' words (P4)."""
    first = case.ladder.first
    if proposal.stage(case) != first:
        return False
    return len(_reviewers(case)) < first.number(GateKind.REVIEWERS)


def _moves(case: Case) -> tuple[words.Moved, ...]:
    found = []
    for move in proposal.history(case):
        entry = case.ledger.entries.get(move.cause)
        found.append(
            words.Moved(move.to, move.at, entry.said("login") if entry else "", entry.said("reason") if entry else "")
        )
    return tuple(found)
