"""Small pairs of descriptions, and what is told of them."""

from typing import Any

from bot.contract import Cause, Report
from tests.unit.contract.describing import api, compared

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
CAT = {"type": "object", "properties": {"kind": {"const": "cat"}}, "required": ["kind"]}
DOG = {"type": "object", "properties": {"kind": {"const": "dog"}}, "required": ["kind"]}


def thing(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **({"required": list(required)} if required else {})}


def request(old: Any, new: Any, version: str = "3.1.0", **components: Any) -> Report:
    return compared(api(old, version=version, **components), api(new, version=version, **components))


def response(old: Any, new: Any, version: str = "3.1.0") -> Report:
    sides = (api(s, side="response", version=version) for s in (old, new))
    return compared(*sides)


def operation(**members: Any) -> dict[str, Any]:
    """An API of one call without a body."""
    document = api()
    call: dict[str, Any] = {"responses": {"200": {"description": "ok"}}, **members}
    document["paths"] = {"/payments": {"get": {k: v for k, v in call.items() if v is not None}}}
    return document


def query(schema: Any = None, **members: Any) -> dict[str, Any]:
    said = {"name": "q", "in": "query", **({"schema": schema} if schema is not None else {}), **members}
    return operation(parameters=[said])


def told(report: Report) -> list[tuple[str, str]]:
    assert report.unread == ()
    return [(f.rule, f.cls.value) for f in report.findings]


def harm(report: Report) -> list[str]:
    assert report.unread == ()
    return [f.rule for f in report.findings if f.cls in (Cause.BREAKING, Cause.RISKY)]


def body(schema: Any, media_type: str, version: str = "3.1.0", **media: Any) -> dict[str, Any]:
    content = {media_type: {"schema": schema, **media}}
    return {**operation(requestBody={"required": True, "content": content}), "openapi": version}
