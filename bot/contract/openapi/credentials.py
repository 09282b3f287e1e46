"""Where credentials are had: the flows of a scheme, their addresses and the scopes they offer."""

from bot.contract.openapi.ledger import Spot
from bot.contract.openapi.walk import Call
from bot.contract.report import Side
from bot.contract.schema.nodes import Node

_URLS = ("openIdConnectUrl", "oauth2MetadataUrl")
_FLOW_URLS = ("authorizationUrl", "deviceAuthorizationUrl", "refreshUrl", "tokenUrl")

Flows = dict[str, dict[str, object]]


def compare_credentials(call: Call, old: Node, new: Node) -> None:
    """What became of the ways in which callers fetch what one scheme asks for."""
    spot = call.spot("security", "security", Side.REQUEST)
    before, after = _flows(old), _flows(new)
    for kind in sorted(before.keys() ^ after.keys()):
        rule = "security-flow-removed" if kind in before else "security-flow-added"
        call.say(rule, spot, old, new, name=kind, words={"name": f"`{kind}`"})
    _addresses(call, spot, (old, new), ({k: before[k] for k in before if k in after}, after))
    for kind in sorted(before.keys() & after.keys()):
        _scopes(call, spot, (old, new), kind, (before[kind], after[kind]))


def _flows(scheme: Node) -> Flows:
    flows = scheme.fields.get("flows")
    found = flows if isinstance(flows, dict) else {}
    return {kind: flow for kind, flow in found.items() if isinstance(flow, dict) and not kind.startswith("x-")}


def _addresses(call: Call, spot: Spot, schemes: tuple[Node, Node], flows: tuple[Flows, Flows]) -> None:
    """Of flows both versions have."""
    before, after = (_urls(scheme, kept) for scheme, kept in zip(schemes, flows, strict=True))
    kept = flows[0].keys()
    for said in sorted(before.keys() | {s for s in after if s[0] in kept or not s[0]}):
        was, now = before.get(said), after.get(said)
        if was == now:
            continue
        flow, member = said
        words = {"old": f"`{was}`", "new": f"`{now}`", "name": f"`{member}`" + (f" of `{flow}`" if flow else "")}
        change = "added" if was is None else "removed" if now is None else "changed"
        name = f"{flow} {member}".strip()
        call.say(f"security-endpoint-{change}", spot, *schemes, name=name, was=was, now=now, words=words)


def _urls(scheme: Node, flows: Flows) -> dict[tuple[str, str], str]:
    """By flow and member; what stands on the scheme itself has no flow."""
    holders = [("", scheme.fields, _URLS), *((kind, flow, _FLOW_URLS) for kind, flow in flows.items())]
    return {(kind, member): str(said[member]) for kind, said, known in holders for member in known if member in said}


def _scopes(
    call: Call,
    spot: Spot,
    schemes: tuple[Node, Node],
    kind: str,
    flows: tuple[dict[str, object], dict[str, object]],
) -> None:
    """The scopes a flow offers; what each is said to mean is for people."""
    before, after = (set(scopes) if isinstance(scopes := flow.get("scopes"), dict) else set() for flow in flows)
    for scope in sorted(before ^ after):
        rule = "security-scope-removed" if scope in before else "security-scope-added"
        words = {"name": f"`{scope}`", "kind": f"`{kind}`"}
        call.say(rule, spot, *schemes, name=f"{kind} {scope}", words=words)
