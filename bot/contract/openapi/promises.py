"""What callers were told of how long something stays and how stable it is, and what became of that."""

from collections.abc import Iterator, Sequence
from typing import Literal

from bot.contract.openapi.marks import mark_of, rank, strange_level, sunset_date, sunset_text
from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED, Edit
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.pairs import Pairs
from bot.contract.schema.shapes import Shapes

Stage = Literal["lowered", "lost", "raised", "unreadable", "marked", "unmarked"]
Sunset = Literal["pulled-forward", "deleted", "unreadable"]

_SUNSET = "x-sunset"


def stage_change(old: Sequence[Node], new: Sequence[Node], names: Sequence[str]) -> Stage | None:
    """What became of a stage mark; the first node that carries one counts.

    "lost": it was a stage, and what stands there now is none. Words of a team's own are no mistake: only the levels
    of `x-stability-level` are a closed list.
    """
    if all(node.fields.keys().isdisjoint(names) for node in (*old, *new)):
        return None
    was, now = mark_of(old, names), mark_of(new, names)
    strange = strange_level(old, names), strange_level(new, names)
    if was == now and strange[0] == strange[1]:
        return None
    before, after = rank(was), rank(now)
    if strange[0] or strange[1]:
        return "lost" if before is not None else "unreadable"
    if before is not None and after is not None:
        return "lowered" if after < before else "raised" if after > before else None
    if was is None:
        return "marked" if after is not None else None
    return "unmarked" if now is None and before is not None else None


def sunset_change(was: str | None, now: str | None) -> Sunset | None:
    """What became of the day at which something ends that is deprecated in the new version."""
    if was == now:
        return None
    day, new_day = sunset_date(was), sunset_date(now)
    if day is None:
        return "unreadable" if was is not None or new_day is None else None
    if new_day is None:
        return "deleted"
    return "pulled-forward" if new_day < day else None


_STAGES: dict[Stage, str] = {"lowered": NARROWED, "lost": NARROWED, "raised": WIDENED}
_SUNSETS: dict[Sunset, tuple[str, str]] = {
    "pulled-forward": (_SUNSET, NARROWED),
    "deleted": (_SUNSET, CHANGED),
    "unreadable": (f"{_SUNSET}-unreadable", CHANGED),
}


def promise_edits(pairs: Pairs, old: Schema, new: Schema, names: Sequence[str]) -> Iterator[Edit]:
    """What became of the stage and the last day of a property, or of a component wherever it is named."""
    before, after = _speaking(pairs.old, old, names), _speaking(pairs.new, new, names)
    if not before and not after:
        return
    stage = stage_change(before, after, names)
    if stage in _STAGES:
        was, now = mark_of(before, names), strange_level(after, names) or mark_of(after, names)
        yield Edit("stage", _STAGES[stage], old=was, new=now, at_old=_at(before, old), at_new=_at(after, new))
    was, now = _sunset_of(before), _sunset_of(after)
    sunset = sunset_change(was, now) if was != now and pairs.new.facts(new).deprecated else None
    if sunset is not None:
        keyword, relation = _SUNSETS[sunset]
        yield Edit(keyword, relation, old=was, new=now, at_old=_at(before, old), at_new=_at(after, new))


def _speaking(shapes: Shapes, schema: Schema, names: Sequence[str]) -> list[Node]:
    """The nodes that tell of a stage or a day: a property's own before what its reference names."""
    nodes = list(schema)
    for node in nodes:
        below = shapes.document.step(node) if "$ref" in node.fields else None
        if below is not None and below not in nodes:
            nodes.append(below)
    return [node for node in nodes if _SUNSET in node.fields or not node.fields.keys().isdisjoint(names)]


def _sunset_of(nodes: Sequence[Node]) -> str | None:
    return next((text for text in map(sunset_text, nodes) if text is not None), None)


def _at(speaking: Sequence[Node], schema: Schema) -> Node | None:
    return next(iter(speaking), None) or next(iter(schema), None)
