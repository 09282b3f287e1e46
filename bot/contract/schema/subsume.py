"""Proofs that every value of one schema is one of another. "Not proved" is not "disproved"."""

from typing import Any

from bot.contract.schema.facts import Facts, Shapes
from bot.contract.schema.keywords import LIMITED, UPPER, WIDER_FORMATS
from bot.contract.schema.nodes import Schema
from bot.contract.schema.structure import Likeness
from bot.contract.schema.values import is_number
from bot.contract.steps import Steps

_DEPTH = 30
_SCALARS = frozenset(("null", "boolean", "integer", "fraction", "string"))


class Subsumption:
    """Proofs between two documents, over declared names: a name a schema does not declare is not sent."""

    def __init__(self, steps: int = 200_000, likeness: Likeness | None = None) -> None:
        self._steps = Steps(steps)
        self.likeness = likeness or Likeness()

    def within(self, a: Shapes, sub: Schema, b: Shapes, sup: Schema) -> bool:
        """Every value of `sub` (in `a`) is proved to be one of `sup` (in `b`)."""
        return _Proof(a, b, self._steps, self.likeness).holds(sub, sup, 0)

    def disjoint(self, a: Shapes, left: Schema, b: Shapes, right: Schema, depth: int = 0) -> bool:
        """No value is proved to be in both."""
        f, g = a.facts(left), b.facts(right)
        if not f.types & g.types:
            return True
        if f.enum is not None and g.enum is not None and not f.enum.keys() & g.enum.keys():
            return True
        if f.types & g.types != {"object"} or depth > 2 or not self._steps.spend():
            return False
        shared = f.required.keys() & g.required.keys() & f.properties.keys() & g.properties.keys()
        return any(self.disjoint(a, f.properties[n], b, g.properties[n], depth + 1) for n in sorted(shared))


class _Proof:
    """One proof under way; what is being proved may be assumed below itself (the usual rule for loops)."""

    def __init__(self, a: Shapes, b: Shapes, steps: Steps, likeness: Likeness) -> None:
        self.a, self.b, self.steps, self.likeness = a, b, steps, likeness
        self.assumed: dict[tuple[Schema, Schema], None] = {}

    def holds(self, sub: Schema, sup: Schema, depth: int) -> bool:
        if not sup or (sub, sup) in self.assumed:
            return True
        if depth > _DEPTH or not self.steps.spend():
            return False
        self.assumed[sub, sup] = None
        proved = self._holds(sub, sup, depth)
        if not proved:
            del self.assumed[sub, sup]
        return proved

    def _holds(self, sub: Schema, sup: Schema, depth: int) -> bool:
        if len(sub) == len(sup) == 1 and self.likeness.alike(sub[0], self.a.document, sup[0], self.b.document):
            return True
        f, g = self.a.facts(sub), self.b.facts(sup)
        if f.never:
            return True
        if g.never or g.broken:
            return False
        if is_pure_union(f):
            return all(self.holds((branch,), sup, depth + 1) for branch in f.groups[0].branches)
        return (
            f.types <= g.types
            and _enum_fits(f, g)
            and _limits_fit(f, g)
            and _sets_fit(f, g)
            and ("object" not in f.types or self._objects(f, g, depth))
            and ("array" not in f.types or self._arrays(f, g, depth))
            and self._groups(sub, f, g, depth)
            and self._others(f, g)
        )

    def _objects(self, f: Facts, g: Facts, depth: int) -> bool:
        if not g.required.keys() <= f.required.keys():
            return False
        if not g.pattern_properties.keys() <= f.pattern_properties.keys():
            return False
        if any(
            not self.holds(f.pattern_properties[t], g.pattern_properties[t], depth + 1) for t in g.pattern_properties
        ):
            return False
        is_map = f.free_form or f.open_said or any(not c.closed for c in f.closures)
        rests = tuple(c.rest for c in f.closures if not c.closed)
        shut = any(c.closed for c in f.closures)
        for closure in g.closures:
            if not shut and is_map and (closure.closed or not self.holds(rests, (closure.rest,), depth + 1)):
                return False
        for name in sorted(f.properties.keys() | g.properties.keys()):
            if name in f.properties:
                inner = (*f.properties[name], *(c.rest for c in f.closures if c.covers(name)))
            elif shut or not is_map:
                continue
            else:
                inner = rests
            outer = (*g.properties.get(name, ()), *(c.rest for c in g.closures if c.covers(name)))
            if not self.holds(inner, outer, depth + 1):
                return False
        return True

    def _arrays(self, f: Facts, g: Facts, depth: int) -> bool:
        slots = max(f.slots, g.slots)
        return slots < 100 and all(self.holds(f.slot(i), g.slot(i), depth + 1) for i in range(slots + 1))

    def _groups(self, sub: Schema, f: Facts, g: Facts, depth: int) -> bool:
        for group in g.groups:
            if any(self.likeness.alike(h.node, self.a.document, group.node, self.b.document) for h in f.groups):
                continue
            if not any(self._in_branch(sub, group.kind, group.branches, i, depth) for i in range(len(group.branches))):
                return False
        return True

    def _in_branch(self, sub: Schema, kind: str, branches: Schema, index: int, depth: int) -> bool:
        if not self.holds(sub, (branches[index],), depth + 1):
            return False
        if kind == "anyOf":
            return True
        others = (b for i, b in enumerate(branches) if i != index)
        apart = Subsumption(self.steps.left, self.likeness)
        return all(apart.disjoint(self.a, sub, self.b, (o,)) for o in others)

    def _others(self, f: Facts, g: Facts) -> bool:
        return all(
            len(f.other.get(keyword, ())) == len(nodes)
            and all(
                self.likeness.alike(a, self.a.document, b, self.b.document)
                for a, b in zip(f.other[keyword], nodes, strict=True)
            )
            for keyword, nodes in g.other.items()
        )


def is_pure_union(facts: Facts) -> bool:
    """Nothing but one `anyOf` or `oneOf`, perhaps with its types said outside."""
    said = (
        facts.limits,
        facts.multiples,
        facts.patterns,
        facts.formats,
        facts.properties,
        facts.required,
        facts.closures,
        facts.pattern_properties,
        facts.prefixes,
        facts.items,
        facts.other,
    )
    return len(facts.groups) == 1 and facts.enum is None and not any(said)


def _enum_fits(f: Facts, g: Facts) -> bool:
    if g.enum is not None:
        return f.enum is not None and f.enum.keys() <= g.enum.keys()
    return True


def _limits_fit(f: Facts, g: Facts) -> bool:
    if f.enum is not None and f.types <= _SCALARS:
        return all(_value_fits(v, g) for v in f.enum.values())
    for keyword, limit in g.limits.items():
        have = f.limits.get(keyword)
        if not f.types & LIMITED[keyword]:
            continue
        if have is None:
            return False
        if keyword == "minimum" and (have[0], have[1]) < (limit[0], limit[1]):
            return False
        if keyword == "maximum" and (have[0], not have[1]) > (limit[0], not limit[1]):
            return False
        if keyword not in ("minimum", "maximum") and (have > limit if keyword in UPPER else have < limit):
            return False
    return True


def _value_fits(value: Any, g: Facts) -> bool:
    if g.patterns or g.formats or g.multiples:
        return False
    low, high = g.limits.get("minimum"), g.limits.get("maximum")
    if is_number(value):
        too_low = low is not None and (value < low[0] or (value == low[0] and low[1]))
        too_high = high is not None and (value > high[0] or (value == high[0] and high[1]))
        return not (too_low or too_high)
    if isinstance(value, str):
        return bool(g.limits.get("minLength", 0) <= len(value) <= g.limits.get("maxLength", len(value)))
    return True


def _sets_fit(f: Facts, g: Facts) -> bool:
    if f.enum is not None and f.types <= _SCALARS:
        return True
    formats = all(h in f.formats or any(h in WIDER_FORMATS.get(x, ()) for x in f.formats) for h in g.formats)
    patterns = g.patterns - {"", ".*", "^.*$"} <= f.patterns
    return formats and patterns and g.multiples <= f.multiples and (f.unique_items or not g.unique_items)
