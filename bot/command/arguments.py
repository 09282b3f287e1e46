"""The kinds of argument a command takes: one leading word, `key:value`, `--flag`, people, free text."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

BLANK: Final = '"…"'
"""What stands for words that a person has to fill in."""


@dataclass(frozen=True, slots=True)
class Words:
    """Free words; unquoted they end at the next white space, or at the line's end where they are the command's rest."""

    def accepts(self, value: str) -> bool:
        """Anything with a letter or digit in it: neither blank nor the `…` of the help."""
        return any(character.isalnum() for character in value)

    def canonical(self, value: str) -> str:
        """The words with single spaces."""
        return " ".join(value.split())

    @property
    def expected(self) -> tuple[str, ...]:
        """What to write instead of a wrong one, for people."""
        return (BLANK,)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    choices: tuple[str, ...]

    def accepts(self, value: str) -> bool:
        """Whether it is one of them, whatever its case."""
        return value.lower() in self.choices

    def canonical(self, value: str) -> str:
        """The word as the table has it."""
        return value.lower()

    @property
    def expected(self) -> tuple[str, ...]:
        """The words themselves."""
        return self.choices


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number within bounds, both included."""

    low: int
    high: int

    def accepts(self, value: str) -> bool:
        """ASCII digits only: `int` would also take `1_000` and the digits of other scripts."""
        return bool(re.fullmatch(r"[0-9]{1,9}", value)) and self.low <= int(value) <= self.high

    def canonical(self, value: str) -> str:
        """The digits without leading zeros."""
        return str(int(value))

    @property
    def expected(self) -> tuple[str, ...]:
        """The bounds as `1..100`."""
        return (f"{self.low}..{self.high}",)


@dataclass(frozen=True, slots=True)
class Shape:
    """A word of a certain shape, such as the id of a finding."""

    pattern: str
    sample: str

    def accepts(self, value: str) -> bool:
        """Whether the whole word has the shape, whatever its case."""
        return bool(re.fullmatch(self.pattern, value, re.IGNORECASE))

    @property
    def expected(self) -> tuple[str, ...]:
        """A word that has the shape."""
        return (self.sample,)

    def canonical(self, value: str) -> str:
        """An id as we write it, `N-4m`; any other word in lower case."""
        lower = value.lower()
        return lower[0].upper() + lower[1:] if lower[:2] in {"n-", "f-"} else lower


Value = Words | OneOf | Number | Shape


@dataclass(frozen=True, slots=True)
class Slot:
    """A word without a key, directly after the verb."""

    name: str
    value: Value
    required: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A `key:value` (or `key=value`, or `key value` where `spaced`).

    `rest`: where the key is missing, the words that are left over are its value: `/hold waiting for legal`.
    """

    name: str
    value: Value
    required: bool = False
    rest: bool = False
    spaced: bool = False


class Text(Enum):
    """Whether free text may, must or cannot follow."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class People:
    """How many `@login` a command names; `instead` is the option that may stand in their place."""

    low: int
    high: int
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Arguments:
    """All that may follow one verb. A flag is written `--flag`; a `closing` one also bare, as the line's last word."""

    slot: Slot | None = None
    options: tuple[Option, ...] = ()
    flags: tuple[str, ...] = ()
    closing: str | None = None
    people: People | None = None
    text: Text = Text.NONE

    def option(self, name: str) -> Option | None:
        """The option of that name."""
        return next((option for option in self.options if option.name == name), None)

    @property
    def rest(self) -> Option | None:
        """The option that takes the words left over."""
        return next((option for option in self.options if option.rest), None)
