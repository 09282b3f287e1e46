"""The one door of the core: from what was seen, answered and when, to a plan; or to questions."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import assert_never

from bot.config import DEFAULT, Config
from bot.duties import evidence, floor, paging, pausing, precedence, proposal, stage_label
from bot.duties.asking import Asking, Unanswered
from bot.duties.case import Case, open_case
from bot.duties.in_force import InForce, in_force
from bot.duties.onboarding import onboard
from bot.duties.pull import pull
from bot.duties.same_check import MOST
from bot.duties.table import PROPOSAL
from bot.duties.thread import react, say, wants, work_through
from bot.forge.effects import CARD_MARK, LookAt, Plan
from bot.forge.facts import CommitLook, Look, PullFacts, RepositoryLook, ThreadFacts
from bot.forge.questions import PullAt, Question
from bot.lifecycle.gates import Condition
from bot.lifecycle.stages import Ladder


def decide(look: Look, answers: Mapping[Question[object], object]) -> Plan | frozenset[Question[object]]:
    """The plan, or every question that has to be answered first. The same arguments give the same result."""
    ask = Asking(answers)
    try:
        plan = _plan(look, ask)
    except Unanswered:
        return frozenset(ask.open)
    return frozenset(ask.open) if ask.open else plan


def _plan(look: Look, ask: Asking) -> Plan:
    match look.facts:
        case ThreadFacts() as facts:
            return _thread(look, facts, ask)
        case RepositoryLook() as facts:
            return onboard(facts, ask)
        case CommitLook(pulls=pulls):
            return Plan(tuple(LookAt(thread) for thread in pulls))
        case _:
            assert_never(look.facts)


def _thread(look: Look, facts: ThreadFacts, ask: Asking) -> Plan:
    """Where there never were any settings nothing is done on a thread: the onboarding issue tells how to begin."""
    if facts.repository.archived or not (facts.config or _may_concern_us(facts)):
        return Plan()
    settings = _settings(look, facts, ask)
    if settings is None:
        return Plan()
    if facts.pull is not None:
        others = _same_head(look, facts.pull, ask) if facts.open and len(facts.pull.same_head) < MOST else ()
        return pull(look, facts, settings, ask, same_head=others)
    return _proposal(look, facts, settings, ask) if _is_proposal(facts, settings.config) else Plan()


def _settings(look: Look, facts: ThreadFacts, ask: Asking) -> InForce | None:
    """Those of the base branch, or of the default branch; our own comments tell how long we are there at least."""
    at = facts.pull.base if facts.pull else facts.repository.head or ""
    here = min((comment.written_at for comment in facts.comments if comment.ours), default=None)
    return in_force(facts.config, at, ask, now=look.now, here=here, elsewhere=facts.pull is not None)


def _may_concern_us(facts: ThreadFacts) -> bool:
    """Whether it is worth asking for older settings where there are none: not for just any issue."""
    return facts.pull is not None or _is_proposal(facts, DEFAULT)


def _same_head(look: Look, pull: PullFacts, ask: Asking) -> tuple[Case, ...]:
    """The other open pull requests on the head commit, each by its own base branch's configuration."""
    found = ask.every(PullAt(number, pull.head) for number in pull.same_head)
    others = ask.together({facts.subject: partial(_other, look, facts, ask) for facts in found if facts})
    return tuple(case for case in others.values() if case is not None)


def _other(look: Look, facts: ThreadFacts, ask: Asking) -> Case | None:
    settings = _settings(look, facts, ask)
    if settings is None:
        return None
    theirs = replace(look, facts=facts, clicks=(), remembered=None)
    return open_case(theirs, facts, settings, ask)


def _is_proposal(facts: ThreadFacts, config: Config) -> bool:
    """An issue that has, or had, a stage label, or carries our card: a label may be renamed, its past with it."""
    if any(comment.ours and comment.body.startswith(CARD_MARK) for comment in facts.comments):
        return True
    ladder = Ladder(config.stages)
    labels = [*facts.labels, *(event.label for event in facts.label_events)]
    return any(ladder.labelled(label) for label in labels)


def _proposal(look: Look, facts: ThreadFacts, settings: InForce, ask: Asking) -> Plan:
    case = pausing.remember(open_case(look, facts, settings, ask))
    if (pause := pausing.pause(case)) is not None:
        return Plan(pausing.effects(case, pause), pause.until)
    case = stage_label.begin(proposal.bind(case))
    with suppress(Unanswered):  # the round ends with questions; hearing the rest first lets them be asked together
        case = precedence.settle(case)
    case, replies = work_through(case, PROPOSAL)
    with suppress(Unanswered):
        case = floor.remember(case)
    effects = (*wants(case, PROPOSAL.duties), *say(replies, case), *react(replies, case))
    return Plan(effects, _look_again(case, evidence.next_step(case)))


def _look_again(case: Case, conditions: tuple[Condition, ...]) -> datetime | None:
    """The next moment at which time alone changes the gate, ends the observing, or lets the label be put right."""
    dates = (stage_label.look_again_at(case), floor.look_again_at(case), case.settings.ends_at())
    moments = (paging.look_again_at(case), *dates, *(one.fills_at for one in conditions))
    return min((moment for moment in moments if moment and moment > case.now), default=None)
