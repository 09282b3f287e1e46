"""Every keyword × relation × side × position has a row, or a waiver with its reason. Nothing is forgotten."""

from typing import Any

import pytest

from bot.contract.openapi.oasdiff_ids import ALIASES
from bot.contract.openapi.rows import HTTP_ROWS, INVERTED, SCHEMA_ROWS, SPECIAL
from bot.contract.report import Side
from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED
from tests.unit.contract.describing import compared

RELATIONS = (NARROWED, WIDENED, CHANGED)
SIDES = (Side.REQUEST, Side.RESPONSE)
COUNTED = "a limit from one end only moves up or down"
EDITS_APART = "values gone and values added are two edits"
KEYWORDS = sorted({keyword for keyword, _, _ in SCHEMA_ROWS})

IMPOSSIBLE: dict[tuple[str, str], str] = {
    **{
        (k, CHANGED): COUNTED
        for k in (
            "maxLength",
            "minLength",
            "maximum",
            "minimum",
            "maxItems",
            "minItems",
            "maxProperties",
            "minProperties",
        )
    },
    ("null", CHANGED): "null is taken or it is not",
    ("never", CHANGED): "values are taken or they are not",
    ("required", CHANGED): "a name is required or it is not",
    ("required-undeclared", CHANGED): "a name is required or it is not",
    ("uniqueItems", CHANGED): "a flag",
    ("additionalProperties", CHANGED): "two schemas are compared below; this is about whether there is any",
    ("patternProperties", CHANGED): "two schemas are compared below; this is about whether there is any",
    ("property", CHANGED): "two schemas are compared below; this is about whether there is any",
    ("variant", CHANGED): "two variants are compared below; this is about whether there is any",
    ("overlap", CHANGED): "oneOf or anyOf",
    ("overlap-inner", CHANGED): EDITS_APART,
    ("enum-value", CHANGED): EDITS_APART,
    ("x-extensible-enum", CHANGED): EDITS_APART,
    ("loose-null", CHANGED): "by some reading null is taken that was not, or the other way round",
    **{("default", r): "no default is more than another" for r in (NARROWED, WIDENED)},
    **{("format-unknown", r): "what it takes is not known" for r in (NARROWED, WIDENED)},
    **{("xml", r): "one way of writing is no more than another" for r in (NARROWED, WIDENED)},
    **{("readOnly", r): "on the request side becoming and ceasing alike are told as one" for r in (NARROWED, WIDENED)},
    ("writeOnly", CHANGED): "a flag",
    ("deprecated", CHANGED): "a flag",
    ("stage", CHANGED): "a stage is lower, higher or the same",
    ("x-sunset", WIDENED): "a later day takes nothing back",
    **{("x-sunset-unreadable", r): "it is no earlier and no later day" for r in (NARROWED, WIDENED)},
}
"""Relations that a keyword cannot have, with the reason."""

ONE_SIDED = {
    ("readOnly", Side.RESPONSE): "a readOnly property is sent as before",
    ("writeOnly", Side.REQUEST): "a writeOnly property is accepted as before",
}


@pytest.mark.parametrize("side", SIDES, ids=lambda s: s.value)
@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("keyword", KEYWORDS)
def test_every_relation_of_every_keyword_has_a_row_on_both_sides(keyword: str, relation: str, side: Side) -> None:
    waived = (keyword, relation) in IMPOSSIBLE or (keyword, side) in ONE_SIDED
    assert ((keyword, relation, side) in SCHEMA_ROWS) != waived


PROSE, UNFOLDED = "for people", "unfolded: what it holds is judged where it stands"
VOCABULARY: dict[str, str] = {
    **dict.fromkeys(("title", "description", "$comment", "example", "examples", "externalDocs", "$schema"), PROSE),
    **dict.fromkeys(("$ref", "allOf", "$defs", "definitions", "$id", "$anchor", "items"), UNFOLDED),
    "$vocabulary": "says which keywords there are; another dialect is unread",
    "$dynamicRef": "unread where it changes",
    "$dynamicAnchor": "unread where it changes",
    "type": "type",
    "nullable": "null",
    "enum": "enum-value",
    "const": "enum",
    **{k: k for k in ("maxLength", "minLength", "maximum", "minimum", "maxItems", "minItems", "uniqueItems")},
    **{k: k for k in ("maxProperties", "minProperties", "multipleOf", "pattern", "format", "default", "xml")},
    "exclusiveMaximum": "maximum",
    "exclusiveMinimum": "minimum",
    "properties": "property",
    "required": "required",
    "additionalProperties": "additionalProperties",
    "patternProperties": "patternProperties",
    "prefixItems": "items by their slot, judged below",
    **dict.fromkeys(("anyOf", "oneOf"), "variant"),
    **dict.fromkeys(("not", "if", "then", "else", "contains", "minContains", "maxContains"), "condition"),
    **dict.fromkeys(("propertyNames", "dependentRequired", "dependentSchemas"), "condition"),
    **dict.fromkeys(("unevaluatedItems", "unevaluatedProperties"), "condition"),
    **dict.fromkeys(("contentMediaType", "contentEncoding", "contentSchema"), "condition"),
    "readOnly": "readOnly",
    "writeOnly": "writeOnly",
    "deprecated": "deprecated",
    "discriminator": "discriminator",
    "x-extensible-enum": "x-extensible-enum",
    "x-stability-level": "stage",
    "x-sunset": "x-sunset",
}
"""Every keyword of JSON Schema 2020-12 and of OpenAPI's schemas: the row's keyword, or why there is none."""


def test_every_row_is_reached_by_a_keyword_of_the_vocabulary() -> None:
    derived = {
        "discriminator-value": "discriminator",
        "enum": "const",
        "format-unknown": "format",
        "loose-null": "nullable",
        "never": "false as a schema, or types that exclude each other",
        "overlap": "oneOf",
        "overlap-inner": "oneOf",
        "required-undeclared": "required",
        "union": "anyOf",
        "x-sunset-unreadable": "x-sunset",
    }
    assert set(KEYWORDS) == {v for v in VOCABULARY.values() if v in KEYWORDS} | derived.keys()


S, W = {"type": "string"}, {"type": "integer"}
SAMPLES: dict[str, tuple[Any, Any]] = {
    "type": (S, W),
    "null": ({"type": ["string", "null"]}, S),
    "enum": ({"enum": ["a", "b"]}, {"enum": ["a"]}),
    "const": ({"const": "a"}, {"const": "b"}),
    "maxLength": ({**S, "maxLength": 5}, {**S, "maxLength": 3}),
    "minLength": ({**S, "minLength": 3}, {**S, "minLength": 5}),
    "maximum": ({**W, "maximum": 5}, {**W, "maximum": 3}),
    "exclusiveMinimum": ({**W, "exclusiveMinimum": 5}, {**W, "exclusiveMinimum": 7}),
    "multipleOf": ({**W, "multipleOf": 2}, {**W, "multipleOf": 4}),
    "pattern": ({**S, "pattern": "^a"}, {**S, "pattern": "^ab"}),
    "format": ({**S, "format": "uuid"}, {**S, "format": "date"}),
    "default": ({**S, "default": "a"}, {**S, "default": "b"}),
    "not": (S, {**S, "not": {"const": "a"}}),
    "maxItems": ({"type": "array", "items": S, "maxItems": 5}, {"type": "array", "items": S, "maxItems": 3}),
    "uniqueItems": ({"type": "array", "items": S}, {"type": "array", "items": S, "uniqueItems": True}),
    "items": ({"type": "array", "items": {**S, "maxLength": 9}}, {"type": "array", "items": {**S, "maxLength": 5}}),
    "prefixItems": ({"type": "array", "prefixItems": [S]}, {"type": "array", "prefixItems": [W]}),
    "contains": ({"type": "array"}, {"type": "array", "contains": {"const": "a"}}),
    "required": (
        {"type": "object", "properties": {"a": S}},
        {"type": "object", "properties": {"a": S}, "required": ["a"]},
    ),
    "properties": ({"type": "object", "properties": {"a": S}}, {"type": "object", "properties": {"a": W}}),
    "additionalProperties": (
        {"type": "object", "additionalProperties": S},
        {"type": "object", "additionalProperties": False},
    ),
    "patternProperties": ({"type": "object"}, {"type": "object", "patternProperties": {"^a": S}}),
    "propertyNames": ({"type": "object"}, {"type": "object", "propertyNames": {"maxLength": 3}}),
    "minProperties": ({"type": "object"}, {"type": "object", "minProperties": 1}),
    "dependentRequired": ({"type": "object"}, {"type": "object", "dependentRequired": {"a": ["b"]}}),
    "dependentSchemas": ({"type": "object"}, {"type": "object", "dependentSchemas": {"a": {"minProperties": 2}}}),
    "unevaluatedProperties": ({"type": "object"}, {"type": "object", "unevaluatedProperties": False}),
    "unevaluatedItems": (
        {"type": "array", "prefixItems": [S]},
        {"type": "array", "prefixItems": [S], "unevaluatedItems": False},
    ),
    "if": ({"type": "object"}, {"type": "object", "if": {"required": ["a"]}, "then": {"required": ["b"]}}),
    "anyOf": ({"anyOf": [S, W]}, {"anyOf": [S, {"type": "boolean"}]}),
    "oneOf": ({"oneOf": [S, W]}, {"oneOf": [S, {"type": "boolean"}]}),
    "contentEncoding": (S, {**S, "contentEncoding": "base64"}),
    "discriminator": (
        {"type": "object", "discriminator": {"propertyName": "a"}},
        {"type": "object", "discriminator": {"propertyName": "b"}},
    ),
    "x-extensible-enum": ({**S, "x-extensible-enum": ["a"]}, {**S, "x-extensible-enum": ["a", "b"]}),
    "x-stability-level": ({**S, "x-stability-level": "beta"}, {**S, "x-stability-level": "stable"}),
}


def _call(**members: Any) -> dict[str, Any]:
    operation = {"responses": {"200": {"description": "ok"}}, **members}
    return {"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": {"/a/{id}": {"post": operation}}}


def _parameter(place: str) -> Any:
    return lambda s: _call(parameters=[{"name": "id", "in": place, "required": place == "path", "schema": s}])


def _body(media_type: str, *, wrap: bool = False) -> Any:
    def made(schema: Any) -> dict[str, Any]:
        whole = {"type": "object", "properties": {"p": schema}} if wrap else schema
        return _call(requestBody={"content": {media_type: {"schema": whole}}})

    return made


def _answer(**response: Any) -> dict[str, Any]:
    return _call(responses={"200": {"description": "ok", **response}})


def _hook(schema: Any, *, answered: bool = False) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": schema}}}
    said = {"responses": {"200": {"description": "ok", **content}}} if answered else {"requestBody": content}
    return {"post": {"responses": {"200": {"description": "ok"}}, **said}}


POSITIONS: dict[str, Any] = {
    "request body": _body("application/json"),
    "xml body": _body("application/xml"),
    "form field": _body("application/x-www-form-urlencoded", wrap=True),
    "multipart part": _body("multipart/form-data", wrap=True),
    "query": _parameter("query"),
    "path": _parameter("path"),
    "header": _parameter("header"),
    "cookie": _parameter("cookie"),
    "parameter content": lambda s: _call(
        parameters=[{"name": "q", "in": "query", "content": {"application/json": {"schema": s}}}]
    ),
    "response body": lambda s: _answer(content={"application/json": {"schema": s}}),
    "response header": lambda s: _answer(headers={"X-A": {"schema": s}}),
    "webhook body": lambda s: {**_call(), "webhooks": {"w": _hook(s)}},
    "webhook answer": lambda s: {**_call(), "webhooks": {"w": _hook(s, answered=True)}},
    "callback body": lambda s: _call(callbacks={"c": {"{$request.body#/u}": _hook(s)}}),
}

WAIVED: dict[tuple[str, str], str] = {
    ("null", position): "null cannot be sent in a text: whether it may be changes nothing"
    for position in ("form field", "multipart part", "query", "path", "header", "cookie", "response header")
}
"""(keyword, position) that says nothing there, with the reason."""


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("keyword", SAMPLES)
def test_every_keyword_is_judged_at_every_position_both_ways(keyword: str, position: str) -> None:
    old, new = (POSITIONS[position](s) for s in SAMPLES[keyword])
    for pair in ((old, new), (new, old)):
        report = compared(*pair)
        assert report.unread == ()
        assert bool(report.findings) != ((keyword, position) in WAIVED)


FIELDS: dict[str, dict[str, str]] = {
    "operation": {
        "responses": "response-status-removed",
        "requestBody": "request-body-removed",
        "parameters": "request-parameter-removed",
        "security": "security-tightened",
        "servers": "server-removed",
        "callbacks": "webhook-removed",
        "operationId": "operation-id-changed",
        "deprecated": "operation-deprecated",
        "x-sunset": "sunset-unreadable",
        "x-stability-level": "stage-lost",
        "tags": "tag-added",
    },
    "parameter": {
        "required": "request-parameter-became-required",
        "style": "request-parameter-style-changed",
        "explode": "request-parameter-style-changed",
        "content": "request-parameter-encoding-changed",
        "allowReserved": "request-parameter-reserved-refused",
        "allowEmptyValue": "request-parameter-empty-refused",
        "deprecated": "request-parameter-deprecated",
        "x-sunset": "sunset-pulled-forward",
        "x-stability-level": "stage-lowered",
    },
    "body": {"required": "request-body-became-required", "content": "request-media-type-removed"},
    "media type": {
        **dict.fromkeys(("encoding", "prefixEncoding", "itemEncoding"), "request-encoding-narrowed"),
    },
    "encoding": {
        **dict.fromkeys(("contentType", "style", "explode"), "request-encoding-narrowed"),
        **dict.fromkeys(("encoding", "prefixEncoding", "itemEncoding"), "request-encoding-narrowed"),
        "headers": "request-part-header-removed",
    },
    "response": {
        "headers": "response-header-removed",
        "content": "response-media-type-removed",
        "links": "response-link-removed",
    },
    "header": {
        "required": "response-header-became-optional",
        **dict.fromkeys(("style", "explode", "content"), "response-header-style-changed"),
    },
    "link": dict.fromkeys(
        ("operationId", "operationRef", "parameters", "requestBody", "server"), "response-link-changed"
    ),
    "server": {"url": "server-removed", "variables": "server-variable-changed"},
    "server variable": {"enum": "server-removed", "default": "server-variable-changed"},
    "security scheme": {
        **dict.fromkeys(("type", "name", "in", "scheme"), "security-tightened"),
        "flows": "security-flow-removed",
        "openIdConnectUrl": "security-endpoint-changed",
        "oauth2MetadataUrl": "security-endpoint-changed",
    },
    "oauth flow": {
        **dict.fromkeys(("authorizationUrl", "deviceAuthorizationUrl", "tokenUrl"), "security-endpoint-changed"),
        "refreshUrl": "security-endpoint-removed",
        "scopes": "security-scope-removed",
    },
    "root": {
        "paths": "operation-removed",
        "webhooks": "webhook-removed",
        "servers": "server-removed",
        "security": "security-tightened",
    },
    "path item": {
        **dict.fromkeys(("get", "put", "post", "delete", "options", "head", "patch", "trace"), "operation-removed"),
        **dict.fromkeys(("query", "additionalOperations"), "operation-removed"),
        "servers": "server-removed",
        "parameters": "request-parameter-removed",
    },
}
"""The fields of OpenAPI's objects, each with a rule that its change leads to."""

WHERE_IT_STANDS = "what it holds is judged where it stands"
EVERYWHERE = ("description", "summary", "example", "examples", "externalDocs")
WAIVED_FIELDS: dict[tuple[str, str], str] = {
    **{(where, field): PROSE for where in FIELDS for field in EVERYWHERE},
    **{(where, "schema"): WHERE_IT_STANDS for where in ("parameter", "media type", "header")},
    ("media type", "itemSchema"): WHERE_IT_STANDS,
    ("root", "components"): WHERE_IT_STANDS,
    ("path item", "$ref"): WHERE_IT_STANDS,
    ("parameter", "name"): "it is what a parameter is known by: another name is another parameter",
    ("parameter", "in"): "it is what a parameter is known by: another place is another parameter",
    ("encoding", "allowReserved"): "who reads a form reads reserved characters as they are and percent-encoded",
    ("header", "deprecated"): "for people: a header has no sunset of its own, and is sent as before",
    ("security scheme", "deprecated"): "for people: what an operation asks for stands at the operation",
    ("security scheme", "bearerFormat"): "a hint how the token is made, which callers pass on as they got it",
    ("server", "name"): "what people call a server",
    ("root", "openapi"): "the version: what it changes in meaning is judged where it stands",
    ("root", "$self"): "what references are resolved by: they are followed in what was handed in",
    ("root", "info"): PROSE,
    ("root", "tags"): PROSE,
    ("root", "jsonSchemaDialect"): "another dialect is unread where it changes",
}
"""Fields that have no rule, with the reason."""

OBJECTS: dict[str, str] = {
    "root": "openapi $self info jsonSchemaDialect servers paths webhooks components security tags externalDocs",
    "path item": "$ref summary description get put post delete options head patch trace query additionalOperations "
    "servers parameters",
    "operation": "tags summary description externalDocs operationId parameters requestBody responses callbacks "
    "deprecated security servers x-sunset x-stability-level",
    "parameter": "name in description required deprecated allowEmptyValue example examples style explode "
    "allowReserved schema content x-sunset x-stability-level",
    "body": "description content required",
    "media type": "schema itemSchema example examples encoding prefixEncoding itemEncoding",
    "encoding": "contentType headers encoding prefixEncoding itemEncoding style explode allowReserved",
    "response": "summary description headers content links",
    "header": "description required deprecated example examples style explode schema content",
    "link": "operationRef operationId parameters requestBody description server",
    "server": "url description name variables",
    "server variable": "enum default description",
    "security scheme": "type description name in scheme bearerFormat flows openIdConnectUrl oauth2MetadataUrl "
    "deprecated",
    "oauth flow": "authorizationUrl deviceAuthorizationUrl tokenUrl refreshUrl scopes",
}
"""The fields of OpenAPI 3.2's objects, and the extensions we judge."""


@pytest.mark.parametrize("where", OBJECTS)
def test_every_field_of_openapis_objects_has_its_row_or_a_waiver(where: str) -> None:
    fields, waived = set(OBJECTS[where].split()), {field for at, field in WAIVED_FIELDS if at == where}
    assert set(FIELDS[where].values()) <= HTTP_ROWS.keys()
    assert FIELDS[where].keys() | (waived & fields) == fields
    assert not FIELDS[where].keys() & waived


def test_every_rule_of_requests_has_its_counterpart_where_the_server_calls() -> None:
    """`request-` and `response-` HTTP rules, and security, are told by another name there, or hold on their own."""
    own = {
        "request-parameter-retired": "a sunset is a sunset",
        "request-parameter-deprecated": "a mark is a mark",
        "request-parameter-reactivated": "a mark is a mark",
        "response-link-added": "links of answers lead nowhere there",
        "response-link-removed": "links of answers lead nowhere there",
        "response-link-changed": "links of answers lead nowhere there",
        "security-endpoint-changed": "where receivers fetch nothing",
        "security-flow-removed": "where receivers fetch nothing",
        "security-flow-added": "where receivers fetch nothing",
        "security-endpoint-added": "where receivers fetch nothing",
        "security-endpoint-removed": "where receivers fetch nothing",
        "security-scope-added": "where receivers fetch nothing",
        "security-scope-removed": "where receivers fetch nothing",
    }
    sided = {r for r in HTTP_ROWS if r.startswith(("request-", "response-", "security-"))}
    assert sided - INVERTED.keys() == own.keys()
    assert set(INVERTED.values()) <= HTTP_ROWS.keys()


def test_no_alias_is_left_of_a_rule_that_is_gone() -> None:
    rules = {row.rule for table in (SCHEMA_ROWS, SPECIAL, HTTP_ROWS) for row in table.values()}
    assert set(ALIASES) - rules == set()
