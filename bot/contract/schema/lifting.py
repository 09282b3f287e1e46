"""From a value at one place to the smallest whole value that holds it there."""

from typing import Any

from bot.contract.limits import LIFTED_ITEMS
from bot.contract.schema.edits import is_as_variant
from bot.contract.schema.minimal import Minimal, NoValue
from bot.contract.schema.nodes import Schema, unique
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.variants import asked_of

Trail = tuple[tuple[str, Schema], ...]
"""The steps down from the root, each with the schema it leads to (on the side that is being written for)."""


def lift(minimal: Minimal, root: Schema, trail: Trail, value: Any, *, wanted: tuple[frozenset[str], ...] = ()) -> Any:
    """The whole value with `value` at the end of the trail. Raises NoValue.

    `wanted` are names to fill in besides what is required, level by level from the root (see `names_required`).
    """
    levels = _levels(minimal.shapes, root, trail)[:-1]
    for index, (schema, step) in reversed(list(enumerate(levels))):
        value = _around(minimal, schema, step, value, wanted[index] if index < len(wanted) else frozenset())
    return value


def names_required(shapes: Shapes, root: Schema, trail: Trail) -> tuple[frozenset[str], ...]:
    """What the other side requires at each level: with it filled in, a value is refused for its own reason only."""
    return tuple(frozenset(shapes.facts(schema).required) for schema, _ in _levels(shapes, root, trail)[:-1])


def place_of(shapes: Shapes, root: Schema, trail: Trail) -> Schema:
    """What a value at the end of the trail must be: the last schema, and the unions it is a branch of."""
    return _levels(shapes, root, trail)[-1][0]


def _levels(shapes: Shapes, root: Schema, trail: Trail) -> list[tuple[Schema, str]]:
    """The schemas from the root down, each with the step that leaves it, the last with none.

    Variants join the schema they belong to, with what a discriminator asks of them.
    """
    levels: list[tuple[Schema, str]] = []
    here = above = root
    for step, below in trail:
        if step == "":
            here = unique((*here, *_branch(shapes, above, below), *below))
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


def _around(minimal: Minimal, schema: Schema, step: str, value: Any, wanted: frozenset[str]) -> Any:
    if step.startswith("["):
        index = int(step[1:-1] or 0)
        _, facts = minimal.settled(schema)
        count = max(int(facts.limits.get("minItems", 0)), index + 1, facts.slots + 1 if step == "[]" else 0)
        if count > LIFTED_ITEMS:
            raise NoValue
        at = index if step != "[]" else facts.slots
        return [value if i == at else minimal.value(facts.slot(i), depth=1) for i in range(count)]
    if step.startswith("./"):
        raise NoValue
    whole = minimal.value(schema, kind="object")
    _, facts = minimal.settled(schema)
    for name in sorted((wanted & facts.properties.keys()) - whole.keys()):
        if not minimal.is_hidden(facts, name):
            whole[name] = minimal.property(facts, name, depth=1)
    return {**whole, ("extra" if step == ".*" else step[1:]): value}
