"""Stages and sunset dates of operations and of parameters, as findings."""

from collections.abc import Mapping

from bot.contract.openapi.ledger import Spot
from bot.contract.openapi.marks import mark_of, strange_level, sunset_date, sunset_text
from bot.contract.openapi.objects import is_true
from bot.contract.openapi.promises import stage_change, sunset_change
from bot.contract.openapi.walk import Call
from bot.contract.schema.nodes import Node

Marked = tuple[Node, ...]
"""The node itself, and what it has its mark from where it has none."""


def compare_promises(call: Call, spot: Spot, old: Marked, new: Marked, **words: str) -> None:
    """What became of the stage, and of the day at which something deprecated ends."""
    _stage(call, spot, old, new, words)
    if is_true(new[0], "deprecated"):
        _sunset(call, spot, old[0], new[0], words)


def _stage(call: Call, spot: Spot, old: Marked, new: Marked, words: Mapping[str, str]) -> None:
    names = call.walk.options.stage_marks
    change = stage_change(old, new, names)
    if change is None:
        return
    was, now = (strange_level(nodes, names) or mark_of(nodes, names) for nodes in (old, new))
    strange = strange_level(new, names) or strange_level(old, names)
    said = {"old": _quoted(was), "new": _quoted(now), "name": _quoted(strange)}
    call.say(f"stage-{change}", spot, old[0], new[0], was=was, now=now, words={**said, **words})


def _sunset(call: Call, spot: Spot, old: Node, new: Node, words: Mapping[str, str]) -> None:
    was, now = sunset_text(old), sunset_text(new)
    change = sunset_change(was, now)
    if change is None:
        return
    if change == "unreadable":
        odd = now if now is not None and sunset_date(now) is None else was
        said = {"old": _quoted(was), "new": _quoted(now), "name": _quoted(odd)}
        call.say("sunset-unreadable", spot, old, new, was=was, now=now, words={**said, **words})
        return
    days = sunset_date(was), sunset_date(now)
    told = now if days[1] is None else str(days[1])
    call.say(f"sunset-{change}", spot, old, new, was=str(days[0]), now=told, words=words)


def _quoted(text: str | None) -> str:
    return "none" if text is None else f"`{text}`"
