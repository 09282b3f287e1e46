"""What changed between two schemas at one place: edits that know no direction of travel, and the places below."""

from collections.abc import Callable, Iterator

from msgspec import Struct, field

from bot.contract.limits import AGAIN, DIFFERENCE, TOLD_VARIANTS
from bot.contract.replacing import replace
from bot.contract.schema.beyond_edits import items, other_names
from bot.contract.schema.branches import match_groups
from bot.contract.schema.discriminators import heir_edits
from bot.contract.schema.drafts import Draft
from bot.contract.schema.edits import NARROWED, UNREAD, WIDENED, Child, Difference, Edit, as_variant
from bot.contract.schema.evaluated import evaluated_edits, was_shut
from bot.contract.schema.exclusions import condition_edits, judged_here
from bot.contract.schema.kind_edits import types_and_enum
from bot.contract.schema.limit_edits import limits, sets
from bot.contract.schema.mark_edits import marks
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.property_edits import properties
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.subsume import Subsumption
from bot.contract.schema.values import canonical
from bot.contract.schema.variants import heirs_of, held_by
from bot.contract.schema.wrapping import same_scalars, unwrap


class Pairs(Struct):
    """Compares places of two documents, each pair once."""

    old: Shapes
    new: Shapes
    proofs: Subsumption
    same: Callable[[Schema, Schema], bool] = lambda old, new: False
    """Whether two schemas are known to be one, with all they refer to: then there is nothing to compare."""

    _known: dict[tuple[Schema, Schema], Difference] = field(default_factory=dict)
    _met: tuple[set[Schema], set[Schema]] = field(default_factory=lambda: (set(), set()))

    def difference(self, old: Schema, new: Schema) -> Difference:
        """The edits at one place, and the places below it."""
        pair = (old, new)
        if pair not in self._known:
            self.old.steps.take(DIFFERENCE * (AGAIN if self._is_met_again(pair) else 1))
            self._known[pair] = _difference(self, pair)
        return self._known[pair]

    def _is_met_again(self, pair: tuple[Schema, Schema]) -> bool:
        """One of the two was compared with another before: of such pairs there may be as many as there are products."""
        again = any(schema and schema in met for schema, met in zip(pair, self._met, strict=True))
        for schema, met in zip(pair, self._met, strict=True):
            met.add(schema)
        return again

    def settled(self, child: Child) -> Child:
        """A place below by what its references name: one component is compared once, wherever it is named."""
        old, new = self.old.settled(child.old), self.new.settled(child.new)
        return child if old is child.old and new is child.new else replace(child, old=old, new=new)


def _difference(sides: Pairs, schemas: tuple[Schema, Schema]) -> Difference:
    draft = Draft(sides, *schemas)
    old, new = draft.old, draft.new
    if not (old.never or new.never) and same_scalars(sides, schemas, (old, new)):
        marks(draft)
        return draft.difference
    wrapped = unwrap(sides, schemas, (old, new))
    if wrapped is not None:
        return wrapped
    if (old.broken or new.broken) and _is_lost(draft):
        return draft.difference
    if new.never or old.never:
        if new.never != old.never:
            draft.edit("never", NARROWED if new.never else WIDENED, old=not old.never, new=not new.never)
        return draft.difference
    for find in (types_and_enum, limits, sets, marks):
        find(draft)
    _inside(draft)
    if old.groups or new.groups:
        _groups(draft)
    if old.other or new.other:
        _conditions(draft)
    if old.discriminator is not None or new.discriminator is not None:
        _heirs(draft)
    return Difference(tuple(draft.edits), tuple(sides.settled(child) for child in draft.children))


def _inside(draft: Draft) -> None:
    """What the values of an object or array must be."""
    if "object" in draft.types and not draft.moved:
        properties(draft)
        other_names(draft)
    if "array" in draft.types:
        items(draft)


def _is_lost(draft: Draft) -> bool:
    """What one of them refers to is not there, or nobody can say where: it is not what it was, and nothing is told."""
    odd = [tuple(n for n in f.broken if not isinstance(n.value, dict)) for f in (draft.old, draft.new)]
    if not _alike(draft, *odd):
        draft.edits.append(Edit("schema", UNREAD, at_old=next(iter(odd[0]), None), at_new=next(iter(odd[1]), None)))
    for keyword in ("$ref", "$dynamicRef"):
        held = [tuple(n for n in f.broken if keyword in n.fields) for f in (draft.old, draft.new)]
        said = [sorted(canonical(n.fields[keyword]) for n in nodes) for nodes in held]
        if said[0] != said[1] or not _alike(draft, *_meant(draft, held)):
            at = [next(iter(nodes), None) for nodes in held]
            draft.edits.append(Edit(keyword, UNREAD, at_old=at[0], at_new=at[1]))
    return bool(draft.edits)


def _meant(draft: Draft, held: list[tuple[Node, ...]]) -> Iterator[tuple[Node, ...]]:
    """All that the dynamic references of both versions may mean."""
    for nodes, shapes in zip(held, (draft.sides.old, draft.sides.new), strict=True):
        yield tuple(meant for node in nodes for meant in shapes.document.dynamic(node))


def _heirs(draft: Draft) -> None:
    """The variants that a discriminator means without listing them."""
    before, after = heirs_of(draft.sides.old, draft.schemas[0]), heirs_of(draft.sides.new, draft.schemas[1])
    if draft.old.groups or draft.new.groups:
        return
    if before is None or after is None:
        at = [f.where.get("discriminator") for f in (draft.old, draft.new)]
        draft.edits.append(Edit("discriminator", UNREAD, at_old=at[0], at_new=at[1]))
        return
    draft.edits.extend(heir_edits(before, after, (draft.old, draft.new)))
    later = _reached_later(draft.sides.old, before) & _reached_later(draft.sides.new, after)
    for value in sorted((before.keys() & after.keys()) - later):
        old, new = before[value], after[value]
        if old is not None and new is not None:
            draft.children.append(Child((old,), (new,), as_variant(value)))


def _reached_later(shapes: Shapes, heirs: dict[str, Node | None]) -> set[str]:
    """Of many variants the variants of others among them: they are compared from there."""
    if len(heirs) <= TOLD_VARIANTS:
        return set()
    nodes = {node for node in heirs.values() if node is not None}
    return {value for value, node in heirs.items() if node is not None and held_by(shapes, node) & nodes}


def _groups(draft: Draft) -> None:
    matched = match_groups(draft.sides, draft.schemas, (draft.old, draft.new), spread=draft.moved)
    is_told = any(e.keyword == "loose-null" for e in draft.edits)
    draft.edits.extend(e for e in matched.edits if not (is_told and _is_of_null(draft, e)))
    draft.children.extend(matched.children)


def _is_of_null(draft: Draft, edit: Edit) -> bool:
    """A variant that is null and nothing else, come or gone."""
    shapes, node = (draft.sides.new, edit.at_new) if edit.relation == WIDENED else (draft.sides.old, edit.at_old)
    return edit.keyword == "variant" and node is not None and shapes.facts((node,)).types == {"null"}


def _conditions(draft: Draft) -> None:
    old, new = draft.old.other, draft.new.other
    draft.edits.extend(e for e in condition_edits(draft.sides, draft.old, draft.new) if not _shuts_again(draft, e))
    draft.edits.extend(evaluated_edits(draft))
    for keyword in sorted((old.keys() | new.keys()) - judged_here()):
        if not _alike(draft, old.get(keyword, ()), new.get(keyword, ())):
            # Only the keyword's own place: what it stands in may be the same component in both versions.
            at = [nodes.get(keyword, (None,))[0] for nodes in (old, new)]
            draft.edits.append(Edit(keyword, UNREAD, at_old=at[0], at_new=at[1]))


def _shuts_again(draft: Draft, edit: Edit) -> bool:
    """It refuses names that nobody spells out, which were refused before."""
    return edit.name == "unevaluatedProperties" and edit.relation == NARROWED and was_shut(draft)


def _alike(draft: Draft, old: tuple[Node, ...], new: tuple[Node, ...]) -> bool:
    documents = (draft.sides.old.document, draft.sides.new.document)
    return len(old) == len(new) and all(
        draft.sides.proofs.likeness.alike(a, documents[0], b, documents[1]) for a, b in zip(old, new, strict=True)
    )
