"""Smallest requests that an operation takes, and how parameters are written in them."""

import json
from typing import Any

from msgspec import Struct

from bot.contract.openapi.bodies import content_of, first_type
from bot.contract.openapi.document import Document
from bot.contract.openapi.objects import is_true, member
from bot.contract.openapi.parameters import parameters_of
from bot.contract.openapi.paths import Endpoint
from bot.contract.openapi.schemas import schema_at
from bot.contract.openapi.styles import between, style_of
from bot.contract.openapi.text_values import text_of, texts_of
from bot.contract.replacing import replace
from bot.contract.schema.minimal import Minimal, NoValue
from bot.contract.schema.nodes import Node

Pairs = list[tuple[str, str]]
"""Names and texts, as they stand in a query or a form."""


class Request(Struct, frozen=True):
    """A request as it goes over the wire, with the body as a value.

    `credentials` are the schemes the caller satisfies, with their scopes.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str | None = None
    body: Any = None
    cookies: tuple[tuple[str, str], ...] = ()
    credentials: tuple[tuple[str, tuple[str, ...]], ...] | None = None

    @property
    def line(self) -> str:
        """The request line, headers of note after it: `GET /pets?limit=1  X-Key: a`."""
        query = "&".join(f"{_quoted(k, '[]')}={_quoted(v)}" for k, v in self.query)
        line = f"{self.method} {self.path}" + (f"?{query}" if query else "")
        return "  ".join([line, *(f"{k}: {v}" for k, v in self.headers)])


def smallest(
    document: Document, endpoint: Endpoint, minimal: Minimal, given: dict[tuple[str, str], Any] | None = None
) -> Request | None:
    """The smallest request the operation takes, with these values for these parameters; `None` where none was found."""
    given = given or {}
    written: dict[str, list[Pairs]] = {place: [] for place in ("path", "query", "header", "cookie")}
    path = endpoint.path
    parameters = parameters_of(document, endpoint.path_item, endpoint.node)
    minimal.shapes.steps.take(4 * len(parameters))
    try:
        for key, node in sorted(parameters.items()):
            if key not in given and not is_true(node, "required") and key[0] != "path":
                continue
            pairs = parameter_pairs(key, node, given[key] if key in given else _value(document, minimal, node))
            if not pairs or key[0] not in written:
                return None
            written[key[0]].append(pairs)
            if key[0] == "path":
                path = path.replace("{" + key[1] + "}", _in_path(pairs[0][1]))
        media_type, body = _body(document, endpoint, minimal)
    except NoValue:
        return None
    return Request(
        endpoint.method,
        path,
        query=_flat(written["query"]),
        headers=_flat(written["header"]),
        cookies=_flat(written["cookie"]),
        media_type=media_type,
        body=body,
    )


def _in_path(text: str) -> str:
    return _quoted(text, ",;=.") or "-"


def _flat(pairs: list[Pairs]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for each in pairs for pair in each)


def _value(document: Document, minimal: Minimal, node: Node) -> Any:
    """A smallest value; of a list at least one item, so that there is something to write."""
    content = content_of(document, node)
    schema = schema_at(next(iter(content.values()))) if content else schema_at(node)
    value = minimal.value(schema)
    if value == [] and minimal.shapes.facts(schema).limits.get("maxItems", 1) >= 1:
        return [minimal.value(minimal.shapes.facts(schema).slot(0), depth=1)]
    return value


def parameter_pairs(key: tuple[str, str], node: Node, value: Any) -> Pairs | None:
    """A parameter's value as names and texts (one pair outside queries and cookies); `None` for what is not written.

    Source: OpenAPI 3.1, section 4.8.12.5, "Style Values".
    """
    place, name = key[0], str(node.fields.get("name", key[1])) if key[0] == "header" else key[1]
    media_type = first_type(node)
    if media_type is not None:
        is_json = "json" in media_type
        return [(name, json.dumps(value, sort_keys=True, ensure_ascii=False))] if is_json else None
    style, explode = style_of(place, node)
    if isinstance(value, dict):
        return _object_pairs(name, value, style, explode=explode)
    texts = texts_of(value)
    if texts is None:
        return None
    joined = between((style, explode))
    if joined is None and place in ("query", "cookie") and isinstance(value, list):
        return [(name, text) for text in texts]
    return [(name, _prefix(style, name) + (joined or ",").join(texts))]


def _object_pairs(name: str, value: dict[str, Any], style: str, *, explode: bool) -> Pairs | None:
    texts = {k: text_of(v) for k, v in value.items()}
    told = [(k, t) for k, t in texts.items() if t is not None]
    if not told or len(told) < len(texts):
        return None
    if style == "deepObject":
        return [(f"{name}[{k}]", t) for k, t in told]
    if style == "form" and explode:
        return told
    parts = [f"{k}={t}" for k, t in told] if explode else [p for pair in told for p in pair]
    joined = {"label": ".", "matrix": ";"}.get(style, ",") if explode else between((style, False)) or ","
    prefix = ";" if style == "matrix" and explode else _prefix(style, name)
    return [(name, prefix + joined.join(parts))]


def _prefix(style: str, name: str) -> str:
    return {"label": ".", "matrix": f";{name}="}.get(style, "")


def _body(document: Document, endpoint: Endpoint, minimal: Minimal) -> tuple[str | None, Any]:
    """A body only where one is required."""
    node = member(document, endpoint.node, "requestBody")
    if node is None or not is_true(node, "required"):
        return None, None
    for name, media in _by_preference(document, node):
        return name, minimal.value(schema_at(media))
    raise NoValue


def with_body(document: Document, endpoint: Endpoint, minimal: Minimal, request: Request, *, kind: str) -> Request:
    """The request with the smallest body of that media type, or of the likeliest one where `kind` is empty.

    The body stays out where no value was found for it; its type is told all the same.
    """
    node = member(document, endpoint.node, "requestBody")
    known = _by_preference(document, node) if node is not None else []
    name, media = next(((n, m) for n, m in known if kind in ("", n)), (kind or "application/json", None))
    try:
        value = minimal.value(schema_at(media)) if media is not None else None
    except NoValue:
        value = None
    return replace(request, media_type=name, body=value)


def _by_preference(document: Document, body: Node) -> list[tuple[str, Node]]:
    """The media types of a body, JSON first."""
    return sorted(content_of(document, body).items(), key=lambda kv: ("json" not in kv[0], kv[0]))


def _quoted(text: str, safe: str = "") -> str:
    if text.isascii() and text.isalnum():
        return text
    from urllib.parse import quote  # slow to import, and hardly ever needed

    return quote(text, safe=safe)
