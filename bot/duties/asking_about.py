"""`/why`, `/status` and `/recheck` on a proposal: where it stands, what a condition means, look again."""

from collections.abc import Mapping

from bot.command.catalogue import Verb
from bot.command.values import Command
from bot.duties import evidence, proposal
from bot.duties.case import Case, Heard
from bot.duties.ruling import Handler, Ruling, accepted, answered, refused
from bot.words import status as words


def _why(case: Case, heard: Heard, command: Command) -> Ruling:
    about = command.options.get("about", "").lower().replace("-", "_")
    conditions = evidence.next_step(case)
    if not about:
        return answered(words.gate(proposal.stage(case), conditions))
    found = [condition for condition in conditions if str(condition.item.kind) == about]
    if not found:
        return refused(words.no_such_condition(command, [str(one.item.kind) for one in conditions]))
    return answered(words.condition(found[0], proposal.stage(case)))


def _status(case: Case, heard: Heard, command: Command) -> Ruling:
    stage = proposal.stage(case)
    return answered(
        words.status(proposal.api_name(case), stage, case.ladder.after(stage.name), evidence.next_step(case))
    )


def _recheck(case: Case, heard: Heard, command: Command) -> Ruling:
    """Every look looks at everything; that it was asked for is remembered."""
    return accepted()


RULES_ON: Mapping[Verb, Handler] = {Verb.WHY: _why, Verb.STATUS: _status, Verb.RECHECK: _recheck}
