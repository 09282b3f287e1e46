"""An edit of a value that travels as text: `5` and `"5"` are one text, and null cannot be sent."""

from bot.contract.openapi.text_values import text_of
from bot.contract.replacing import replace
from bot.contract.report import Side
from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED, Edit
from bot.contract.schema.facts import Facts
from bot.contract.schema.shapes import only_null

_SCALAR_WORDS = frozenset(("string", "integer", "number", "boolean", "null"))


def as_text(edit: Edit, facts: tuple[Facts, Facts], side: Side, *, in_union: bool) -> Edit | None:
    """The edit of two schemas with these facts, as one who sends or reads texts meets it; `None` for no change.

    Of a variant nothing is said: what a text means to it, it may mean to another one too. There a proof tells.
    """
    same = WIDENED if side is Side.REQUEST else NARROWED
    if edit.keyword in ("null", "loose-null") or (edit.keyword == "variant" and _is_of_null(edit)):
        return None
    if edit.keyword != "type" or not isinstance(edit.old, str) or not isinstance(edit.new, str):
        return edit
    if in_union or not all(map(_is_plain, facts)):
        return edit
    fits = _listed_fit(*facts) or _types_fit(edit.old, edit.new, facts)
    if fits is None:
        return edit
    return replace(edit, relation=same if all(fits) else WIDENED if fits[0] else NARROWED if fits[1] else CHANGED)


def _is_of_null(edit: Edit) -> bool:
    """The variant that came or went is null, which no text stands for."""
    variant = edit.at_old if edit.relation == NARROWED else edit.at_new
    return variant is not None and only_null(variant)


def _is_plain(facts: Facts) -> bool:
    """Types, listed values and limits tell all there is: what stands beside them would hold for one reading only."""
    return not (facts.groups or facts.other or facts.broken)


def _listed_fit(old: Facts, new: Facts) -> tuple[bool, bool] | None:
    """Whether each of two finite lists of texts holds the other; `None` where one of them is not finite."""
    before, after = _texts(old), _texts(new)
    return None if before is None or after is None else (before <= after, after <= before)


def _texts(facts: Facts) -> frozenset[str] | None:
    """All texts of a value, where they are few; null is none of them."""
    if facts.enum is not None:
        told = [text_of(v) for v in facts.enum.values() if v is not None]
        return frozenset(t for t in told if t is not None) if None not in told else None
    return frozenset(("true", "false")) if facts.types - {"null"} == {"boolean"} else None


def _types_fit(old: str, new: str, facts: tuple[Facts, Facts]) -> tuple[bool, bool] | None:
    """Whether each of two lists of types, as words, takes the texts of the other; `None` for what is no scalar.

    Where only one of the two lists its values, its types do not tell what it takes.
    """
    before, after = (set(said.split(" or ")) - {"null"} for said in (old, new))
    if not (before and after and before <= _SCALAR_WORDS and after <= _SCALAR_WORDS):
        return None
    free = [_is_any_text(f) for f in facts]
    kept = facts[1].enum is None and all(_fits(a, after, free=free[1]) for a in before)
    back = facts[0].enum is None and all(_fits(b, before, free=free[0]) for b in after)
    return kept, back


def _fits(kind: str, others: set[str], *, free: bool) -> bool:
    return kind in others or ("string" in others and free) or (kind == "integer" and "number" in others)


def _is_any_text(facts: Facts) -> bool:
    """Text of any form is taken, so the text of a number is."""
    return facts.enum is None and not (facts.formats or facts.patterns or facts.limits)
