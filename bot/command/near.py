"""Which known word somebody meant: strict for bare verbs, because lines in API threads begin with paths."""

import difflib
from collections.abc import Sequence
from typing import Final

from bot.command.catalogue import Verb

_SHORTEST: Final = 4
"""Verbs shorter than this have no near misses: too many paths would be one."""


def near_miss(word: str, *, alone: bool) -> Verb | None:
    """The verb that a bare unknown `/word` misses by a letter or hyphens; a plural that stands `alone` is a path."""
    folded = _folded(word)
    for spelling in (folded, *_shorter(folded)) if len(folded) <= 20 else ():
        verb = _NEIGHBOURS.get(spelling)
        if verb and _plausible(folded, _folded(verb.value), alone=alone):
            return verb
    return None


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that comes nearest, if any does."""
    return next(iter(difflib.get_close_matches(word.lower()[:40], known, n=1, cutoff=0.6)), None)


def _folded(word: str) -> str:
    return word.lower().replace("-", "").replace("_", "")


def _shorter(word: str) -> tuple[str, ...]:
    return tuple(word[:index] + word[index + 1 :] for index in range(len(word)))


def _plausible(word: str, verb: str, *, alone: bool) -> bool:
    return word == verb or (len(verb) >= _SHORTEST and not (alone and word == verb + "s"))


def _neighbours() -> dict[str, Verb]:
    """Each verb under its own spelling, and under those that lack one letter."""
    table: dict[str, Verb] = {}
    for verb in Verb:
        folded = _folded(verb.value)
        if len(folded) >= _SHORTEST:
            table |= dict.fromkeys(_shorter(folded), verb)
    return table | {_folded(verb.value): verb for verb in Verb}


_NEIGHBOURS: Final = _neighbours()
"""Two words that meet here differ by one letter that is wrong, missing, too many or swapped."""
