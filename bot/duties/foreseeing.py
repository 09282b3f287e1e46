"""What a pull request will be asked about anyway, asked in the first round: every round waits for GitHub once."""

from collections.abc import Iterable

from bot.command.catalogue import Verb
from bot.duties.asking import Asking
from bot.duties.case import Case
from bot.duties.pull_apis import known_places, pull_of
from bot.forge.facts import Actor
from bot.forge.questions import FileAt, MergeBase, NamesIn, Proposals, Question, RoleOf
from bot.versioning import COMPANION_PATHS


def at_first(case: Case) -> None:
    """The questions whose answers every pull request that touches a description needs."""
    pull, places = pull_of(case), known_places(case)
    if places:
        heads = [FileAt(pull.head, path) for path in places.values()]
        _note(case.ask, [MergeBase(pull.base, pull.head), Proposals(case.ladder.labels), *heads])
        for actor in _askers(case):
            for_a_version(case, pull.base)
            if pull.from_fork:
                _note(case.ask, [RoleOf(actor.login)])


def _askers(case: Case) -> list[Actor]:
    """Who asks for a new version and has no answer yet."""
    clicked = [click.actor for click in case.look.clicks if f"click:{click.guid}" not in case.ledger]
    wrote = [
        heard.author
        for heard in case.heard
        for command in heard.reading.commands
        if command.verb is Verb.NEW_VERSION and heard.key(command) not in case.ledger
    ]
    return [*clicked, *wrote]


def for_a_version(case: Case, base: str) -> None:
    """What a new version is made from besides the description."""
    _note(case.ask, [NamesIn(base, ""), *(FileAt(base, path) for path in COMPANION_PATHS)])


def _note(ask: Asking, questions: Iterable[Question[object]]) -> None:
    """Notes them as open without waiting for them here."""
    ask.open.update(question for question in questions if question not in ask.answers)
