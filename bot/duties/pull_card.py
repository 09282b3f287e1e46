"""Our one comment on a pull request: written when a break is first found or a first word is kept, then edited."""

from dataclasses import replace

from bot.command.catalogue import Verb
from bot.duties import contract_check, paging, versioning_pull
from bot.duties.case import Case
from bot.duties.one_comment import as_it_should_be
from bot.duties.pull_apis import pull_of
from bot.duties.speech import everything_said
from bot.forge.effects import Effect
from bot.lifecycle.ledger import Entry
from bot.lifecycle.policy import Verdict
from bot.words import break_comment as words
from bot.words.pausing import is_paused

BROKE = "broke"
_VOICES = (Verb.AWESOME, Verb.USE_CASE, Verb.NEEDS_WORK)


def remember(case: Case) -> Case:
    """The case knowing that this pull request broke callers, from the first time on."""
    if BROKE in case.ledger or contract_check.shown(case).assessment.verdict <= Verdict.LISTED:
        return case
    return case.with_entry(Entry(BROKE, "seen", case.facts.written_at, None, {"head": pull_of(case).head}))


def effects(case: Case) -> tuple[Effect, ...]:
    """The comment as it should read, where it reads otherwise; none as long as there is nothing to remember."""
    if case.card is None and not case.ledger.entries:
        return ()
    return as_it_should_be(case, lambda hidden: _body(case, hidden))


def _body(case: Case, hidden: str) -> str:
    """The whole comment. Of a closed pull request only the hidden part changes: what it says is how it ended."""
    if case.facts.open:
        return words.comment(_card(case), hidden, digest=contract_check.digest(contract_check.check(case)))
    is_text = case.card is not None and not is_paused(case.card.body)
    return words.with_ledger(case.card.body if case.card and is_text else words.after_the_end(), hidden)


def _card(case: Case) -> words.Card:
    shown = contract_check.shown(case)
    warning = " ".join(filter(None, (shown.warning, paging.warning(case))))
    return words.Card(
        shown=replace(shown, warning=warning),
        ever_broke=BROKE in case.ledger,
        versions=versioning_pull.told(case),
        offers_version=versioning_pull.offers(case),
        voices=_voices(case),
    )


def _voices(case: Case) -> tuple[words.Voice, ...]:
    return tuple(
        words.Voice(command.verb.value, command.text, said.login, said.url)
        for said in everything_said(case)
        for command in said.commands
        if command.verb in _VOICES
    )
