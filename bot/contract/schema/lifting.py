"""From a value at one place to the smallest whole value that holds it there."""

from typing import Any

from bot.contract.limits import LIFTED_ITEMS
from bot.contract.schema.edits import is_as_variant
from bot.contract.schema.facts import Facts
from bot.contract.schema.minimal import Minimal, NoValue, name_like
from bot.contract.schema.nodes import Schema, unique
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.variants import asked_of
from bot.contract.steps import Steps

Trail = tuple[tuple[str, Schema], ...]
"""The steps down from the root, each with the schema it leads to (on the side that is being written for)."""


class Lift:
    """Whole values with one place left open; what stands around the place is put together once.

    `wanted` are names to fill in besides what is required, level by level from the root (see `names_required`).
    """

    def __init__(
        self, minimal: Minimal, root: Schema, trail: Trail, *, wanted: tuple[frozenset[str], ...] = ()
    ) -> None:
        self._minimal = minimal
        levels = _levels(minimal.shapes, root, trail)[:-1]
        self._levels = [(*level, wanted[i] if i < len(wanted) else frozenset()) for i, level in enumerate(levels)]
        self._around: list[_Around] | None = None
        self._impossible = False

    def whole(self, value: Any) -> Any:
        """The whole value with `value` at the place. Raises NoValue."""
        for holder, at in self._holders():
            if isinstance(holder, dict):
                value = {**holder, at: value}
            else:
                value = [value if i == at else item for i, item in enumerate(holder)]
        return value

    def _holders(self) -> "list[_Around]":
        """What holds the place, from the innermost out."""
        if self._impossible:
            raise NoValue
        if self._around is None:
            self._impossible = True
            self._around = [_holder(self._minimal, *level) for level in reversed(self._levels)]
            self._impossible = False
        return self._around


def names_required(shapes: Shapes, root: Schema, trail: Trail) -> tuple[frozenset[str], ...]:
    """What the other side requires at each level: with it filled in, a value is refused for its own reason only."""
    return tuple(frozenset(shapes.facts(schema).required) for schema, _ in _levels(shapes, root, trail)[:-1])


def place_of(shapes: Shapes, root: Schema, trail: Trail) -> Schema:
    """What a value at the end of the trail must be: the last schema, and the unions it is a branch of."""
    return _levels(shapes, root, trail)[-1][0]


def refusal_of(shapes: Shapes, root: Schema, trail: Trail) -> Schema:
    """What refuses a value at the end of the trail: a branch that a discriminator means stands for its whole union."""
    return _levels(shapes, root, trail, beside=False)[-1][0]


def _levels(shapes: Shapes, root: Schema, trail: Trail, *, beside: bool = True) -> list[tuple[Schema, str]]:
    """The schemas from the root down, each with the step that leaves it, the last with none.

    Variants join the schema they belong to, with what a discriminator asks of them. Without `beside`, what stands
    beside a union whose branch is told is left out.
    """
    levels: list[tuple[Schema, str]] = []
    here = above = root
    for step, below in trail:
        if step == "":
            branch = _branch(shapes, above, below)
            here = unique((*(here if beside or len(branch) < 2 else ()), *branch, *below))
        elif is_as_variant(step):
            here = unique((*here, *below, *asked_of(shapes, above, below)))
        else:
            levels.append((here, step))
            here = below
        above = below
    return [*levels, (here, "")]


def _branch(shapes: Shapes, above: Schema, below: Schema) -> Schema:
    """The branch that a schema is of the one it was reached from."""
    for group in shapes.facts(above).groups:
        for branch in group.branches:
            if branch in below or shapes.settled((branch,))[0] in below:
                return shapes.variant(group, branch)
    return ()


_Around = tuple[dict[str, Any], str] | tuple[list[Any], int]
"""An object and the name of the member that is left open, or a list and the index of the item."""


def _holder(minimal: Minimal, schema: Schema, step: str, wanted: frozenset[str]) -> _Around:
    if step.startswith("["):
        return _list_around(minimal, schema, step)
    whole = minimal.value(schema, kind="object")
    _, facts = minimal.settled(schema)
    for name in sorted((wanted & facts.properties.keys()) - whole.keys()):
        if not minimal.is_hidden(facts, name):
            whole[name] = minimal.property(facts, name, depth=1)
    return whole, _name(step, facts, minimal.shapes.words)


def _list_around(minimal: Minimal, schema: Schema, step: str) -> _Around:
    index = int(step[1:-1] or 0)
    _, facts = minimal.settled(schema)
    count = max(int(facts.limits.get("minItems", 0)), index + 1, facts.slots + 1 if step == "[]" else 0)
    if count > LIFTED_ITEMS:
        raise NoValue
    at = index if step != "[]" else facts.slots
    before = [None if i == at else minimal.value(facts.slot(i), depth=1) for i in range(max(at + 1, facts.slots))]
    return [*before[:count], *minimal.rest(facts, count - len(before), depth=1)], at


def _name(step: str, facts: Facts, steps: Steps) -> str:
    """The name of the property that a step leads to."""
    if step == ".*":
        return "extra"
    if not step.startswith("./"):
        return step[1:]
    found = name_like(step[2:-1], facts, steps)
    if found is None:
        raise NoValue
    return found
