"""Lines of places in units of JSON text: only the units asked for are looked into, and only along the way."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from bot.contract.openapi.reading import Reading
from bot.contract.openapi.units import unit_at
from bot.contract.schema.nodes import unescape

_Asked = list[tuple[str, list[str]]]
"""Pointers, each with the steps that are still to go."""


def lines_in_units(reading: Reading, data: bytes, pointers: Iterable[str]) -> dict[str, int]:
    """The line of every pointer into a unit that is text; `reading` is what was read of `data`."""
    units: dict[str, _Asked] = defaultdict(list)
    for pointer in pointers:
        unit = unit_at(pointer)
        units[unit].append((pointer, [unescape(s) for s in pointer[len(unit) :].split("/")[1:]]))
    at: dict[str, int] = {}
    for unit in units.keys() & reading.starts.keys():
        start = reading.starts[unit]
        key = data.rfind(b'"', 0, start)  # no line ends within a key, so where it ends is as good as where it begins
        at.update(_look(data, start, reading.units[unit].text, key, units[unit]))
    return _counted(data, at)


def _counted(data: bytes, at: dict[str, int]) -> dict[str, int]:
    """Places as lines: the line ends before each, counted from place to place."""
    found: dict[str, int] = {}
    line, last = 1, 0
    for pointer, place in sorted(at.items(), key=lambda item: item[1]):
        line += data.count(b"\n", last, place)
        found[pointer], last = line, place
    return found


def _look(data: bytes, at: int, text: Any, place: int, asked: _Asked) -> Iterator[tuple[str, int]]:
    """Where each pointer asked for leads in a value that begins at `at`; one that leads nowhere stays at `place`."""
    deeper: dict[str, _Asked] = {}
    for pointer, steps in asked:
        if steps:
            deeper.setdefault(steps[0], []).append((pointer, steps[1:]))
        else:
            yield pointer, place
    for name, key, value_at, value in _members(data, at, text) if deeper else ():
        below = deeper.pop(name, None)
        if below is not None:
            yield from _look(data, value_at, value, key, below)
            if not deeper:
                return
    for left in deeper.values():
        yield from ((pointer, place) for pointer, _ in left)


def _members(data: bytes, at: int, text: Any) -> Iterator[tuple[str, int, int, Any]]:
    """The members of an object or a list: name, where its key (or itself) begins, where its value does, the value."""
    from bot.contract.openapi.cut import KEY, entries, items

    first = data[at : at + 1]
    at += 1
    if first == b"{":
        for name, value in entries(text):
            key = KEY.match(data, at)
            assert key is not None  # the text was read before
            yield name, key.start(1), key.end(), value
            at = key.end() + len(value)
    elif first == b"[":
        for index, value in enumerate(items(text)):
            at += _blank(data, at)
            yield str(index), at, at, value
            at += len(value)


def _blank(data: bytes, at: int) -> int:
    """How many blanks and commas stand at a place."""
    end = at
    while data[end : end + 1] in (b" ", b"\n", b"\r", b"\t", b","):
        end += 1
    return end - at
