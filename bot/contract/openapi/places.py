"""Lines of places in a document, worked out only for what is reported."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from bot.contract.openapi.reading import Reading, without_mark
from bot.contract.openapi.unit_places import lines_in_units
from bot.contract.schema.nodes import unescape

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()

Wanted = dict[str, "Wanted"]
"""The pointers asked for, as a tree of their steps."""


def lines(reading: Reading, data: bytes, pointers: Iterable[str]) -> dict[str, int]:
    """The line, counted from 1, on which each pointer's key (or value) stands. Unknown ones are left out.

    A pointer that leads nowhere gets the line of the last step that is there. `reading` is what was read of `data`.
    """
    wanted = set(pointers)
    found = lines_in_units(reading, without_mark(data), wanted) if reading.starts else {}
    return {**found, **_lines(data, reading.value, sorted(wanted - found.keys()))}


def _lines(data: bytes, value: object, wanted: list[str]) -> dict[str, int]:
    if not wanted:
        return {}
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        if text.lstrip()[:1] == "{":
            return _json_lines(text, wanted)
    except (UnicodeDecodeError, ValueError, RecursionError, IndexError):
        return {}
    from bot.contract.openapi.lines_in_yaml import lines_in_yaml

    return lines_in_yaml(text, value, wanted)


def _json_lines(text: str, wanted: list[str]) -> dict[str, int]:
    tree: Wanted = {}
    for pointer in wanted:
        level = tree
        for step in pointer.split("/")[1:]:
            level = level.setdefault(unescape(step), {})
    at: dict[tuple[str, ...], int] = {(): _SPACE.match(text).end()}  # type: ignore[union-attr] # matches always
    _descend(text, at[()], tree, (), at)
    starts = [m.end() for m in re.finditer("\n", text)]
    found = {}
    for pointer in wanted:
        steps = tuple(unescape(s) for s in pointer.split("/")[1:])
        while steps not in at:
            steps = steps[:-1]
        found[pointer] = bisect_right(starts, at[steps]) + 1
    return found


def _descend(text: str, start: int, tree: Wanted, path: tuple[str, ...], at: dict[tuple[str, ...], int]) -> int:
    """Note where the wanted steps of the value at `start` stand; returns its end. Other values are skipped whole."""
    if not tree or text[start] not in "{[":
        return int(_DECODER.raw_decode(text, start)[1])
    closing = "}" if text[start] == "{" else "]"
    here, index = _after(text, start + 1), 0
    while text[here] != closing:
        key, place = str(index), here
        if closing == "}":
            key, here = _DECODER.raw_decode(text, here)
            here = _after(text, _after(text, here) + 1)
        if key in tree:
            at[*path, key] = place
            here = _descend(text, here, tree[key], (*path, key), at)
        else:
            here = int(_DECODER.raw_decode(text, here)[1])
        here, index = _after(text, here), index + 1
        if text[here] == ",":
            here = _after(text, here + 1)
    return here + 1


def _after(text: str, at: int) -> int:
    match: Any = _SPACE.match(text, at)
    return int(match.end())
