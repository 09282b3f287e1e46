"""Buttons pressed on the check: they leave no trace in GitHub, so each is written into the ledger and judged there."""

from bot.command.catalogue import Verb
from bot.command.values import Command
from bot.duties.announcing import once
from bot.duties.case import Case
from bot.duties.contract_check import NEW_VERSION
from bot.duties.pull_commands import may_open_version
from bot.duties.ruling import Ruling, accepted, refused
from bot.duties.versions import versionable
from bot.forge.effects import Say
from bot.forge.facts import RERUN, Click
from bot.lifecycle.ledger import Entry
from bot.words import versioning as words
from bot.words.check import BUTTON_NEW_VERSION


def remember(case: Case) -> Case:
    """The case knowing every click, each judged once by the rights of who clicked.

    GitHub's own *Re-run* is no word to keep: the fresh check answers it, and a check that is silent stays so.
    """
    for click in case.look.clicks:
        if click.action != RERUN and click.cause not in case.ledger:
            ruling = _judged(case, click)
            meaning = {"verb": click.action, "answer": ruling.answer, **ruling.meaning}
            case = case.with_entry(Entry(click.cause, ruling.verdict.value, click.at, click.actor.id, meaning))
    return case


def effects(case: Case) -> tuple[Say, ...]:
    """The answer to a click that was refused; what was accepted shows itself."""
    unheard = (entry for entry in case.ledger.under("click:") if entry.said("answer"))
    return tuple(
        said
        for entry in unheard
        for said in once(case, Say(case.facts.subject, entry.key, "answer-click", entry.said("answer")))
    )


def _judged(case: Case, click: Click) -> Ruling:
    if click.action != NEW_VERSION:
        return accepted()
    button = Command(Verb.NEW_VERSION, "", {}, frozenset(), (), 0, BUTTON_NEW_VERSION, "", "")
    objection, names = may_open_version(case, click.actor, button)
    if objection and case.same_head and not versionable(case):
        return accepted(apis="", version="")  # the button is there for another pull request on this commit
    return (
        refused(words.to_who_clicked(click.actor.login, objection))
        if objection
        else accepted(apis=" ".join(names), version="")
    )
