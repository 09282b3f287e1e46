"""What holds for every one-shot command before anyone rules on it: whose words, which thread, which stage."""

from collections.abc import Callable, Mapping

from bot.command.catalogue import CATALOGUE, Takes, Verb, Where, entry
from bot.command.values import Command
from bot.duties.case import Case, Heard
from bot.duties.ruling import Handler, Ruling, refused
from bot.words import answers

StageOf = Callable[[Case], str | None]
"""The stage a command is judged in; None where the thread has none."""


def guarded(handlers: Mapping[Verb, Handler], where: Where, stage: StageOf) -> Mapping[Verb, Handler]:
    """A handler for every one-shot command: what is out of place is refused, the rest goes to its own handler."""
    verbs = [row.verb for row in CATALOGUE if row.takes is Takes.ONCE]
    return {verb: _guard(handlers.get(verb), where, stage) for verb in verbs}


def _guard(handler: Handler | None, where: Where, stage: StageOf) -> Handler:
    def rule(case: Case, heard: Heard, command: Command) -> Ruling:
        if objection := out_of_place(case, heard, command, where=where, stage=stage(case)):
            return refused(objection)
        if handler is None:
            return refused(answers.wrong_place(command, entry(command.verb)))
        return handler(case, heard, command)

    return rule


def out_of_place(case: Case, heard: Heard, command: Command, *, where: Where, stage: str | None) -> str:
    """Why nobody may use this command here and now, or not in these words; empty where somebody may."""
    row = entry(command.verb)
    if row.takes is Takes.ONCE and (other := heard.edited_by_another):
        return answers.edited_by_another(command, other)
    if where not in row.where:
        return answers.wrong_place(command, row)
    if stage is not None and not row.means_something_in(stage):
        titles = {rule.name: rule.name for rule in case.config.stages}
        return answers.wrong_stage(command, row, titles.get(stage, stage))
    return ""
