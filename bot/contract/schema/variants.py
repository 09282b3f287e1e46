"""The variants of a schema that has a discriminator but lists none: the named schemas that take it up.

Source: OpenAPI 3.0.3 and 3.1, "Composition and Inheritance (Polymorphism)".
"""

from msgspec import Struct

from bot.contract.limits import TOLD_VARIANTS, VARIANT_DEPTH, VARIANTS
from bot.contract.schema.naming import branches_of, naming_of, own_name, reference_of
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.tags import tag_of, values_of

Heirs = dict[str, Node | None]
"""The variants by the value that means each; `None` for a value that is mapped to nowhere."""


def heirs_of(shapes: Shapes, schema: Schema) -> Heirs | None:
    """The variants of a schema that lists none; `None` for more of them than anybody looks at.

    They are those that are mapped, and the named schemas that hold it in their `allOf`. A variant's own variants are
    those that hold it in turn.
    """
    known: dict[Schema, Heirs | None] = shapes.worked_out.setdefault("heirs", {})
    if schema not in known:
        known[schema] = _heirs(shapes, schema)
    return known[schema]


def held_by(shapes: Shapes, node: Node) -> frozenset[Node]:
    """What a schema takes up: the references in its `allOf`."""
    known: dict[Node, frozenset[Node]] = shapes.worked_out.setdefault("held", {})
    if node not in known:
        parts = node.fields.get("allOf")
        held = [node.child("allOf", i) for i in range(len(parts))] if isinstance(parts, list) else []
        known[node] = frozenset(shapes.settled((part,))[0] for part in held if "$ref" in part.fields)
    return known[node]


def _heirs(shapes: Shapes, schema: Schema) -> Heirs | None:
    facts = shapes.facts(schema)
    base = facts.where.get("discriminator")
    if base is None or facts.groups or branches_of(base):
        return {}
    family = _family(shapes, base)
    if family is None:
        return None
    own = family.all & {*facts.parts, *shapes.settled(schema)}
    if not own:
        return family.by_value
    last = own.difference(*(held_by(shapes, node) for node in own))
    below = {h for node in last for h in shapes.document.heirs(node)} - own
    return {value: node for node in below for value in family.values.get(node, ())}


class _Family(Struct, frozen=True):
    """All variants of the schema in which a discriminator stands."""

    by_value: Heirs
    values: dict[Node, list[str]]
    all: frozenset[Node]


def _family(shapes: Shapes, base: Node) -> _Family | None:
    known: dict[Node, _Family | None] = shapes.worked_out.setdefault("families", {})
    if base not in known:
        known[base] = _new_family(shapes, base)
    return known[base]


def _new_family(shapes: Shapes, base: Node) -> _Family | None:
    document, naming = shapes.document, naming_of(base.fields.get("discriminator"))
    if naming is None:
        return _Family({}, {}, frozenset())
    heirs = document.heirs(base)
    if len(heirs) + len(naming.mapping) > VARIANTS or _is_deep(shapes, base, heirs):
        return None
    references = {v: Node(base.file, base.pointer, {"$ref": reference_of(r)}) for v, r in naming.mapping.items()}
    mapped = {v: document.step(reference) for v, reference in references.items()}
    told = {*mapped.values(), base}
    named = {own_name(n): n for n in heirs if n not in told}
    by_value: Heirs = {**named, **{v: n for v, n in mapped.items() if n != base}}
    values: dict[Node, list[str]] = {}
    for value, node in by_value.items():
        if node is not None:
            values.setdefault(node, []).append(value)
    return _Family(by_value, values, frozenset((*heirs, *values)))


def _is_deep(shapes: Shapes, base: Node, heirs: tuple[Node, ...]) -> bool:
    """Variants of variants of variants, further than anybody looks."""
    below: dict[Node, list[Node]] = {}
    for heir in heirs:
        for above in held_by(shapes, heir):
            below.setdefault(above, []).append(heir)
    seen, level = {base}, [base]
    for _ in range(VARIANT_DEPTH):
        level = [*dict.fromkeys(heir for node in level for heir in below.get(node, ()) if heir not in seen)]
        seen.update(level)
    return bool(level)


class Variants(Struct, frozen=True):
    """The variants that can be told on the wire, each with the schema that asks for its values."""

    name: str
    tags: dict[Node, Node]

    @property
    def values(self) -> frozenset[str]:
        """All values that mean one of them."""
        return frozenset[str]().union(*map(values_of, self.tags.values()))

    def meant_by(self, value: object) -> tuple[Node, ...]:
        """The variants that a whole value says it is."""
        said = value.get(self.name) if isinstance(value, dict) else None
        return tuple(n for n, tag in self.tags.items() if isinstance(said, str) and said in values_of(tag))


def variants_of(shapes: Shapes, schema: Schema) -> Variants | None:
    """The variants of a schema that lists none; `None` where it has none that can be told.

    A value that means none of them is one of the schema itself: other files may hold further variants.
    """
    known: dict[Schema, Variants | None] = shapes.worked_out.setdefault("variants", {})
    if schema not in known:
        known[schema] = _told(shapes, schema)
    return known[schema]


def _told(shapes: Shapes, schema: Schema) -> Variants | None:
    heirs = heirs_of(shapes, schema)
    if not heirs or len(heirs) > TOLD_VARIANTS:
        return None
    naming = naming_of(shapes.facts(schema).where["discriminator"].fields["discriminator"])
    assert naming is not None
    names: dict[Node, set[str]] = {}
    for value, heir in heirs.items():
        if heir is not None:
            names.setdefault(shapes.settled((heir,))[0], set()).add(value)
    every = frozenset(heirs)
    told = {n: tag_of(shapes.document, n, naming.name, frozenset(v), every) for n, v in names.items()}
    tags = {node: tag for node, tag in told.items() if tag is not None}
    return Variants(naming.name, tags) if tags else None


def asked_of(shapes: Shapes, schema: Schema, variant: Schema) -> Schema:
    """What the discriminator of a schema asks of one of its variants."""
    variants = variants_of(shapes, schema)
    return () if variants is None else tuple(variants.tags[node] for node in variant if node in variants.tags)
