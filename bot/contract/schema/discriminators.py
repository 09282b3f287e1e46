"""What tells the variants of a schema apart on the wire: the property's name, and which value means which variant."""

import json
from collections.abc import Iterator
from typing import Any

from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED, Edit
from bot.contract.schema.facts import Facts
from bot.contract.schema.nodes import Node, Schema, escape, unescape
from bot.contract.schema.shapes import Shapes


def discriminator_edits(old: Facts, new: Facts) -> Iterator[Edit]:
    """The property that tells variants apart; and of a schema that names no variants, the values it maps."""
    before, after = _said(old), _said(new)
    at = old.where.get("discriminator"), new.where.get("discriminator")
    was, now = before.get("propertyName"), after.get("propertyName")
    if was != now:
        relation = NARROWED if was is None else WIDENED if now is None else CHANGED
        yield Edit("discriminator", relation, old=was, new=now, at_old=at[0], at_new=at[1])
    if not old.groups and not new.groups:
        o, n = _mapping(before), _mapping(after)
        moved = sorted(v for v in o.keys() & n.keys() if o[v] != n[v])
        if moved:
            was, now = ([table[v] for v in moved] for table in (o, n))
            yield Edit("discriminator-value", CHANGED, old=was, new=now, at_old=at[0], at_new=at[1])


def heirs_of(shapes: Shapes, schema: Schema) -> dict[str, Node | None]:
    """The variants of a schema that has a discriminator but lists none, by the value that means each.

    They are those that are mapped, and the named schemas that hold it in their `allOf`; `None` for a mapped value that
    leads nowhere. A variant's own variants are those that hold it in turn.
    """
    facts = shapes.facts(schema)
    base, said = facts.where.get("discriminator"), _said(facts)
    if base is None or facts.groups or not isinstance(said.get("propertyName"), str):
        return {}
    document = shapes.document
    heirs = document.heirs(base)
    mapped = {v: document.step(Node(base.file, base.pointer, {"$ref": r})) for v, r in _references(said).items()}
    known = {*heirs, *(n for n in mapped.values() if n is not None)} - {base}
    own = known & {*facts.parts, *shapes.settled(schema)}
    if own:
        known &= {h for node in own for h in document.heirs(node)} - own
        mapped = {v: n for v, n in mapped.items() if n in known}
    named = {_own_name(n): n for n in heirs if n in known and n not in mapped.values()}
    return {**named, **{v: n for v, n in mapped.items() if n != base}}


def heir_edits(
    before: dict[str, Node | None], after: dict[str, Node | None], facts: tuple[Facts, Facts]
) -> Iterator[Edit]:
    """The variants that came or went, of schemas that list none; what a mapping moved is told of the mapping alone."""
    at = facts[0].where.get("discriminator"), facts[1].where.get("discriminator")
    maps = [_mapping(_said(f)) for f in facts]
    moved = {name for v in maps[0].keys() & maps[1].keys() if maps[0][v] != maps[1][v] for name in (m[v] for m in maps)}
    if all(at):
        gone, come = (before.keys() - after.keys()) - moved, (after.keys() - before.keys()) - moved
        yield from _values(sorted(gone), sorted(come), at)


def _own_name(heir: Node) -> str:
    """What stands in the discriminator for a variant that no mapping names."""
    said = heir.fields.get("x-ms-discriminator-value")
    return said if isinstance(said, str) else unescape(_last(heir.pointer))


def _references(said: dict[str, Any]) -> dict[str, str]:
    """What a mapping names, as references; it may also hold bare names."""
    mapping = said.get("mapping")
    told = {v: r for v, r in mapping.items() if isinstance(r, str)} if isinstance(mapping, dict) else {}
    return {v: r if any(c in r for c in "#/.") else f"#/components/schemas/{escape(r)}" for v, r in told.items()}


def value_edits(facts: tuple[Facts, Facts], pairs: list[tuple[Node, Node]]) -> Iterator[Edit]:
    """Values that mean another variant than before: a mapping moved, or a component whose name is sent was renamed."""
    said = [_said(f) for f in facts]
    if not all(s.get("propertyName") for s in said):
        return
    maps = [_mapping(s) for s in said]
    for old, new in pairs:
        before, after = _names(old, maps[0]), _names(new, maps[1])
        yield from _values(sorted(before - after), sorted(after - before), (old, new))


def _values(gone: list[str], come: list[str], at: tuple[Node | None, Node | None]) -> Iterator[Edit]:
    if gone:
        yield Edit("discriminator-value", NARROWED, old=gone, at_old=at[0], at_new=at[1])
    if come:
        yield Edit("discriminator-value", WIDENED, new=come, at_old=at[0], at_new=at[1])


def _said(facts: Facts) -> dict[str, Any]:
    value = json.loads(facts.discriminator) if facts.discriminator is not None else None
    return value if isinstance(value, dict) else {}


def _mapping(said: dict[str, Any]) -> dict[str, str]:
    """Value → the last name of what it refers to."""
    mapping = said.get("mapping")
    return {v: _last(str(ref)) for v, ref in mapping.items()} if isinstance(mapping, dict) else {}


def _names(branch: Node, mapping: dict[str, str]) -> set[str]:
    """The values that mean this variant: those mapped to it, or the name of its component."""
    ref = branch.fields.get("$ref")
    if not isinstance(ref, str):
        return set()
    return {v for v, name in mapping.items() if name == _last(ref)} or {_last(ref)}


def _last(ref: str) -> str:
    return ref.rsplit("/", 1)[-1]
