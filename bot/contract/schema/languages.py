"""Patterns as sets of texts: whether one lies within another, and texts that are in some and not in others.

The pattern is read into an automaton of our own and walked with counted steps; it is never run through `re`, so no
pattern can keep us busy. What we do not read (look-around, back-references, `\\b`, `\\p`) is no language, and nothing
is claimed of it.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct, field

from bot.contract.limits import PATTERN_STATES, PATTERN_STEPS
from bot.contract.schema.characters import ANY, Characters, representatives
from bot.contract.schema.regex import Automaton, Unclear, automaton
from bot.contract.steps import Steps

TRIVIAL = frozenset(("", ".*", "^.*$", "^.*", ".*$", "^", "$", "^(.*)$"))
"""Patterns that people write to say "any text". (A line break apart, which `.` does not take.)"""

_PICTURES = "aA0-_ .!é"
_UNCLEAR = "\ud800"
"""No text a search finds: surrogates are no characters."""


class Language(Struct, frozen=True):
    """The texts in which one pattern is found."""

    pattern: str
    reads: Automaton

    def holds(self, text: str) -> bool:
        """The pattern is found in the text."""
        states = self.reads.start
        for char in text:
            if not states:
                return False
            states = self.reads.after(states, ord(char))
        return self.reads.accepts(states, is_empty=not text)


@lru_cache(maxsize=4096)
def language(pattern: str) -> Language | None:
    """The language of a pattern; `None` for a pattern that we do not read, or that needs too many states."""
    try:
        return Language(pattern, automaton(pattern))
    except Unclear:
        return None


def word(
    within: Sequence[Language], without: Sequence[Language] = (), *, least: int = 0, most: int | None = None
) -> str | None:
    """A shortest text of all the languages `within` and of none `without`, of a length between the two.

    `None` where there is no such text. Raises Unclear when the steps did not suffice to tell.
    """
    found = _word(tuple(w.pattern for w in within), tuple(w.pattern for w in without), least, most)
    if found is _UNCLEAR:
        raise Unclear
    return found


@lru_cache(maxsize=4096)
def _word(within: tuple[str, ...], without: tuple[str, ...], least: int, most: int | None) -> str | None:
    """`_UNCLEAR` where the steps did not suffice."""
    inside, outside = (
        [found for found in map(language, patterns) if found is not None] for patterns in (within, without)
    )
    try:
        return _Search(inside, outside, least, most).word()
    except Unclear:
        return _UNCLEAR


def included(inner: Sequence[str], outer: str, *, least: int = 0, most: int | None = None) -> bool:
    """Every text of these lengths in which all `inner` patterns are found is proved to hold `outer` too."""
    if outer in inner or outer == "":
        return True
    goal = language(outer)
    if goal is None:
        return False
    known = [found for found in map(language, inner) if found is not None]
    try:
        return word(known, [goal], least=least, most=most) is None
    except Unclear:
        return False


_State = tuple[tuple[frozenset[int], ...], tuple[frozenset[int], ...], int]


class _Search(Struct):
    """Breadth first over the product of the automata; the length counts up to where it no longer matters."""

    within: Sequence[Language]
    without: Sequence[Language]
    least: int
    most: int | None
    steps: Steps = field(default_factory=lambda: Steps(PATTERN_STEPS))

    def word(self) -> str | None:
        if self.most is not None and self.least > self.most:
            return None
        if max(self.least, 0) > PATTERN_STATES:
            raise Unclear
        first: _State = (
            tuple(w.reads.start for w in self.within),
            tuple(w.reads.start for w in self.without),
            0,
        )
        before: dict[_State, tuple[_State, int] | None] = {first: None}
        queue = [first]
        for state in queue:
            if self._is_end(state):
                return _spelled(before, state)
            for code, after in self._after(state):
                if after not in before:
                    before[after] = (state, code)
                    queue.append(after)
        return None

    def _is_end(self, state: _State) -> bool:
        inside, outside, length = state
        return (
            length >= self.least
            and all(w.reads.accepts(s, is_empty=not length) for w, s in zip(self.within, inside, strict=True))
            and not any(w.reads.accepts(s, is_empty=not length) for w, s in zip(self.without, outside, strict=True))
        )

    def _after(self, state: _State) -> Iterator[tuple[int, _State]]:
        inside, outside, length = state
        if self.most is not None and length >= self.most:
            return
        counted = length + 1 if self.most is not None else min(length + 1, max(self.least, 1))
        for code in self._codes(state):
            if not self.steps.spend():
                raise Unclear
            ins = tuple(w.reads.after(s, code) for w, s in zip(self.within, inside, strict=True))
            if all(ins):
                outs = tuple(w.reads.after(s, code) for w, s in zip(self.without, outside, strict=True))
                yield code, (ins, outs, counted)

    def _codes(self, state: _State) -> list[int]:
        """One character for every set of characters that all the automata treat alike here."""
        sets: set[Characters] = set()
        for languages, states in ((self.within, state[0]), (self.without, state[1])):
            for each, at in zip(languages, states, strict=True):
                sets |= each.reads.labels(at)
        return _representatives(frozenset(sets) or frozenset((ANY,)))


@lru_cache(maxsize=4096)
def _representatives(sets: frozenset[Characters]) -> list[int]:
    return representatives(sorted(sets), _PICTURES)


def _spelled(before: dict[_State, tuple[_State, int] | None], state: _State) -> str:
    codes = []
    at = before[state]
    while at is not None:
        state, code = at
        codes.append(chr(code))
        at = before[state]
    return "".join(reversed(codes))
