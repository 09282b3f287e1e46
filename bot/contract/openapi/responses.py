"""Responses: the effective answer for each status (exact, then `2XX`, then `default`), their headers and bodies."""

from bot.contract.limits import AGAIN
from bot.contract.openapi.bodies import compare_content
from bot.contract.openapi.headers import compare_headers
from bot.contract.openapi.objects import dangling, members
from bot.contract.openapi.walk import Call
from bot.contract.report import Side
from bot.contract.schema.nodes import Node

_RESPONSE = frozenset(("headers", "content", "links"))

_NOT_MODIFIED = "304"
"""Met only by who asked with a condition, and never instead of an answer. Source: RFC 9110, section 15.4.5."""

Responses = dict[str, Node]


def compare_responses(call: Call, old_operation: Node, new_operation: Node) -> None:
    """Every status either version names, against what speaks for it in the other."""
    old = {_status(k): n for k, n in members(call.walk.old, old_operation, "responses").items()}
    new = {_status(k): n for k, n in members(call.walk.new, new_operation, "responses").items()}
    for status in sorted(old.keys() | new.keys()):
        before, after = _effective(old, status), _effective(new, status)
        call.walk.steps.take(AGAIN * len(new) // 2 if status.endswith("XX") else 0)
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
    kind = "status" if status[:1] in "123" and status != _NOT_MODIFIED else "error"
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
    compare_headers(call, old, new, compare_content, beside=f"in the {part}", side=Side.RESPONSE, status=status)
    written = frozenset(("schema",)) if call.walk.is_swagger else frozenset[str]()
    call.left_over(old, new, _RESPONSE | written, Side.RESPONSE)
