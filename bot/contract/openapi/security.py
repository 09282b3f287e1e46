"""Who may call: alternatives of schemes with scopes, compared by what the schemes are, not by their names."""

from bot.contract.openapi.document import Document
from bot.contract.openapi.objects import leftover, members
from bot.contract.openapi.walk import Call
from bot.contract.report import Side
from bot.contract.schema.nodes import Node
from bot.contract.schema.values import canonical

Alternative = dict[str, frozenset[str]]

_SAID = frozenset(("type", "in", "name", "scheme", "bearerFormat", "flows", "openIdConnectUrl", "oauth2MetadataUrl"))


def compare_security(call: Call, old_operation: Node, new_operation: Node) -> None:
    """SAFE when every old way in still works; BREAKING when one does not."""
    old, new = _effective(call, call.walk.old, old_operation), _effective(call, call.walk.new, new_operation)
    spot = call.spot("security", "security", Side.REQUEST)
    at = _place(call.walk.old, old_operation), _place(call.walk.new, new_operation)
    kept = all(any(_opens(n, o) for n in new) for o in old)
    back = all(any(_opens(o, n) for o in old) for n in new)
    if not kept or not back:
        # Where the server calls, it comes with the credentials and the receiver checks them.
        tightened = back if call.outbound else not kept
        rule = "security-tightened" if tightened else "security-loosened"
        call.say(rule, spot, *at, words=_words(old, new), was=_json(old), now=_json(new))
    if call.outbound:
        return
    _addresses(call, old_operation, new_operation)
    for document, operation, is_new in ((call.walk.old, old_operation, False), (call.walk.new, new_operation, True)):
        if not _well_formed(operation.fields.get("security", document.root.fields.get("security", []))):
            call.unread(_place(document, operation), "This `security` could not be read.", is_new=is_new)


def _well_formed(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _effective(call: Call, document: Document, operation: Node) -> list[Alternative]:
    """The ways in. The document's own `security` is for calls to the API, not for what the server sends."""
    of_all = None if call.outbound else document.root.fields.get("security")
    value = operation.fields.get("security", of_all)
    schemes = members(document, _components(document), "securitySchemes")
    if not isinstance(value, list) or not value:
        return [{}]
    return [_alternative(entry, schemes) for entry in value if isinstance(entry, dict)] or [{}]


def _alternative(entry: dict[str, object], schemes: dict[str, Node]) -> Alternative:
    found: Alternative = {}
    for name in sorted(entry):
        scopes = entry[name]
        kind = _kind(name, schemes.get(name))
        found[kind] = found.get(kind, frozenset()) | frozenset(map(str, scopes if isinstance(scopes, list) else ()))
    return found


def _kind(name: str, node: Node | None) -> str:
    """What a scheme is to a caller: "apiKey header x-key", "http bearer", "oauth2"."""
    if node is None:
        return f"unknown {name}"
    said = node.fields
    match said.get("type"):
        case "apiKey":
            key = str(said.get("name", ""))
            return f"apiKey {said.get('in')} {key.lower() if said.get('in') == 'header' else key}"
        case "http":
            return f"http {str(said.get('scheme', '')).lower()}"
        case other:
            return str(other)


def _opens(new: Alternative, old: Alternative) -> bool:
    """Who comes with the credentials of `old` satisfies `new`."""
    return all(kind in old and scopes <= old[kind] for kind, scopes in new.items())


def _addresses(call: Call, old_operation: Node, new_operation: Node) -> None:
    """Where credentials are fetched, for schemes the operation uses under one name in both versions."""
    names = _used(call.walk.old, old_operation) & _used(call.walk.new, new_operation)
    old = members(call.walk.old, _components(call.walk.old), "securitySchemes")
    new = members(call.walk.new, _components(call.walk.new), "securitySchemes")
    for name in sorted(names & old.keys() & new.keys()):
        kept = _flow_kinds(old[name]) & _flow_kinds(new[name])
        before, after = _urls(old[name], kept), _urls(new[name], kept)
        if before != after and old[name].fields.get("type") == new[name].fields.get("type"):
            spot = call.spot("security", "security", Side.REQUEST)
            call.say("security-endpoint-changed", spot, old[name], new[name], was=before, now=after)
        _flows(call, old[name], new[name])
        for key in leftover(old[name], new[name], _SAID):
            call.unread(new[name], f"The change of `{key}` of the security scheme `{name}` is not judged yet.")


def _used(document: Document, operation: Node) -> set[str]:
    value = operation.fields.get("security", document.root.fields.get("security"))
    return {name for entry in value if isinstance(entry, dict) for name in entry} if isinstance(value, list) else set()


def _flow_kinds(node: Node) -> set[str]:
    flows = node.fields.get("flows")
    return {k for k in flows if not k.startswith("x-")} if isinstance(flows, dict) else set()


def _urls(node: Node, kinds: set[str]) -> list[str]:
    flows = node.fields.get("flows")
    urls = [str(node.fields[k]) for k in ("openIdConnectUrl", "oauth2MetadataUrl") if k in node.fields]
    for kind, flow in sorted(flows.items()) if isinstance(flows, dict) else ():
        if isinstance(flow, dict) and kind in kinds:
            urls += [
                f"{kind} {flow[k]}" for k in ("authorizationUrl", "tokenUrl", "deviceAuthorizationUrl") if k in flow
            ]
    return urls


def _flows(call: Call, old: Node, new: Node) -> None:
    """Ways of fetching credentials that came or went."""
    before, after = _flow_kinds(old), _flow_kinds(new)
    for kind in sorted(before ^ after):
        spot = call.spot("security", "security", Side.REQUEST)
        rule = "security-flow-removed" if kind in before else "security-flow-added"
        call.say(rule, spot, old, new, name=kind, words={"name": f"`{kind}`"})


def _components(document: Document) -> Node | None:
    return document.root.child("components") if "components" in document.root.fields else None


def _place(document: Document, operation: Node) -> Node:
    if "security" in operation.fields:
        return operation.child("security")
    return document.root.child("security") if "security" in document.root.fields else operation


def _words(old: list[Alternative], new: list[Alternative]) -> dict[str, str]:
    return {"old": _told(old), "new": _told(new)}


def _told(alternatives: list[Alternative]) -> str:
    said = []
    for alternative in alternatives:
        parts = [f"{k} ({', '.join(sorted(v))})" if v else k for k, v in sorted(alternative.items())]
        said.append(" and ".join(f"`{p}`" for p in parts) if parts else "no credentials")
    return ", or ".join(said)


def _json(alternatives: list[Alternative]) -> list[object]:
    return sorted(({k: sorted(v) for k, v in a.items()} for a in alternatives), key=canonical)
