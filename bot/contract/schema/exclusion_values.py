"""Values near what a schema excludes: what a condition speaks of, what two branches share, constants that are named."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from bot.contract.limits import CANDIDATE_BESIDE, CANDIDATE_LISTED, CANDIDATE_LOOKS, CANDIDATE_NAMES, CANDIDATE_PAIRS
from bot.contract.schema.edits import Edit
from bot.contract.schema.facts import Facts
from bot.contract.schema.minimal import Minimal, NoValue
from bot.contract.schema.nodes import Node, Schema, unique


class Writing(Protocol):
    """Who writes values for the side that accepts (`good`), with a schema of its own and of the side that refuses."""

    minimal: Minimal
    others: Minimal
    whole: Schema
    schema: Schema
    good: Facts

    def base(self) -> Any:
        """A smallest value of the good side. Raises NoValue."""

    def full(self, schema: Schema, facts: Facts) -> Any:
        """An object with every property that can be written."""

    def tried(self, make: Callable[[], Any]) -> Iterator[Any]:
        """The value that is made, or none."""


def conditions(writing: Writing, edit: Edit) -> Iterator[Any]:
    """Values that meet, or miss, what the condition speaks of."""
    wanted = _CONDITIONS.get(edit.name or "")
    if wanted is not None:
        yield from safe(wanted(writing, edit))
    yield from inside(writing, edit)
    yield from constants(writing, edit)


def inside(writing: Writing, edit: Edit) -> Iterator[Any]:
    """Values of the schemas within the condition, laid over a smallest value."""
    for minimal, node in ((writing.others, edit.at_new), (writing.others, edit.at_old), (writing.minimal, edit.at_old)):
        for inner in _schemas_of(node, edit.name or "") if node is not None else ():
            for value in writing.tried(lambda m=minimal, i=inner: m.value((i,))):  # type: ignore[misc]
                yield value
                for base in writing.tried(writing.base):
                    if isinstance(base, dict) and isinstance(value, dict):
                        yield {**base, **value}


def lists(writing: Writing, edit: Edit) -> Iterator[Any]:
    """Lists of none, one, two and more of what must be contained, and of anything else."""
    inner = [found for node in (edit.at_new, edit.at_old) if node is not None for found in _first(writing, node)]
    items = [*inner, *writing.tried(lambda: writing.minimal.value(writing.good.slot(0), depth=1))]
    yield []
    for item in items:
        yield from ([item] * count for count in (1, 2, 3, 4, 5))
    other: Any
    for other in ("a", 1, True, None, {}, 2.5):
        yield [other]
        yield from ([*([item] * count), other] for item in items for count in (1, 2))


def triggers(writing: Writing, edit: Edit) -> Iterator[Any]:
    """Objects with each property that may trigger something, alone and in pairs."""
    names = sorted(writing.good.properties)[:CANDIDATE_NAMES]
    base = writing.base()
    for name in names:
        yield from writing.tried(lambda name=name: {**base, name: writing.minimal.property(writing.good, name)})  # type: ignore[misc]
    yield from writing.tried(lambda: writing.full(writing.schema, writing.good))
    for node in (edit.at_new, edit.at_old):
        for trigger, inner in sorted(node.fields.items()) if node is not None else ():
            named = inner.get("properties") if isinstance(inner, dict) else None
            for name in sorted(named)[:CANDIDATE_NAMES] if isinstance(named, dict) else ():
                yield from ({**base, trigger: "a", name: value} for value in ("a", 0, True, None))


def names(writing: Writing, edit: Edit) -> Iterator[Any]:
    """Objects with names of every sort, where names are free."""
    rest = tuple(c.rest for c in writing.good.closures)
    for value in writing.tried(lambda: writing.minimal.value(rest, depth=1)):
        yield from ({**writing.base(), name: value} for name in ("extra", "", "A", "a b", "0", "a" * 50))
    yield from triggers(writing, edit)


def overlaps(writing: Writing, edit: Edit) -> Iterator[Any]:
    """Values of two branches at once."""
    for minimal, node in ((writing.minimal, edit.at_old), (writing.minimal, edit.at_new)):
        groups = [g for g in writing.good.groups if node is not None and g.node == node] or list(writing.good.groups)
        for group in groups:
            for i, one in enumerate(group.branches[:CANDIDATE_PAIRS]):
                for other in group.branches[i + 1 : CANDIDATE_PAIRS]:
                    both = (*minimal.shapes.variant(group, one), *minimal.shapes.variant(group, other))
                    schema = unique((*writing.whole, *both))
                    yield from writing.tried(lambda s=schema, m=minimal: m.value(s))  # type: ignore[misc]


def constants(writing: Writing, edit: Edit) -> Iterator[Any]:
    """Constants that the condition itself names, alone and as each property."""
    for node in (edit.at_new, edit.at_old):
        for value in _named_values(node.value if node is not None else None):
            yield value
            for name in sorted(writing.good.properties)[:CANDIDATE_BESIDE]:
                yield from writing.tried(lambda name=name, value=value: {**writing.base(), name: value})  # type: ignore[misc]


def _named_values(value: Any) -> Iterator[Any]:
    """The constants in a schema's text, at most two levels of names deep."""
    stack, met = [value], 0
    while stack and met < CANDIDATE_LOOKS:
        at, met = stack.pop(), met + 1
        if isinstance(at, dict):
            yield from ([at["const"]] if "const" in at else [])
            yield from (at["enum"][:CANDIDATE_LISTED] if isinstance(at.get("enum"), list) else [])
            stack.extend(at[k] for k in sorted(at, reverse=True))
        elif isinstance(at, list):
            stack.extend(at[:CANDIDATE_NAMES])


def safe(values: Iterator[Any]) -> Iterator[Any]:
    """What can be had until no more can be put together."""
    try:
        yield from values
    except (NoValue, TypeError, ValueError, OverflowError):
        return


def _schemas_of(node: Node, keyword: str) -> Iterator[Node]:
    """The schemas a condition holds; its node is the condition itself, or the schema it stands in."""
    if keyword in ("not", "if", "contains") and isinstance(node.value, dict | bool):
        yield node
    elif keyword == "dependentSchemas" and isinstance(node.value, dict):
        yield from (node.child(name) for name in sorted(node.value))


def _first(writing: Writing, node: Node) -> Iterator[Any]:
    for minimal in (writing.others, writing.minimal):
        try:
            yield minimal.value((node,))
        except NoValue:
            continue


_CONDITIONS: dict[str, Callable[[Writing, Edit], Iterator[Any]]] = {
    "contains": lists,
    "unevaluatedItems": lists,
    "dependentRequired": triggers,
    "dependentSchemas": triggers,
    "propertyNames": names,
    "unevaluatedProperties": names,
}
