"""Types and lists of values: what became of the kinds of values a schema takes."""

from bot.contract.limits import LISTED_VALUES
from bot.contract.schema.branches import effective_types
from bot.contract.schema.drafts import Draft, tag
from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED
from bot.contract.schema.facts import Facts
from bot.contract.schema.keywords import ALL_TYPES, type_words
from bot.contract.schema.lattices import of_types
from bot.contract.schema.nodes import Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.taking import Taking
from bot.contract.steps import Steps

REFUSED, MAY_BE, CERTAIN = range(3)
"""Readings of null: refused by all, taken by some, taken by all."""


def types_and_enum(draft: Draft) -> None:
    """The types, null apart from the rest, and the listed values."""
    old, new = draft.old, draft.new
    o, n = old.types, new.types
    if o != n:
        o, n = effective_types(draft.sides.old, old), effective_types(draft.sides.new, new)
    told = {"old": type_words(o), "new": type_words(n)}
    if _unclear_null(draft):
        o, n = o - {"null"}, n - {"null"}
    elif o != ALL_TYPES and n != ALL_TYPES and ("null" in o) != ("null" in n) and o - {"null"} and n - {"null"}:
        draft.edit("null", WIDENED if "null" in n else NARROWED, **told)
        o, n = o - {"null"}, n - {"null"}
    relation = of_types(o, n)
    if (old.enum is not None or new.enum is not None) and _enum(draft, relation):
        return
    if relation:
        draft.edit("type", relation, **told)


def _unclear_null(draft: Draft) -> bool:
    """Whether null is said in a way that tools read differently, and said otherwise now: the one edit about null."""
    if not (draft.old.loose_null or draft.new.loose_null):
        return False
    was, now = nullness(draft.sides.old, draft.old), nullness(draft.sides.new, draft.new)
    if was != now:
        draft.edit("loose-null", WIDENED if now > was else NARROWED, old=was == MAY_BE, new=now == MAY_BE)
    return was != now


def nullness(shapes: Shapes, facts: Facts) -> int:
    """Whether null is taken: certainly not, by some readings, or certainly."""
    if "null" in effective_types(shapes, facts) and (facts.enum is None or "null" in facts.enum):
        return CERTAIN
    return MAY_BE if facts.loose_null else REFUSED


def _enum(draft: Draft, types: str | None) -> bool:
    """Whether the enum tells the whole story of the types."""
    old, new = draft.old.enum, draft.new.enum
    if old is not None and new is not None:
        if types == CHANGED and not old.keys() & new.keys():
            return False
        gone = [v for k, v in sorted(old.items()) if k not in new and v is not None]
        come = [v for k, v in sorted(new.items()) if k not in old and v is not None]
        if gone and come and len(old) == len(new) == 1:
            draft.edit("enum", CHANGED, old=gone, new=come)
            return True
        if gone:
            draft.edit("enum-value", NARROWED, old=gone, tags=tag("open", draft.old.open_enum))
        if come:
            draft.edit("enum-value", WIDENED, new=come, tags=tag("open", draft.old.open_enum))
        return True
    if new is not None and types in (None, NARROWED):
        draft.edit("enum", NARROWED, new=[v for _, v in sorted(new.items())])
        if come := _refused(draft, new, draft.sides.old, draft.schemas[0]):
            draft.edit("enum-value", WIDENED, new=come)
        return True
    if old is not None and types in (None, WIDENED):
        draft.edit("enum", WIDENED, old=[v for _, v in sorted(old.items())], tags=tag("constant", len(old) == 1))
        if gone := _refused(draft, old, draft.sides.new, draft.schemas[1]):
            draft.edit("enum-value", NARROWED, old=gone)
        return True
    if old is not None and new is None and types == NARROWED:
        draft.edit("enum", WIDENED, old=[v for _, v in sorted(old.items())], tags=tag("constant", len(old) == 1))
    if new is not None and old is None and types == WIDENED:
        draft.edit("enum", NARROWED, new=[v for _, v in sorted(new.items())])
    return False


def _refused(draft: Draft, enum: dict[str, object], shapes: Shapes, schema: Schema) -> list[object]:
    """The listed values that the other side, which lists none, may not take."""
    taking = Taking(shapes, Steps(LISTED_VALUES))
    return [v for _, v in sorted(enum.items()) if v is not None and taking.takes(schema, v) is not True]
