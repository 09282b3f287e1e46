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
        if "links" not in before[status].fields and "links" not in after[status].fields:
            continue
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


def _by_id(document: Document) -> dict[str, str]:
    """Every operation by its id; of two with one id the first counts."""
    table: dict[str, str] | None = document.worked_out.get("operations by id")
    if table is None:
        found = reversed(endpoints(document).items())
        table = {e.operation_id: f"{method} {erased(path)}" for (path, method), e in found if e.operation_id}
        document.worked_out["operations by id"] = table
    return table


def _target(document: Document, link: Node) -> str:
    """The method and path a link leads to; names of path parameters never travel. As written where it leads nowhere."""
    said, ref = link.fields.get("operationId"), link.fields.get("operationRef")
    if isinstance(said, str) and said in _by_id(document):
        return _by_id(document)[said]
    if isinstance(ref, str) and ref.startswith("#/paths/"):
        path, _, method = ref.removeprefix("#/paths/").partition("/")
        return f"{method} {erased(unescape(path))}"
    return f"{said} {ref}"
