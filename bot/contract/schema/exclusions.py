"""Keywords that only exclude values (`not`, `if`, `contains` …): which way a change of one of them goes."""

from collections.abc import Iterator
from typing import Any, Protocol

from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED, Edit
from bot.contract.schema.encoded import is_any_bytes
from bot.contract.schema.facts import Facts
from bot.contract.schema.lattices import of_dependents, relation, together
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.subsume import Subsumption
from bot.contract.schema.views import CLOSED, View

KINDS: dict[str, str | None] = {
    "not": None,
    "if": None,
    "contains": "array",
    "propertyNames": "object",
    "dependentRequired": "object",
    "dependentSchemas": "object",
    "unevaluatedItems": "array",
    "unevaluatedProperties": "object",
    "contentMediaType": "string",
    "contentEncoding": "string",
    "contentSchema": "string",
}
"""Each keyword, and the type it constrains: beside other types it says nothing."""

BESIDE = {"if": ("then", "else"), "contains": ("minContains", "maxContains")}
"""Keywords that mean something only beside another."""

_FLIP = {NARROWED: WIDENED, WIDENED: NARROWED, CHANGED: CHANGED, None: None}
_MONOTONE = frozenset(("propertyNames", "contentSchema", "unevaluatedItems", "unevaluatedProperties"))

_PLAIN_SCHEMA = View(world=CLOSED)

Other = dict[str, tuple[Node, ...]]


class Sides(Protocol):
    """The two documents and the proofs between them."""

    old: Shapes
    new: Shapes
    proofs: Subsumption


def condition_edits(sides: Sides, old: Facts, new: Facts) -> Iterator[Edit]:
    """The edits of every condition that one version or the other has."""
    types = old.types & new.types
    for keyword, kind in KINDS.items():
        before, after = _said(old.other, keyword), _said(new.other, keyword)
        if (kind is not None and kind not in types) or not (before or after):
            continue
        found = _Condition(sides, keyword, before, after).relation()
        if found is not None:
            at = [nodes.get(keyword, (None,))[0] for nodes in (before, after)]
            tags = _undeclared(keyword, before, after, old)
            yield Edit("condition", found, name=keyword, at_old=at[0], at_new=at[1], tags=tags)


def judged_here() -> set[str]:
    """Keywords that need no other judge: conditions, what stands beside them, and what stands there for nothing."""
    return {k for main in KINDS for k in (main, *BESIDE.get(main, ()))}


def _said(other: Other, keyword: str) -> Other:
    """The keyword with those beside it; nothing where they say nothing."""
    if keyword.startswith("dependent"):
        other = _dependents(other)
    found = {k: other[k] for k in (keyword, *BESIDE.get(keyword, ())) if k in other}
    if keyword not in found:
        return {}
    if keyword == "if" and len(found) == 1:
        return {}
    if keyword in _MONOTONE and all(v is True or v == {} for v in _values(found, keyword)):
        return {}
    if all(is_any_bytes(keyword, v) for v in _values(found, keyword)):
        return {}
    if keyword == "contains" and "maxContains" not in found and _values(found, "minContains") == [0]:
        return {}
    return found


def _dependents(other: Other) -> Other:
    """A dependent schema that only requires names is a dependent list of names."""
    names: dict[str, object] = {}
    found: dict[str, tuple[Node, ...]] = {}
    for node in other.get("dependentSchemas", ()):
        plain = {k: v["required"] for k, v in node.fields.items() if isinstance(v, dict) and v.keys() == {"required"}}
        rest = {k: v for k, v in node.fields.items() if k not in plain}
        names |= plain
        if rest or not isinstance(node.value, dict):
            kept = node if not plain else Node(node.file, node.pointer, rest)
            found["dependentSchemas"] = (*found.get("dependentSchemas", ()), kept)
        elif plain and "dependentRequired" not in other:
            found["dependentRequired"] = (Node(node.file, node.pointer, names),)
    for node in other.get("dependentRequired", ()):
        both = node if not names else Node(node.file, node.pointer, {**names, **node.fields})
        found["dependentRequired"] = (*found.get("dependentRequired", ()), both)
    return found


def _values(other: Other, keyword: str) -> list[Any]:
    return [n.value for n in other.get(keyword, ())]


def _undeclared(keyword: str, before: Other, after: Other, old: Facts) -> frozenset[str]:
    """A condition set off only by names that the old contract does not declare."""
    if keyword not in ("dependentRequired", "dependentSchemas") or old.open_said or old.free_form or before:
        return frozenset()
    triggers = {n for v in _values(after, keyword) if isinstance(v, dict) for n in v}
    return frozenset(("undeclared",)) if not triggers & old.properties.keys() else frozenset()


class _Condition:
    """One condition of two schemas."""

    def __init__(self, sides: Sides, keyword: str, old: Other, new: Other) -> None:
        self.sides, self.keyword, self.old, self.new = sides, keyword, old, new

    def relation(self) -> str | None:
        """Which way it went; `None` when it takes the same values."""
        if not self.old or not self.new:
            return NARROWED if self.new else WIDENED
        words = self.old.keys() | self.new.keys()
        if all(self._alike(self.old.get(k, ()), self.new.get(k, ())) for k in words):
            return None
        if any(len(nodes) != 1 for nodes in (*self.old.values(), *self.new.values())):
            return CHANGED
        return self._one()

    def _one(self) -> str | None:
        match self.keyword:
            case "not":
                return _FLIP[self._schemas(self.keyword)]
            case "if":
                return self._if()
            case "contains":
                return self._contains()
            case "dependentRequired":
                old, new = _names(self.old), _names(self.new)
                return CHANGED if old is None or new is None else of_dependents(old, new)
            case "dependentSchemas":
                return self._dependent_schemas()
            case keyword if keyword in _MONOTONE:
                return self._schemas(keyword)
        return CHANGED

    def _if(self) -> str | None:
        """Monotone in `then` and `else` under an unchanged `if`; in `if` itself only where one of them says nothing."""
        test, then, otherwise = (self._schemas(k) for k in ("if", "then", "else"))
        if test is None:
            return together((then, otherwise))
        if "else" not in self.old and "else" not in self.new and then is None:
            return _FLIP[test]
        if "then" not in self.old and "then" not in self.new and otherwise is None:
            return test
        return CHANGED

    def _contains(self) -> str | None:
        """Fewer items fit a narrower schema: that narrows, unless there is an upper limit on those that fit."""
        inner = self._schemas("contains")
        if inner is not None and ("maxContains" in self.old or "maxContains" in self.new):
            return CHANGED
        least = [(_values(s, "minContains") or [1])[0] for s in (self.old, self.new)]
        most = [(_values(s, "maxContains") or [None])[0] for s in (self.old, self.new)]
        if not all(isinstance(v, int | float) for v in (*least, *(m for m in most if m is not None))):
            return CHANGED
        lower = relation(kept=least[1] <= least[0], back=least[0] <= least[1])
        top = [float("inf") if m is None else m for m in most]
        return together((inner, lower, relation(kept=top[0] <= top[1], back=top[1] <= top[0])))

    def _dependent_schemas(self) -> str | None:
        (old,), (new,) = self.old[self.keyword], self.new[self.keyword]
        names = old.fields.keys() | new.fields.keys()
        return together(
            self._pair(*((n.child(k),) if k in n.fields else () for n in (old, new))) for k in sorted(names)
        )

    def _schemas(self, keyword: str) -> str | None:
        return self._pair(self.old.get(keyword, ()), self.new.get(keyword, ()))

    def _pair(self, old: Schema, new: Schema) -> str | None:
        """Two schemas by proof; an absent one takes every value. What is not proved counts as changed.

        In plain JSON Schema: of the names in a value, what stands around the condition may declare any.
        """
        if self._alike(old, new):
            return None
        sides = self.sides
        return relation(
            kept=sides.proofs.within(sides.old, old, sides.new, new, _PLAIN_SCHEMA),
            back=sides.proofs.within(sides.new, new, sides.old, old, _PLAIN_SCHEMA),
        )

    def _alike(self, old: Schema, new: Schema) -> bool:
        documents = (self.sides.old.document, self.sides.new.document)
        return len(old) == len(new) and all(
            self.sides.proofs.likeness.alike(a, documents[0], b, documents[1]) for a, b in zip(old, new, strict=True)
        )


def _names(other: Other) -> dict[str, frozenset[str]] | None:
    """`None` for what is no map of lists."""
    (node,) = other["dependentRequired"]
    if not all(isinstance(v, list) for v in node.fields.values()):
        return None
    return {k: frozenset(map(str, v)) for k, v in node.fields.items() if isinstance(v, list)}
