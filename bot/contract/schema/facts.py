"""The facts of a schema: one normal form, so that two spellings of the same set of values look the same.

`$ref`, `allOf`, one-branch `anyOf`, `const`, `nullable`, `anyOf` with null, inert keywords: all are gone from it.
"""

from typing import Any

from msgspec import Struct, field

from bot.contract.schema.keywords import (
    ALL_TYPES,
)
from bot.contract.schema.nodes import Node, Schema, unique


class Closure(Struct, frozen=True):
    """What one object schema says of properties it does not name: `rest`, `False` for none allowed."""

    names: frozenset[str]
    patterns: tuple[str, ...]
    rest: Node

    @property
    def closed(self) -> bool:
        """No further property is allowed."""
        return self.rest.value is False

    def covers(self, name: str) -> bool:
        """The name falls under `rest`. With patterns we cannot tell, and say no."""
        return name not in self.names and not self.patterns


class Group(Struct, frozen=True):
    """An `anyOf` or `oneOf` with at least two branches; `listed` are the branches, to look one up."""

    kind: str
    node: Node
    branches: tuple[Node, ...]
    listed: frozenset[Node]


class Facts(Struct):
    """What values a conjunction of schemas takes.

    `other` holds the keywords with no lattice of their own, `parts` every schema that the conjunction unfolds to.
    """

    types: frozenset[str] = ALL_TYPES
    enum: dict[str, object] | None = None
    enum_node: Node | None = None
    limits: dict[str, Any] = field(default_factory=dict)
    multiples: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    unique_items: bool = False
    properties: dict[str, Schema] = field(default_factory=dict)
    required: dict[str, None] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()
    open_said: bool = False
    pattern_properties: dict[str, Schema] = field(default_factory=dict)
    prefixes: tuple[tuple[Schema, Schema], ...] = ()
    items: Schema = ()
    groups: tuple[Group, ...] = ()
    other: dict[str, tuple[Node, ...]] = field(default_factory=dict)
    broken: tuple[Node, ...] = ()
    default: str | None = None
    read_only: bool = False
    write_only: bool = False
    loose_null: bool = False
    extensible: dict[str, object] | None = None
    open_enum: bool = False
    discriminator: str | None = None
    xml: str | None = None
    deprecated: bool = False
    where: dict[str, Node] = field(default_factory=dict)
    parts: tuple[Node, ...] = ()

    @property
    def never(self) -> bool:
        """No value is taken."""
        return not self.types or self.enum == {}

    @property
    def free_form(self) -> bool:
        """An object schema that names no property: a map with any names."""
        return "object" in self.types and not self.properties

    def slot(self, index: int) -> Schema:
        """What the array item at `index` must be."""
        return unique(n for before, rest in self._arrays() for n in ((before[index],) if index < len(before) else rest))

    @property
    def slots(self) -> int:
        """How many positions have a schema of their own."""
        return max((len(before) for before, _ in self._arrays()), default=0)

    def _arrays(self) -> tuple[tuple[Schema, Schema], ...]:
        return (*self.prefixes, ((), self.items))


def is_pure_union(facts: Facts) -> bool:
    """Nothing but one `anyOf` or `oneOf`, perhaps with its types said outside."""
    said = (
        facts.limits,
        facts.multiples,
        facts.patterns,
        facts.formats,
        facts.properties,
        facts.required,
        facts.closures,
        facts.pattern_properties,
        facts.prefixes,
        facts.items,
        facts.other,
    )
    return len(facts.groups) == 1 and facts.enum is None and not any(said)
