"""The ways from the schemas of spots down to the places below them, on one side.

It knows nothing of the ledger: what is written there keeps a way to look for other spots, and a ledger that leads back
to itself would be left to Python's search for circles, which takes as long as comparing the schemas.
"""

from msgspec import Struct, field

from bot.contract.limits import ELSEWHERE
from bot.contract.openapi.ledger import Site, Spot
from bot.contract.openapi.touched import Touched
from bot.contract.report import Side
from bot.contract.schema.edits import Child, Edit
from bot.contract.schema.nodes import Schema
from bot.contract.schema.pairs import Pairs

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

    def below(self, pair: Pair) -> list[Child]:
        """The places below that may differ."""
        if pair not in self._below:
            children = self.pairs.difference(*pair).children
            meant = (c for c in children if (c.request if self.side is Side.REQUEST else c.response))
            self._below[pair] = [c for c in meant if not self.touched.schemas_untouched(c.old, c.new)]
        return self._below[pair]

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

    def elsewhere(self, pair: Pair, edit: Edit, met: list[Met]) -> list[Site]:
        """Other spots of the same edit, one for each schema it is met in."""
        spots: dict[Pair, Spot] = {}
        for root, spot in sorted(met, key=lambda m: (m[1].operation.path, m[1].operation.method, m[1].part)):
            if len(spots) < ELSEWHERE:
                spots.setdefault(root, spot)
        sites = [Site(spot, *root, self.trail(root, pair), edit, pair) for root, spot in spots.items()]
        return sorted(sites, key=lambda s: (sum(not step for step, _, _ in s.trail), len(s.trail)))

    def _parents(self, root: Pair) -> _Before:
        """For every place below a root, the place before it on a shortest way, and the step."""
        before: _Before = {root: None}
        queue = [root]
        for pair in queue:
            for child in self.below(pair):
                if (child.old, child.new) not in before:
                    before[child.old, child.new] = (pair, child.step)
                    queue.append((child.old, child.new))
        return before
