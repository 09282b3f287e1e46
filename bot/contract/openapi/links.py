"""Links of responses: by name, each with the operation it leads to, whichever way that is written."""

from bot.contract.openapi.document import Document
from bot.contract.openapi.objects import members
from bot.contract.openapi.paths import Endpoint, endpoints, erased
from bot.contract.openapi.walk import Call
from bot.contract.report import Side
from bot.contract.schema.nodes import Node, unescape
from bot.contract.schema.values import same

_GIVEN = ("parameters", "requestBody", "server")


def compare_links(call: Call, old: Endpoint, new: Endpoint) -> None:
    """The links of every status both versions name."""
    before = members(call.walk.old, old.node, "responses")
    after = members(call.walk.new, new.node, "responses")
    for status in sorted(before.keys() & after.keys()):
        links = members(call.walk.old, before[status], "links"), members(call.walk.new, after[status], "links")
        for name in sorted(links[0].keys() | links[1].keys()):
            _link(call, status, name, links[0].get(name), links[1].get(name))


def _link(call: Call, status: str, name: str, old: Node | None, new: Node | None) -> None:
    spot = call.spot(f"link `{name}` in the {status} response", "link", Side.RESPONSE, status=status)
    if old is None or new is None:
        call.say("response-link-added" if old is None else "response-link-removed", spot, old, new, name=name)
        return
    targets = _target(call.walk.old, old), _target(call.walk.new, new)
    given = [{k: n.fields.get(k) for k in _GIVEN} for n in (old, new)]
    if targets[0] != targets[1] or not same(*given):
        was, now = ({"to": t, **g} for t, g in zip(targets, given, strict=True))
        call.say("response-link-changed", spot, old, new, name=name, was=was, now=now)
    call.left_over(old, new, frozenset(("operationId", "operationRef", *_GIVEN)), Side.RESPONSE)


def _target(document: Document, link: Node) -> str:
    """The method and path a link leads to; names of path parameters never travel. As written where it leads nowhere."""
    said, ref = link.fields.get("operationId"), link.fields.get("operationRef")
    for (path, method), endpoint in endpoints(document).items():
        if said is not None and endpoint.operation_id == said:
            return f"{method} {erased(path)}"
    if isinstance(ref, str) and ref.startswith("#/paths/"):
        path, _, method = ref.removeprefix("#/paths/").partition("/")
        return f"{method} {erased(unescape(path))}"
    return f"{said} {ref}"
