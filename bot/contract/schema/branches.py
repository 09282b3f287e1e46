"""Unions of two schemas: what became of their branches, and what that means for the whole."""

from bot.contract.replacing import replace
from bot.contract.schema.discriminators import value_edits
from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED, Child, Difference, Edit
from bot.contract.schema.facts import Facts, Group
from bot.contract.schema.labels import label
from bot.contract.schema.matching import Sides, alike, pairs_of, twins
from bot.contract.schema.members import is_settled
from bot.contract.schema.nodes import Schema
from bot.contract.schema.overlaps import Became, all_apart, overlaps
from bot.contract.schema.shapes import Shapes


def open_groups(facts: Facts, schema: Schema) -> Facts:
    """The facts without the unions of which a branch has been chosen."""
    left = tuple(g for g in facts.groups if not is_settled(g, schema))
    return facts if len(left) == len(facts.groups) else replace(facts, groups=left)


def is_spread(sides: Sides, facts: tuple[Facts, Facts]) -> bool:
    """What stands beside a union bears on its variants: then whole variants are compared.

    Properties moved from beside it into its variants, or back; or both speak of a name, and a variant has changed.
    """
    if len(facts[0].groups) != 1 or len(facts[1].groups) != 1:
        return False
    beside = [_names(f) for f in facts]
    is_map = any(_takes_further_names(f) for f in facts)
    is_list = any(f.items or f.prefixes for f in facts)
    if not (beside[0] or beside[1] or is_map or is_list):
        return False
    inside = [
        {n for b in f.groups[0].branches for n in _names(shapes.facts((b,)))}
        for shapes, f in zip((sides.old, sides.new), facts, strict=True)
    ]
    if (beside[0] - beside[1]) & inside[1] or (beside[1] - beside[0]) & inside[0]:
        return True
    old, new = (list(f.groups[0].branches) for f in facts)
    twins(sides, old, new)
    changed = [*(sides.old.facts((b,)) for b in old), *(sides.new.facts((b,)) for b in new)]
    spoken = beside[0] | beside[1]
    return any(
        _names(f) & spoken or (is_map and _names(f)) or f.groups or (is_list and (f.items or f.prefixes))
        for f in changed
    )


def _names(facts: Facts) -> frozenset[str]:
    return frozenset((*facts.properties, *facts.required))


def _takes_further_names(facts: Facts) -> bool:
    """A map, perhaps beside names: any other name may be there."""
    is_open = any(not c.closed for c in facts.closures) or bool(facts.pattern_properties)
    return "object" in facts.types and (facts.open_said or is_open)


def match_groups(
    sides: Sides, schemas: tuple[Schema, Schema], facts: tuple[Facts, Facts], *, spread: bool = False
) -> Difference:
    """The edits and places below of the unions of two schemas.

    With `spread`, what stands beside the union is compared together with each variant.
    """
    old, new = list(facts[0].groups), list(facts[1].groups)
    if len(old) > 1 or len(new) > 1:
        _leave_twins(sides, old, new)
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


def _leave_twins(sides: Sides, old: list[Group], new: list[Group]) -> None:
    """Take the unions that are written alike out of the lists; there may be many thousands."""
    for kind in ("anyOf", "oneOf"):
        left, right = ([g.node for g in groups if g.kind == kind] for groups in (old, new))
        twins(sides, left, right)
        for groups, nodes in ((old, set(left)), (new, set(right))):
            groups[:] = [g for g in groups if g.kind != kind or g.node in nodes]


def effective_types(shapes: Shapes, facts: Facts) -> frozenset[str]:
    """The types left when every union has had its say."""
    types = facts.types
    for group in facts.groups:
        types &= frozenset(t for b in group.branches for t in shapes.facts((b,)).types)
    return types


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
        all_apart(sides.proofs, sides.new, new) and all_apart(sides.proofs, sides.old, old)
    ):
        relation = WIDENED if new.kind == "anyOf" else NARROWED
        edits.append(Edit("overlap", relation, old=old.kind, new=new.kind, at_old=old.node, at_new=new.node))
    gone, come = list(old.branches), list(new.branches)
    same = twins(sides, gone, come)
    pairs = pairs_of(sides, groups, beside, gone, come)
    edits += value_edits(facts, [*same, *pairs])
    pairs += [(a, b) for a, b in same if spread or not alike(sides, a, b)]
    children = [Child((*beside[0], a), (*beside[1], b), "") for a, b in pairs]
    if old.kind == new.kind == "oneOf" and not (facts[0].discriminator and facts[1].discriminator):
        edits += overlaps(sides, groups, beside, Became(same, pairs, gone, come))
    for branch in gone:
        if not sides.proofs.within(sides.old, (*schemas[0], *sides.old.variant(old, branch)), sides.new, schemas[1]):
            edits.append(Edit("variant", NARROWED, name=label(branch.fields), at_old=branch, at_new=new.node))
    for branch in come:
        if not sides.proofs.within(sides.new, (*schemas[1], *sides.new.variant(new, branch)), sides.old, schemas[0]):
            edits.append(Edit("variant", WIDENED, name=label(branch.fields), at_old=old.node, at_new=branch))
    return Difference(tuple(edits), tuple(children))
