"""What tells the variants of a schema apart on the wire: the property's name, and which value means which variant."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED, Edit
from bot.contract.schema.facts import Facts
from bot.contract.schema.nodes import Node

_ANY_OTHER = "any other value"


def discriminator_edits(old: Facts, new: Facts) -> Iterator[Edit]:
    """The property that tells variants apart; and of a schema that names no variants, the values it maps."""
    before, after = _said(old), _said(new)
    at = old.where.get("discriminator"), new.where.get("discriminator")
    was, now = before.get("propertyName"), after.get("propertyName")
    if was != now:
        relation = NARROWED if was is None else WIDENED if now is None else CHANGED
        yield Edit("discriminator", relation, old=was, new=now, at_old=at[0], at_new=at[1])
    elif was is not None:
        yield from _default_edits(before.get("defaultMapping"), after.get("defaultMapping"), at)
    if not old.groups and not new.groups:
        o, n = _mapping(before), _mapping(after)
        moved = sorted(v for v in o.keys() & n.keys() if o[v] != n[v])
        if moved:
            was, now = ([table[v] for v in moved] for table in (o, n))
            yield Edit("discriminator-value", CHANGED, old=was, new=now, at_old=at[0], at_new=at[1])


def _default_edits(old: object, new: object, at: tuple[Node | None, Node | None]) -> Iterator[Edit]:
    """The variant of values that name none (OpenAPI 3.2)."""
    was, now = (_last(v) if isinstance(v, str) else None for v in (old, new))
    if was is not None and now is not None and was != now:
        yield Edit("discriminator-value", CHANGED, old=[was], new=[now], at_old=at[0], at_new=at[1])
    elif was != now:
        yield from _values([_ANY_OTHER] if now is None else [], [_ANY_OTHER] if was is None else [], at)


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


def value_edits(facts: tuple[Facts, Facts], pairs: list[tuple[Node, Node]]) -> Iterator[Edit]:
    """Values that mean another variant than before: a mapping moved, or a component whose name is sent was renamed."""
    said = [_said(f) for f in facts]
    if not all(s.get("propertyName") for s in said):
        return
    named = [_by_name(_mapping(s)) for s in said]
    meant = [_Meant(old, new, _names(old, named[0]), _names(new, named[1])) for old, new in pairs]
    moved = set().union(*(m.before for m in meant)) & set().union(*(m.after for m in meant))
    moved -= set().union(*(m.before & m.after for m in meant))
    old_names, new_names = _variants((m.old, m.before) for m in meant), _variants((m.new, m.after) for m in meant)
    ways = sorted({(old, new) for v in moved for old in old_names[v] for new in new_names[v]})
    if ways:
        was, now = ([way[i] for way in ways] for i in (0, 1))
        at = facts[0].where.get("discriminator"), facts[1].where.get("discriminator")
        yield Edit("discriminator-value", CHANGED, old=was, new=now, at_old=at[0], at_new=at[1])
    for m in meant:
        gone, come = m.before - m.after - moved, m.after - m.before - moved
        yield from _values(sorted(gone), sorted(come), (m.old, m.new))


def _variants(named: Iterable[tuple[Node, set[str]]]) -> dict[str, set[str]]:
    """By value, the names of the variants that it means."""
    found: dict[str, set[str]] = {}
    for branch, values in named:
        for value in values:
            found.setdefault(value, set()).add(_last_of(branch))
    return found


class _Meant(Struct, frozen=True):
    """A variant of both versions, with the values that mean it in each."""

    old: Node
    new: Node
    before: set[str]
    after: set[str]


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


def _by_name(mapping: dict[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for value, name in mapping.items():
        found.setdefault(name, set()).add(value)
    return found


def _names(branch: Node, named: dict[str, set[str]]) -> set[str]:
    """The values that mean this variant: those mapped to it, or the name of its component."""
    ref = branch.fields.get("$ref")
    return named.get(_last(ref), {_last(ref)}) if isinstance(ref, str) else set()


def _last_of(branch: Node) -> str:
    return _last(str(branch.fields["$ref"]))


def _last(ref: str) -> str:
    return ref.rsplit("/", 1)[-1]
