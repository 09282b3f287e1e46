"""Proofs that two schemas share no value."""

from bot.contract.limits import DISJOINT_BRANCHES, DISJOINT_DEPTH, DISJOINT_VALUES
from bot.contract.schema.facts import Facts
from bot.contract.schema.keywords import NUMBERS
from bot.contract.schema.languages import languages, word
from bot.contract.schema.nodes import Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.taking import Taking, covers
from bot.contract.schema.values import exact
from bot.contract.steps import Steps, Unclear


def disjoint(a: Shapes, left: Schema, b: Shapes, right: Schema, steps: Steps, depth: int = 0) -> bool:
    """No value is proved to be in both. Properties that travel one way only prove nothing."""
    f, g = a.facts(left), b.facts(right)
    types = f.types & g.types
    if not types or f.never or g.never:
        return True
    if depth > DISJOINT_DEPTH or not steps.spend():
        return False
    a.steps.take(10)
    if f.enum is not None or g.enum is not None:
        if f.enum is not None and g.enum is not None and not f.enum.keys() & g.enum.keys():
            return True
        if _listed_apart(f, b, right, steps) or _listed_apart(g, a, left, steps):
            return True
    if all(_apart(t, (a, f), (b, g), steps, depth) for t in types):
        return True
    for one, other, mine, theirs in ((a, b, f, right), (b, a, g, left)):
        for group in mine.groups:
            if len(group.branches) <= DISJOINT_BRANCHES and all(
                disjoint(one, one.variant(group, branch), other, theirs, steps, depth + 1) for branch in group.branches
            ):
                return True
    return False


def _listed_apart(mine: Facts, shapes: Shapes, theirs: Schema, steps: Steps) -> bool:
    if mine.enum is None or len(mine.enum) > DISJOINT_VALUES:
        return False
    taking = Taking(shapes, steps)
    return all(taking.takes(theirs, value) is False for value in mine.enum.values())


def _apart(kind: str, one: tuple[Shapes, Facts], other: tuple[Shapes, Facts], steps: Steps, depth: int) -> bool:
    """No shared value of one type."""
    f, g = one[1], other[1]
    if kind in NUMBERS:
        return _numbers_apart(f, g) or _numbers_apart(g, f)
    if kind == "string":
        return _sizes_apart(f, g, "Length") or _patterns_apart(f, g, one[0].words)
    if kind == "array":
        return _sizes_apart(f, g, "Items")
    if kind == "object":
        return _sizes_apart(f, g, "Properties") or _objects_apart(one, other, steps, depth)
    return False


def _numbers_apart(f: Facts, g: Facts) -> bool:
    low, high = f.limits.get("minimum"), g.limits.get("maximum")
    if low is None or high is None:
        return False
    least, most = exact(low[0]), exact(high[0])
    return least > most or (least == most and (low[1] or high[1]))


def _sizes_apart(f: Facts, g: Facts, what: str) -> bool:
    low, high = f"min{what}", f"max{what}"
    return any(
        low in one.limits and high in other.limits and one.limits[low] > other.limits[high]
        for one, other in ((f, g), (g, f))
    )


def _patterns_apart(f: Facts, g: Facts, steps: Steps) -> bool:
    if not f.patterns or not g.patterns:
        return False
    known = languages(sorted(f.patterns | g.patterns))
    try:
        return word(known, steps=steps) is None
    except Unclear:
        return False


def _objects_apart(one: tuple[Shapes, Facts], other: tuple[Shapes, Facts], steps: Steps, depth: int) -> bool:
    """By what both require: constants first, which cost nothing."""
    (a, f), (b, g) = one, other
    shared = f.required.keys() & g.required.keys() & f.properties.keys() & g.properties.keys()
    names = [n for n in sorted(shared) if not (_travels_one_way(a, f, n) or _travels_one_way(b, g, n))]
    held = [(a.facts(f.properties[n]).enum, b.facts(g.properties[n]).enum) for n in names]
    if any(mine is not None and theirs is not None and not mine.keys() & theirs.keys() for mine, theirs in held):
        return True
    if any(disjoint(a, f.properties[n], b, g.properties[n], steps, depth + 1) for n in names):
        return True
    return _refused(one, other) or _refused(other, one)


def _refused(one: tuple[Shapes, Facts], other: tuple[Shapes, Facts]) -> bool:
    """One side always has a property that the other one knows and never takes."""
    (a, f), (b, g) = one, other
    return any(
        name in g.properties
        and not _travels_one_way(a, f, name)
        and not _travels_one_way(b, g, name)
        and (b.facts(g.properties[name]).never or any(c.closed and covers(c, name) is True for c in g.closures))
        for name in f.required
    )


def _travels_one_way(shapes: Shapes, facts: Facts, name: str) -> bool:
    if name not in facts.properties:
        return False
    inner = shapes.facts(facts.properties[name])
    return inner.read_only or inner.write_only
