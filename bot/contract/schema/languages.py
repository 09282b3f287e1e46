"""Patterns as sets of texts: whether one lies within another, and texts that are in some and not in others.

The pattern is read into an automaton of our own and walked with counted steps; it is never run through `re`, so no
pattern can keep us busy. What we do not read (look-around, back-references, `\\b`, `\\p`) is no language, and nothing
is claimed of it.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from bot.contract.limits import PATTERN_LENGTH, PATTERN_LIGHT, PATTERN_STATES, PATTERN_TOGETHER
from bot.contract.schema.weights import weight
from bot.contract.steps import Steps, Unclear

if TYPE_CHECKING:  # what reads patterns comes with the first one: most small descriptions have none
    from bot.contract.schema.word_search import Language

TRIVIAL = frozenset(("", ".*", "^.*$", "^.*", ".*$", "^", "$", "^(.*)$"))
"""Patterns that people write to say "any text". (A line break apart, which `.` does not take.)"""

_UNCLEAR = "\ud800"
"""No text a search finds: surrogates are no characters."""


@lru_cache(maxsize=4096)
def language(pattern: str) -> "Language | None":
    """The language of a pattern; `None` for a pattern that we do not read, or that needs too many states."""
    if len(pattern) > PATTERN_LENGTH or weight(pattern) > PATTERN_STATES:
        return None
    from bot.contract.schema.word_search import read

    try:
        return read(pattern)
    except Unclear:
        return None


def languages(patterns: Iterable[str]) -> "list[Language]":
    """Those of the patterns that we read; of more than are held against one another, one more than that."""
    return [found for found in map(language, islice(patterns, PATTERN_TOGETHER + 1)) if found is not None]


def reading_cost(pattern: str) -> int:
    """The steps for reading a pattern: none for one that people may have written, or that we do not read."""
    parts = weight(pattern) if PATTERN_LIGHT < len(pattern) <= PATTERN_LENGTH or "{" in pattern else 0
    return parts if PATTERN_LIGHT < parts <= PATTERN_STATES else 0


def word(
    within: Sequence["Language"],
    without: Sequence["Language"] = (),
    *,
    steps: Steps,
    least: int = 0,
    most: int | None = None,
) -> str | None:
    """A shortest text of all the languages `within` and of none `without`, of a length between the two.

    `None` where there is no such text. What is known already costs as many of the `steps` as it did at first. Raises
    Unclear when it takes too long to tell, or no steps are left.
    """
    if steps.left <= 0 or len(within) + len(without) > PATTERN_TOGETHER:
        raise Unclear
    found, cost = _word(tuple(w.pattern for w in within), tuple(w.pattern for w in without), least, most)
    steps.spend(cost)
    if found is _UNCLEAR:
        raise Unclear
    return found


@lru_cache(maxsize=4096)
def _word(within: tuple[str, ...], without: tuple[str, ...], least: int, most: int | None) -> tuple[str | None, int]:
    """The text (`_UNCLEAR` where it took too long to tell), and the steps it took."""
    from bot.contract.schema.word_search import Search

    inside, outside = (
        [found for found in map(language, patterns) if found is not None] for patterns in (within, without)
    )
    search = Search(inside, outside, least, most)
    try:
        found = search.word()
    except Unclear:
        found = _UNCLEAR
    return found, search.spent


def included(inner: Sequence[str], outer: str, *, steps: Steps, least: int = 0, most: int | None = None) -> bool:
    """Every text of these lengths in which all `inner` patterns are found is proved to hold `outer` too."""
    if outer in inner or outer == "":
        return True
    goal = language(outer) if steps.left > 0 else None
    if goal is None:
        return False
    known = languages(inner)
    try:
        return word(known, [goal], steps=steps, least=least, most=most) is None
    except Unclear:
        return False
