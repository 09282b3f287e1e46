"""Two changes to one text, put together line by line; nothing where both touch the same lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from bot.versioning.lines import split

_MOST_PAIRS = 25_000_000
"""Lines that differ on one side times those on the other: more is not looked at, it would take seconds."""


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Lines `start` to `end` of the ancestor became `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]


def merged(ancestor: str, one: str, other: str) -> str | None:
    """The ancestor with both changes; None where they overlap or touch, or the texts differ in too many lines.

    The same change on both sides is one change.
    """
    lines = split(ancestor)
    found = [_hunks(lines, split(text)) for text in (one, other)]
    if found[0] is None or found[1] is None:
        return None
    hunks = sorted({*found[0], *found[1]}, key=lambda hunk: (hunk.start, hunk.end))
    if any(after.start <= before.end for before, after in pairwise(hunks)):
        return None
    return "".join(_applied(lines, hunks))


def _hunks(old: Sequence[str], new: Sequence[str]) -> tuple[_Hunk, ...] | None:
    """What changed, without the lines that are equal at both ends; None where that is too much."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    before, after = old[first : len(old) - last], new[first : len(new) - last]
    if len(before) * len(after) > _MOST_PAIRS:
        return None
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(_Hunk(first + a, first + b, tuple(after[c:d])) for tag, a, b, c, d in steps if tag != "equal")


def _applied(lines: Sequence[str], hunks: Sequence[_Hunk]) -> Iterator[str]:
    done = 0
    for hunk in hunks:
        yield from lines[done : hunk.start]
        yield from hunk.lines
        done = hunk.end
    yield from lines[done:]
