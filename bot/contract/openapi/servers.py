"""Where an operation is served: its effective addresses, server path and path template taken together."""

from bot.contract.openapi.document import Document
from bot.contract.openapi.objects import leftover
from bot.contract.openapi.walk import Call
from bot.contract.report import Side
from bot.contract.schema.nodes import Node
from bot.contract.schema.values import same


def compare_servers(call: Call, old: tuple[Node, Node], new: tuple[Node, Node]) -> None:
    """Addresses of an operation; each argument is (path item, operation)."""
    before, after = _servers(call.walk.old, *old), _servers(call.walk.new, *new)
    if before is None and after is None:
        return
    before, after = before or {"/": call.walk.old.root}, after or {"/": call.walk.new.root}
    gone, come = before.keys() - after.keys(), after.keys() - before.keys()
    spot = call.spot("", "server", Side.NONE)
    for url in sorted(gone):
        call.say("server-removed", spot, before[url], None, was=url, name=url)
    for url in sorted(come):
        call.say("server-added", spot, None, after[url], now=url, name=url)
    for url in sorted(before.keys() & after.keys()):
        o, n = before[url].fields.get("variables"), after[url].fields.get("variables")
        if not same(o, n):
            call.unread(after[url], "The change of the server's variables is not judged yet.")
        for key in leftover(before[url], after[url], ("url", "variables")) if url != "/" else ():
            call.unread(after[url], f"The change of the server's `{key}` is not judged yet.")


def _servers(document: Document, path_item: Node, operation: Node) -> dict[str, Node] | None:
    """The nearest list of servers, by address without a trailing slash. None where nothing is said."""
    for node in (operation, path_item, document.root):
        value = node.fields.get("servers")
        if isinstance(value, list) and value:
            entries = [node.child("servers", i) for i in range(len(value))]
            return {str(e.fields.get("url", "")).rstrip("/") or "/": e for e in entries}
    return None
