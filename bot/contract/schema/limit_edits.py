"""Limits and sets of scalars: what became of `maximum`, `pattern`, `format` and their like."""

from bot.contract.schema.drafts import Draft, joined, said
from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED
from bot.contract.schema.keywords import (
    FRACTION_FORMATS,
    KNOWN_FORMATS,
    LIMITED,
    NUMBERS,
    formats_of,
)
from bot.contract.schema.lattices import of_formats, of_limits, of_multiples, of_patterns


def limits(draft: Draft) -> None:
    """Limits of size and of count."""
    both = draft.types
    if (draft.old.enum is not None or draft.new.enum is not None) and not both & {"array", "object"}:
        return
    for keyword, kinds in LIMITED.items():
        old, new = draft.old.limits.get(keyword), draft.new.limits.get(keyword)
        if old != new and both & kinds:
            draft.edit(keyword, of_limits(keyword, old, new), old=said(old), new=said(new))


def sets(draft: Draft) -> None:
    """`multipleOf`, `pattern`, `format`, `uniqueItems`: more of them means fewer values."""
    both = draft.types
    if both & NUMBERS and draft.old.multiples != draft.new.multiples:
        relation = of_multiples(draft.old.multiples, draft.new.multiples)
        draft.edit("multipleOf", relation, old=joined(draft.old.multiples), new=joined(draft.new.multiples))
    if "array" in both and draft.old.unique_items != draft.new.unique_items:
        draft.edit(
            "uniqueItems",
            NARROWED if draft.new.unique_items else WIDENED,
            old=draft.old.unique_items,
            new=draft.new.unique_items,
        )
    if draft.old.enum is not None or draft.new.enum is not None:
        _beside_lists(draft)
        return
    if "string" in both and draft.old.patterns != draft.new.patterns:
        draft.edit(
            "pattern",
            of_patterns(draft.old.patterns, draft.new.patterns, draft.sides.old.words),
            old=joined(draft.old.patterns),
            new=joined(draft.new.patterns),
        )
    _formats(draft, both)


def _beside_lists(draft: Draft) -> None:
    """A format beside two lists of values, where nobody can say which of them it takes."""
    old, new = draft.old.formats, draft.new.formats
    if old != new and draft.old.enum is not None and draft.new.enum is not None:
        draft.edit("format-unknown", CHANGED, old=joined(old), new=joined(new))


def _formats(draft: Draft, both: frozenset[str]) -> None:
    """Of the types both versions have; beside a change of type, where the format goes another way."""
    old, new = formats_of(draft.old.formats, both), formats_of(draft.new.formats, both)
    if "fraction" not in both and not (old and new):  # every whole number is one of theirs
        old, new = old - FRACTION_FORMATS, new - FRACTION_FORMATS
    if old == new:
        return
    is_known = (old ^ new) <= KNOWN_FORMATS
    relation = of_formats(old, new) if is_known else CHANGED
    if all(e.relation not in (relation, CHANGED) for e in draft.edits if e.keyword == "type"):
        keyword = "format" if is_known else "format-unknown"
        draft.edit(keyword, relation, old=joined(old), new=joined(new))
