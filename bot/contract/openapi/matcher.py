"""Whether a description takes a request at all: method, path, required parameters, body, media type.

Small and on its own: it shares nothing with the comparison but the reading of the document.
"""

import re

from bot.contract.openapi.document import Document
from bot.contract.openapi.requests import Request
from bot.contract.schema.nodes import Node

_HOLE = re.compile(r"\{[^{}/]*\}")


def refusal(document: Document, request: Request) -> str | None:
    """Why the request is refused, in a clause; `None` when it is taken."""
    found = _operation(document, request)
    if found is None:
        return "no operation answers this method and path"
    item, operation = found
    for parameter in [*_list(document, item), *_list(document, operation)]:
        problem = _missing(parameter, request)
        if problem:
            return problem
    return _body_problem(document, operation, request)


def _operation(document: Document, request: Request) -> tuple[dict[str, object], dict[str, object]] | None:
    paths = document.root.fields.get("paths")
    matches = []
    for path in sorted(paths) if isinstance(paths, dict) else ():
        pattern = "[^/]+".join(re.escape(part) for part in _HOLE.split(path))
        node = document.root.child("paths", path)
        item = (document.target(node) or node).fields
        operation = item.get(request.method.lower())
        if isinstance(operation, dict) and re.fullmatch(pattern, request.path):
            matches.append((path.count("{"), path, item, operation))
    best = min(matches, key=lambda m: m[:2], default=None)
    return None if best is None else (best[2], best[3])


def _list(document: Document, holder: dict[str, object]) -> list[dict[str, object]]:
    value = holder.get("parameters")
    found = []
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, dict):
            found.append(_followed(document, entry))
    return found


def _followed(document: Document, value: dict[str, object]) -> dict[str, object]:
    if "$ref" not in value:
        return value
    target = document.target(Node(document.name, f"?{value['$ref']}", value))
    return target.fields if target is not None else value


def _missing(parameter: dict[str, object], request: Request) -> str | None:
    name, place = str(parameter.get("name")), parameter.get("in")
    if parameter.get("required") is not True:
        return None
    if place == "query" and name not in dict(request.query):
        return f"the required query parameter `{name}` is missing"
    if place == "header" and name.lower() not in {k.lower() for k, _ in request.headers}:
        return f"the required header `{name}` is missing"
    if place == "cookie" and name not in dict(request.cookies):
        return f"the required cookie `{name}` is missing"
    return None


def _body_problem(document: Document, operation: dict[str, object], request: Request) -> str | None:
    raw = operation.get("requestBody")
    if not isinstance(raw, dict):
        return "the operation takes no body" if request.media_type else None
    body = _followed(document, raw)
    if request.media_type is None:
        return "a body is required" if body.get("required") is True else None
    content = body.get("content")
    names = {str(n).split(";")[0].strip().lower() for n in content} if isinstance(content, dict) else set()
    essence = request.media_type.split(";")[0]
    kind = essence.split("/")[0]
    if names & {essence, f"{kind}/*", "*/*"}:
        return None
    return f"bodies of type `{essence}` are not accepted"
