"""`/help`: the catalogue, as far as it means something on this thread."""

from collections.abc import Mapping

from bot.command.catalogue import CATALOGUE, Verb, Where, entry
from bot.command.values import Command
from bot.duties.case import Case, Heard
from bot.duties.ruling import Handler, Ruling, answered
from bot.words import help as words


def rules_on(where: Where) -> Mapping[Verb, Handler]:
    """The handler for this kind of thread."""

    def help_(case: Case, heard: Heard, command: Command) -> Ruling:
        if asked := command.options.get("verb"):
            return answered(words.one(entry(Verb(asked))))
        return answered(words.several([row for row in CATALOGUE if where in row.where]))

    return {Verb.HELP: help_}
