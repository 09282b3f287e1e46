"""Where in a description a schema may stand, who sends what it describes, and how that travels. Data, mostly."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.unit.contract.laws.oracle import World
from tests.unit.contract.laws.words import Schema, Whole

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data"

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Position:
    """One place. `by_client`: the client sends what stands there. `way`: as JSON, as text, or as fields of a form.

    `listed`: how a list of texts is written there, one text each or joined in one.
    """

    put: Callable[[Schema], Document]
    by_client: bool
    way: str = "json"
    listed: str = "each"
    since: str = "3.0"

    def world(self, *, is_old: bool = False) -> World:
        """The world of a value that travels here."""
        return World("readOnly" if self.by_client else "writeOnly", reads=not self.by_client, is_old=is_old)

    def described(self, whole: Whole, version: str) -> Document:
        """A description with the schema at this place."""
        document = self.put(whole.schema)
        components = {"schemas": whole.components, **document.pop("components", {})}
        return {"openapi": version, "info": {"title": "A", "version": "1"}, **document, "components": components}


def _answer(**members: Any) -> dict[str, Any]:
    return {"200": {"description": "ok", **members}}


def _content(schema: Schema, media_type: str = JSON) -> dict[str, Any]:
    return {"content": {media_type: {"schema": schema}}}


def _calls(path: str = "/payments", **operation: Any) -> Document:
    return {"paths": {path: {"post": {"responses": _answer(), **operation}}}}


def _body(schema: Schema, media_type: str = JSON) -> dict[str, Any]:
    return {"requestBody": {"required": True, **_content(schema, media_type)}}


def _parameter(place: str, schema: Schema, **more: Any) -> dict[str, Any]:
    return {"name": "q", "in": place, "required": place == "path", "schema": schema, **more}


def _hook(**operation: Any) -> dict[str, Any]:
    return {"post": {"responses": _answer(), **operation}}


def _callback(**operation: Any) -> Document:
    return _calls(callbacks={"done": {"{$request.body#/url}": _hook(**operation)}})


def _webhook(**operation: Any) -> Document:
    return {"paths": {}, "webhooks": {"changed": _hook(**operation)}}


def _shared(section: str, entry: Any, use: Callable[[Any], Document]) -> Document:
    """The part that holds the schema stands among the components."""
    document = use({"$ref": f"#/components/{section}/Shared"})
    return {**document, "components": {section: {"Shared": entry}}}


POSITIONS: dict[str, Position] = {
    "request body": Position(lambda s: _calls(**_body(s)), by_client=True),
    "response": Position(lambda s: _calls(responses=_answer(**_content(s))), by_client=False),
    "default response": Position(
        lambda s: _calls(responses={"default": {"description": "any", **_content(s)}}), by_client=False
    ),
    "callback's body": Position(lambda s: _callback(**_body(s)), by_client=False),
    "callback's answer": Position(lambda s: _callback(responses=_answer(**_content(s))), by_client=True),
    "webhook's body": Position(lambda s: _webhook(**_body(s)), by_client=False, since="3.1"),
    "webhook's answer": Position(lambda s: _webhook(responses=_answer(**_content(s))), by_client=True, since="3.1"),
    "query by content": Position(
        lambda s: _calls(parameters=[{"name": "q", "in": "query", **_content(s)}]), by_client=True
    ),
    "query": Position(lambda s: _calls(parameters=[_parameter("query", s)]), by_client=True, way="text"),
    "query, joined": Position(
        lambda s: _calls(parameters=[_parameter("query", s, explode=False)]), by_client=True, way="text", listed="comma"
    ),
    "path": Position(
        lambda s: _calls("/payments/{q}", parameters=[_parameter("path", s)]),
        by_client=True,
        way="text",
        listed="comma",
    ),
    "header": Position(
        lambda s: _calls(parameters=[_parameter("header", s)]), by_client=True, way="text", listed="comma"
    ),
    "cookie": Position(lambda s: _calls(parameters=[_parameter("cookie", s)]), by_client=True, way="text"),
    "response's header": Position(
        lambda s: _calls(responses=_answer(headers={"X-Q": {"schema": s}})),
        by_client=False,
        way="text",
        listed="comma",
    ),
    "webhook's header": Position(
        lambda s: _webhook(parameters=[_parameter("header", s)]),
        by_client=False,
        way="text",
        listed="comma",
        since="3.1",
    ),
    "form": Position(lambda s: _calls(**_body(_fields(s), FORM)), by_client=True, way="form"),
    "multipart": Position(lambda s: _calls(**_body(_fields(s), PARTS)), by_client=True, way="form"),
    "shared body": Position(
        lambda s: _shared("requestBodies", _body(s)["requestBody"], lambda ref: _calls(requestBody=ref)),
        by_client=True,
    ),
    "shared response": Position(
        lambda s: _shared("responses", _answer(**_content(s))["200"], lambda ref: _calls(responses={"2XX": ref})),
        by_client=False,
    ),
    "shared parameter": Position(
        lambda s: _shared("parameters", _parameter("query", s), lambda ref: _calls(parameters=[ref])),
        by_client=True,
        way="text",
    ),
    "a response's form": Position(
        lambda s: _calls(responses=_answer(**_content(_fields(s), FORM))), by_client=False, way="form"
    ),
}
"""Every place, by what people call it."""


def _fields(schema: Schema) -> Schema:
    """A form with the schema as one of its fields."""
    return {"type": "object", "properties": {"q": schema, "other": {"type": "string"}}}
