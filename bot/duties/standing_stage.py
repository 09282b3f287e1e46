"""Which stage each API is in, as its proposal and the configuration tell: the stricter of the two."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.config import Breaking, Config
from bot.duties.case import Case
from bot.duties.proposal import form_field
from bot.forge.effects import CARD_MARK
from bot.forge.facts import Comment
from bot.forge.questions import OurTextOf, ProposalFacts, Proposals
from bot.lifecycle import ledger as ledgers
from bot.lifecycle.assessment import ApiStage
from bot.lifecycle.binding import BIND, bound_api
from bot.lifecycle.ledger import Ledger
from bot.lifecycle.trust import Move, moves


@dataclass(frozen=True, slots=True)
class Proposed:
    """An issue that names an API, with what its ledger remembers."""

    facts: ProposalFacts
    ledger: Ledger

    def moves(self, case: Case) -> tuple[Move, ...]:
        """Every accepted move, oldest first."""
        return moves(self.ledger, self.facts.label_events, case.ladder, me=case.facts.me)


def stages_of(case: Case, names: Iterable[str]) -> Mapping[str, ApiStage]:
    """The stage of each of these APIs. One that has neither proposal nor floor is judged as in the first stage.

    A proposal's bare label proves nothing: what counts is its ledger, and without one the labels that we set ourselves.
    """
    wanted = list(names)
    if not wanted:
        return {}
    proposals = by_api(case, case.config)
    lost = max(lost_under(case, case.config), key=lambda one: case.ladder.place(one.rule.name), default=None)
    return {name: _stage(case, name, proposals.get(name, []), lost) for name in wanted}


def lost_under(case: Case, config: Config) -> tuple[ApiStage, ...]:
    """The stages of APIs that are bound to a proposal, and that these settings name no more.

    An API without a stage of its own may be that one under another name, and at another path: who takes the name out
    of the settings must not take the protection with it. What is retired protects nobody any more.
    """
    found = [
        replace(_stage_of(case, one, None), was=name)
        for name, proposed in by_api(case, config).items()
        if name not in config.apis
        for one in proposed
        if BIND in one.ledger
    ]
    last = case.ladder.rules[-1]
    return tuple(one for one in found if one.rule.breaking is not Breaking.FREE and one.rule != last)


def by_api(case: Case, config: Config) -> Mapping[str, list[Proposed]]:
    """The proposals of each API as these settings name it, oldest first."""
    found = case.ask(Proposals(case.ladder.labels))
    proposals: dict[str, list[Proposed]] = {}
    for proposal in sorted(found, key=lambda proposal: (proposal.written_at, proposal.thread.number)):
        ledger = _ledger(case, proposal)
        bound = bound_api(ledger, config)
        name = form_field(proposal.body) if bound is None else bound
        proposals.setdefault(name, []).append(Proposed(proposal, ledger))
    return proposals


def _stage(case: Case, name: str, proposed: Iterable[Proposed], lost: ApiStage | None) -> ApiStage:
    """The strictest that its proposals and the configuration tell; of equally strict proposals the oldest is named.

    Anybody may edit the name of an API into an older issue of theirs: that must not lower the stage of that API.
    """
    entry = case.config.apis.get(name)
    floor = entry.stage if entry else None
    stages = [_stage_of(case, one, floor) for one in proposed]
    if not stages and floor is None and lost:
        return lost
    if not stages:
        return ApiStage(case.ladder.stricter(floor), known=floor is not None)
    return max(stages, key=lambda stage: case.ladder.place(stage.rule.name))


def _stage_of(case: Case, one: Proposed, floor: str | None) -> ApiStage:
    made = one.moves(case)
    rule = case.ladder.stricter(made[-1].to if made else None, floor)
    return ApiStage(rule, one.facts.thread.number, one.facts.url)


def _ledger(case: Case, proposal: ProposalFacts) -> Ledger:
    """What its card remembers; of a card that somebody edited, what we had written in it."""
    cards = [card for card in proposal.cards if card.ours and card.body.startswith(CARD_MARK)]
    if not cards:
        return Ledger()
    card = min(cards, key=lambda card: card.id)
    place = f"{case.facts.repository.id}/{proposal.thread.number}"
    ours = (case.ask(OurTextOf(card.node)) or "") if _edited_by_another(card, case) else ""
    texts = (ours, card.body)  # ours first: an older ledger of ours that somebody put back is signed too
    found = (ledgers.read(text, place=place, secrets=case.look.secrets) for text in texts if text)
    return next(filter(None, found), Ledger())


def _edited_by_another(card: Comment, case: Case) -> bool:
    return card.editor is not None and card.editor.id != case.facts.me.id
