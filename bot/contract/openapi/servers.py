"""Where an operation is served: its effective addresses, server and path template taken together."""

import re
from itertools import product
from math import prod

from bot.contract.limits import ADDRESSES, SERVER
from bot.contract.openapi.document import Document
from bot.contract.openapi.objects import leftover
from bot.contract.openapi.paths import Endpoint, erased
from bot.contract.openapi.walk import Call
from bot.contract.report import Side
from bot.contract.schema.nodes import Node
from bot.contract.schema.values import same, short

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_HOST = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/]*")
_KNOWN = ("url", "variables", "name")

Addresses = dict[str, tuple[str, Node]]
"""Server and path together → the server's address and where it is said."""


def compare_servers(call: Call, old: Endpoint, new: Endpoint) -> None:
    """Addresses that are gone or new; a part of the path that moved from the server into the path is neither."""
    if call.outbound:
        _listening(call, old, new)
        return
    before, after = _addresses(call.walk.old, old), _addresses(call.walk.new, new)
    spot = call.spot("", "server", Side.NONE)
    for key in sorted(before.keys() - after.keys()):
        url, node = before[key]
        call.say("server-removed", spot, node, None, was=url, name=url)
    for key in sorted(after.keys() - before.keys()):
        url, node = after[key]
        call.say("server-added", spot, None, node, now=url, name=url)
    _same_servers(call, _servers(call.walk.old, old), _servers(call.walk.new, new))


def moved_prefixes(old: Document, new: Document) -> list[str]:
    """What the servers' paths of two versions differ by at their end, such as `/v1`."""
    bases = [{_HOST.sub("", url).rstrip("/") for url in _roots(d)[:ADDRESSES]} for d in (old, new)]
    found = {a[len(b) :] for left in bases for right in bases for a in left for b in right if a.startswith(b)}
    return sorted(p for p in found if p.startswith("/"))


def _roots(document: Document) -> list[str]:
    listed = document.root.fields.get("servers")
    urls = [str(s.get("url", "")) for s in listed if isinstance(s, dict)] if isinstance(listed, list) else []
    return urls or [""]


def _listening(call: Call, old: Endpoint, new: Endpoint) -> None:
    """Where receivers of what the server calls are said to listen; they themselves say where they do."""
    places = _own_servers(old), _own_servers(new)
    was, now = (_told(node) for node in places)
    if not same(was, now):
        words = {"old_or_none": _listed_words(was), "new_or_none": _listed_words(now)}
        call.say("webhook-servers-changed", call.whole, *places, was=was, now=now, words=words)


def _listed_words(said: list[object] | None) -> str:
    return ", ".join(f"`{s if isinstance(s, str) else short(s)}`" for s in said or []) or "none"


def _own_servers(endpoint: Endpoint) -> Node | None:
    for node in (endpoint.node, endpoint.path_item):
        if isinstance(node.fields.get("servers"), list):
            return node
    return None


def _told(node: Node | None) -> list[object] | None:
    """What its servers say; the address alone where there is no more to tell."""
    listed = node.fields.get("servers") if node is not None else None
    if not isinstance(listed, list):
        return None
    said = ({k: v for k, v in s.items() if k != "description"} if isinstance(s, dict) else s for s in listed)
    return [s["url"] if isinstance(s, dict) and s.keys() == {"url"} else s for s in said]


def _servers(document: Document, endpoint: Endpoint) -> list[Node]:
    """The nearest list of servers."""
    for node in (endpoint.node, endpoint.path_item, document.root):
        value = node.fields.get("servers")
        if isinstance(value, list) and value:
            return [node.child("servers", i) for i in range(len(value))]
    return []


def _addresses(document: Document, endpoint: Endpoint) -> Addresses:
    servers = _servers(document, endpoint)
    path = erased(endpoint.path)
    if not servers:
        return {path: ("/", document.root)}
    found: Addresses = {}
    for server in servers:
        for url in _urls(server):
            document.steps.take(SERVER)
            found.setdefault(_VARIABLE.sub("{}", url).rstrip("/") + path, (url.rstrip("/") or "/", server))
    return found


def _urls(server: Node) -> list[str]:
    """The addresses of a server, with every listed value of its variables filled in."""
    url = str(server.fields.get("url", ""))
    values = {n: v for n in dict.fromkeys(_VARIABLE.findall(url)) if (v := _listed(server, n))}
    if prod(len(v) for v in values.values()) > ADDRESSES:
        return [url]
    return [_filled(url, dict(zip(values, chosen, strict=True))) for chosen in product(*values.values())]


def _listed(server: Node, name: str) -> list[str]:
    value = _variable(server, name).get("enum")
    return [str(v) for v in value] if isinstance(value, list) else []


def _variable(server: Node, name: str) -> dict[str, object]:
    variables = server.fields.get("variables")
    value = variables.get(name) if isinstance(variables, dict) else None
    return value if isinstance(value, dict) else {}


def _filled(url: str, values: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda m: values.get(m[1], m[0]), url)


def _default(server: Node) -> str:
    url = str(server.fields.get("url", ""))
    values = {n: str(_variable(server, n).get("default", f"{{{n}}}")) for n in _VARIABLE.findall(url)}
    return _filled(url, values)


def _same_servers(call: Call, old: list[Node], new: list[Node]) -> None:
    """Servers under one address in both versions: the values their variables have where nobody chooses."""
    spot = call.spot("", "server", Side.NONE)
    after = {str(n.fields.get("url", "")): n for n in new}
    for o in old:
        n = after.get(str(o.fields.get("url", "")))
        if n is None:
            continue
        was, now = _default(o), _default(n)
        if was != now:
            words = {"old": f"`{was}`", "new": f"`{now}`"}
            call.say("server-variable-changed", spot, o, n, was=was, now=now, words=words)
        for key in leftover(o, n, _KNOWN):
            call.unread(n, f"The change of the server's `{key}` is not judged yet.")
