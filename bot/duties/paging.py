"""A ledger that outgrew the card's line: its oldest entries go to a page, a comment of ours that is never rewritten.

Two steps, so that nothing is lost in between: first the page is written, and the card still holds everything. Only a
look that finds the page in the thread takes its entries out of the card.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.duties.announcing import once
from bot.duties.case import Case
from bot.forge.effects import Say
from bot.lifecycle import ledger as ledgers
from bot.lifecycle.ledger import Ledger
from bot.lifecycle.pages import outgrown, sign_page
from bot.words import paging as words

SOON = timedelta(seconds=5)
"""When to look whether a page can be read."""
FRESH = timedelta(minutes=1)
"""So long after its newest entry a ledger is looked at again for a page that is not there yet."""


def line(case: Case, ledger: Ledger) -> str:
    """The hidden line of the card: what no page in the thread has, and which pages there are."""
    return ledgers.sign(_rest(case, ledger), place=case.place, secret=case.look.secrets[0])


def whole(case: Case, ledger: Ledger) -> str:
    """What the journal keeps: everything, but for pages that nobody has any more."""
    everything = replace(ledger, pages=case.shelf.missing)
    return ledgers.sign(everything, place=case.place, secret=case.look.secrets[0])


def effects(case: Case, ledger: Ledger) -> tuple[Say, ...]:
    """The next page, where one is due."""
    entries = outgrown(_rest(case, ledger))
    if not entries:
        return ()
    number = case.shelf.next_number()
    hidden = sign_page(entries, number, place=case.place, secret=case.look.secrets[0])
    # A page that was written and deleted again is written anew only when there is something new to remember.
    page = Say(case.facts.subject, f"{number}-{ledger.sequence}", "page", words.page(number, hidden), folded=True)
    return once(case, page)


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
