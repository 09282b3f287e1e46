"""A pair of schemas being compared: what is known of both, and what has been found so far."""

import json
from collections.abc import Callable
from typing import Any, Protocol

from bot.contract.schema.branches import is_spread, open_groups
from bot.contract.schema.edits import Child, Difference, Edit
from bot.contract.schema.encoded import in_one_way
from bot.contract.schema.facts import Facts
from bot.contract.schema.keywords import LOWER, UPPER
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.order import bare_text
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.subsume import Subsumption
from bot.contract.schema.values import canonical

_OF_SINGLE_VALUES = frozenset(
    ("type", "enum", "const", "format", "pattern", "multipleOf", "uniqueItems", *LOWER, *UPPER)
)
"""Keywords that several parts of a conjunction may say of the same value, each in a few words."""


class Sides(Protocol):
    """The two documents, the proofs between them, and what is known to be one in both."""

    old: Shapes
    new: Shapes
    proofs: Subsumption

    @property
    def same(self) -> Callable[[Schema, Schema], bool]:
        """Whether two schemas are known to be one, with all they refer to."""


class Draft:
    """One pair being compared."""

    def __init__(self, sides: Sides, old: Schema, new: Schema) -> None:
        self.sides = sides
        self.schemas = (old, new)
        self.old, self.new = in_one_way(open_groups(sides.old.facts(old), old), open_groups(sides.new.facts(new), new))
        self.moved = is_spread(sides, (self.old, self.new))
        self.edits: list[Edit] = []
        self.children: list[Child] = []
        self._said: dict[tuple[bool, str], Node | None] = {}
        self.world = sides.proofs.plain.world

    @property
    def types(self) -> frozenset[str]:
        """The types that both versions take."""
        return self.old.types & self.new.types

    @property
    def difference(self) -> Difference:
        """What has been found."""
        return Difference(tuple(self.edits), tuple(self.children))

    def edit(self, keyword: str, relation: str | None, *, old: Any = None, new: Any = None, **more: Any) -> None:
        """Note one keyword that changed; a relation of `None` is no change."""
        if relation is None:
            return
        name = more.get("name")
        where = {
            "null": "type",
            "enum-value": "enum",
            "variant": "anyOf",
            "property": "properties",
            "format-unknown": "format",
        }.get(keyword, keyword)
        told = more.pop("at_old", None), more.pop("at_new", None)
        at_old = told[0] or _opposite(told[1], self.old) or self._place(self.schemas[0], self.old, where, name)
        at_new = told[1] or _opposite(told[0], self.new) or self._place(self.schemas[1], self.new, where, name)
        self.edits.append(Edit(keyword, relation, old=old, new=new, at_old=at_old, at_new=at_new, **more))

    def _said_at(self, facts: Facts, keyword: str) -> Node | None:
        """The part that says it; of several, whichever comes first in an `allOf`, the one whose word does."""
        key = (facts is self.old, keyword)
        if key not in self._said:
            said = [part for part in facts.parts if part.file and keyword in part.fields]
            found = facts.where.get(keyword)
            if len(said) > 1 and keyword in _OF_SINGLE_VALUES:
                found = min(said, key=lambda n: canonical(n.fields[keyword]))
            if len(said) > 1 and keyword == "properties":  # what is no object names nothing
                found = min((n for n in said if isinstance(n.fields[keyword], dict)), key=_names, default=found)
            self._said[key] = found
        return self._said[key]

    def _place(self, schema: Schema, facts: Facts, keyword: str, name: str | None) -> Node | None:
        node = self._said_at(facts, keyword)
        if node is not None and node.file and keyword in node.fields:
            return node.child(keyword)
        if node is not None and node.file:
            return node
        written = [n for n in schema if n.file]  # what a discriminator asks for stands nowhere
        if len(written) < 2:
            return written[0] if written else None
        return min(written, key=lambda n: bare_text(n.value))


def _opposite(there: Node | None, facts: Facts) -> Node | None:
    """Where a property is missing: in the part of the name that its own part has, if that is a name and no number."""
    above = there.pointer.rpartition("/properties/")[0] if there is not None else ""
    if not above or any(step.isdecimal() for step in above.split("/")):
        return None
    found = [part for part in facts.parts if part.file and part.pointer == above and "properties" in part.fields]
    return min(found, key=lambda n: n.file).child("properties") if found else None


def _names(part: Node) -> list[str]:
    names = part.fields["properties"]
    return sorted(names) if isinstance(names, dict) else []


def at(old: Schema, new: Schema) -> dict[str, Node | None]:
    """Where an edit of these two schemas stands."""
    return {"at_old": old[0] if old else None, "at_new": new[0] if new else None}


def tag(name: str, is_so: bool) -> frozenset[str]:  # noqa: FBT001 - the caller's condition reads as one
    """The tag, where it is so."""
    return frozenset((name,)) if is_so else frozenset()


def said(limit: Any) -> Any:
    """A limit as people write it."""
    if isinstance(limit, tuple):
        return limit[0] if not limit[1] else f"{limit[0]} (exclusive)"
    return limit


def joined(texts: frozenset[str]) -> str | None:
    """Several texts as one; `None` for none."""
    return " and ".join(sorted(texts)) or None


def value(text: str | None) -> Any:
    """A value that was kept as text."""
    return None if text is None else json.loads(text)
