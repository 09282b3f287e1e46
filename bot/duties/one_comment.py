"""Our one comment in a thread that is edited in place; the ledger is hidden in it. What people read is the duties'."""

from collections.abc import Callable

from bot.duties import paging
from bot.duties.case import Case
from bot.duties.numbering import numbered
from bot.forge.effects import CARD_MARK, Effect, Hide, WriteCard


def as_it_should_be(case: Case, body: Callable[[str], str]) -> tuple[Effect, ...]:
    """The comment, where it reads otherwise or is not there; and a second one of ours hidden.

    `body` makes the whole text of the ledger's hidden line.
    """
    ledger = numbered(case)
    text = body(paging.line(case, ledger))
    first, further = paging.first(case, ledger), (*paging.effects(case, ledger), *_doubles(case))
    if case.card is not None and _same(case.card.body, text):
        return (*first, *further)
    number = case.card.id if case.card else None
    whole = paging.whole(case, ledger)
    is_news = case.ledger.entries != case.written.entries
    is_issue = case.facts.pull is None  # pull requests have no pins
    card = WriteCard(case.facts.subject, number, text, whole, remembers=is_news, pin=number is None and is_issue)
    return (*first, card, *further)


def _same(there: str, wanted: str) -> bool:
    """GitHub may end lines its own way and drops white space at the end."""
    return there.replace("\r\n", "\n").strip() == wanted.strip()


def _doubles(case: Case) -> tuple[Effect, ...]:
    """Two of ours: the oldest is kept, the others are hidden."""
    others = (one for one in case.facts.comments if one.ours and one.body.startswith(CARD_MARK))
    return tuple(
        Hide(case.facts.subject, one.node)
        for one in others
        if case.card and one.id != case.card.id and not one.hidden_as
    )
