"""The one door of the core: from what was seen, answered and when, to a plan; or to questions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.config import DEFAULT, Config, Mode, Problems, read_config
from bot.duties import evidence, proposal, stage_label
from bot.duties.asking import Asking, Unanswered
from bot.duties.case import open_case
from bot.duties.onboarding import onboard
from bot.duties.pull import pull
from bot.duties.table import PROPOSAL
from bot.duties.thread import react, say, wants, work_through
from bot.forge.effects import LookAt, Plan
from bot.forge.facts import Blob, CommitLook, Look, RepositoryFacts, RepositoryLook, ThreadFacts
from bot.forge.questions import BlobOf, HistoryOf, Question
from bot.lifecycle.gates import Condition
from bot.lifecycle.stages import Ladder
from bot.words import config as config_words

CONFIG_PATH = ".github/stagekeeper.yml"


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
            return onboard(look, facts)
        case CommitLook(pulls=pulls):
            return Plan(tuple(LookAt(thread) for thread in pulls))
        case _:
            assert_never(look.facts)


def _thread(look: Look, facts: ThreadFacts, ask: Asking) -> Plan:
    """Without a configuration nothing is done on a thread: the onboarding issue tells how to begin."""
    if facts.config is None or facts.repository.archived:
        return Plan()
    config, broken = config_in_force(facts.config, facts.repository, ask)
    enforced = is_enforced(config, look.now)
    if facts.pull is not None:
        return pull(look, facts, config, ask, enforced=enforced, broken=broken)
    if not _is_proposal(facts, config):
        return Plan()
    return _proposal(look, facts, config, ask, enforced=enforced, broken=broken)


def config_in_force(blob: Blob, repository: RepositoryFacts, ask: Asking) -> tuple[Config, Problems | None]:
    """The configuration, and what is wrong with the newest one where an older one is in force for that."""
    newest = _read(blob)
    if isinstance(newest, Config):
        return newest, None
    for revision in ask(HistoryOf(repository.head or "", CONFIG_PATH)):
        older = _read(ask(BlobOf(revision.blob))) if revision.blob and revision.blob != blob.oid else newest
        if isinstance(older, Config):
            return older, newest
    return DEFAULT, newest


def _read(blob: Blob) -> Config | Problems:
    return read_config(blob.data.decode("utf-8", "replace"), name=CONFIG_PATH)


def is_enforced(config: Config, now: datetime) -> bool:
    """Whether the rules are kept, or only shown still."""
    over = config.observe_until is not None and now.date() > config.observe_until
    return config.mode is Mode.ENFORCE or over


def _is_proposal(facts: ThreadFacts, config: Config) -> bool:
    """An issue that has, or had, a stage label, or carries our card."""
    ladder = Ladder(config.stages)
    labels = [*facts.labels, *(event.label for event in facts.label_events)]
    return any(ladder.labelled(label) for label in labels)


def _proposal(
    look: Look, facts: ThreadFacts, config: Config, ask: Asking, *, enforced: bool, broken: Problems | None
) -> Plan:
    case = open_case(look, facts, config, ask, enforced=enforced)
    case = replace(case, config_warning=config_words.in_force_still(broken) if broken else "")
    case = stage_label.begin(proposal.bind(case))
    case, replies = work_through(case, PROPOSAL)
    effects = (*wants(case, PROPOSAL.duties), *say(replies, case), *react(replies, case))
    return Plan(effects, _look_again(case.now, evidence.next_step(case), stage_label.look_again_at(case)))


def _look_again(now: datetime, conditions: tuple[Condition, ...], rested: datetime | None) -> datetime | None:
    """The next moment at which time alone changes the gate, or the label may be put right again."""
    moments = (rested, *(one.fills_at for one in conditions))
    return min((moment for moment in moments if moment and moment > now), default=None)
