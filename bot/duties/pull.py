"""A pull request worked through: the check, our comment, the labels, the new version, the answers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.command.catalogue import Verb, Where
from bot.command.values import Command
from bot.duties import (
    clicks,
    contract_check,
    floor,
    foreseeing,
    help,
    holds,
    paging,
    pausing,
    pull_card,
    pull_commands,
    pull_labels,
    same_check,
    versioning_pull,
    versions,
)
from bot.duties.asking import Asking, Unanswered
from bot.duties.case import Case, Heard, open_case
from bot.duties.guard import guarded
from bot.duties.in_force import InForce
from bot.duties.pausing import Pause
from bot.duties.ruling import Handler, Ruling, refused
from bot.duties.thread import Reply, Ways, react, say, work_through
from bot.forge.effects import Effect, Plan
from bot.forge.facts import Look, ThreadFacts
from bot.words import break_comment as break_words


def _while_open(handler: Handler) -> Handler:
    def rule(case: Case, heard: Heard, command: Command) -> Ruling:
        return handler(case, heard, command) if case.facts.open else refused(break_words.closed(command.source))

    return rule


_RULES_ON: Mapping[Verb, Handler] = {
    **{verb: _while_open(handler) for verb, handler in {**pull_commands.RULES_ON, **holds.RULES_ON}.items()},
    **help.rules_on(Where.PULL_REQUEST),
}
WAYS = Ways((), guarded(_RULES_ON, Where.PULL_REQUEST, lambda case: None), pull_commands.SIGHT)


def pull(look: Look, facts: ThreadFacts, settings: InForce, ask: Asking, *, same_head: tuple[Case, ...] = ()) -> Plan:
    """The plan for a pull request; nothing for a closed one in which nobody said anything to us.

    `same_head` are the other open pull requests on its head commit.
    Raises Unanswered where something has to be known first; the questions stand in `ask`.
    """
    case = pausing.remember(replace(open_case(look, facts, settings, ask), same_head=same_head))
    if (pause := pausing.pause(case)) is not None:
        return Plan(_while_paused(case, pause), pause.until)
    if facts.open:
        foreseeing.at_first(case)
    case, replies = work_through(case, WAYS)
    if ask.open:
        raise Unanswered
    case = _remembering(case)
    effects = _effects(case, replies)
    return Plan(effects, _look_again(case))


def _while_paused(case: Case, pause: Pause) -> tuple[Effect, ...]:
    """The check, which others wait for; clicks are kept, and nothing else is done."""
    case = clicks.remember(case)
    check = contract_check.check(case) if case.facts.open else None
    digest = contract_check.digest(check) if check else ""
    checks = contract_check.effects(case) if check else ()
    return (*checks, *pausing.effects(case, pause, digest))


def _look_again(case: Case) -> datetime | None:
    """Soon, while something is on its way; else on the day that ends the observing of an open pull request."""
    ends_at = case.settings.ends_at() if case.facts.open else None
    moments = (versioning_pull.look_again_at(case), paging.look_again_at(case), ends_at)
    return min(filter(None, moments), default=None)


def _remembering(case: Case) -> Case:
    """What has to stand in the ledger before anything is done."""
    case = clicks.remember(case)
    if not case.facts.open:
        return case
    return versions.remember(pull_card.remember(case))


_WHILE_OPEN: tuple[Callable[[Case], tuple[Effect, ...]], ...] = (
    contract_check.effects,
    pull_card.effects,
    pull_labels.effects,
    versioning_pull.effects,
    versioning_pull.passed_on,
    floor.passed_on,
)
"""In this order. The check comes before the comment, because the comment tells which text the check has."""
_WHEN_CLOSED: tuple[Callable[[Case], tuple[Effect, ...]], ...] = (
    pull_card.effects,
    same_check.when_closed,
    versioning_pull.passed_on,
    floor.passed_on,
)


def _effects(case: Case, replies: tuple[Reply, ...]) -> tuple[Effect, ...]:
    """Everything in order; each duty is heard even when another waits for an answer, so that they wait together."""
    found: list[Effect] = []
    for wanted in _WHILE_OPEN if case.facts.open else _WHEN_CLOSED:
        try:
            found.extend(wanted(case))
        except Unanswered:
            continue
    if case.ask.open:
        raise Unanswered
    return (*found, *clicks.effects(case), *say(replies, case), *react(replies, case))
