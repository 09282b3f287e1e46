"""Whether the branches of a union share values, and what a change of that means for a `oneOf`."""

from collections.abc import Iterator
from itertools import chain

from msgspec import Struct

from bot.contract.limits import AGAIN, OVERLAP_BRANCHES
from bot.contract.schema.edits import NARROWED, WIDENED, Edit
from bot.contract.schema.facts import Group
from bot.contract.schema.matching import Sides
from bot.contract.schema.members import Sent
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.subsume import Subsumption
from bot.contract.schema.values import canonical


class Became(Struct, frozen=True):
    """What became of the branches: those that are the same, those that changed, those that went and that came."""

    same: list[tuple[Node, Node]]
    changed: list[tuple[Node, Node]]
    gone: list[Node]
    come: list[Node]


def overlaps(
    sides: Sides, groups: tuple[Group, Group], beside: tuple[Schema, Schema], became: Became
) -> Iterator[Edit]:
    """A value that matches two variants of `oneOf` is refused: more where they overlap is less of the whole.

    Where a discriminator says which variant is meant, nobody counts how many match; and who reads objects chooses by
    their names, so fewer that match two are nothing new to them.
    """
    old, new = groups
    forth = [(a, b) for a, b in became.changed if not (sides.old.facts((a,)).broken or sides.new.facts((b,)).broken)]
    matched = [*became.same, *became.changed]
    grown = _Shared(sides.proofs, (sides.new, new, beside[1]), (sides.old, old, beside[0]), {b: a for a, b in matched})
    if any(grown.is_more(b, a) for a, b in forth) or any(
        grown.can_be_sent(b) and grown.meets_another(b) for b in became.come
    ):
        yield Edit("overlap-inner", NARROWED, at_old=old.node, at_new=new.node)
    if all(sides.old.facts((b,)).types == {"object"} for b in old.branches):
        return
    shrunk = _Shared(sides.proofs, (sides.old, old, beside[0]), (sides.new, new, beside[1]), dict(matched))
    if any(shrunk.is_more(a, b) for a, b in forth) or any(shrunk.meets_another(a) for a in became.gone):
        yield Edit("overlap-inner", WIDENED, at_old=old.node, at_new=new.node)


def all_apart(proofs: Subsumption, shapes: Shapes, group: Group) -> bool:
    """No two branches share a value."""
    variants = [shapes.variant(group, branch) for branch in group.branches]
    if len(variants) > OVERLAP_BRANCHES:
        return False
    return all(proofs.disjoint(shapes, a, shapes, b) for i, a in enumerate(variants) for b in variants[i + 1 :])


def is_never_alone(proofs: Subsumption, shapes: Shapes, schema: Schema, branch: Node) -> bool:
    """Every value of a branch of a `oneOf` is proved to be one of another branch as well: none matches it alone."""
    group = next((g for g in shapes.facts(schema).groups if branch in g.listed and g.kind == "oneOf"), None)
    if group is None or len(group.branches) > OVERLAP_BRANCHES:
        return False
    mine, others = shapes.variant(group, branch), (shapes.variant(group, b) for b in group.branches if b != branch)
    return any(proofs.within(shapes, mine, shapes, other) for other in others)


class _Shared:
    """What the branches of one version share, beside what they shared in the other."""

    def __init__(
        self,
        proofs: Subsumption,
        one: tuple[Shapes, Group, Schema],
        other: tuple[Shapes, Group, Schema],
        partners: dict[Node, Node],
    ) -> None:
        self.proofs, self.partners = proofs, partners
        (self.shapes, self.group, self.beside), (self.others, self.other_group, self.other_beside) = one, other
        self.is_wide = len(self.group.branches) > OVERLAP_BRANCHES

    def meets_another(self, branch: Node) -> bool:
        """A value of the branch may be one of another branch too."""
        return self.is_wide or any(self._met(branch))

    def can_be_sent(self, branch: Node) -> bool:
        """Whether a value of the branch may hold no names but those the other version declares, in any branch."""
        known = set[str]()
        self.shapes.steps.take(AGAIN * len(self.other_group.branches))
        for other in self.other_group.branches:
            sent = Sent(self.others, self.others.variant(self.other_group, other), self.proofs.plain)
            if "object" in sent.facts.types:
                if sent.is_map or sent.undecided:
                    return True
                known |= sent.facts.properties.keys() | sent.facts.required.keys()
        return any(self.shapes.facts(each).required.keys() <= known for each in self._alternatives(branch))

    def _alternatives(self, branch: Node) -> list[Schema]:
        """The branch, or each of its own where it is a union."""
        groups = self.shapes.facts((branch,)).groups
        return [(branch, inner) for inner in groups[0].branches] if len(groups) == 1 else [(branch,)]

    def is_more(self, branch: Node, partner: Node) -> bool:
        """A value that the branch shares with another may be one that its partner did not take."""
        others = iter(()) if self.is_wide else self._met(branch)
        first = next(others, None)
        is_alone = first is None and not self.is_wide
        if is_alone or self._within((branch,), partner):
            return False
        return first is None or any(self._is_new(branch, partner, met) for met in chain((first,), others))

    def _met(self, branch: Node) -> Iterator[Node]:
        mine = self.shapes.variant(self.group, branch)
        for other in self.group.branches:
            theirs = self.shapes.variant(self.group, other)
            if other != branch and not self.proofs.disjoint(self.shapes, mine, self.shapes, theirs):
                yield other

    def _is_new(self, branch: Node, partner: Node, met: Node) -> bool:
        """Of the values of both branches: with no names but those that were declared for the one that is met."""
        variants = (self.shapes.variant(self.group, node) for node in (branch, met))
        shared = tuple(node for variant in variants for node in variant)
        before = self.partners.get(met)
        shared += () if before is None else self._undeclared(branch, before)
        return not self._within(shared, partner)

    def _within(self, schema: Schema, partner: Node) -> bool:
        """Every value is one of the partner, each with what stands beside the union where it was spread over it."""
        whole = (*self.other_beside, partner)
        return self.proofs.within(self.shapes, (*self.beside, *schema), self.others, whole)

    def _undeclared(self, branch: Node, before: Node) -> Schema:
        """A schema without the names that only the branch declares, where the other one is no map."""
        sent = Sent(self.others, (before,), self.proofs.plain)
        if sent.is_map or sent.undecided:
            return ()
        known = sent.facts.properties.keys() | sent.facts.required.keys()
        names = sorted(self.shapes.facts((branch,)).properties.keys() - known)
        return (Node("", f"/without/{canonical(names)}", {"properties": dict.fromkeys(names, False)}),) if names else ()
