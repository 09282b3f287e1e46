"""Headers of an answer, or of a part of a form: came, went, required, how they are written, what they hold."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.contract.openapi.ledger import Spot
from bot.contract.openapi.objects import is_true, members
from bot.contract.openapi.schemas import schema_at
from bot.contract.openapi.styles import between, style_of, style_words, written_alike
from bot.contract.openapi.walk import Call
from bot.contract.replacing import replace
from bot.contract.report import Side
from bot.contract.schema.nodes import Node

_HEADER = frozenset(("required", "schema", "content", "style", "explode", "name", "in"))
_KINDS: Mapping[Side, str] = {Side.RESPONSE: "response", Side.REQUEST: "request-part"}
"""How the rules begin; what a client sends as headers of its call are parameters."""

Contents = Callable[..., None]
"""What compares the `content` of two objects. A header may have content, and the parts in a content have headers."""


def compare_headers(
    call: Call, old: Node | None, new: Node | None, contents: Contents, *, beside: str, side: Side, **spot: Any
) -> None:
    """Every header of two holders; `beside` says where they stand: "in the 200 response", "of the part `photo` …"."""
    before = {k.lower(): (k, n) for k, n in members(call.walk.old, old, "headers").items()}
    after = {k.lower(): (k, n) for k, n in members(call.walk.new, new, "headers").items()}
    if old is not None and new is not None:
        call.walk.meet("headers", old, new, len(before) + len(after))
    for key in sorted((before.keys() | after.keys()) - {"content-type"}):
        name = (before.get(key) or after[key])[0]
        o, n = before.get(key, (name, None))[1], after.get(key, (name, None))[1]
        at = call.spot(f"header `{name}` {beside}", "header", side, is_text=True, **spot)
        if o is None or n is None:
            _came_or_went(call, at, o, n, name=name, side=side)
        else:
            _both(call, at, o, n, contents, side)


def _came_or_went(call: Call, spot: Spot, old: Node | None, new: Node | None, *, name: str, side: Side) -> None:
    """A required header that comes matters to who must send it, one that goes to who reads it."""
    kind, required = _KINDS[side], is_true(old or new, "required")
    by_client = (side is Side.REQUEST) is not call.outbound
    if old is None:
        rule = f"{kind}-header-added" + ("-required" if required and by_client else "")
    else:
        rule = f"{kind}-{'required-' if required and not by_client else ''}header-removed"
    words = {"where": f"the {spot.part}"} if old is None and kind == "request-part" and not call.outbound else {}
    call.say(rule, spot, old, new, name=name, words=words)


def _both(call: Call, spot: Spot, old: Node, new: Node, contents: Contents, side: Side) -> None:
    spot = replace(spot, is_needed=is_true(old, "required"), joined=between(style_of("header", old)))
    was, now = is_true(old, "required"), is_true(new, "required")
    if was != now:
        call.say(f"{_KINDS[side]}-header-became-{'required' if now else 'optional'}", spot, old, new)
    ways = _written(old), _written(new)
    if ways[0] != ways[1] and _is_seen(call, old, new):
        words = {"old": ways[0], "new": ways[1]}
        call.say(f"{_KINDS[side]}-header-style-changed", spot, old, new, words=words)
    elif "content" in old.fields:
        contents(call, old, new, part=spot.part, kind="header", side=side, names=False)
    if ("content" in old.fields) == ("content" in new.fields):
        call.walk.schemas.judge(spot, schema_at(old), schema_at(new))
    call.left_over(old, new, _HEADER | call.walk.written_on_it, side)


def _is_seen(call: Call, old: Node, new: Node) -> bool:
    """Whether it shows in the values that they are written in another way."""
    if "content" in old.fields or "content" in new.fields:
        return True
    types = call.walk.schemas.pairs.old.facts(schema_at(old)).types
    is_listed = bool(schema_at(old)) and not types.isdisjoint(("array", "object"))
    return is_listed and not written_alike(style_of("header", old), style_of("header", new), types)


def _written(header: Node) -> str:
    """How a header's value is written, in words."""
    return "by `content`" if "content" in header.fields else style_words(style_of("header", header))
