"""Our one comment on a pull request: written when a break is first found or a first word is kept, then edited."""

from bot.command.catalogue import Verb
from bot.duties import contract_check, versioning_pull
from bot.duties.case import Case
from bot.duties.numbering import numbered
from bot.duties.pull_apis import pull_of
from bot.duties.speech import everything_said
from bot.forge.effects import CARD_MARK, Effect, Hide, WriteCard
from bot.lifecycle import ledger as ledgers
from bot.lifecycle.ledger import Entry
from bot.lifecycle.policy import Verdict
from bot.words import break_comment as words

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
    is_news = case.ledger.entries != case.written.entries
    hidden = ledgers.sign(numbered(case), place=case.place, secret=case.look.secrets[0])
    body = _body(case, hidden)
    if case.card and _same(case.card.body, body):
        return _doubles(case)
    number = case.card.id if case.card else None
    return (WriteCard(case.facts.subject, number, body, hidden, remembers=is_news), *_doubles(case))


def _body(case: Case, hidden: str) -> str:
    """The whole comment. Of a closed pull request only the hidden part changes: what it says is how it ended."""
    if case.facts.open:
        return words.comment(_card(case), hidden, digest=contract_check.digest(contract_check.check(case)))
    return words.with_ledger(case.card.body if case.card else words.after_the_end(), hidden)


def _same(there: str, wanted: str) -> bool:
    """GitHub may end lines its own way and drops white space at the end."""
    return there.replace("\r\n", "\n").strip() == wanted.strip()


def _doubles(case: Case) -> tuple[Effect, ...]:
    """Two comments of ours: the oldest is kept, the others are hidden."""
    others = (one for one in case.facts.comments if one.ours and one.body.startswith(CARD_MARK))
    return tuple(
        Hide(case.facts.subject, one.node)
        for one in others
        if case.card and one.id != case.card.id and not one.hidden_as
    )


def _card(case: Case) -> words.Card:
    return words.Card(
        shown=contract_check.shown(case),
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
