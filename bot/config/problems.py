"""What can be wrong with the file, as values; `words` makes sentences of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class ProblemKind(Enum):
    """What is wrong."""

    SYNTAX = "syntax"
    """Not YAML; `value` is the parser's remark."""
    TOO_LONG = "too-long"
    TOO_DEEP = "too-deep"
    TOO_MANY_VALUES = "too-many-values"
    NOT_A_MAPPING = "not-a-mapping"
    UNKNOWN_KEY = "unknown-key"
    BAD_KEY = "bad-key"
    """A name that one chooses freely has a character it cannot have."""
    DUPLICATE_KEY = "duplicate-key"
    MISSING_KEY = "missing-key"
    WRONG_TYPE = "wrong-type"
    BAD_VALUE = "bad-value"
    CONFLICT = "conflict"
    """Each value may stand, but not together."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, with its place in the file. Lines and columns count from 1."""

    line: int
    column: int
    key_path: str
    """`apis.payments.stage`; empty for the file as a whole."""
    kind: ProblemKind
    value: str
    """What stands there, shortened."""
    nearest: str | None
    """The known key or choice that comes nearest."""
    expected: str
    """What may stand there, in a few words of English."""


@dataclass(frozen=True, slots=True)
class Problems:
    """What is wrong with a file, in its order: at least one problem, and of many the first fifty."""

    name: str
    problems: tuple[Problem, ...]

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __len__(self) -> int:
        return len(self.problems)
