"""The pages of a thread's ledger: those that our comments still hold, and those that somebody took away."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.duties.asking import Asking
from bot.forge.facts import Comment, Look, ThreadFacts
from bot.forge.questions import OurTextOf
from bot.lifecycle.ledger import Entry, Ledger, Page
from bot.lifecycle.pages import Written, read_page


@dataclass(frozen=True, slots=True)
class Shelf:
    """What pages there are."""

    found: Mapping[Page, Mapping[str, Entry]]
    """Those that stand in the thread as we wrote them."""
    rescued: tuple[Ledger, ...] = ()
    """What stood on pages that somebody wrote over: it has to be written elsewhere."""
    missing: tuple[Page, ...] = ()
    """Pages that the card names and nobody has any more."""

    @property
    def pages(self) -> tuple[Page, ...]:
        """All that the card has to name."""
        return tuple(sorted((*self.found, *self.missing)))

    def holds(self, entry: Entry) -> bool:
        """Whether a page in the thread has it."""
        return any(entries.get(entry.key) == entry for entries in self.found.values())

    def next_number(self) -> int:
        """A number that no page has."""
        return 1 + max((page.number for page in self.pages), default=0)


def shelf(look: Look, facts: ThreadFacts, place: str, shown: Ledger, remembered: Ledger | None, ask: Asking) -> Shelf:
    """The pages, as the comments hold them; of those that the card names and that are gone, what can be known.

    What the journal holds is whole: a page that was lost since is not missed.
    """
    found = dict(_found(look, facts, place, shown.pages))
    gone = [page for page in shown.pages if page not in found]
    texts = {page: text for page in gone if (text := _our_text(page, facts, ask))}
    read = {page: read_page(text, place=place, secrets=look.secrets, named=gone) for page, text in texts.items()}
    rescued = {page: Ledger(written.entries) for page, written in read.items() if written}
    is_known = remembered is not None and remembered.sequence >= shown.sequence
    unknown = remembered.pages if remembered and is_known else gone
    return Shelf(
        found, tuple(rescued.values()), tuple(page for page in gone if page in unknown and page not in rescued)
    )


def _found(
    look: Look, facts: ThreadFacts, place: str, named: tuple[Page, ...]
) -> Iterator[tuple[Page, Mapping[str, Entry]]]:
    for comment in _ours(facts.comments):
        written: Written | None = read_page(comment.body, place=place, secrets=look.secrets, named=named)
        if written:
            yield Page(written.number, comment.id, written.digest), written.entries


def _ours(comments: Iterable[Comment]) -> Iterator[Comment]:
    """Comments of ours; what others write means nothing, however it is signed."""
    return (comment for comment in comments if comment.ours and "stagekeeper:page" in comment.body)


def _our_text(page: Page, facts: ThreadFacts, ask: Asking) -> str:
    """What we had written where somebody wrote over it."""
    there = next((one for one in facts.comments if one.ours and one.id == page.comment), None)
    if there is None or there.editor is None or there.editor.id == facts.me.id:
        return ""
    return ask(OurTextOf(there.node)) or ""
