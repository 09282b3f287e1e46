"""The ways from the schemas of spots down to the places below them, on one side.

It knows nothing of the ledger: what is written there keeps a way to look for other spots, and a ledger that leads back
to itself would be left to Python's search for circles, which takes as long as comparing the schemas.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial

from msgspec import Struct, field

from bot.contract.limits import ELSEWHERE
from bot.contract.openapi.ledger import Site, Spot
from bot.contract.openapi.touched import Touched
from bot.contract.report import Side
from bot.contract.schema.edits import Child, Edit, is_as_variant
from bot.contract.schema.nodes import Schema
from bot.contract.schema.pairs import Pairs
from bot.contract.steps import Spent

Pair = tuple[Schema, Schema]
Trail = tuple[tuple[str, Schema, Schema], ...]

Met = tuple[Pair, Spot]
"""The schemas of a spot that leads to a place, and the spot."""


_Before = dict[Pair, tuple[Pair, str] | None]


class Ways(Struct):
    """The places below one another; each is worked out once."""

    pairs: Pairs
    touched: Touched
    side: Side
    _below: dict[Pair, list[Child]] = field(default_factory=dict)
    _before: dict[Pair, _Before] = field(default_factory=dict)
    _above: dict[Pair, list[tuple[Pair, str]]] = field(default_factory=dict)

    def explore(self, roots: Iterable[Pair]) -> None:
        """Work out what is below some places, the nearest first, as far as there are steps."""
        queue = list(roots)
        known = set(queue)
        with suppress(Spent):
            for pair in queue:
                found = self._below[pair] = self._children(pair)
                new = dict.fromkeys(p for c in found if (p := (c.old, c.new)) not in known)
                known.update(new)
                queue += new
        if len(self._below) < len(known):  # of what was not reached nothing is known
            for pair, children in self._below.items():
                self._below[pair] = [c for c in children if (c.old, c.new) in self._below]

    def below(self, pair: Pair) -> list[Child]:
        """The places below that may differ; none for those that were not reached."""
        return self._below.get(pair, [])

    def places(self, pair: Pair) -> list[Pair]:
        """The places below, without the steps that lead there."""
        return [(c.old, c.new) for c in self.below(pair)]

    def reached(self, pair: Pair) -> bool:
        """What is below a place was worked out, and what changed at it."""
        return pair in self._below

    def _children(self, pair: Pair) -> list[Child]:
        children = self.pairs.difference(*pair).children
        self.pairs.old.steps.take(2 * len(children))
        meant = (c for c in children if (c.request if self.side is Side.REQUEST else c.response))
        return [c for c in meant if not self.touched.schemas_untouched(c.old, c.new)]

    def trail(self, root: Pair, pair: Pair) -> Trail:
        """The steps of a shortest way from a root down to a place."""
        if root not in self._before:
            self._before[root] = self._parents(root)
        before, steps = self._before[root], []
        at = before[pair]
        while at is not None:
            steps.append((at[1], *pair))
            pair = at[0]
            at = before[pair]
        return tuple(reversed(steps))

    def open_way(self, pair: Pair, edit: Edit, met: list[Met], test: Callable[[Pair, bool], bool]) -> Site | None:
        """A way from a spot down to a place past no pair that satisfies the test; it is told of variants as such."""
        spots = dict(sorted(met, key=_order, reverse=True))
        start = (pair, True)
        below: dict[tuple[Pair, bool], tuple[Pair, bool, str] | None] = {start: None}
        stack = [start]
        while stack:
            at, may_be_tested = stack.pop()
            self.pairs.old.steps.take(2)
            if at in spots and not (may_be_tested and test(at, False)):
                return self.site(spots[at], at, _down((at, may_be_tested), below), pair, edit, met)
            for above, step in self._uses(at):
                if may_be_tested and test(at, is_variant(step, above, at)):
                    continue
                # What holds of all variants says nothing of one that only its name tells.
                key = (above, may_be_tested and not is_as_variant(step))
                if key not in below:
                    below[key] = (at, may_be_tested, step)
                    stack.append(key)
        return None

    def site(self, spot: Spot, root: Pair, trail: Trail, pair: Pair, edit: Edit, met: list[Met]) -> Site:
        """A place with an edit, as it is met from one spot."""
        others = [m for m in met if m[0] != root]
        elsewhere = partial(self.elsewhere, pair, edit, others)
        return Site(spot, *root, trail, edit, pair, elsewhere, partial(self.open_way, pair, edit, met))

    def _uses(self, pair: Pair) -> list[tuple[Pair, str]]:
        """The places above that lead to a place, and by what step."""
        if not self._above:
            for above, children in self._below.items():
                for child in children:
                    self._above.setdefault((child.old, child.new), []).append((above, child.step))
        return self._above.get(pair, [])

    def elsewhere(self, pair: Pair, edit: Edit, met: list[Met]) -> list[Site]:
        """Other spots of the same edit, one for each schema it is met in."""
        spots: dict[Pair, Spot] = {}
        self.pairs.old.steps.take(len(met))
        for root, spot in sorted(met, key=_order):
            if len(spots) < ELSEWHERE:
                spots.setdefault(root, spot)
        sites = [self.site(s, root, self.trail(root, pair), pair, edit, met) for root, s in spots.items()]
        return sorted(sites, key=lambda s: (sum(not step for step, _, _ in s.trail), len(s.trail)))

    def _parents(self, root: Pair) -> _Before:
        """For every place below a root, the place before it on a shortest way, and the step."""
        before: _Before = {root: None}
        queue = [root]
        for pair in queue:
            self.pairs.old.steps.take(3)
            for child in self.below(pair):
                if (child.old, child.new) not in before:
                    before[child.old, child.new] = (pair, child.step)
                    queue.append((child.old, child.new))
        return before


def _order(met: Met) -> tuple[str, str, str]:
    return (met[1].operation.path, met[1].operation.method, met[1].part)


def is_variant(step: str, above: Pair, pair: Pair) -> bool:
    """A branch of a union by itself, without what stands beside the union and is told of the very same value."""
    return not step and not (set(above[0]) <= set(pair[0]) and set(above[1]) <= set(pair[1]))


def _down(at: tuple[Pair, bool], below: dict[tuple[Pair, bool], tuple[Pair, bool, str] | None]) -> Trail:
    """The steps from a place that was reached going upwards, down again."""
    trail = []
    while (step := below[at]) is not None:
        trail.append((step[2], *step[0]))
        at = step[:2]
    return tuple(trail)
