"""Smallest requests that an operation takes."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from bot.contract.openapi.bodies import content_of
from bot.contract.openapi.document import Document
from bot.contract.openapi.objects import is_true, member
from bot.contract.openapi.parameters import parameters_of
from bot.contract.openapi.paths import Endpoint
from bot.contract.openapi.schemas import schema_at
from bot.contract.openapi.text_values import texts_of
from bot.contract.schema.minimal import Minimal, NoValue


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it goes over the wire, with the body as a value."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str | None = None
    body: Any = None
    cookies: tuple[tuple[str, str], ...] = field(default=())

    @property
    def line(self) -> str:
        """The request line, headers of note after it: `GET /pets?limit=1  X-Key: a`."""
        query = "&".join(f"{quote(k, safe='')}={quote(v, safe='')}" for k, v in self.query)
        line = f"{self.method} {self.path}" + (f"?{query}" if query else "")
        return "  ".join([line, *(f"{k}: {v}" for k, v in self.headers)])


def smallest(
    document: Document, endpoint: Endpoint, minimal: Minimal, given: dict[tuple[str, str], list[str]] | None = None
) -> Request | None:
    """The smallest request the operation takes, with these texts for these parameters; `None` where none was found."""
    given = given or {}
    texts: dict[tuple[str, str], list[str]] = {}
    try:
        for key, node in parameters_of(document, endpoint.path_item, endpoint.node).items():
            if key in given or is_true(node, "required") or key[0] == "path":
                found = given.get(key) or texts_of(minimal.value(schema_at(node)))
                if not found:
                    return None
                texts[key] = found
        media_type, body = _body(document, endpoint, minimal)
    except NoValue:
        return None
    path = endpoint.path
    for (place, name), values in texts.items():
        if place == "path":
            path = path.replace("{" + name + "}", quote(values[0], safe=""))
    return Request(
        endpoint.method,
        path,
        query=tuple((n, v) for (p, n), vs in sorted(texts.items()) if p == "query" for v in vs),
        headers=tuple((n, ",".join(vs)) for (p, n), vs in sorted(texts.items()) if p == "header"),
        cookies=tuple((n, ",".join(vs)) for (p, n), vs in sorted(texts.items()) if p == "cookie"),
        media_type=media_type,
        body=body,
    )


def _body(document: Document, endpoint: Endpoint, minimal: Minimal) -> tuple[str | None, Any]:
    """A body only where one is required."""
    node = member(document, endpoint.node, "requestBody")
    if node is None or not is_true(node, "required"):
        return None, None
    for name, media in sorted(content_of(node).items(), key=lambda kv: ("json" not in kv[0], kv[0])):
        return name, minimal.value(schema_at(media))
    raise NoValue
