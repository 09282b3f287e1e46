"""Proofs that every value of one schema is one of another. "Not known" is no disproof.

The rules are in `inclusion`; here they are driven: with a stack of our own (a description may nest 3,000 deep), counted
steps, and a memory. What is being proved may be assumed further down in the value (the usual rule for loops); an answer
that leaned on such an assumption is kept only once the assumption itself is proved.
"""

from collections.abc import Generator

from msgspec import Struct, field

from bot.contract.limits import PROOF_EACH, PROOF_STEPS
from bot.contract.schema import disjoint
from bot.contract.schema.inclusion import Answer, Goal, Rules
from bot.contract.schema.nodes import Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.structure import Likeness
from bot.contract.schema.views import DECLARED, View
from bot.contract.steps import Steps

_Pair = tuple[Schema, Schema]
_Memory = dict[_Pair, Answer]


class Subsumption:
    """Proofs between documents, in one world; it remembers by pair and view."""

    def __init__(self, steps: int = PROOF_STEPS, likeness: Likeness | None = None, world: str = DECLARED) -> None:
        self._steps = Steps(steps)
        self.likeness = likeness or Likeness()
        self.plain = View(world=world)
        self._memories: dict[tuple[Shapes, Shapes, View], _Memory] = {}

    def within(self, a: Shapes, sub: Schema, b: Shapes, sup: Schema, view: View | None = None) -> bool:
        """Every value of `sub` (in `a`) is proved to be one of `sup` (in `b`)."""
        return self.answer(a, sub, b, sup, view) is Answer.YES

    def answer(
        self, a: Shapes, sub: Schema, b: Shapes, sup: Schema, view: View | None = None, *, most: int = PROOF_EACH
    ) -> Answer:
        """Whether every value of `sub` (in `a`) is one of `sup` (in `b`); with a view, as it travels that way.

        `most` are the steps it may take.
        """
        seen = view or self.plain
        memory = self._memories.setdefault((a, b, seen), {})
        budget = min(most, max(self._steps.left, 0))
        steps = Steps(budget)
        found = _Proof(Rules(a, b, seen, self.likeness, steps), memory, steps).answer(sub, sup)
        self._steps.spend(budget - max(steps.left, 0))
        return found

    def disjoint(self, a: Shapes, left: Schema, b: Shapes, right: Schema) -> bool:
        """No value is proved to be in both."""
        return disjoint.disjoint(a, left, b, right, self._steps)


class _Frame(Struct):
    """A pair whose proof is under way.

    `level` counts the steps down into the value. `lowest` and `highest` are the frames it has leaned on so far;
    `cut` says that it was refused something only because of where it stands.
    """

    pair: _Pair
    rules: Generator[Goal, Answer, Answer]
    level: int
    lowest: int
    highest: int = -1
    cut: bool = False
    held: list[_Pair] = field(default_factory=list)


class _Proof:
    """One question being answered."""

    def __init__(self, rules: Rules, memory: _Memory, steps: Steps) -> None:
        self.rules = rules
        self.memory = memory
        self.steps = steps
        self.frames: list[_Frame] = []
        self.open: dict[_Pair, int] = {}
        self.held: dict[_Pair, tuple[int, int]] = {}

    def answer(self, sub: Schema, sup: Schema) -> Answer:
        sent = self._asked(Goal(sub, sup))
        while self.frames:
            frame = self.frames[-1]
            try:
                goal = next(frame.rules) if sent is None else frame.rules.send(sent)
            except StopIteration as stop:
                sent = self._close(stop.value)
            else:
                sent = self._asked(goal)
        assert sent is not None
        return sent

    def _asked(self, goal: Goal) -> Answer | None:
        """The answer where it is known already; else a new frame."""
        if not goal.sup:
            return Answer.YES
        pair = (goal.sub, goal.sup)
        if self.rules.likeness.one(goal.sub, self.rules.a.document, goal.sup, self.rules.b.document):
            return Answer.YES
        known = self.memory.get(pair)
        if known is not None:
            return known
        level = (self.frames[-1].level if self.frames else 0) + goal.below
        leaned = (self.open[pair],) * 2 if pair in self.open else self.held.get(pair)
        if leaned is not None:
            if self.frames[leaned[1]].level < level:
                self._lean(*leaned)
                return Answer.YES
            self.frames[-1].cut = True
            return Answer.UNKNOWN
        if not self.steps.spend(1 + len(goal.sub) // 4):
            if self.frames:
                self.frames[-1].cut = True
            return Answer.UNKNOWN
        self.open[pair] = len(self.frames)
        self.frames.append(_Frame(pair, self.rules.prove(*pair), level, lowest=len(self.frames)))
        return None

    def _lean(self, lowest: int, highest: int) -> None:
        frame = self.frames[-1]
        frame.lowest, frame.highest = min(frame.lowest, lowest), max(frame.highest, highest)

    def _close(self, answer: Answer) -> Answer:
        frame = self.frames.pop()
        del self.open[frame.pair]
        index = len(self.frames)
        above = self.frames[-1] if self.frames else None
        if answer is Answer.YES and frame.lowest < index:
            assert above is not None
            highest = min(frame.highest, index - 1)
            self._lean(frame.lowest, highest)
            above.held += [*frame.held, frame.pair]
            self.held.update(dict.fromkeys([*frame.held, frame.pair], (frame.lowest, highest)))
            return answer
        for pair in frame.held:
            self.held.pop(pair, None)
        if answer is Answer.YES:
            self.memory.update(dict.fromkeys([*frame.held, frame.pair], answer))
        elif not frame.cut:
            self.memory[frame.pair] = answer
        elif above is not None:
            above.cut = True
        return answer
