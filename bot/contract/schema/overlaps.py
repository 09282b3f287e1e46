"""Whether the branches of a union share values, and what a change of that means for a `oneOf`."""

from collections.abc import Iterator
from functools import partial

from bot.contract.limits import OVERLAP_BRANCHES
from bot.contract.schema.edits import NARROWED, WIDENED, Edit
from bot.contract.schema.facts import Group
from bot.contract.schema.matching import Sides
from bot.contract.schema.nodes import Node
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.subsume import Subsumption


def overlaps(
    sides: Sides, groups: tuple[Group, Group], pairs: list[tuple[Node, Node]], *, gone: list[Node], come: list[Node]
) -> Iterator[Edit]:
    """A value that matches two variants of `oneOf` is refused: more where they overlap is less of the whole.

    Where a discriminator says which variant is meant, nobody counts how many match; and who reads objects chooses by
    their names, so fewer that match two are nothing new to them.
    """
    old, new = groups
    within, shapes = sides.proofs.within, (sides.old, sides.new)
    met = [partial(_meets_another, sides.proofs, s, g) for s, g in zip(shapes, groups, strict=True)]
    grown = any(met[1](b) and not within(sides.new, (b,), sides.old, (a,)) for a, b in pairs)
    if grown or any(met[1](b) for b in come):
        yield Edit("overlap-inner", NARROWED, at_old=old.node, at_new=new.node)
    if all(sides.old.facts((b,)).types == {"object"} for b in old.branches):
        return
    shrunk = any(met[0](a) and not within(sides.old, (a,), sides.new, (b,)) for a, b in pairs)
    if shrunk or any(met[0](a) for a in gone):
        yield Edit("overlap-inner", WIDENED, at_old=old.node, at_new=new.node)


def all_apart(proofs: Subsumption, shapes: Shapes, group: Group) -> bool:
    """No two branches share a value."""
    variants = [shapes.variant(group, branch) for branch in group.branches]
    if len(variants) > OVERLAP_BRANCHES:
        return False
    return all(proofs.disjoint(shapes, a, shapes, b) for i, a in enumerate(variants) for b in variants[i + 1 :])


def _meets_another(proofs: Subsumption, shapes: Shapes, group: Group, branch: Node) -> bool:
    """A value of the branch may be one of another branch too."""
    if len(group.branches) > OVERLAP_BRANCHES:
        return True
    mine = shapes.variant(group, branch)
    others = (shapes.variant(group, b) for b in group.branches if b != branch)
    return not all(proofs.disjoint(shapes, mine, shapes, other) for other in others)
