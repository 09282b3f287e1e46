"""Who may call: alternatives of schemes with scopes, compared by what the schemes are, not by their names."""

from collections.abc import Iterator

from msgspec import Struct

from bot.contract.limits import AGAIN
from bot.contract.openapi.credentials import compare_credentials
from bot.contract.openapi.document import Document
from bot.contract.openapi.objects import leftover, members
from bot.contract.openapi.walk import Call
from bot.contract.report import Side
from bot.contract.schema.nodes import Node
from bot.contract.schema.values import canonical

Alternative = dict[str, frozenset[str]]

_OPEN: list[Alternative] = [{}]
"""Nothing is asked for; one list, so that it is the same wherever it is met."""

_SAID = frozenset(("type", "in", "name", "scheme", "bearerFormat", "flows", "openIdConnectUrl", "oauth2MetadataUrl"))


def compare_security(call: Call, old_operation: Node, new_operation: Node) -> None:
    """SAFE when every old way in still works; BREAKING when one does not."""
    old, new = _effective(call, call.walk.old, old_operation), _effective(call, call.walk.new, new_operation)
    change = _change(call, old, new)
    spot = call.spot("security", "security", Side.REQUEST)
    at = _place(call.walk.old, old_operation), _place(call.walk.new, new_operation)
    if change is not None:
        call.say(change.rule, spot, *at, words=change.words, was=change.was, now=change.now)
    _schemes(call, old_operation, new_operation)
    for document, operation, is_new in ((call.walk.old, old_operation, False), (call.walk.new, new_operation, True)):
        if not _well_formed(_said(call, document, operation)):
            call.unread(_place(document, operation), "This `security` could not be read.", is_new=is_new)


class _Change(Struct, frozen=True):
    """What became of the ways in, as it is told."""

    rule: str
    words: dict[str, str]
    was: list[object]
    now: list[object]


def _change(call: Call, old: list[Alternative], new: list[Alternative]) -> _Change | None:
    """What became of the ways in: for all operations that inherit the same ones worked out once."""
    known: dict[tuple[int, int, bool], _Change | None] = call.walk.old.worked_out.setdefault("ways in", {})
    key = (id(old), id(new), call.outbound)  # lists that the documents hold
    if key not in known:
        known[key] = _worked_out(call, old, new)
    return known[key]


def _worked_out(call: Call, old: list[Alternative], new: list[Alternative]) -> _Change | None:
    call.walk.steps.take(AGAIN * (len(old) + len(new)))
    shut, opened = _shut(call, old, new), _shut(call, new, old)
    kept, back = not shut, not opened
    if kept and back:
        return None
    # Where the server calls, it comes with the credentials and the receiver checks them.
    tightened = back if call.outbound else not kept
    rule = "security-tightened" if tightened else "security-loosened"
    words = _words(old if call.outbound or kept else shut, new)
    return _Change(rule, words, _json(old), _json(new))


def _shut(call: Call, old: list[Alternative], new: list[Alternative]) -> list[Alternative]:
    """The ways in that are none any more; those that are there as they were are not held against the others."""
    there = {frozenset(n.items()) for n in new}
    left = [o for o in old if frozenset(o.items()) not in there]
    if not left:
        return []
    near: dict[tuple[str, str], list[Alternative]] = {}
    for n in new:
        near.setdefault(_mark(n), []).append(n)
    return [o for o in left if not any(_opens(n, o) for n in _near(call, near, o))]


def _mark(alternative: Alternative) -> tuple[str, str]:
    """A scheme and a scope of it without which nobody satisfies a way in; nothing where it asks for nothing."""
    kind = min(alternative, default="")
    return folded(kind), min(alternative.get(kind, ()), default="")


def _near(call: Call, near: dict[tuple[str, str], list[Alternative]], old: Alternative) -> Iterator[Alternative]:
    """The ways in that who comes with the credentials of `old` may satisfy."""
    marks = {("", ""), *((folded(kind), scope) for kind, scopes in old.items() for scope in ("", *scopes))}
    call.walk.steps.take(len(marks))
    for mark in sorted(marks & near.keys()):
        call.walk.steps.take(AGAIN * len(near[mark]) // 4)
        yield from near[mark]


def _well_formed(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _effective(call: Call, document: Document, operation: Node) -> list[Alternative]:
    """The ways in as they are written somewhere, for all operations that inherit them worked out once."""
    value = _said(call, document, operation)
    if not isinstance(value, list) or not value:
        return _OPEN
    known: dict[int, list[Alternative]] = document.worked_out.setdefault("security", {})
    if id(value) not in known:  # a value of the document, which holds it
        schemes = members(document, _components(document), "securitySchemes")
        known[id(value)] = [_alternative(entry, schemes) for entry in value if isinstance(entry, dict)] or [{}]
    return known[id(value)]


def _said(call: Call, document: Document, operation: Node) -> object:
    """The ways in. The document's own `security` is for calls to the API, not for what the server sends."""
    of_all = [] if call.outbound else document.root.fields.get("security", [])
    return operation.fields.get("security", of_all)


def _alternative(entry: dict[str, object], schemes: dict[str, Node]) -> Alternative:
    found: Alternative = {}
    for name in sorted(entry):
        scopes = entry[name]
        kind = _kind(name, schemes.get(name))
        found[kind] = found.get(kind, frozenset()) | frozenset(map(str, scopes if isinstance(scopes, list) else ()))
    return found


def _kind(name: str, node: Node | None) -> str:
    """What a scheme is to a caller: "apiKey header X-Key", "http bearer", "oauth2"."""
    if node is None:
        return f"unknown {name}"
    said = node.fields
    match said.get("type"):
        case "apiKey":
            return f"apiKey {said.get('in')} {said.get('name', '')}"
        case "http":
            return f"http {str(said.get('scheme', '')).lower()}"
        case other:
            return str(other)


def folded(kind: str) -> str:
    """What a scheme is compared by: names of headers fold case."""
    return kind.lower() if kind.startswith("apiKey header ") else kind


def _opens(new: Alternative, old: Alternative) -> bool:
    """Who comes with the credentials of `old` satisfies `new`."""
    have = {folded(kind): scopes for kind, scopes in old.items()}
    return all(folded(kind) in have and scopes <= have[folded(kind)] for kind, scopes in new.items())


def _schemes(call: Call, old_operation: Node, new_operation: Node) -> None:
    """Where credentials are had, for each scheme that the operation uses in both versions; receivers fetch none."""
    for twin, before, after in _touched_twins(call, old_operation, new_operation):
        if not call.outbound:
            compare_credentials(call, before, after)
        for key in leftover(before, after, _SAID):
            call.unread(after, f"The change of `{key}` of the security scheme `{twin}` is not judged yet.")


def _touched_twins(call: Call, old_operation: Node, new_operation: Node) -> list[tuple[str, Node, Node]]:
    """The schemes that two operations use and that may differ: worked out once for all that inherit theirs."""
    old, new = (_effective(call, d, o) for d, o in ((call.walk.old, old_operation), (call.walk.new, new_operation)))
    known: dict[tuple[int, int], list[tuple[str, Node, Node]]] = call.walk.old.worked_out.setdefault("schemes", {})
    key = (id(old), id(new))  # one list for one value
    if key not in known:
        used = [_used(call, d, o) for d, o in ((call.walk.old, old_operation), (call.walk.new, new_operation))]
        twins = [(twin, used[0][name], used[1][twin]) for name, twin in _twins(used[0], used[1])]
        known[key] = [each for each in twins if not call.walk.touched.untouched(*each[1:])]
    return known[key]


def _used(call: Call, document: Document, operation: Node) -> dict[str, Node]:
    """The schemes an operation names, by name."""
    value = _said(call, document, operation)
    entries = value if isinstance(value, list) else []
    names = {name for entry in entries if isinstance(entry, dict) for name in entry}
    return members(document, _components(document), "securitySchemes", names)


def _twins(old: dict[str, Node], new: dict[str, Node]) -> Iterator[tuple[str, str]]:
    """Schemes of one type and name; of those that are left, the only ones of their kind."""
    same = {n for n in old.keys() & new.keys() if old[n].fields.get("type") == new[n].fields.get("type")}
    yield from ((name, name) for name in sorted(same))
    left = [_by_kind({n: s for n, s in schemes.items() if n not in same}) for schemes in (old, new)]
    for kind in sorted(left[0].keys() & left[1].keys()):
        if len(left[0][kind]) == len(left[1][kind]) == 1:
            yield left[0][kind][0], left[1][kind][0]


def _by_kind(schemes: dict[str, Node]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, scheme in schemes.items():
        found.setdefault(folded(_kind(name, scheme)), []).append(name)
    return found


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
    return ", or ".join(sorted(said))


def _json(alternatives: list[Alternative]) -> list[object]:
    return sorted(({k: sorted(v) for k, v in a.items()} for a in alternatives), key=canonical)
