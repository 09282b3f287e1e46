"""Sunset dates that callers were given, of operations and of parameters: pulled forward, or taken back."""

from collections.abc import Mapping

from bot.contract.openapi.ledger import Spot
from bot.contract.openapi.marks import sunset_date, sunset_text
from bot.contract.openapi.objects import is_true
from bot.contract.openapi.walk import Call
from bot.contract.schema.nodes import Node


def compare_sunsets(call: Call, spot: Spot, old: Node, new: Node, *, words: Mapping[str, str] | None = None) -> None:
    """What became of the day at which something deprecated ends."""
    before, after = sunset_text(old), sunset_text(new)
    day, new_day = sunset_date(before), sunset_date(after)
    if day is None or before == after or not is_true(new, "deprecated"):
        return
    if new_day is None:
        call.say("sunset-deleted", spot, old, new, was=str(day), now=after, words=words)
    elif new_day < day:
        call.say("sunset-pulled-forward", spot, old, new, was=str(day), now=str(new_day), words=words)
