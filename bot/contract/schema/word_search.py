"""The texts of a pattern as its automaton reads them, and the search for a text of several and of none of others."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct, field

from bot.contract.limits import PATTERN_STATES, PATTERN_STEPS
from bot.contract.schema.characters import ANY, Characters, representatives
from bot.contract.schema.regex import Automaton, automaton
from bot.contract.steps import Steps, Unclear

_PICTURES = "aA0-_ .!é"
_State = tuple[tuple[frozenset[int], ...], tuple[frozenset[int], ...], int]


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


def read(pattern: str) -> Language:
    """The language of a pattern. Raises Unclear."""
    return Language(pattern, automaton(pattern))


class Search(Struct):
    """Breadth first over the product of the automata; the length counts up to where it no longer matters."""

    within: Sequence[Language]
    without: Sequence[Language]
    least: int
    most: int | None
    steps: Steps = field(default_factory=lambda: Steps(PATTERN_STEPS))

    @property
    def spent(self) -> int:
        """Steps of one automaton that were gone so far."""
        return PATTERN_STEPS - self.steps.left

    def word(self) -> str | None:
        """A shortest text; `None` where there is none. Raises Unclear when the steps did not suffice to tell."""
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
        cost = sum(1 + len(states) // 4 for states in (*inside, *outside))
        for code in self._codes(state):
            if not self.steps.spend(cost):
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
