"""Lines of places in YAML as most people write it, told by indentation.

An open quotation mark can make a text look like a key. So the keys found on every level of the way are held against
those that were read of the file: every key of a block stands at one column, so nothing that only looks like one can
take the place of another without being one too many.
"""

import re
from typing import Any

from bot.contract.schema.nodes import unescape

_KEY = re.compile(r"""("[^"\\]*"|'(?:[^']|'')*'|[^\s"'#\[\]{},&*!|>%@`].*?) *:(?=\s|$)""")
_OTHER_BREAKS = "\r\x85\u2028\u2029"
_Spot = tuple[int, int]
"""A row, counted from 0, and a column in it."""


def block_lines(text: str, value: object, wanted: list[str]) -> dict[str, int] | None:
    """The line of every pointer; of one that leads nowhere, that of the last step that is there.

    `value` is what was read of the text. `None` where indentation does not tell.
    """
    text = text.replace("\r\n", "\n")
    if any(other in text for other in _OTHER_BREAKS):
        return None
    try:
        rows = _Rows(text.split("\n"))
        root = rows.root()
        return {pointer: rows.row(root, value, pointer) + 1 for pointer in wanted}
    except _Odd:
        return None


class _Odd(Exception):
    """Written in a way that takes a parser."""


class _Rows:
    def __init__(self, rows: list[str]) -> None:
        self._rows = rows
        self._known: dict[_Spot, list[_Spot]] = {}
        self._numbers: dict[_Spot, dict[str, int]] = {}

    def root(self) -> _Spot:
        """Where the document begins."""
        at = self._begin((0, 0), len(self._rows))
        if self._rows[at[0]].startswith("%"):
            raise _Odd
        return self._begin((at[0] + 1, 0), len(self._rows)) if self._rows[at[0]] == "---" else at

    def row(self, at: _Spot, value: Any, pointer: str) -> int:
        """The row of the last step of a pointer that is there."""
        row, last = at[0], len(self._rows)
        for step in map(unescape, pointer.split("/")[1:]):
            index = self._index(at, value, step)
            if index is None:
                break
            entries = self._entries(at, last, value)
            last = entries[index + 1][0] if index + 1 < len(entries) else last
            row = entries[index][0]
            if isinstance(value, list):
                value, row = value[index], self._item(entries[index], last)
            else:
                value = value[step]
            if value and isinstance(value, dict | list):
                at = self._begin(entries[index], last)
                if self._is_in_braces(at, row, last):
                    break
        return row

    def _index(self, at: _Spot, value: object, step: str) -> int | None:
        """Where in the map or list there a step leads, `None` for nowhere."""
        if isinstance(value, dict):
            if at not in self._numbers:
                self._numbers[at] = {name: number for number, name in enumerate(value)}
            return self._numbers[at].get(step)
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            return int(step)
        return None

    def _is_in_braces(self, at: _Spot, row: int, last: int) -> bool:
        """All of it stands on the row of its key. Raises _Odd where braces go on, or name what stands elsewhere."""
        text = self._rows[at[0]]
        if text[at[1]] not in "{[":
            return False
        if at[0] != row or "*" in text[at[1] :] or any(r.strip() for r in self._rows[row + 1 : last]):
            raise _Odd
        return True

    def _item(self, after: _Spot, last: int) -> int:
        """An alias counts where its anchor stands."""
        row, column = self._begin(after, last)
        if self._rows[row][column] == "*":
            raise _Odd
        return row

    def _begin(self, after: _Spot, last: int) -> _Spot:
        """The first spot from there on that is neither space nor comment."""
        row, column = after
        while row < last:
            text = self._rows[row]
            found = len(text) - len(text[column:].lstrip(" "))
            if text[found : found + 1] not in ("", "#"):
                return row, found
            row, column = row + 1, 0
        raise _Odd

    def _entries(self, at: _Spot, last: int, value: Any) -> list[_Spot]:
        """Where each entry begins: behind the key, or behind the dash."""
        if at not in self._known:
            self._known[at] = self._items(at, last, value) if isinstance(value, list) else self._keys(at, last, value)
        return self._known[at]

    def _items(self, at: _Spot, last: int, value: list[Any]) -> list[_Spot]:
        column = at[1]
        found = [(row, column + 1) for row in self._at_column(at, last)]
        if len(found) != len(value) or not all(self._is_dash(row, column) for row, _ in found):
            raise _Odd
        return found

    def _keys(self, at: _Spot, last: int, value: dict[str, Any]) -> list[_Spot]:
        found: list[_Spot] = []
        names: list[str] = []
        for row in self._at_column(at, last):
            if names and self._is_dash(row, at[1]) and isinstance(value.get(names[-1]), list):
                continue
            match = _KEY.match(self._rows[row], at[1])
            if match is None:
                raise _Odd
            names.append(_unquoted(match[1]))
            found.append((row, match.end()))
        if names != list(value):
            raise _Odd
        return found

    def _is_dash(self, row: int, column: int) -> bool:
        return self._rows[row][column : column + 2] in ("-", "- ")

    def _at_column(self, at: _Spot, last: int) -> list[int]:
        """The rows on which something begins at that column; what begins before it belongs to no block."""
        first, column = at
        found, before = [first], " " * column
        for row in range(first + 1, last):
            text = self._rows[row]
            if text.startswith(before):
                if text[column : column + 1] not in ("", " ", "#"):
                    found.append(row)
            elif text.lstrip(" ")[:1] not in ("", "#"):
                raise _Odd
        return found


def _unquoted(key: str) -> str:
    if key[0] == '"':
        return key[1:-1]
    return key[1:-1].replace("''", "'") if key[0] == "'" else key
