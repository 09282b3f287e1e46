"""Request bodies and everything under `content`: media types, each with its most specific counterpart."""

import re
from functools import lru_cache

from bot.contract.limits import AGAIN
from bot.contract.openapi.dialects import FROM_FIELDS
from bot.contract.openapi.document import Document
from bot.contract.openapi.encodings import compare_encodings, is_form
from bot.contract.openapi.ledger import Spot
from bot.contract.openapi.objects import dangling, is_extension, is_true, member, members
from bot.contract.openapi.schemas import is_binary, schema_at
from bot.contract.openapi.walk import Call
from bot.contract.replacing import replace
from bot.contract.report import Side
from bot.contract.schema.nodes import Node, Schema

_BODY = frozenset(("required", "content"))
_MEDIA = frozenset(("schema", "itemSchema", "encoding", "prefixEncoding", "itemEncoding"))

Content = dict[str, Node]


def compare_body(call: Call, old_operation: Node, new_operation: Node) -> None:
    """The request body of an operation."""
    old = member(call.walk.old, old_operation, "requestBody")
    new = member(call.walk.new, new_operation, "requestBody")
    spot = call.spot("request body", "body", Side.REQUEST)
    if dangling(old) or dangling(new):
        node = new if dangling(new) else old
        assert node is not None
        call.unread(node, "The request body could not be read: its `$ref` names nothing.", Side.REQUEST)
    elif old is None or new is None:
        _came_or_went(call, old, new)
    else:
        was, now = is_true(old, "required"), is_true(new, "required")
        if was != now and not (call.walk.is_swagger and is_true(old, FROM_FIELDS) and is_true(new, FROM_FIELDS)):
            call.say("request-body-became-required" if now else "request-body-became-optional", spot, old, new)
        compare_content(call, old, new, part="request body", kind="body", side=Side.REQUEST)
        call.left_over(old, new, _BODY, Side.REQUEST)


def _came_or_went(call: Call, old: Node | None, new: Node | None) -> None:
    spot = call.spot("request body", "body", Side.REQUEST)
    if new is None and old is None:
        return
    if new is None:
        call.say("request-body-removed", spot, old, None)
    else:
        call.say("request-body-added-required" if is_true(new, "required") else "request-body-added", spot, None, new)


def compare_content(
    call: Call,
    old: Node,
    new: Node,
    *,
    part: str,
    kind: str,
    side: Side,
    names: bool = True,
    status: str | None = None,
) -> None:
    """Media types of two objects with `content`. Without `names`, which types there are does not matter."""
    before, after = content_of(call.walk.old, old), content_of(call.walk.new, new)
    call.walk.meet("content", old, new, len(before) + len(after))
    for name in sorted(before.keys() | after.keys()):
        spot = call.spot(part, kind, side, media_type=name, status=status)
        o, n = before.get(name), after.get(name)
        if o is None or n is None:
            call.walk.steps.take(AGAIN * (len(before) + len(after)) // 2)
            o, n = o or _covering(before, name), n or _covering(after, name)
        if o is not None and n is not None:
            needed = replace(spot, is_text=is_form(name), is_needed=is_true(old, "required"))
            _media_type(call, needed, o, n, name=name, side=side)
        if names:
            _type_came_or_went(call, spot, (before, after), name, side)
        elif o is None or n is None:
            words = {"old": f"`{', '.join(before)}`", "new": f"`{', '.join(after)}`"}
            rule = "request-parameter-encoding-changed" if kind == "parameter" else "response-header-style-changed"
            call.say(rule, replace(spot, media_type=None), old, new, words=words)


def _type_came_or_went(call: Call, spot: Spot, contents: tuple[Content, Content], name: str, side: Side) -> None:
    """A media type, or a range, that only one version names."""
    before, after = contents
    o, n = before.get(name), after.get(name)
    if (o is None) == (n is None):
        return
    there, left = (before, after) if n is None else (after, before)
    call.walk.steps.take(AGAIN * len(left) if _is_range(name) else 0)
    inside = [t for t in left if t not in there and _in_range(t, name)] if _is_range(name) else []
    words = {"name": spot.operation.path if call.outbound else name, "kind": name}
    if side is Side.RESPONSE and inside:
        words |= {"old": name, "new": inside[0]} if n is None else {"old": inside[0], "new": name}
        call.say(f"response-media-type-{'specialized' if n is None else 'generalized'}", spot, o, n, words=words)
    elif _covering(left, name) is None:
        change = "added" if o is None else "removed"
        call.say(f"{side.value}-media-type-{change}", spot, o, n, name=name, words=words)


def _is_range(name: str) -> bool:
    return name.split(";")[0].endswith("/*")


def _in_range(name: str, wide: str) -> bool:
    return not _is_range(name) and (wide.startswith("*/") or name.split("/")[0] == wide.split("/")[0])


def content_of(document: Document, node: Node) -> Content:
    """Media types by their normal form (lower case, parameters sorted), references followed (OpenAPI 3.2)."""
    return {_normal(name): media for name, media in members(document, node, "content").items()}


def first_type(node: Node) -> str | None:
    """The media type that comes first in the `content` of a parameter, which should have no other."""
    value = node.fields.get("content")
    said = value if isinstance(value, dict) else {}
    return next((_normal(n) for n in sorted(said) if not is_extension("content", n, said[n])), None)


@lru_cache(1_000)
def _normal(name: str) -> str:
    essence, *parameters = (p.strip().lower() for p in name.split(";"))
    return "; ".join([essence, *sorted(p for p in parameters if p)])


def _covering(content: Content, name: str) -> Node | None:
    """The entry that speaks for `name`: the same type with other parameters if there is one, or the narrowest range."""
    essence = name.split(";")[0]
    alike = [k for k in content if k.split(";")[0] == essence and k != name]
    if len(alike) == 1:
        return content[alike[0]]
    kind = essence.split("/")[0]
    return content.get(f"{kind}/*") or content.get("*/*") if not essence.endswith("*") else None


def _media_type(call: Call, spot: Spot, old: Node, new: Node, *, name: str, side: Side) -> None:
    if dangling(old) or dangling(new):
        call.unread(new if dangling(new) else old, "The media type could not be read: its `$ref` names nothing.", side)
        return
    for keyword in ("schema", "itemSchema"):
        before, after = schema_at(old, keyword), schema_at(new, keyword)
        if (before or after) and not _same_bytes(call, name, before, after):
            call.walk.schemas.judge(spot, before, after)
    if is_form(name):
        compare_encodings(call, spot, old, new, compare_content, side=side)
    call.left_over(old, new, _MEDIA, side)


def _same_bytes(call: Call, name: str, old: Schema, new: Schema) -> bool:
    """Both are any bytes, in a type whose values are no JSON: `format: binary` in 3.0 is no schema in 3.1."""
    pairs = call.walk.schemas.pairs
    return not _VALUES.search(name) and is_binary(pairs.old, old) and is_binary(pairs.new, new)


_VALUES = re.compile("json|xml|yaml|form|^text/")
"""Media types that carry values a schema can speak of."""
