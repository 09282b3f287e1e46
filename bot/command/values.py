"""What a comment was read as: commands, and what was meant as one but not understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from bot.command.catalogue import Entry, Verb


@dataclass(frozen=True, slots=True)
class Command:
    """One understood line.

    `options` holds `key:value`s and leading words alike, under the names of the catalogue: `options["stage"]`,
    `options["item"]`, `options["minutes"]`. Values that have a fixed form are in it (lower case, `N-4m`, digits).
    """

    verb: Verb
    text: str
    """What is left of the line: the free text."""
    options: Mapping[str, str] = field(hash=False)
    flags: frozenset[str]
    mentions: tuple[str, ...]
    """Logins without `@`, in their order, none twice."""
    line: int
    """The line in the comment, from 1."""
    source: str
    """The line as it was typed."""
    explanation: str
    """The lines that follow, as Markdown, up to the next command."""
    line_hash: str
    """Names the line for the ledger; white space at the ends and its amount do not count."""


class Misunderstood(Enum):
    """What is wrong with a line that was meant as a command."""

    UNKNOWN_VERB = "unknown-verb"
    BAD_ARGUMENT = "bad-argument"
    UNKNOWN_ARGUMENT = "unknown-argument"
    MISSING_ARGUMENT = "missing-argument"
    REPEATED_ARGUMENT = "repeated-argument"
    OPEN_QUOTE = "open-quote"
    WRONG_PLACE = "wrong-place"
    TOO_MANY_COMMANDS = "too-many-commands"
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class Misunderstanding:
    """A line that was meant as a command and cannot be taken as one, with all that an answer needs."""

    line: int
    source: str
    kind: Misunderstood
    understood: str
    """The part of the line that was clear; empty when none was."""
    wrong: str
    """The word that is not; empty where one is missing."""
    suggestion: str | None
    """A whole line to type instead."""
    verb: Verb | None = None
    argument: str = ""
    """The name of the argument in question, as the catalogue has it."""
    expected: tuple[str, ...] = ()
    """What may stand there: the choices, `1..100`, a sample; for a wrong place, the places."""
    nearest: str | None = None
    """The known word that comes nearest to the wrong one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one comment says to the bot, in its order."""

    commands: tuple[Command, ...] = ()
    misunderstandings: tuple[Misunderstanding, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line with a verb we know: the verb's row, what follows it, and where it stands."""

    entry: Entry
    rest: str
    source: str
    line: int
    explanation: str
    line_hash: str
