"""A ledger that outgrew the card's line: its oldest entries go to a page, a comment of ours that is never rewritten.

Two steps, so that nothing is lost in between: first the page is written, and the card still holds everything. Only a
look that finds the page in the thread takes its entries out of the card.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.duties.announcing import once
from bot.duties.case import Case
from bot.forge.effects import Say
from bot.lifecycle import ledger as ledgers
from bot.lifecycle import pages as limits
from bot.lifecycle.ledger import Entry, Ledger
from bot.lifecycle.pages import outgrown, sign_page
from bot.words import paging as words

SOON = timedelta(seconds=5)
"""When to look whether a page can be read."""
FRESH = timedelta(minutes=1)
"""So long after its newest entry a ledger is looked at again for a page that is not there yet."""


def line(case: Case, ledger: Ledger) -> str:
    """The hidden line of the card: what no page in the thread has or gets just before, and which pages there are."""
    _, rest = _overflow(case, ledger)
    return ledgers.sign(rest, place=case.place, secret=case.look.secrets[0])


def first(case: Case, ledger: Ledger) -> tuple[Say, ...]:
    """Pages that have to be there before the card: with what stood on lost ones it would be more than GitHub takes.

    Here a page that is deleted again is written again: the card has no room for what is on it.
    """
    entries, _ = _overflow(case, ledger)
    numbers = range(case.shelf.next_number(), case.shelf.next_number() + len(entries))
    cause = f"{ledger.sequence}-{len(case.facts.deletions)}"
    pages = (_page(case, some, number, cause) for some, number in zip(entries, numbers, strict=True))
    return tuple(said for page in pages for said in once(case, page))


def _overflow(case: Case, ledger: Ledger) -> tuple[list[Mapping[str, Entry]], Ledger]:
    """What goes on pages before the card is written, page by page, and what is left for it."""
    pages, rest = list[Mapping[str, Entry]](), _rest(case, ledger)
    while len(ledgers.packed(rest)) > 2 * limits.LIMIT and (entries := outgrown(rest)):
        pages.append(entries)
        rest = replace(rest, entries={key: one for key, one in rest.entries.items() if key not in entries})
    return pages, rest


def whole(case: Case, ledger: Ledger) -> str:
    """What the journal keeps: everything, but for pages that nobody has any more."""
    everything = replace(ledger, pages=case.shelf.missing)
    return ledgers.sign(everything, place=case.place, secret=case.look.secrets[0])


def effects(case: Case, ledger: Ledger) -> tuple[Say, ...]:
    """The next page, where one is due."""
    entries, _ = _overflow(case, ledger)
    more = outgrown(_rest(case, ledger)) if not entries else {}
    if not more:
        return ()
    # A page that was written and deleted again is written anew only when there is something new to remember.
    return once(case, _page(case, more, case.shelf.next_number(), str(ledger.sequence)))


def _page(case: Case, entries: Mapping[str, Entry], number: int, cause: str) -> Say:
    hidden = sign_page(entries, number, place=case.place, secret=case.look.secrets[0])
    return Say(case.facts.subject, f"{number}-{cause}", "page", words.page(number, hidden), folded=True)


def look_again_at(case: Case) -> datetime | None:
    """Soon, while a page is on its way to be readable; None where none is."""
    newest = max((entry.at for entry in case.ledger.entries.values()), default=None)
    if newest is None or case.now - newest > FRESH or not outgrown(_rest(case, case.ledger)):
        return None
    return case.now + SOON


def warning(case: Case) -> str:
    """That pages are gone; empty where none is."""
    return words.missing([page.number for page in case.shelf.missing]) if case.shelf.missing else ""


def _rest(case: Case, ledger: Ledger) -> Ledger:
    entries = {key: entry for key, entry in ledger.entries.items() if not case.shelf.holds(entry)}
    return replace(ledger, entries=entries, pages=case.shelf.pages)
