"""Which branch of an `anyOf` or `oneOf` became which, and what that means for the whole."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Protocol

from bot.contract.schema.discriminators import value_edits
from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED, Child, Difference, Edit
from bot.contract.schema.facts import Facts, Group
from bot.contract.schema.keywords import ANNOTATIONS, type_words
from bot.contract.schema.members import is_settled
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.order import bare
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.subsume import Subsumption, is_pure_union
from bot.contract.schema.values import canonical, short

_MANY = 400
"""Branches above which they are matched by name and text only, not one against another."""

_FEW = 30
"""Branches above which nobody asks whether they overlap."""


class Sides(Protocol):
    """The two documents and the proofs between them."""

    old: Shapes
    new: Shapes
    proofs: Subsumption


def unwrap(sides: Sides, schemas: tuple[Schema, Schema], facts: tuple[Facts, Facts]) -> Difference | None:
    """A schema that became one of several (or the other way round); `None` when that is not what happened."""
    old, new = facts
    if old.never or new.never:
        return None
    if _same_scalars(sides, schemas, facts):
        return Difference((), ())
    if _is_plain(sides.new, new) and not old.groups and _says_something(old):
        return _wrapped(sides, schemas[0], new.groups[0], forward=True)
    if _is_plain(sides.old, old) and not new.groups and _says_something(new):
        return _wrapped(sides, schemas[1], old.groups[0], forward=False)
    return None


def _same_scalars(sides: Sides, schemas: tuple[Schema, Schema], facts: tuple[Facts, Facts]) -> bool:
    """A union of plain values that is proved to take the same ones as before, however it is put together."""
    if not (facts[0].groups or facts[1].groups):
        return False
    types = effective_types(sides.old, facts[0]) | effective_types(sides.new, facts[1])
    if types & {"object", "array"} or facts[0].discriminator or facts[1].discriminator:
        return False
    return sides.proofs.within(sides.old, schemas[0], sides.new, schemas[1]) and sides.proofs.within(
        sides.new, schemas[1], sides.old, schemas[0]
    )


def _is_plain(shapes: Shapes, facts: Facts) -> bool:
    """A union and nothing else: types said outside exclude nothing that a branch takes."""
    return is_pure_union(facts) and all(shapes.facts((b,)).types <= facts.types for b in facts.groups[0].branches)


def open_groups(facts: Facts, schema: Schema) -> Facts:
    """The facts without the unions of which a branch has been chosen."""
    left = tuple(g for g in facts.groups if not is_settled(g, schema))
    return facts if len(left) == len(facts.groups) else replace(facts, groups=left)


def names_moved(shapes: tuple[Shapes, Shapes], facts: tuple[Facts, Facts]) -> bool:
    """Properties moved from beside a union into its variants, or back: then whole variants are compared."""
    if len(facts[0].groups) != 1 or len(facts[1].groups) != 1:
        return False
    beside = [f.properties.keys() | f.required.keys() for f in facts]
    inside = [
        {n for b in f.groups[0].branches for v in (s.facts((b,)),) for n in (*v.properties, *v.required)}
        for s, f in zip(shapes, facts, strict=True)
    ]
    return bool((beside[0] - beside[1]) & inside[1] or (beside[1] - beside[0]) & inside[0])


def match_groups(
    sides: Sides, schemas: tuple[Schema, Schema], facts: tuple[Facts, Facts], *, spread: bool = False
) -> Difference:
    """The edits and places below of the unions of two schemas.

    With `spread`, what stands beside the union is compared together with each variant.
    """
    old, new = list(facts[0].groups), list(facts[1].groups)
    if len(old) > 1 or len(new) > 1:
        for group in list(old):
            twin = next(
                (
                    g
                    for g in new
                    if sides.proofs.likeness.alike(group.node, sides.old.document, g.node, sides.new.document)
                ),
                None,
            )
            if twin:
                old.remove(group)
                new.remove(twin)
    if not old and not new:
        return Difference((), ())
    if len(old) == 1 and len(new) == 1:
        return _one_to_one(sides, schemas, facts, (old[0], new[0]), spread=spread)
    narrowed = not sides.proofs.within(sides.old, schemas[0], sides.new, schemas[1])
    widened = not sides.proofs.within(sides.new, schemas[1], sides.old, schemas[0])
    if not narrowed and not widened:
        return Difference((), ())
    if narrowed and widened:
        relation = NARROWED if not old else WIDENED if not new else CHANGED
    else:
        relation = NARROWED if narrowed else WIDENED
    at_old, at_new = (g[0].node if g else None for g in (old, new))
    return Difference((Edit("union", relation, at_old=at_old, at_new=at_new),), ())


def effective_types(shapes: Shapes, facts: Facts) -> frozenset[str]:
    """The types left when every union has had its say."""
    types = facts.types
    for group in facts.groups:
        types &= frozenset(t for b in group.branches for t in shapes.facts((b,)).types)
    return types


def label(node: Node) -> str:
    """How people call a branch: its reference's last name, its title, its constants, or its types."""
    ref = node.fields.get("$ref")
    if isinstance(ref, str):
        return ref.rsplit("/", 1)[-1]
    title = node.fields.get("title")
    if isinstance(title, str):
        return title
    parts = node.fields.get("allOf")
    named = [p.get("$ref") for p in parts if isinstance(p, dict)] if isinstance(parts, list) else []
    if named and len(node.fields) == 1 and all(isinstance(n, str) for n in named):
        return " + ".join(str(n).rsplit("/", 1)[-1] for n in named)
    return short(bare({k: v for k, v in node.fields.items() if k not in ANNOTATIONS}))


def _one_to_one(
    sides: Sides,
    schemas: tuple[Schema, Schema],
    facts: tuple[Facts, Facts],
    groups: tuple[Group, Group],
    *,
    spread: bool,
) -> Difference:
    old, new = groups
    beside = schemas if spread else ((), ())
    edits: list[Edit] = []
    if old.kind != new.kind and not (
        _apart(sides.proofs, sides.new, new.branches) and _apart(sides.proofs, sides.old, old.branches)
    ):
        relation = WIDENED if new.kind == "anyOf" else NARROWED
        edits.append(Edit("overlap", relation, old=old.kind, new=new.kind, at_old=old.node, at_new=new.node))
    gone, come = list(old.branches), list(new.branches)
    twins = _twins(sides, gone, come)
    pairs = _pairs(sides, gone, come)
    edits += value_edits(facts, [*twins, *pairs])
    pairs += [(a, b) for a, b in twins if spread or not _alike(sides, a, b)]
    children = [Child((*beside[0], a), (*beside[1], b), "") for a, b in pairs]
    if old.kind == new.kind == "oneOf" and not (facts[0].discriminator and facts[1].discriminator):
        edits += _overlaps(sides, groups, pairs, gone=gone, come=come)
    for branch in gone:
        if not sides.proofs.within(sides.old, (*beside[0], branch), sides.new, schemas[1]):
            edits.append(Edit("variant", NARROWED, name=label(branch), at_old=branch, at_new=new.node))
    for branch in come:
        if not sides.proofs.within(sides.new, (*beside[1], branch), sides.old, schemas[0]):
            edits.append(Edit("variant", WIDENED, name=label(branch), at_old=old.node, at_new=branch))
    return Difference(tuple(edits), tuple(children))


def _overlaps(
    sides: Sides, groups: tuple[Group, Group], pairs: list[tuple[Node, Node]], *, gone: list[Node], come: list[Node]
) -> Iterator[Edit]:
    """A value that matches two variants of `oneOf` is refused: more where they overlap is less of the whole.

    Where a discriminator says which variant is meant, nobody counts how many match; and who reads objects chooses by
    their names, so fewer that match two are nothing new to them.
    """
    old, new = groups
    within, shapes = sides.proofs.within, (sides.old, sides.new)
    met = [partial(_meets_another, sides.proofs, s, g.branches) for s, g in zip(shapes, groups, strict=True)]
    grown = any(met[1](b) and not within(sides.new, (b,), sides.old, (a,)) for a, b in pairs)
    if grown or any(met[1](b) for b in come):
        yield Edit("overlap-inner", NARROWED, at_old=old.node, at_new=new.node)
    if all(sides.old.facts((b,)).types == {"object"} for b in old.branches):
        return
    shrunk = any(met[0](a) and not within(sides.old, (a,), sides.new, (b,)) for a, b in pairs)
    if shrunk or any(met[0](a) for a in gone):
        yield Edit("overlap-inner", WIDENED, at_old=old.node, at_new=new.node)


def _meets_another(proofs: Subsumption, shapes: Shapes, branches: tuple[Node, ...], branch: Node) -> bool:
    """A value of the branch may be one of another branch too."""
    if len(branches) > _FEW:
        return True
    return not all(b == branch or proofs.disjoint(shapes, (branch,), shapes, (b,)) for b in branches)


def _wrapped(sides: Sides, alone: Schema, group: Group, *, forward: bool) -> Difference:
    """`alone` against the branch that fits it best; the other branches came (or went).

    On the side where `alone` need only be taken by some branch, that is one proved to take it all. On the other,
    where every branch must be taken by `alone`, it is the one most like it: what is told is told of that one.
    """
    mine, theirs = (sides.old, sides.new) if forward else (sides.new, sides.old)
    branches = tuple(sorted(group.branches, key=lambda b: canonical(b.value))[:_MANY])
    wide, like = (_best(sides, mine, alone, theirs, branches, by_names=n) for n in (False, True))
    edits: list[Edit] = []
    for branch in group.branches:
        if branch is not like and not sides.proofs.within(theirs, (branch,), mine, alone):
            edits.append(_turned("variant", alone[0], branch, forward=forward, name=label(branch)))
    rest = [b for b in group.branches if b is not wide]
    if group.kind == "oneOf" and not all(sides.proofs.disjoint(mine, alone, theirs, (b,)) for b in rest):
        edits.append(_turned("overlap", alone[0], group.node, forward=not forward, name=None))
    if wide is like:
        return Difference(tuple(edits), (_one_branch(alone, like, forward=forward),))
    request, response = (wide, like) if forward else (like, wide)
    sided = (
        replace(_one_branch(alone, request, forward=forward), response=False),
        replace(_one_branch(alone, response, forward=forward), request=False),
    )
    return Difference(tuple(edits), sided)


def _one_branch(alone: Schema, branch: Node, *, forward: bool) -> Child:
    return Child(alone, (branch,), "") if forward else Child((branch,), alone, "")


def _turned(keyword: str, alone: Node, other: Node, *, forward: bool, name: str | None) -> Edit:
    """An edit that widens going forward; `alone` stands on the old side when the union is new."""
    union_is_new = forward if keyword == "variant" else not forward
    at_old, at_new = (alone, other) if union_is_new else (other, alone)
    return Edit(keyword, WIDENED if forward else NARROWED, name=name, at_old=at_old, at_new=at_new)


def _best(
    sides: Sides, mine: Shapes, alone: Schema, theirs: Shapes, branches: tuple[Node, ...], *, by_names: bool
) -> Node:
    """The branch that is the same, or takes all of `alone`, or is taken by it; or, by names, shares most properties."""

    def score(branch: Node) -> tuple[int, int, int]:
        f, g = mine.facts(alone), theirs.facts((branch,))
        shared = len(f.properties.keys() & g.properties.keys())
        proof = 1 if f.types & g.types else 0
        if len(alone) == 1 and sides.proofs.likeness.alike(alone[0], mine.document, branch, theirs.document):
            return (4, 0, 0)
        if sides.proofs.within(mine, alone, theirs, (branch,)):
            proof = 3
        elif sides.proofs.within(theirs, (branch,), mine, alone):
            proof = 2
        return (0, shared, proof) if by_names else (proof, shared, 0)

    return max(branches, key=score)


def _alike(sides: Sides, old: Node, new: Node) -> bool:
    return sides.proofs.likeness.alike(old, sides.old.document, new, sides.new.document)


def _twins(sides: Sides, old: list[Node], new: list[Node]) -> list[tuple[Node, Node]]:
    """Branches written alike, first those with the very same text; they leave the lists."""
    found: list[tuple[Node, Node]] = []
    exact: dict[str, list[Node]] = {}
    for b in new:
        exact.setdefault(canonical(b.value), []).append(b)
    for a in list(old):
        same = exact.get(canonical(a.value))
        if same:
            found.append((a, same.pop()))
            old.remove(a)
            new.remove(found[-1][1])
    if len(old) * len(new) <= _MANY:
        for a in list(old):
            twin = next((b for b in new if _alike(sides, a, b)), None)
            if twin:
                found.append((a, twin))
                old.remove(a)
                new.remove(twin)
    return found


def _pairs(sides: Sides, old: list[Node], new: list[Node]) -> list[tuple[Node, Node]]:
    """Branches that became one another, by what they are called or by what tells them apart; they leave the lists."""
    pairs: list[tuple[Node, Node]] = []
    for key in (_ref_name, _title):
        pairs += _by(key, key, old, new)
    pairs += _by(lambda n: _tag(sides.old, n), lambda n: _tag(sides.new, n), old, new)
    pairs += _by(lambda n: _kind(sides.old, n), lambda n: _kind(sides.new, n), old, new)
    if len(old) == len(new) == 1 and not sides.proofs.disjoint(sides.old, (old[0],), sides.new, (new[0],)):
        pairs.append((old.pop(), new.pop()))
    return pairs


def _by(
    old_key: Callable[[Node], str | None], new_key: Callable[[Node], str | None], old: list[Node], new: list[Node]
) -> list[tuple[Node, Node]]:
    """Pairs of branches whose key is the same and unique on both sides; they leave the lists."""
    left = [(k, n) for n in old if (k := old_key(n)) is not None]
    right = [(k, n) for n in new if (k := new_key(n)) is not None]
    once_left, once_right = Counter(k for k, _ in left), Counter(k for k, _ in right)
    table = {k: n for k, n in right if once_right[k] == 1}
    found = [(n, table[k]) for k, n in left if once_left[k] == 1 and k in table]
    for a, b in found:
        old.remove(a)
        new.remove(b)
    return found


def _ref_name(node: Node) -> str | None:
    ref = node.fields.get("$ref")
    return ref.rsplit("/", 1)[-1] if isinstance(ref, str) else None


def _title(node: Node) -> str | None:
    title = node.fields.get("title")
    return title if isinstance(title, str) else None


def _tag(shapes: Shapes, node: Node) -> str | None:
    """The constants that tell this branch from the others, such as `"type": "card"`."""
    facts = shapes.facts((node,))
    tags = {}
    for name in facts.required:
        enum = shapes.facts(facts.properties.get(name, ())).enum
        if enum is not None and len(enum) == 1:
            tags[name] = next(iter(enum.values()))
    return canonical(tags) if tags else None


def _kind(shapes: Shapes, node: Node) -> str | None:
    facts = shapes.facts((node,))
    return type_words(facts.types) if len(facts.types - {"null"}) == 1 else None


def _apart(proofs: Subsumption, shapes: Shapes, branches: tuple[Node, ...]) -> bool:
    """No two branches share a value."""
    if len(branches) > _FEW:
        return False
    return all(proofs.disjoint(shapes, (a,), shapes, (b,)) for i, a in enumerate(branches) for b in branches[i + 1 :])


def _says_something(facts: Facts) -> bool:
    return facts != Facts()
