"""Where the members of a YAML text begin and end, told by indentation and checked against what was read."""

import re
from collections.abc import Iterable

from msgspec import Struct

from bot.contract.schema.nodes import unescape

_FIRST = re.compile(r"\n( *)(?![ \t\r\n#])")
_NAME = (
    r"""(?:"([^"\\\n]*)"[ \t]*|'((?:[^'\n]|'')*)'[ \t]*|"""
    r"""(?!-[ \t\r\n])(?![?#"'&*!|>%@`\[\]{},])(\S(?:[^:\n]|:(?=[^ \t\r\n]))*)):(?=[ \t\r\n]|$)"""
)
"""A key with its colon: in quotes, or plain. No text makes it look at a letter more than a few times."""


class Piece(Struct, frozen=True):
    """A member with its key, and how many steps its pointer has; none for the whole text."""

    start: int
    end: int
    depth: int
    key: str | None = None

    @property
    def length(self) -> int:
        """Characters it has."""
        return self.end - self.start


class Pieces:
    """The pieces of one text; each level is looked through once."""

    def __init__(self, text: str, value: object) -> None:
        self.text = f"\n{text}"
        """With a line end before its first line as well: what is looked for begins with one, which makes it fast."""
        self._value = value
        self._known: dict[str, dict[str, Piece] | None] = {}
        self._values: dict[Piece, object] = {}

    def around(self, pointer: str) -> Piece:
        """The smallest piece found that holds a place: its own, or one further up."""
        piece, value, at = Piece(1, len(self.text), 0), self._value, ""
        for step in pointer.split("/")[1:]:
            below = self._members(at, piece, value)
            key = unescape(step)
            if below is None or not isinstance(value, dict) or key not in below:
                return piece
            piece, value, at = below[key], value[key], f"{at}/{step}"
            self._values[piece] = value
        return piece

    def value(self, piece: Piece) -> object:
        """What a piece that was asked for holds: its key with its value, or the whole."""
        return self._value if piece.key is None else {piece.key: self._values[piece]}

    def lines(self, pieces: Iterable[Piece]) -> dict[Piece, int]:
        """The line each piece begins on, counted from 1."""
        found: dict[Piece, int] = {}
        line, last = 0, 0
        for piece in sorted(pieces, key=lambda p: p.start):
            line += self.text.count("\n", last, piece.start)
            found[piece], last = line, piece.start
        return found

    def _members(self, at: str, piece: Piece, value: object) -> dict[str, Piece] | None:
        """The members of a map by their keys; `None` where it is written in another way than a key on each line."""
        if at not in self._known:
            found = self._found(piece) if isinstance(value, dict) else {}
            self._known[at] = found if isinstance(value, dict) and found.keys() == value.keys() else None
        return self._known[at]

    def _found(self, piece: Piece) -> dict[str, Piece]:
        before = self.text.find("\n", piece.start, piece.end) if piece.depth else 0
        first = _FIRST.search(self.text, before, piece.end) if before >= 0 else None
        if first is None:
            return {}
        keys = re.compile(f"\n{' ' * len(first[1])}(?! ){_NAME}")
        matches = list(keys.finditer(self.text, before, piece.end))
        ends = [*(found.start() + 1 for found in matches[1:]), piece.end][: len(matches)]
        keys_found = [(_key(found), found.start() + 1) for found in matches]
        return {
            key: Piece(start, end, piece.depth + 1, key) for (key, start), end in zip(keys_found, ends, strict=True)
        }


def _key(found: re.Match[str]) -> str:
    double, single, plain = found.groups()
    return double if double is not None else single.replace("''", "'") if single is not None else str(plain).rstrip()
