"""The one card on a proposal, edited in place: stage, gate, who is awaited, what people say; and the ledger, hidden."""

from collections.abc import Iterator

from bot.command.catalogue import Verb
from bot.config import GateKind
from bot.duties import access, evidence, feedback, proposal, trials
from bot.duties.case import Case
from bot.duties.numbering import numbered
from bot.duties.speech import Standing, everything_said
from bot.forge.effects import Effect, Hide, WriteCard
from bot.lifecycle import ledger as ledgers
from bot.words import binding as binding_words
from bot.words import card as words


def wants(case: Case) -> tuple[Effect, ...]:
    """The card as it should read, where it reads otherwise or is not there; and a second card of ours hidden."""
    hidden = ledgers.sign(numbered(case), place=case.place, secret=case.look.secrets[0])
    body = words.card(_shown(case), hidden)
    if case.card is not None and _same(case.card.body, body):
        return _doubles(case)
    number = case.card.id if case.card else None
    card = WriteCard(case.facts.subject, number, body, hidden, remembers=_remembers(case), pin=number is None)
    return (card, *_doubles(case))


def _remembers(case: Case) -> bool:
    return case.card is None or case.ledger.entries != case.written.entries


def _same(there: str, wanted: str) -> bool:
    """GitHub may end lines its own way and drops white space at the end."""
    return there.replace("\r\n", "\n").strip() == wanted.strip()


def _doubles(case: Case) -> tuple[Effect, ...]:
    """Two cards of ours: the oldest is kept, the others are hidden."""
    others = [one for one in case.facts.comments if one.ours and one.body.startswith(words.CARD_MARK)]
    return tuple(
        Hide(case.facts.subject, one.node)
        for one in others
        if case.card and one.id != case.card.id and not one.hidden_as
    )


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
