"""The law: a changed part of a description that can matter is judged, or it is unread. Nothing is silent."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.contract.describing import compared

ITEM = {
    "type": "object",
    "required": ["id", "kind"],
    "properties": {
        "id": {"type": "string", "format": "uuid", "readOnly": True},
        "kind": {"type": "string", "enum": ["a", "b"], "default": "a"},
        "name": {"type": "string", "minLength": 1, "maxLength": 20, "pattern": "^[a-z]+$"},
        "count": {"type": "integer", "minimum": 1, "exclusiveMaximum": 100, "multipleOf": 2, "format": "int32"},
        "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 3, "uniqueItems": True},
        "pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False},
        "map": {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1, "maxProperties": 5},
        "closed": {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False},
        "patterned": {"type": "object", "patternProperties": {"^x": {"type": "string"}}},
        "named": {"type": "object", "propertyNames": {"maxLength": 5}},
        "dependent": {
            "type": "object",
            "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
            "dependentRequired": {"a": ["b"]},
            "dependentSchemas": {"b": {"required": ["a"]}},
        },
        "conditional": {
            "type": "object",
            "if": {"required": ["a"]},
            "then": {"required": ["b"]},
            "else": {"required": ["c"]},
        },
        "containing": {"type": "array", "contains": {"type": "string"}, "minContains": 1, "maxContains": 3},
        "negated": {"type": "string", "not": {"const": "none"}},
        "sealed": {"type": "object", "properties": {"a": {"type": "string"}}, "unevaluatedProperties": False},
        "encoded": {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"},
        "constant": {"const": "v1"},
        "maybe": {"type": ["string", "null"]},
        "money": {
            "oneOf": [{"$ref": "#/components/schemas/Card"}, {"$ref": "#/components/schemas/Cash"}],
            "discriminator": {"propertyName": "type", "mapping": {"card": "#/components/schemas/Card"}},
        },
        "secret": {"type": "string", "writeOnly": True},
        "strange": {"type": "string", "madeUp": {"a": 1}},
    },
}


def _description() -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}
    hook = {
        "post": {
            "parameters": [{"name": "x-try", "in": "header", "required": True, "schema": {"type": "integer"}}],
            "requestBody": {"content": content},
            "responses": {"200": {"description": "ok", "headers": {"x-seen": {"schema": {"type": "string"}}}}},
            "security": [{"key": []}],
            "servers": [{"url": "https://receiver.example.com"}],
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Items", "version": "1"},
        "servers": [
            {"url": "https://{region}.example.com", "variables": {"region": {"default": "eu", "enum": ["eu"]}}}
        ],
        "security": [{"key": []}],
        "paths": {
            "/items/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "put": {
                    "operationId": "putItem",
                    "x-stage": "ga",
                    "parameters": [
                        {
                            "name": "q",
                            "in": "query",
                            "schema": {"type": "array", "items": {"type": "string"}},
                            "style": "pipeDelimited",
                            "explode": False,
                            "allowReserved": True,
                            "allowEmptyValue": True,
                        },
                        {
                            "name": "filter",
                            "in": "query",
                            "required": True,
                            "content": {
                                "application/json": {
                                    "schema": {"type": "object", "properties": {"a": {"type": "string"}}}
                                }
                            },
                        },
                        {"name": "X-Trace", "in": "header", "schema": {"type": "integer"}},
                    ],
                    "requestBody": {
                        "required": True,
                        "content": {
                            **content,
                            "multipart/form-data": {
                                "schema": {"type": "object", "properties": {"file": {"type": "string"}}},
                                "encoding": {
                                    "file": {
                                        "contentType": "image/png",
                                        "headers": {"X-Crc": {"required": True, "schema": {"type": "string"}}},
                                    }
                                },
                            },
                        },
                    },
                    "responses": {
                        "200": {
                            "description": "ok",
                            "headers": {"X-Total": {"required": True, "schema": {"type": "integer"}}},
                            "content": content,
                            "links": {"next": {"operationId": "putItem", "parameters": {"id": "$response.body#/id"}}},
                        },
                        "4XX": {"description": "bad", "content": {"application/json": {"schema": {"type": "string"}}}},
                        "default": {"description": "other"},
                    },
                    "security": [{"login": ["write"]}],
                    "callbacks": {"done": {"{$request.body#/url}": hook}},
                },
            },
        },
        "webhooks": {"changed": hook},
        "components": {
            "schemas": {
                "Item": ITEM,
                "Card": {
                    "type": "object",
                    "properties": {"type": {"const": "card"}, "pan": {"type": "string"}},
                    "required": ["type"],
                },
                "Cash": {"type": "object", "properties": {"type": {"const": "cash"}}, "required": ["type"]},
            },
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "login": {
                    "type": "oauth2",
                    "flows": {
                        "clientCredentials": {"tokenUrl": "https://login.example.com", "scopes": {"write": "Write"}}
                    },
                },
            },
        },
    }


WAIVED = {
    "/info": "prose",
    "/description": "prose",
    "/scopes/write": "what a scope is said to mean",
    "/x-stage": "marks are reported as they are; the lifecycle judges them",
}
"""Parts that say nothing to callers, wherever they stand."""

WAIVED_EDITS = {
    ("/security", "changed"): "the only operation has its own security",
    ("/security", "removed"): "the only operation has its own security",
    ("/security/0", "changed"): "the only operation has its own security",
    ("/security/0", "removed"): "the only operation has its own security",
    ("/security/0/key", "changed"): "the only operation has its own security",
    ("/security/0/key", "removed"): "the only operation has its own security",
    ("/paths//items/{id}/parameters/0/required", "changed"): "a path parameter is always required",
    ("/paths//items/{id}/parameters/0/required", "removed"): "a path parameter is always required",
    ("/paths//items/{id}/put/parameters/0/explode", "removed"): "false is the default for this style",
    ("/paths", "changed"): "the new path has no operation",
    ("/paths//items/{id}/put/callbacks", "changed"): "the new callback has no operation",
    ("/paths//items/{id}/put/callbacks/done", "changed"): "the new expression has no operation",
    ("/paths//items/{id}/put/callbacks/done/{$request.body#/url}", "changed"): "a member that is no operation",
    ("/webhooks", "changed"): "the new webhook has no operation",
    ("/webhooks/changed", "changed"): "a member that is no operation",
    ("/components", "changed"): "nothing refers to it",
    ("/components/schemas", "changed"): "nothing refers to it",
    ("/components/securitySchemes", "changed"): "nothing refers to it",
    ("/servers/0/variables", "changed"): "the address names no such variable",
    ("/servers/0/variables/region", "changed"): "a member that OpenAPI does not know",
    ("/components/securitySchemes/login/flows/clientCredentials", "changed"): "a member that OpenAPI does not know",
    (
        "/paths//items/{id}/put/requestBody/content/multipart/form-data/encoding",
        "changed",
    ): "the schema names no such part, so its encoding is ignored",
    ("/components/schemas/Item/properties/money/discriminator", "changed"): "a member that OpenAPI does not know",
    ("/components/schemas/Item/properties/money/discriminator/mapping", "changed"): "the value names no variant",
    ("/components/schemas/Item/properties/containing/minContains", "removed"): "one is the default",
    ("/components/schemas/Item/properties/kind/type", "removed"): "the enum says it too",
}
"""Single edits that change nothing for callers, with the reason."""


def _steps(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from _steps(value[key], (*path, key))


def _other(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + 7
        case str():
            return {"object": "string", "string": "integer", "integer": "boolean", "array": "string"}.get(
                value, value + "x"
            )
        case list():
            return [*value, "more"]
        case dict():
            return {**value, "more": {"type": "string"}}
    return "other"


def _edited(path: tuple[Any, ...], *, remove: bool) -> dict[str, Any]:
    document = json.loads(json.dumps(_description()))
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    if remove:
        del holder[path[-1]]
    else:
        holder[path[-1]] = _other(holder[path[-1]])
    return document


PATHS = [p for p in _steps(_description()) if p != ("openapi",)]


def _pointer(path: tuple[Any, ...]) -> str:
    return "".join(f"/{s}" for s in path)


EDITS = [
    (path, way)
    for path in PATHS
    for way in ("changed", "removed")
    if not any(w in _pointer(path) for w in WAIVED) and (_pointer(path), way) not in WAIVED_EDITS
]


@pytest.mark.parametrize(("path", "way"), EDITS, ids=lambda p: p if isinstance(p, str) else _pointer(p))
def test_no_part_changes_in_silence(path: tuple[Any, ...], way: str) -> None:
    edited = _edited(path, remove=way == "removed")
    for pair in ((_description(), edited), (edited, _description())):
        report = compared(*pair)
        assert report.findings or report.unread


def test_another_dialect_of_schemas_is_never_silent() -> None:
    usual = {**_description(), "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base"}
    other = {**_description(), "jsonSchemaDialect": "http://json-schema.org/draft-07/schema#"}
    assert compared(_description(), usual).unread == ()
    for pair in ((usual, other), (other, usual), (_description(), other)):
        assert [u.pointer for u in compared(*pair).unread] == ["/jsonSchemaDialect"]


@pytest.mark.parametrize("version", ["2.0", "3.0.3", "3.1.0"])
def test_a_part_too_deep_to_be_read_is_never_silent(version: str) -> None:
    def document(limit: int) -> bytes:
        schema = '{"properties":{"a":' * 300 + f'{{"maxLength":{limit}}}' + "}}" * 300
        media = f'"schema":{schema}' if version == "2.0" else f'"content":{{"application/json":{{"schema":{schema}}}}}'
        member = "swagger" if version == "2.0" else "openapi"
        answer = f'"paths":{{"/a":{{"get":{{"responses":{{"200":{{"description":"",{media}}}}}}}}}}}'
        return f'{{"{member}":"{version}","info":{{"title":"a","version":"1"}},{answer}}}'.encode()

    report = compared(document(5), document(9))
    assert report.unread
    assert compared(document(5), document(5)).unread == ()


def test_the_law_can_be_broken() -> None:
    """The control: the untouched description, and prose, really are silent."""
    assert not compared(_description(), _description()).findings
    assert not compared(_description(), _description()).unread
    prose = _edited(("paths", "/items/{id}", "put", "responses", "200", "description"), remove=False)
    assert not compared(_description(), prose).findings
