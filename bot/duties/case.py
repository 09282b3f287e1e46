"""A thread under decision: its facts, what it remembers, what people said in it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from bot.command.grammar import read
from bot.command.values import Command, Misunderstanding, Reading
from bot.config import Config
from bot.duties.asking import Asking
from bot.duties.in_force import InForce
from bot.duties.shelf import Shelf, shelf
from bot.forge.effects import CARD_MARK
from bot.forge.facts import Actor, ActorKind, Comment, Look, ThreadFacts
from bot.forge.questions import OurTextOf
from bot.lifecycle import ledger as ledgers
from bot.lifecycle.ledger import Entry, Ledger
from bot.lifecycle.stages import Ladder


@dataclass(frozen=True, slots=True)
class Heard:
    """A person's comment with what it says to the bot."""

    comment: Comment
    author: Actor
    reading: Reading

    @property
    def edited_by_another(self) -> Actor | None:
        """Who edited it last, where that is not its author."""
        editor = self.comment.editor
        return editor if editor and editor.id != self.author.id else None

    @property
    def spoken_at(self) -> datetime:
        """When it got the words it has now."""
        return self.comment.edited_at or self.comment.written_at

    def key(self, command: Command) -> str:
        """The ledger's name for one line of it; the same line twice is one command."""
        return f"cmd:{self.comment.id}:{command.line_hash}"


@dataclass(frozen=True, slots=True)
class Case:
    """All that the duties of one thread decide from. Entries are added, nothing is ever changed in place."""

    look: Look
    facts: ThreadFacts
    ask: Asking
    ledger: Ledger
    card: Comment | None
    heard: tuple[Heard, ...]
    written: Ledger
    """The ledger as the thread shows it now: what differs from it has to be written."""
    settings: InForce
    shelf: Shelf
    """The pages of the ledger."""
    same_head: tuple["Case", ...] = ()
    """The other open pull requests on the same head commit, as far as the one check on it concerns them."""

    @property
    def now(self) -> datetime:
        """The moment of this look."""
        return self.look.now

    @property
    def config(self) -> Config:
        """The settings that count."""
        return self.settings.config

    @property
    def enforced(self) -> bool:
        """Whether the rules are kept, or only shown still."""
        return self.settings.enforced

    @property
    def ladder(self) -> Ladder:
        """The stages in order."""
        return Ladder(self.config.stages)

    @property
    def place(self) -> str:
        """What the ledger is signed for."""
        return place(self.facts)

    def with_entry(self, entry: Entry) -> "Case":
        """This case, knowing that too."""
        return replace(self, ledger=self.ledger.with_entry(entry))

    @property
    def misunderstandings(self) -> tuple[tuple[Heard, Misunderstanding], ...]:
        """All that was meant for us and not understood."""
        return tuple((heard, miss) for heard in self.heard for miss in heard.reading.misunderstandings)


def place(facts: ThreadFacts) -> str:
    """A thread by ids, so that a ledger copied elsewhere proves nothing."""
    return f"{facts.repository.id}/{facts.subject.number}"


def said_in(comment: int) -> str:
    """The ledger's name for all the declarative lines of a comment."""
    return f"said:{comment}"


def open_case(look: Look, facts: ThreadFacts, settings: InForce, ask: Asking) -> Case:
    """The case as it is found: the ledger of the card and its pages, of a second card, of the journal."""
    card, *others = _cards(facts) or (None,)
    texts = _texts(card, facts, ask) if card else ()
    shown = next(filter(None, (_ledger_in(text, look, facts) for text in texts)), None) or Ledger()
    remembered = _ledger_in(look.remembered or "", look, facts)
    pages = shelf(look, facts, place(facts), shown, remembered, ask)
    shown = _merged(shown, map(Ledger, pages.found.values()))
    doubles = (_ledger_in(other.body, look, facts) for other in others if other)
    ledger = _merged(shown, filter(None, (*pages.rescued, *doubles, remembered)))
    return Case(look, facts, ask, ledger, card, _heard(facts, settings.config), shown, settings, pages)


def _merged(ledger: Ledger, others: Iterable[Ledger]) -> Ledger:
    return reduce(Ledger.merged, others, ledger)


def _texts(card: Comment, facts: ThreadFacts, ask: Asking) -> tuple[str, ...]:
    """Where the ledger is looked for: of a card that somebody edited first in our own last text.

    An older ledger of ours that somebody put back is signed as well, and is not what we wrote last.
    """
    is_others = card.editor is not None and card.editor.id != facts.me.id
    return (ask(OurTextOf(card.node)) or "", card.body) if is_others else (card.body,)


def _cards(facts: ThreadFacts) -> list[Comment]:
    """Our comments that are a card, the oldest first; a marker in somebody else's comment means nothing."""
    cards = (comment for comment in facts.comments if comment.ours and comment.body.startswith(CARD_MARK))
    return sorted(cards, key=lambda comment: comment.id)


def _ledger_in(body: str, look: Look, facts: ThreadFacts) -> Ledger | None:
    return ledgers.read(body, place=place(facts), secrets=look.secrets)


def _heard(facts: ThreadFacts, config: Config) -> tuple[Heard, ...]:
    listened = ((comment, comment.author) for comment in facts.comments if not comment.ours)
    return tuple(
        Heard(comment, author, read(comment.body)) for comment, author in listened if author and _counts(author, config)
    )


def _counts(author: Actor, config: Config) -> bool:
    """People are listened to, and the bots that the configuration names."""
    return author.kind is ActorKind.USER or author.login.removesuffix("[bot]") in config.commands.bots
