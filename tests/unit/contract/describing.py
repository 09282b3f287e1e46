"""Small descriptions for the tests of the engine."""

import json
from typing import Any

from bot.contract import Options, Report, Source, compare


def api(schema: Any = None, *, side: str = "request", version: str = "3.1.0", **components: Any) -> dict[str, Any]:
    """An API of one operation with a schema on one side (or on both)."""
    operation: dict[str, Any] = {"responses": {"200": {"description": "ok"}}}
    content = {"application/json": {"schema": schema}}
    if side in ("request", "both"):
        operation["requestBody"] = {"required": True, "content": content}
    if side in ("response", "both"):
        operation["responses"]["200"]["content"] = json.loads(json.dumps(content))
    return {
        "openapi": version,
        "info": {"title": "Payments", "version": "1"},
        "paths": {"/payments": {"post": operation}},
        "components": {"schemas": components},
    }


def ref(name: str) -> dict[str, str]:
    """A reference to a component schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def source(document: Any, name: str = "api.json") -> Source:
    """A document as a source."""
    return Source(name, document if isinstance(document, bytes) else json.dumps(document).encode())


def compared(old: Any, new: Any, options: Options | None = None) -> Report:
    """The report on two documents."""
    return compare(source(old), source(new), options or Options())
