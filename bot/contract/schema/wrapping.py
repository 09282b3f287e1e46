"""A schema that became one of several, or the other way round: it is compared with the branch that it became."""

from bot.contract.limits import MATCHED_BRANCHES
from bot.contract.replacing import replace
from bot.contract.schema.branches import effective_types, label
from bot.contract.schema.edits import NARROWED, WIDENED, Child, Difference, Edit
from bot.contract.schema.facts import Facts, Group
from bot.contract.schema.matching import Sides
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.subsume import is_pure_union
from bot.contract.schema.values import canonical


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


def _wrapped(sides: Sides, alone: Schema, group: Group, *, forward: bool) -> Difference:
    """`alone` against the branch that fits it best; the other branches came (or went).

    On the side where `alone` need only be taken by some branch, that is one proved to take it all. On the other,
    where every branch must be taken by `alone`, it is the one most like it: what is told is told of that one.
    """
    mine, theirs = (sides.old, sides.new) if forward else (sides.new, sides.old)
    branches = tuple(sorted(group.branches, key=lambda b: canonical(b.value))[:MATCHED_BRANCHES])
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


def _says_something(facts: Facts) -> bool:
    return facts != Facts()
