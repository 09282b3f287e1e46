"""A schema that became one of several, or the other way round: it is compared with the branch that it became."""

from collections.abc import Iterator

from bot.contract.limits import MATCHED_BRANCHES
from bot.contract.replacing import replace
from bot.contract.schema.branches import effective_types
from bot.contract.schema.edits import NARROWED, WIDENED, Child, Difference, Edit
from bot.contract.schema.facts import Facts, Group, is_pure_union
from bot.contract.schema.labels import label
from bot.contract.schema.matching import Sides
from bot.contract.schema.naming import naming_of
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.order import bare_text
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.values import canonical


def unwrap(sides: Sides, schemas: tuple[Schema, Schema], facts: tuple[Facts, Facts]) -> Difference | None:
    """A schema that became one of several (or the other way round); `None` when that is not what happened."""
    old, new = facts
    if old.never or new.never:
        return None
    if _is_plain(sides.new, new) and not old.groups and _says_something(old):
        return _Wrapping(sides, schemas[0], old, new.groups[0], forward=True).difference()
    if _is_plain(sides.old, old) and not new.groups and _says_something(new):
        return _Wrapping(sides, schemas[1], new, old.groups[0], forward=False).difference()
    return None


def same_scalars(sides: Sides, schemas: tuple[Schema, Schema], facts: tuple[Facts, Facts]) -> bool:
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


class _Wrapping:
    """`alone` against the branch that fits it best; the other branches came (or went).

    On the side where `alone` need only be taken by some branch, that is one proved to take it all. On the other,
    where every branch must be taken by `alone`, it is the one most like it: what is told is told of that one.
    """

    def __init__(self, sides: Sides, alone: Schema, facts: Facts, group: Group, *, forward: bool) -> None:
        self.proofs, self.alone, self.group, self.forward = sides.proofs, alone, group, forward
        self.mine, self.theirs = (sides.old, sides.new) if forward else (sides.new, sides.old)
        self.is_named = facts.discriminator is not None
        """A union of one, which keeps its discriminator."""
        self.facts = facts
        self.here = alone[0] if len(alone) == 1 else min(alone, key=_by_what_it_says, default=group.node)
        """Where `alone` stands: of its parts one that says something, whichever comes first."""

    def difference(self) -> Difference:
        """What came or went beside the branch that `alone` is compared with."""
        branches = tuple(sorted(self.group.branches, key=lambda b: canonical(b.value))[:MATCHED_BRANCHES])
        wide, like = (self._best(branches, by_names=n) for n in (False, True))
        edits = [*self._others(like), *self._overlap(wide), *self._naming(like)]
        if wide is like:
            return Difference(tuple(edits), (self._child(like),))
        request, response = (wide, like) if self.forward else (like, wide)
        sided = (replace(self._child(request), response=False), replace(self._child(response), request=False))
        return Difference(tuple(edits), sided)

    def _others(self, like: Node) -> Iterator[Edit]:
        for branch in self.group.branches:
            variant = self.theirs.variant(self.group, branch)
            if branch is not like and not self.proofs.within(self.theirs, variant, self.mine, self.alone):
                yield self._turned("variant", branch, forward=self.forward, name=label(branch.fields))

    def _overlap(self, wide: Node) -> Iterator[Edit]:
        """Values of `alone` that another branch takes as well, where nothing tells which of them is meant."""
        if self.group.kind == "oneOf" and not all(
            self._is_apart(wide, b) for b in self.group.branches if b is not wide
        ):
            yield self._turned("overlap", self.group.node, forward=not self.forward, name=None)

    def _is_apart(self, wide: Node, other: Node) -> bool:
        variant = self.theirs.variant(self.group, other)
        told = self.theirs.apart(self.group, wide, other)
        return told or self.proofs.disjoint(self.mine, self.alone, self.theirs, variant)

    def _naming(self, like: Node) -> Iterator[Edit]:
        """The discriminator asks for a value that `alone` did not have to hold."""
        tag = self.theirs.variant(self.group, like)[1:]
        if tag and not self.is_named and not self.proofs.within(self.mine, self.alone, self.theirs, tag):
            said = naming_of(self.group.node.fields.get("discriminator"))
            name = said.name if said is not None else None
            if self.forward:
                yield Edit("discriminator", NARROWED, new=name, at_old=self.here, at_new=self.group.node)
            else:
                yield Edit("discriminator", WIDENED, old=name, at_old=self.group.node, at_new=self.here)

    def _branch(self, branch: Node) -> Schema:
        """A branch as `alone` is held against it: with its name where both have one."""
        return self.theirs.variant(self.group, branch) if self.is_named else (branch,)

    def _child(self, branch: Node) -> Child:
        inner = self._branch(branch)
        return Child(self.alone, inner, "") if self.forward else Child(inner, self.alone, "")

    def _turned(self, keyword: str, other: Node, *, forward: bool, name: str | None) -> Edit:
        """An edit that widens going forward; `alone` stands on the old side when the union is new."""
        alone = self.here
        at_old, at_new = (alone, other) if self.forward else (other, alone)
        return Edit(keyword, WIDENED if forward else NARROWED, name=name, at_old=at_old, at_new=at_new)

    def _best(self, branches: tuple[Node, ...], *, by_names: bool) -> Node:
        """The branch that is the same, or takes all of `alone`, or is taken by it; or, by names, shares most names."""

        def score(branch: Node) -> tuple[int, int, int]:
            inner = self._branch(branch)
            f, g = self.facts, self.theirs.facts(inner)
            shared = len(f.properties.keys() & g.properties.keys())
            proof = 1 if f.types & g.types else 0
            if self._says_the_same(branch):
                return (4, 0, 0)
            if self.proofs.within(self.mine, self.alone, self.theirs, inner):
                proof = 3
            elif self.proofs.within(self.theirs, inner, self.mine, self.alone):
                proof = 2
            return (0, shared, proof) if by_names else (proof, shared, 0)

        return max(branches, key=score)

    def _says_the_same(self, branch: Node) -> bool:
        documents = self.mine.document, self.theirs.document
        alone = self.alone
        return len(alone) == 1 and self.proofs.likeness.alike(alone[0], documents[0], branch, documents[1])


def _says_something(facts: Facts) -> bool:
    return facts != Facts()


def _by_what_it_says(node: Node) -> tuple[bool, str]:
    return (not node.fields, bare_text(node.value))
