"""The rules of proving that one schema's values are another's: a generator per pair, yielding what it needs proved.

A rule may be too weak, never wrong: what it does not understand takes more values than it does on the sender's side,
and fewer on the receiver's.
"""

from collections.abc import Generator, Iterator, KeysView
from enum import Enum

from msgspec import Struct

from bot.contract.limits import (
    AROUND,
    PROOF_BRANCHES,
    PROOF_PARTS,
    PROOF_PATTERNS,
    PROOF_SLOTS,
    PROOF_TWINS,
    PROOF_UNIONS,
    PROOF_VALUES,
)
from bot.contract.schema.conditions import Conditions
from bot.contract.schema.disjoint import disjoint
from bot.contract.schema.facts import Facts, Group, is_pure_union
from bot.contract.schema.keywords import ALL_TYPES
from bot.contract.schema.members import Members, Sent, is_settled
from bot.contract.schema.nodes import Node, Schema, unique
from bot.contract.schema.scalars import scalars_fit, whole_bounds
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.structure import Likeness
from bot.contract.schema.taking import Taking, is_hidden
from bot.contract.schema.values import canonical
from bot.contract.schema.views import View
from bot.contract.steps import Steps

_SCALARS = ALL_TYPES - {"array", "object"}
"""Of listed values of these types those that the rest of a schema rules out are left out of the list."""


class Answer(Enum):
    """What is known of "every value of this is one of that". NO: a listed value is one here and none there."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Goal(Struct, frozen=True):
    """A pair to be proved; `below` when it concerns a part of the value."""

    sub: Schema
    sup: Schema
    below: bool = False


Proving = Generator[Goal, Answer, bool]


class Rules:
    """The rules between two documents, seen in one way."""

    def __init__(self, a: Shapes, b: Shapes, view: View, likeness: Likeness, steps: Steps) -> None:
        self.a, self.b, self.view, self.likeness, self.steps = a, b, view, likeness, steps
        self._sent: dict[Schema, Sent] = {}
        self.sender, self.receiver = Taking(a, steps, view), Taking(b, steps, view)

    def prove(self, sub: Schema, sup: Schema) -> Generator[Goal, Answer, Answer]:
        """The answer for one pair."""
        f = self.a.facts(sub)
        self.a.steps.take(20 + len(f.properties) + len(f.parts))
        if f.never or (self.view.text and f.types == {"null"}):
            return Answer.YES
        left = tuple(node for node in sup if not self.said(f, sub, node))
        if not left:
            return Answer.YES
        sup = sup if self.view.text else left
        g = self.b.facts(sup)
        self.a.steps.take(len(g.properties) + len(g.parts))
        values = _listed_values(f) if self.view.text else _listed_values(f) or _counted(f)
        if values is not None and (told := self._listed(values, sub, f, sup, g)) is not None:
            return told
        if g.never or g.broken or max(len(f.groups), len(g.groups)) > PROOF_UNIONS:
            return Answer.UNKNOWN
        if (yield from self._direct(sub, f, sup, g)):
            return Answer.YES
        for parts in self._splits(sub, f, g):
            if (yield from self._all(Goal(part, sup) for part in parts)):
                return Answer.YES
        return Answer.UNKNOWN

    def sent(self, sub: Schema) -> Sent:
        """What names the sender's objects may hold."""
        if sub not in self._sent:
            sizes = (len(group.branches) for group in self.a.facts(sub).groups)
            self.a.steps.take(AROUND * sum(size for size in sizes if size <= PROOF_BRANCHES))
            self._sent[sub] = Sent(self.a, sub, self.view)
        return self._sent[sub]

    def said(self, f: Facts, sub: Schema, node: Node) -> bool:
        """The sender's schema says the very same, perhaps among other things."""
        parts = f.parts if len(f.parts) <= PROOF_TWINS else sub
        return any(self.likeness.alike(part, self.a.document, node, self.b.document) for part in parts)

    def _all(self, goals: Iterator[Goal]) -> Proving:
        for goal in goals:
            if (yield goal) is not Answer.YES:
                return False
        return True

    def _listed(self, enum: dict[str, object], sub: Schema, f: Facts, sup: Schema, g: Facts) -> Answer | None:
        """The sender lists its values: each is tried."""
        is_plain = f.types <= _SCALARS and not (g.groups or g.other or g.broken or g.formats - f.formats)
        if is_plain and g.enum is not None and enum.keys() <= g.enum.keys():
            return Answer.YES
        certain = True
        for _, value in sorted(enum.items()):
            taken = self.receiver.takes(sup, value)
            if taken is True:
                continue
            sent = self.sender.takes(sub, value)
            if sent is True and taken is False and not isinstance(value, dict | list) and not self.view.text:
                return Answer.NO
            certain &= sent is False
        return Answer.YES if certain else None

    def _direct(self, sub: Schema, f: Facts, sup: Schema, g: Facts) -> Proving:
        """Keyword by keyword, no case split on the sender's side."""
        if self.view.text and (g.groups or g.other) and not _is_any_of(g):
            return False  # a text must be one value for all that is said together
        if not scalars_fit(f, g, self.view, self.a.words):
            return False
        if "object" in f.types and not (yield from self._objects(sub, f, g)):
            return False
        if "array" in f.types and not (yield from self._arrays(f, g)):
            return False
        alone = len(g.groups) == 1
        for group in g.groups:
            if not (yield from self._group(sub, f, group, alone=alone)):
                return False
        return not g.other or (yield from self._conditions(sub, f, g))

    def _objects(self, sub: Schema, f: Facts, g: Facts) -> Proving:
        if max(len(f.pattern_properties), len(g.pattern_properties)) > PROOF_PATTERNS:
            return False
        members = Members(self.a, self.b, self.view, self.sent(sub), g)
        self.a.steps.take(AROUND * len(members.elsewhere))
        if not members.enough() or not members.few_enough() or not members.marked_alike():
            return False
        return (yield from self._all(Goal(inner, outer, below=True) for inner, outer in members.pairs()))

    def _arrays(self, f: Facts, g: Facts) -> Proving:
        slots = max(f.slots, g.slots)
        if slots >= PROOF_SLOTS:
            return False
        for index in range(min(slots + 1, int(f.limits.get("maxItems", slots + 1)))):
            if self.a.facts(f.slot(index)).never:
                return True
            if (yield Goal(f.slot(index), g.slot(index), below=True)) is not Answer.YES:
                return False
        return True

    def _group(self, sub: Schema, f: Facts, group: Group, *, alone: bool) -> Proving:
        """Some branch takes all of it; of a `oneOf`, no other branch takes any of it."""
        if len(group.branches) > PROOF_BRANCHES:
            return False
        if group.kind == "oneOf" and (yield from self._same_branches(f, group)):
            return True
        if alone and self._open_groups(sub, f):
            return False  # what one branch takes whole, it takes part by part, and parts are held against all branches
        for branch in self._likely(sub, f, group):
            if (yield Goal(sub, self.b.variant(group, branch))) is Answer.YES:
                others = (self.b.variant(group, b) for b in group.branches if b is not branch)
                if group.kind == "anyOf" or all(self._apart(sub, f, other) for other in others):
                    return True
        return False

    def _apart(self, sub: Schema, f: Facts, other: Schema) -> bool:
        """Nothing the sender sends is one of it: no value is in both, or it requires a name that is never sent."""
        if disjoint(self.a, sub, self.b, other, self.steps):
            return True
        g = self.b.facts(other)
        conditions = Conditions(Members(self.a, self.b, self.view, self.sent(sub), g), self.receiver)
        needed = [n for n in g.required if not is_hidden(self.b, g, n, self.view)]
        return f.types == {"object"} and any(conditions.is_absent(name) for name in needed)

    def _likely(self, sub: Schema, f: Facts, group: Group) -> Iterator[Node]:
        """The branches worth trying: those said by the sender first. Constants are looked at before anything else."""
        self.a.steps.take(AROUND * len(group.branches))
        rest, listed = [], self._constants(f)
        for branch in group.branches:
            if listed and self._refuses(listed, self.b.facts(self.b.variant(group, branch))):
                continue
            if self.said(f, sub, branch):
                yield branch
            elif self.view.text or self.b.facts((branch,)).types & f.types:
                rest.append(branch)
        yield from sorted(rest, key=lambda b: canonical(b.value))

    def _constants(self, f: Facts) -> dict[str, KeysView[str]]:
        """The values of properties that are always there and list them."""
        if self.view.text or f.types != {"object"}:
            return {}
        enums = ((n, self.a.facts(f.properties[n])) for n in f.required if n in f.properties)
        return {n: g.enum.keys() for n, g in enums if g.enum is not None and not (g.read_only or g.write_only)}

    def _refuses(self, listed: dict[str, KeysView[str]], g: Facts) -> bool:
        """A listed value is none of the branch's."""
        held = ((values, self.b.facts(g.properties[n])) for n, values in listed.items() if n in g.properties)
        return any(
            inner.enum is not None and not (inner.read_only or inner.write_only) and not values <= inner.enum.keys()
            for values, inner in held
        )

    def _same_branches(self, f: Facts, group: Group) -> Proving:
        """A `oneOf` of the same branches: each has its twin that says the same, both ways."""
        self.a.steps.take(AROUND * len(group.branches) * len(f.groups))
        for mine in f.groups:
            if mine.kind != "oneOf" or len(mine.branches) != len(group.branches):
                continue
            left = list(group.branches)
            for branch in mine.branches:
                twin = next((b for b in left if self._same_variant((mine, branch), (group, b))), None)
                if twin is None:
                    break
                left.remove(twin)
            if not left:
                return True
        return False
        yield  # a generator like its siblings

    def _same_variant(self, mine: tuple[Group, Node], theirs: tuple[Group, Node]) -> bool:
        """Two branches that say the same, and are meant by the same values of a discriminator."""
        one, other = self.a.variant(*mine), self.b.variant(*theirs)
        alike = self.likeness.alike(one[0], self.a.document, other[0], self.b.document)
        return alike and one[1:] == other[1:]

    def _conditions(self, sub: Schema, f: Facts, g: Facts) -> Proving:
        conditions = Conditions(Members(self.a, self.b, self.view, self.sent(sub), g), self.receiver)
        for part in g.parts:
            keywords = part.fields.keys() & g.other.keys()
            if not isinstance(part.value, dict | bool):
                return False
            if not keywords or self.said(f, sub, part):
                continue
            for keyword in sorted(keywords):
                if not (yield from self._condition(conditions, sub, f, part, keyword)):
                    return False
        return True

    def _condition(self, conditions: Conditions, sub: Schema, f: Facts, part: Node, keyword: str) -> Proving:
        match keyword:
            case "then" | "else" | "minContains" | "maxContains":
                return True
            case "not":
                return self._apart(sub, f, (part.child("not"),))
            case "if":
                return (yield from self._if(sub, f, part))
            case "contains":
                slots = conditions.containing(part)
                return slots is not None and (
                    yield from self._all(Goal(s, (part.child("contains"),), below=True) for s in slots)
                )
            case "dependentSchemas":
                needed = conditions.dependent_schemas(part)
                return needed is not None and (yield from self._all(Goal(sub, (n,)) for n in needed))
        return conditions.holds(part, keyword)

    def _if(self, sub: Schema, f: Facts, part: Node) -> Proving:
        condition = (part.child("if"),)
        ways = {k: (part.child(k),) if k in part.fields else () for k in ("then", "else")}
        if self._apart(sub, f, (part.child("if"),)):
            return (yield Goal(sub, ways["else"])) is Answer.YES
        if (yield Goal(sub, condition)) is Answer.YES:
            return (yield Goal(sub, ways["then"])) is Answer.YES
        return (yield from self._all(Goal(sub, ways[k]) for k in ("then", "else")))

    def _splits(self, sub: Schema, f: Facts, g: Facts) -> Iterator[list[Schema]]:
        """Ways to cut the sender's values into parts; the first that applies is enough, the parts are cut further."""
        if len(sub) > PROOF_PARTS:
            return
        if open_groups := self._open_groups(sub, f):
            group = min(open_groups, key=lambda h: (len(h.branches), canonical(h.node.value)))
            branches = sorted(group.branches, key=lambda b: canonical(b.value))
            yield [unique((*sub, *self.a.variant(group, b))) for b in branches]
            return
        if not g.groups and not g.other:
            return
        kinds = sorted({"number" if t in ("integer", "fraction") else t for t in f.types})
        if len(kinds) > 1:
            yield [(*sub, _made("type", "number" if k == "number" and "fraction" in f.types else k)) for k in kinds]
        elif kinds == ["boolean"]:
            yield [(*sub, _made("enum", [v])) for v in (False, True)]
        elif kinds == ["object"]:
            yield from self._by_constant(sub, f)

    def _open_groups(self, sub: Schema, f: Facts) -> list[Group]:
        """The sender's unions by whose branches its values are cut into parts."""
        if not f.groups or len(sub) > PROOF_PARTS:
            return []
        return [group for group in f.groups if not is_settled(group, sub) and len(group.branches) <= PROOF_BRANCHES]

    def _by_constant(self, sub: Schema, f: Facts) -> Iterator[list[Schema]]:
        """By the values of a property that is always there and has a few of them."""
        for name in sorted(f.required.keys() & f.properties.keys()):
            inner = self.a.facts(f.properties[name])
            values = inner.enum if inner.enum is not None else {"false": False, "true": True}
            if inner.read_only or inner.write_only or (inner.enum is None and inner.types != {"boolean"}):
                continue
            if 2 <= len(values) <= PROOF_VALUES:
                yield [(*sub, _made("properties", {name: {"const": v}})) for _, v in sorted(values.items())]
                return


def _made(keyword: str, content: object) -> Node:
    """A schema that stands in no document: one keyword that narrows a part of the sender's values."""
    return Node("", f"/{keyword}/{canonical(content)}", {keyword: content})


def _listed_values(facts: Facts) -> dict[str, object] | None:
    """All values there are, where a list or the types tell them; `None` where they do not."""
    if facts.enum is not None or not facts.types <= _FEW.keys():
        return facts.enum
    return {text: value for kind in sorted(facts.types) for text, value in _FEW[kind].items()}


def _counted(facts: Facts) -> dict[str, object] | None:
    """The whole numbers between two bounds, where there are a few."""
    bounds = whole_bounds(facts) if facts.types == {"integer"} else None
    if bounds is None or bounds[1] - bounds[0] >= PROOF_VALUES:
        return None
    return {canonical(value): value for value in range(bounds[0], bounds[1] + 1)}


_FEW: dict[str, dict[str, object]] = {"null": {"null": None}, "boolean": {"false": False, "true": True}}
"""Types with few values."""


def _is_any_of(facts: Facts) -> bool:
    """One `anyOf` and nothing else."""
    return is_pure_union(facts) and facts.groups[0].kind == "anyOf" and facts.types == ALL_TYPES
