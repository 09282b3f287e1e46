"""A YAML or JSON text as a row of parts with their places, so that one can be edited and all else stays as it is."""

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

BOM = "\ufeff"

Step = str | int
Path = tuple[Step, ...]


class Kind(Enum):
    """What a part is."""

    KEY = "key"
    SCALAR = "scalar"
    MAPPING = "mapping"
    SEQUENCE = "sequence"
    ALIAS = "alias"


class Part(NamedTuple):
    """One key, value, collection or alias: characters `start` to `end` of the text.

    A key's path ends with the key itself. `end` of a block collection is where the next thing begins.
    A tuple, because a description has a million of them and a frozen dataclass takes four times as long to make.
    """

    kind: Kind
    path: Path
    value: str
    start: int
    end: int
    style: str = ""
    """The quote of a quoted scalar, `|` or `>` of a block one, `{` of a collection in flow style, else empty."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its parts in order; `data` is the file again, byte order mark included."""

    text: str = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    marked: bool = False

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return ((BOM if self.marked else "") + self.text).encode()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file cannot be edited; `line` counts from 1, None where no line is to blame."""

    path: str
    reason: str
    line: int | None = None
