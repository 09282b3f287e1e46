"""Whether callers may leave a value out, on any of the ways that lead to it."""

from collections.abc import Mapping

from msgspec import Struct, field

from bot.contract.openapi.ledger import Spot
from bot.contract.openapi.ways import Pair, Ways

_Above = dict[Pair, list[tuple[Pair, str]]]


class Omitted(Struct):
    """Answers for the places below some spots. By the old description: who followed it must not be surprised."""

    ways: Ways
    spots: Mapping[Pair, list[Spot]]
    _above: _Above = field(default_factory=dict)

    def may_be(self, pair: Pair) -> bool:
        """Whether the value at a place may be left out: a property that is not required, a body that is not needed.

        Items and the values of maps are not: nobody who leaves one out means its default. A branch is asked where it
        is one.
        """
        queue = [pair]
        known = set(queue)
        for at in queue:
            if any(not spot.is_needed for spot in self.spots.get(at, ())):
                return True
            for above, step in self._parents().get(at, ()):
                if _is_named(step):
                    if step[1:] not in self.ways.pairs.old.facts(above[0]).required:
                        return True
                elif not step.startswith((".", "[")) and above not in known:
                    known.add(above)
                    queue.append(above)
        return False

    def _parents(self) -> _Above:
        """For every place, the places just above it and the steps from there; worked out when it is first asked for."""
        if not self._above:
            queue = list(self.spots)
            known = set(queue)
            for at in queue:
                for child in self.ways.below(at):
                    below = (child.old, child.new)
                    self._above.setdefault(below, []).append((at, child.step))
                    if below not in known:
                        known.add(below)
                        queue.append(below)
        return self._above


def _is_named(step: str) -> bool:
    """A property by its name: neither any other one (`.*`) nor those that match a pattern (`./x/`)."""
    return step.startswith(".") and step != ".*" and not step.startswith("./")
