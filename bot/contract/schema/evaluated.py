"""What `unevaluatedProperties` and `unevaluatedItems` leave alone: names and items that something beside them names.

The keyword may stay as it is while what stands beside it goes, or comes; then it is about other names than before.
"""

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from bot.contract.limits import EVALUATED_PAIRS, NAMED_PARTS
from bot.contract.schema.drafts import Draft
from bot.contract.schema.edits import WIDENED, Edit
from bot.contract.schema.facts import Facts
from bot.contract.schema.lattices import relation
from bot.contract.schema.nodes import Document, Node
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.views import CLOSED

_BRANCHES = ("anyOf", "oneOf")
_WAYS = ("if", "then", "else")


class Evaluated(Struct, frozen=True):
    """Of one schema: names, patterns of names, and how many first items are spoken of; `every`: all of them are.

    `branches` is what each branch of a union speaks of where it holds, `ways` the same of each way of a condition.
    """

    names: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    items: int = 0
    every: bool = False
    branches: tuple["Evaluated", ...] = ()
    ways: tuple[tuple[str, "Evaluated"], ...] = ()

    def covers(self, other: "Evaluated") -> bool:
        """Whatever the other one speaks of, this one does."""
        if self.every:
            return True
        certain = not other.every and other.items <= self.items
        certain &= other.names <= self.names and other.patterns <= self.patterns
        bare = Evaluated(self.names, self.patterns, self.items)
        certain &= all(
            bare.covers(each) or any(way == mine and own.covers(each) for mine, own in self.ways)
            for way, each in other.ways
        )
        is_left = not all(bare.covers(each) for each in other.branches)
        return certain and (not is_left or _paired(self.branches, other.branches))

    def may_name(self, name: str) -> bool:
        """Something in it may speak of the name."""
        inner = (*self.branches, *(way for _, way in self.ways))
        return self.every or bool(self.patterns) or name in self.names or any(i.may_name(name) for i in inner)

    def all_names(self) -> frozenset[str] | None:
        """Every name it may speak of; `None` where that is no list."""
        inner = [each.all_names() for each in (*self.branches, *(way for _, way in self.ways))]
        if self.every or self.patterns or None in inner:
            return None
        return self.names.union(*(names for names in inner if names is not None))


def _paired(mine: tuple[Evaluated, ...], theirs: tuple[Evaluated, ...]) -> bool:
    """Each branch of the one that has fewer has a branch of its own in the other, and what is mine covers what is not.

    (A branch that came or went is told of by itself.) Those that speak of the same are one another's own; of very many
    others nobody asks.
    """
    mine, theirs = _apart(mine, theirs), _apart(theirs, mine)
    if len(mine) * len(theirs) > EVALUATED_PAIRS:
        return False
    fits = [[j for j, their in enumerate(theirs) if my.covers(their)] for my in mine]
    if len(mine) > len(theirs):
        fits = [[i for i, row in enumerate(fits) if j in row] for j in range(len(theirs))]
    taken: dict[int, int] = {}

    def placed(row: int, seen: set[int]) -> bool:
        for column in fits[row]:
            if column not in seen:
                seen.add(column)
                if column not in taken or placed(taken[column], seen):
                    taken[column] = row
                    return True
        return False

    return all(placed(row, set()) for row in range(len(fits)))


def _apart(some: tuple[Evaluated, ...], others: tuple[Evaluated, ...]) -> tuple[Evaluated, ...]:
    """Those that are not among the others as well, each as often as there are more of it."""
    return tuple((Counter(some) - Counter(others)).elements())


def evaluated_edits(draft: Draft) -> Iterator[Edit]:
    """Where the keyword stays and is about other names or items now.

    That a named property went, or came, is told of the property.
    """
    for keyword, kind in (("unevaluatedProperties", "object"), ("unevaluatedItems", "array")):
        before, after = holders(draft.old, keyword), holders(draft.new, keyword)
        if not before or not after or kind not in draft.types or all(_is_idle(n, keyword) for n in after):
            continue
        old = [evaluated(draft.sides.old, n, kind) for n in before]
        new = [evaluated(draft.sides.new, n, kind) for n in after]
        told = (draft.old.properties.keys() ^ draft.new.properties.keys()) if kind == "object" else frozenset[str]()
        kept = all(any(_without(n, told).covers(_without(o, told)) for o in old) for n in new)
        back = all(any(_without(o, told).covers(_without(n, told)) for n in new) for o in old)
        found = relation(kept=kept, back=back)
        if found == WIDENED and kind == "object" and draft.world != CLOSED:
            continue  # names that come are told as such, and who reads does not refuse them
        if found is not None:
            at = before[0].child(keyword), after[0].child(keyword)
            yield Edit("condition", found, name=keyword, at_old=at[0], at_new=at[1], tags=frozenset(("evaluated",)))


def is_shut_out(draft: Draft, name: str) -> bool:
    """The new version takes no property of this name, because nothing speaks of it."""
    return any(not evaluated(draft.sides.new, n, "object").may_name(name) for n in _shutting(draft.new))


def was_shut(draft: Draft) -> bool:
    """Of names that nobody spells out, the old version took none either.

    It may have said so in another way. What it took, the new one takes for sure, or is told of by name.
    """
    before = _all_names(draft.sides.old, draft.old)
    if before is None:
        return False
    told, closed = draft.old.properties.keys(), [c.names for c in draft.new.closures if c.closed]
    spoken = [evaluated(draft.sides.new, node, "object") for node in _shutting(draft.new)]
    draft.sides.old.steps.take(len(before) * (len(closed) + len(spoken)))
    return all(before <= names | told for names in closed) and all(
        name in each.names or (name in told and not each.may_name(name)) for each in spoken for name in sorted(before)
    )


def _all_names(shapes: Shapes, facts: Facts) -> frozenset[str] | None:
    """The names that an object may have; `None` where it may have others."""
    shut = [c.names for c in facts.closures if c.closed and not c.patterns]
    if shut:
        return shut[0].intersection(*shut)
    found = (evaluated(shapes, node, "object").all_names() for node in _shutting(facts))
    return next((names for names in found if names is not None), None)


def _shutting(facts: Facts) -> list[Node]:
    return [n for n in holders(facts, "unevaluatedProperties") if n.fields["unevaluatedProperties"] is False]


def is_named_by_a_way(shapes: Shapes, facts: Facts, name: str) -> bool:
    """A condition speaks of a property of this name, so it may be there though nothing else declares it."""
    parts = [p for p in facts.parts if not p.fields.keys().isdisjoint((*_WAYS, "dependentSchemas"))]
    ways = [way for part in parts for _, way in evaluated(shapes, part, "object").ways]
    return any(way.may_name(name) for way in ways)


def holders(facts: Facts, keyword: str) -> list[Node]:
    """The schemas that hold the keyword."""
    return [part for part in facts.parts if keyword in part.fields] if keyword in facts.other else []


def _is_idle(node: Node, keyword: str) -> bool:
    return node.fields[keyword] is True or node.fields[keyword] == {}


def _without(one: Evaluated, names: frozenset[str] | set[str]) -> Evaluated:
    branches = tuple(_without(each, names) for each in one.branches)
    ways = tuple((way, _without(each, names)) for way, each in one.ways)
    return Evaluated(one.names - names, one.patterns, one.items, one.every, branches, ways)


def evaluated(shapes: Shapes, node: Node, kind: str) -> Evaluated:
    """What a schema and its parts speak of; all of it where the schema has no end that we see."""
    return _Looking(shapes.document, kind).at(node, is_holder=True)


class _Looking:
    """One schema being looked through, so many parts and no more."""

    def __init__(self, document: Document, kind: str) -> None:
        self.document, self.kind, self.left = document, kind, NAMED_PARTS

    def at(self, node: Node, *, is_holder: bool = False) -> Evaluated:
        names, patterns, items, every = set[str](), set[str](), 0, False
        branches: list[Evaluated] = []
        ways: list[tuple[str, Evaluated]] = []
        for part in self._parts(node):
            self.left -= 1
            if self.left < 0:
                return Evaluated(every=True)
            fields, is_own = part.fields, is_holder and part == node
            if self.kind == "object":
                names.update(_keys(fields.get("properties")))
                patterns.update(_keys(fields.get("patternProperties")))
                every |= "additionalProperties" in fields or ("unevaluatedProperties" in fields and not is_own)
            else:
                slots = fields.get("prefixItems")
                items = max(items, len(slots) if isinstance(slots, list) else 0)
                every |= "items" in fields or ("unevaluatedItems" in fields and not is_own)
            branches += self._branches(part)
            ways += self._ways(part)
        return Evaluated(frozenset(names), frozenset(patterns), items, every, tuple(branches), tuple(ways))

    def _parts(self, node: Node) -> Iterator[Node]:
        """The schema, what it refers to, and what it holds in its `allOf`."""
        queue = {node: None}
        stack = [node]
        while stack:
            at = stack.pop()
            yield at
            held = at.fields.get("allOf")
            below = [at.child("allOf", i) for i in range(len(held))] if isinstance(held, list) else []
            target = self.document.step(at) if "$ref" in at.fields else None
            for part in (*below, *((target,) if target is not None else ())):
                if part not in queue:
                    queue[part] = None
                    stack.append(part)

    def _branches(self, part: Node) -> Iterator[Evaluated]:
        for keyword in _BRANCHES:
            held = part.fields.get(keyword)
            for index in range(len(held)) if isinstance(held, list) else ():
                yield self.at(part.child(keyword, index))

    def _ways(self, part: Node) -> Iterator[tuple[str, Evaluated]]:
        for keyword in _WAYS:
            if keyword in part.fields:
                yield keyword, self.at(part.child(keyword))
        dependent = part.fields.get("dependentSchemas")
        for name in sorted(dependent) if isinstance(dependent, dict) else ():
            yield f".{name}", self.at(part.child("dependentSchemas", name))
        if self.kind == "array" and "contains" in part.fields:
            yield "contains", Evaluated(names=frozenset(("contains",)))


def _keys(value: object) -> list[str]:
    return list(value) if isinstance(value, dict) else []
