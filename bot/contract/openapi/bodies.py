"""Request bodies and everything under `content`: media types, each with its most specific counterpart."""

from bot.contract.openapi.objects import dangling, is_true, member
from bot.contract.openapi.schemas import schema_at
from bot.contract.openapi.walk import Call
from bot.contract.report import Side
from bot.contract.schema.nodes import Node

_BODY = frozenset(("required", "content"))
_MEDIA = frozenset(("schema",))

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
        if was != now and not call.outbound:
            call.say("request-body-became-required" if now else "request-body-became-optional", spot, old, new)
        elif was != now:
            call.unread(new, "Whether the body is required changed; for webhooks that is not judged yet.")
        compare_content(call, old, new, part="request body", kind="body", side=Side.REQUEST)
        call.left_over(old, new, _BODY, Side.REQUEST)


def _came_or_went(call: Call, old: Node | None, new: Node | None) -> None:
    spot = call.spot("request body", "body", Side.REQUEST)
    node = new if new is not None else old
    if node is None:
        return
    if call.outbound:
        call.unread(node, "A body came or went; for webhooks and callbacks that is not judged yet.", is_new=node is new)
    elif new is None:
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
    before, after = content_of(old), content_of(new)
    for name in sorted(before.keys() | after.keys()):
        spot = call.spot(part, kind, side, media_type=name, status=status)
        o, n = before.get(name), after.get(name)
        if o is None or n is None:
            o, n = o or _covering(before, name), n or _covering(after, name)
        if o is not None and n is not None:
            _media_type(call, o, n, part=part, kind=kind, side=side, status=status, name=name)
        elif names:
            change = "added" if o is None else "removed"
            call.say(f"{spot.side.value}-media-type-{change}", spot, o, n, name=name)
        else:
            node = o or n
            assert node is not None
            call.unread(node, f"The media type `{name}` came or went.", side, is_new=n is not None)


def content_of(node: Node) -> Content:
    """Media types by their normal form: lower case, parameters sorted."""
    value = node.fields.get("content")
    if not isinstance(value, dict):
        return {}
    return {_normal(name): node.child("content", name) for name in sorted(value) if not name.startswith("x-")}


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


def _media_type(
    call: Call, old: Node, new: Node, *, part: str, kind: str, side: Side, status: str | None, name: str
) -> None:
    spot = call.spot(part, kind, side, media_type=name, status=status, is_text=_is_form(name))
    before, after = schema_at(old), schema_at(new)
    if before or after:
        call.walk.schemas.judge(spot, before, after)
    call.left_over(old, new, _MEDIA, side)


def _is_form(name: str) -> bool:
    return name.startswith(("application/x-www-form-urlencoded", "multipart/"))
