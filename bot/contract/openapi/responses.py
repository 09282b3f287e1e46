"""Responses: the effective answer for each status (exact, then `2XX`, then `default`), their headers and bodies."""

from bot.contract.openapi.bodies import compare_content
from bot.contract.openapi.objects import dangling, is_true, members
from bot.contract.openapi.parameters import style_of, style_words
from bot.contract.openapi.schemas import schema_at
from bot.contract.openapi.walk import Call
from bot.contract.report import Side
from bot.contract.schema.nodes import Node

_RESPONSE = frozenset(("headers", "content", "links"))
_HEADER = frozenset(("required", "schema", "content", "style", "explode", "name", "in"))

Responses = dict[str, Node]


def compare_responses(call: Call, old_operation: Node, new_operation: Node) -> None:
    """Every status either version names, against what speaks for it in the other."""
    old = {_status(k): n for k, n in members(call.walk.old, old_operation, "responses").items()}
    new = {_status(k): n for k, n in members(call.walk.new, new_operation, "responses").items()}
    for status in sorted(old.keys() | new.keys()):
        before, after = _effective(old, status), _effective(new, status)
        if before is not None and after is not None:
            if call.walk.touched.untouched(before, after):
                continue
            _both(call, status, before, after)
        elif not (status.endswith("XX") and after is None and _concrete(new, status) and not call.outbound):
            _came_or_went(call, status, before, after)
        else:
            spot = call.spot(_part(status), "response", Side.RESPONSE, status=status)
            call.say("response-status-specialized", spot, before, None, name=status)


def _status(key: str) -> str:
    return key if key == "default" else key.upper()


def _effective(responses: Responses, status: str) -> Node | None:
    if status in responses:
        return responses[status]
    return responses.get(f"{status[:1]}XX") or responses.get("default")


def _concrete(responses: Responses, wide: str) -> list[str]:
    """The statuses of a range that are named."""
    return [s for s in responses if s[:1] == wide[:1] and s != wide and s != "default"]


def _came_or_went(call: Call, status: str, old: Node | None, new: Node | None) -> None:
    spot = call.spot(_part(status), "response", Side.RESPONSE, status=status)
    kind = "status" if status[:1] in "123" else "error"
    change = "added" if old is None else "removed"
    if status == "default" and old is not None:
        kind = "error"
    name = _part(status).removesuffix(" response")
    words = {"status": name} if call.outbound else {"name": name}
    call.say(f"response-{kind}-{change}", spot, old, new, name=status, words=words)


def _part(status: str) -> str:
    return "default response" if status == "default" else f"{status} response"


def _both(call: Call, status: str, old: Node, new: Node) -> None:
    if dangling(old) or dangling(new):
        node = new if dangling(new) else old
        call.unread(node, f"The {_part(status)} could not be read: its `$ref` names nothing.", Side.RESPONSE)
        return
    part = _part(status)
    compare_content(call, old, new, part=part, kind="response", side=Side.RESPONSE, status=status)
    _headers(call, status, old, new)
    written = frozenset(("schema",)) if call.walk.is_swagger else frozenset[str]()
    call.left_over(old, new, _RESPONSE | written, Side.RESPONSE)


def _headers(call: Call, status: str, old: Node, new: Node) -> None:
    before = {k.lower(): (k, n) for k, n in members(call.walk.old, old, "headers").items()}
    after = {k.lower(): (k, n) for k, n in members(call.walk.new, new, "headers").items()}
    for key in sorted((before.keys() | after.keys()) - {"content-type"}):
        name = (before.get(key) or after[key])[0]
        o, n = before.get(key, (name, None))[1], after.get(key, (name, None))[1]
        _header(call, status, name, o, n)


def _header(call: Call, status: str, name: str, old: Node | None, new: Node | None) -> None:
    spot = call.spot(f"header `{name}` in the {_part(status)}", "header", Side.RESPONSE, status=status, is_text=True)
    if old is None:
        asked = call.outbound and is_true(new, "required")
        rule = "webhook-answer-header-added-required" if asked else "response-header-added"
        call.say(rule, spot, None, new, name=name)
        return
    if new is None:
        rule = "response-required-header-removed" if is_true(old, "required") else "response-header-removed"
        call.say(rule, spot, old, None, name=name)
        return
    was, now = is_true(old, "required"), is_true(new, "required")
    if was != now:
        call.say("response-header-became-required" if now else "response-header-became-optional", spot, old, new)
    ways = _written(old), _written(new)
    listed = {"array", "object"} & (call.walk.schemas.pairs.old.facts(schema_at(old)).types)
    if ways[0] != ways[1] and ("content" in old.fields or "content" in new.fields or (listed and schema_at(old))):
        call.say("response-header-style-changed", spot, old, new, words={"old": ways[0], "new": ways[1]})
    elif "content" in old.fields:
        compare_content(call, old, new, part=spot.part, kind="header", side=Side.RESPONSE, names=False)
    call.walk.schemas.judge(spot, schema_at(old), schema_at(new))
    call.left_over(old, new, _HEADER | call.walk.written_on_it, Side.RESPONSE)


def _written(header: Node) -> str:
    """How a header's value is written, in words."""
    return "by `content`" if "content" in header.fields else style_words(style_of("header", header))
