"""The variants of a schema that has a discriminator but lists none: the named schemas that take it up.

Source: OpenAPI 3.0.3 and 3.1, "Composition and Inheritance (Polymorphism)".
"""

from msgspec import Struct

from bot.contract.limits import TOLD_VARIANTS
from bot.contract.schema.naming import branches_of, naming_of, own_name, reference_of
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.tags import tag_of, values_of


def heirs_of(shapes: Shapes, schema: Schema) -> dict[str, Node | None]:
    """The variants of a schema, by the value that means each.

    They are those that are mapped, and the named schemas that hold it in their `allOf`; `None` for a mapped value that
    leads nowhere. A variant's own variants are those that hold it in turn.
    """
    facts = shapes.facts(schema)
    base = facts.where.get("discriminator")
    naming = None if base is None else naming_of(base.fields.get("discriminator"))
    if base is None or naming is None or facts.groups or branches_of(base):
        return {}
    document = shapes.document
    heirs = document.heirs(base)
    references = {v: reference_of(r) for v, r in naming.mapping.items()}
    mapped = {v: document.step(Node(base.file, base.pointer, {"$ref": r})) for v, r in references.items()}
    known = {*heirs, *(n for n in mapped.values() if n is not None)} - {base}
    own = known & {*facts.parts, *shapes.settled(schema)}
    if own:
        known &= {h for node in own for h in document.heirs(node)} - own
        mapped = {v: n for v, n in mapped.items() if n in known}
    named = {own_name(n): n for n in heirs if n in known and n not in mapped.values()}
    return {**named, **{v: n for v, n in mapped.items() if n != base}}


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
