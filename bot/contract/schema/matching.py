"""Which branch of a union became which: by their text, by what they are called, by what tells them apart."""

from collections import Counter
from collections.abc import Callable
from typing import Protocol

from bot.contract.limits import MATCHED_BRANCHES
from bot.contract.schema.facts import Group
from bot.contract.schema.keywords import type_words
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.subsume import Subsumption
from bot.contract.schema.tags import values_of
from bot.contract.schema.values import canonical


class Sides(Protocol):
    """The two documents and the proofs between them."""

    old: Shapes
    new: Shapes
    proofs: Subsumption


def twins(sides: Sides, old: list[Node], new: list[Node]) -> list[tuple[Node, Node]]:
    """Branches written alike, first those with the very same text; they leave the lists."""
    exact: dict[str, list[Node]] = {}
    for b in new:
        exact.setdefault(canonical(b.value), []).append(b)
    found = [(a, same.pop()) for a in old if (same := exact.get(canonical(a.value)))]
    _leave(found, old, new)
    if len(old) * len(new) <= MATCHED_BRANCHES:
        for a in list(old):
            twin = next((b for b in new if alike(sides, a, b)), None)
            if twin:
                found.append((a, twin))
                _leave([(a, twin)], old, new)
    return found


def _leave(found: list[tuple[Node, Node]], old: list[Node], new: list[Node]) -> None:
    """Take matched branches out of the lists; there may be many thousands."""
    gone, come = {a for a, _ in found}, {b for _, b in found}
    old[:] = [a for a in old if a not in gone]
    new[:] = [b for b in new if b not in come]


def pairs_of(
    sides: Sides,
    groups: tuple[Group, Group],
    beside: tuple[Schema, Schema],
    old: list[Node],
    new: list[Node],
) -> list[tuple[Node, Node]]:
    """Branches that became one another, by what they are called or by what tells them apart; they leave the lists."""
    pairs: list[tuple[Node, Node]] = []
    for key in (_ref_name, _title):
        pairs += _by(key, key, old, new)
    pairs += _by(lambda n: _meant(sides.old, groups[0], n), lambda n: _meant(sides.new, groups[1], n), old, new)
    pairs += _by(lambda n: _tag(sides.old, n), lambda n: _tag(sides.new, n), old, new)
    pairs += _by(lambda n: _kind(sides.old, n), lambda n: _kind(sides.new, n), old, new)
    pairs += _named_alike(sides, beside, old, new)
    if len(old) == len(new) == 1 and not sides.proofs.disjoint(sides.old, (old[0],), sides.new, (new[0],)):
        pairs.append((old.pop(), new.pop()))
    return pairs


def alike(sides: Sides, old: Node, new: Node) -> bool:
    """Two branches are written alike, with all they refer to."""
    return sides.proofs.likeness.alike(old, sides.old.document, new, sides.new.document)


def _by(
    old_key: Callable[[Node], str | None], new_key: Callable[[Node], str | None], old: list[Node], new: list[Node]
) -> list[tuple[Node, Node]]:
    """Pairs of branches whose key is the same and unique on both sides; they leave the lists."""
    found = _once(old_key, new_key, old, new)
    _leave(found, old, new)
    return found


def _once(
    old_key: Callable[[Node], str | None], new_key: Callable[[Node], str | None], old: list[Node], new: list[Node]
) -> list[tuple[Node, Node]]:
    left = [(k, n) for n in old if (k := old_key(n)) is not None]
    right = [(k, n) for n in new if (k := new_key(n)) is not None]
    once_left, once_right = Counter(k for k, _ in left), Counter(k for k, _ in right)
    table = {k: n for k, n in right if once_right[k] == 1}
    return [(n, table[k]) for k, n in left if once_left[k] == 1 and k in table]


def _named_alike(
    sides: Sides, beside: tuple[Schema, Schema], old: list[Node], new: list[Node]
) -> list[tuple[Node, Node]]:
    """Objects of the same names, with what stands beside them, if a value may be one of both; they leave the lists."""
    found = [
        (a, b)
        for a, b in _once(
            lambda n: _names(sides.old, (*beside[0], n)), lambda n: _names(sides.new, (*beside[1], n)), old, new
        )
        if not sides.proofs.disjoint(sides.old, (a,), sides.new, (b,))
    ]
    _leave(found, old, new)
    return found


def _ref_name(node: Node) -> str | None:
    ref = node.fields.get("$ref")
    return ref.rsplit("/", 1)[-1] if isinstance(ref, str) else None


def _title(node: Node) -> str | None:
    title = node.fields.get("title")
    return title if isinstance(title, str) else None


def _meant(shapes: Shapes, group: Group, branch: Node) -> str | None:
    """The values of the discriminator that mean it."""
    values = [value for tag in shapes.variant(group, branch)[1:] for value in sorted(values_of(tag))]
    return canonical(values) if values else None


def _tag(shapes: Shapes, node: Node) -> str | None:
    """The constants that tell this branch from the others, such as `"type": "card"`."""
    facts = shapes.facts((node,))
    tags = {}
    for name in facts.required:
        enum = shapes.facts(facts.properties.get(name, ())).enum
        if enum is not None and len(enum) == 1:
            tags[name] = next(iter(enum.values()))
    return canonical(tags) if tags else None


def _names(shapes: Shapes, schema: Schema) -> str | None:
    """The names an object may have and those it must have, where it has any."""
    facts = shapes.facts(schema)
    names = sorted(facts.properties.keys() | facts.required.keys())
    return canonical([names, sorted(facts.required)]) if names else None


def _kind(shapes: Shapes, node: Node) -> str | None:
    facts = shapes.facts((node,))
    return type_words(facts.types) if len(facts.types - {"null"}) == 1 else None
