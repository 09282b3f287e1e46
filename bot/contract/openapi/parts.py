"""The parts of a form that a description says something of: by their names, by their places, parts within parts."""

from collections.abc import Iterator

from msgspec import Struct

from bot.contract.openapi.schemas import schema_at
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.pairs import Pairs

Both = tuple[Node | None, Node | None]
"""What the old and the new version say of a part: an encoding, or nothing."""

_NOTHING: tuple[Schema, Schema] = ((), ())


class Part(Struct, frozen=True):
    """A part in both versions: its name or place, what is said of it, what it is, and where a finding stands."""

    name: str
    said: Both
    schemas: tuple[Schema, Schema]
    places: tuple[Node, Node]


def parts_of(pairs: Pairs, old: Node, new: Node, *, multipart: bool) -> Iterator[Part]:
    """Every part that either of two media types has an encoding for. Source: OpenAPI 3.2.0, 4.14 and 4.15."""
    whole, items = ((schema_at(old, k), schema_at(new, k)) for k in ("schema", "itemSchema"))
    found = [Part("", (old, new), whole, (old, new))]
    while found:
        above = found.pop()
        below = [*_named(pairs, above), *(_placed(pairs, above, items) if multipart else ())]
        yield from below
        found += [part for part in below if multipart]
        items = _NOTHING


def _named(pairs: Pairs, above: Part) -> Iterator[Part]:
    """Parts by name; of one that the schema does not name the encoding is ignored."""
    named = [_members(node) for node in above.said]
    properties = pairs.old.facts(above.schemas[0]).properties, pairs.new.facts(above.schemas[1]).properties
    for name in sorted(named[0].keys() | named[1].keys()):
        if name in properties[0] and name in properties[1]:
            dotted = f"{above.name}.{name}" if above.name else name
            said = named[0].get(name), named[1].get(name)
            yield _part(dotted, said, (properties[0][name], properties[1][name]), above)


def _members(node: Node | None) -> dict[str, Node]:
    value = node.fields.get("encoding") if node is not None else None
    return {name: node.child("encoding", name) for name in value} if node and isinstance(value, dict) else {}


def _placed(pairs: Pairs, above: Part, items: tuple[Schema, Schema]) -> Iterator[Part]:
    """Parts by place: the first ones one by one, then what holds for all that follow."""
    said = [_sequence(node) for node in above.said]
    facts = pairs.old.facts(above.schemas[0]), pairs.new.facts(above.schemas[1])
    first = max(len(nodes) for nodes, _ in said)
    for index in range(first):
        at = tuple(nodes[index] if index < len(nodes) else rest for nodes, rest in said)
        schemas = items[0] or facts[0].slot(index), items[1] or facts[1].slot(index)
        yield _part(f"{above.name}[{index}]", (at[0], at[1]), schemas, above)
    if said[0][1] or said[1][1]:
        after = max(first, facts[0].slots, facts[1].slots)
        schemas = items[0] or facts[0].slot(after), items[1] or facts[1].slot(after)
        yield _part(f"{above.name}[]", (said[0][1], said[1][1]), schemas, above)


def _sequence(node: Node | None) -> tuple[list[Node], Node | None]:
    first = node.fields.get("prefixEncoding") if node is not None else None
    rest = node.fields.get("itemEncoding") if node is not None else None
    nodes = [node.child("prefixEncoding", i) for i in range(len(first))] if node and isinstance(first, list) else []
    return nodes, node.child("itemEncoding") if node and isinstance(rest, dict) else None


def _part(name: str, said: Both, schemas: tuple[Schema, Schema], above: Part) -> Part:
    return Part(name, said, schemas, (said[0] or above.places[0], said[1] or above.places[1]))
