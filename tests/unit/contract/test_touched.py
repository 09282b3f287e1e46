"""Only what a change reaches is walked, and the report is the one of a walk through everything."""

import json
import random
from typing import Any

import pytest

from bot.contract import Options, Report, Source
from bot.contract.openapi.document import Document
from bot.contract.openapi.judge import judge
from bot.contract.openapi.touched import Touched
from tests.unit.contract.describing import api, source
from tests.unit.contract.test_hostile import _mutate


def _json(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _at(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


PET = _at("schemas", "Pet")
LISTED = {"description": "ok", "headers": {"X-Left": _at("headers", "Left")}, **_json({"type": "array", "items": PET})}
MADE = {"description": "made", **_json(PET)}
LINKS = {"one": {"operationId": "onePet"}, "all": _at("links", "All"), "sold": {"operationRef": "#/paths/~1sales/get"}}
SHOP: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://shop.example.com/v1"}],
    "security": [{"key": []}],
    "x-internal": {"owner": "shop"},
    "tags": [{"name": "pets"}],
    "paths": {
        "/pets": {
            "parameters": [_at("parameters", "Trace")],
            "get": {
                "operationId": "listPets",
                "parameters": [_at("parameters", "Limit"), {"name": "kind", "in": "query", "schema": PET}],
                "responses": {"200": LISTED, "404": _at("responses", "Gone")},
            },
            "post": {
                "operationId": "addPet",
                "requestBody": _at("requestBodies", "Pet"),
                "security": [{"login": ["write"]}, {"key": []}],
                "responses": {
                    "201": {"description": "made", **_json(PET), "links": LINKS},
                    "default": _at("responses", "Gone"),
                },
                "callbacks": {
                    "sold": {"{$request.body#/url}": {"post": {"requestBody": _json(_at("schemas", "Sale"))}}}
                },
            },
        },
        "/pets/{id}": {
            "servers": [{"url": "https://pets.example.com"}],
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {"operationId": "onePet", "responses": {"200": {"description": "ok", **_json(PET)}}},
            "delete": {"deprecated": True, "x-sunset": "2026-01-01", "responses": {"204": {"description": "gone"}}},
        },
        "/sales": {"get": {"responses": {"200": {"description": "ok", **_json(_at("schemas", "Sale"))}}}},
        "/health": {"get": {"security": [], "responses": {"200": {"description": "ok"}}}},
        "/same": {"$ref": "#/components/pathItems/Same"},
    },
    "webhooks": {"closed": {"post": {"requestBody": _json(_at("schemas", "Owner"))}}},
    "components": {
        "schemas": {
            "Pet": {
                "oneOf": [_at("schemas", "Cat"), _at("schemas", "Dog")],
                "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "#/components/schemas/Dog"}},
            },
            "Cat": {
                "type": "object",
                "properties": {"kind": {"const": "cat"}, "name": {"type": "string", "maxLength": 9}},
                "required": ["kind"],
            },
            "Dog": {"allOf": [_at("schemas", "Named"), {"properties": {"kind": {"const": "dog"}}}]},
            "Named": {"type": "object", "properties": {"name": {"type": "string"}, "owner": _at("schemas", "Owner")}},
            "Owner": {
                "type": "object",
                "properties": {"pets": {"type": "array", "items": PET}, "id": {"type": "integer"}},
            },
            "Sale": {
                "type": "object",
                "properties": {"price": {"type": "number", "minimum": 0}},
                "required": ["price"],
            },
        },
        "parameters": {
            "Limit": {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}},
            "Trace": {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
        },
        "headers": {"Left": {"required": True, "schema": {"type": "integer"}}},
        "responses": {
            "Gone": {"description": "gone", **_json({"type": "object", "properties": {"why": {"type": "string"}}})}
        },
        "requestBodies": {"Pet": {"required": True, **_json(PET)}},
        "pathItems": {"Same": {"get": {"responses": {"200": {"description": "ok", **_json(_at("schemas", "Owner"))}}}}},
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "login": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "https://a.example.com", "scopes": {}}},
            },
        },
        "links": {"All": {"operationId": "listPets"}},
        "examples": {"Tom": {"value": {"kind": "cat"}}},
    },
}
"""A description in which units name each other in every way."""


def both(old: Any, new: Any) -> tuple[Report, Report]:
    """The report of a walk through what is touched, and of one through everything."""
    one, other = (judge(source(old), source(new), Options(), whole=whole) for whole in (False, True))
    return one, other


def copied(document: Any) -> Any:
    return json.loads(json.dumps(document))


@pytest.mark.parametrize("seed", range(200))
def test_a_walk_through_what_is_touched_reports_the_same_as_one_through_everything(seed: int) -> None:
    dice = random.Random(seed)
    old = copied(SHOP)
    for _ in range(dice.choice((0, 0, 1, 3))):
        _mutate(old, dice)
    new = copied(old)
    for _ in range(dice.randint(0, 3)):
        _mutate(new, dice)
    lazy, whole = both(old, new)
    assert lazy.to_json() == whole.to_json()


EDITS: dict[str, tuple[tuple[str, ...], Any, set[str]]] = {
    "an operation": (("paths", "/health", "get", "deprecated"), True, {"/health"}),
    "a schema by way of others": (
        ("components", "schemas", "Owner", "properties", "id"),
        {"type": "string"},
        {"/pets", "/pets/{id}", "/same"},
    ),
    "a schema of a callback": (("components", "schemas", "Sale", "required"), [], {"/pets", "/sales"}),
    "a parameter": (("components", "parameters", "Limit", "required"), True, {"/pets"}),
    "where a link leads": (("paths", "/pets/{id}", "get", "operationId"), "pet", {"/pets", "/pets/{id}"}),
    "a link of the components": (("components", "links", "All", "operationId"), "onePet", {"/pets"}),
    "a header of a response": (("components", "headers", "Left", "required"), False, {"/pets"}),
    "words for people": (("tags",), [], set()),
    "an example": (("components", "examples", "Tom", "value"), {"kind": "dog"}, set()),
    "a vendor's own": (("x-internal", "owner"), "nobody", set()),
}


@pytest.mark.parametrize("what", EDITS)
def test_a_change_touches_the_paths_that_reach_it_and_no_other(what: str) -> None:
    keys, value, paths = EDITS[what]
    new = copied(SHOP)
    at = new
    for key in keys[:-1]:
        at = at[key]
    at[keys[-1]] = value
    assert Touched(Document(source(SHOP)), Document(source(new))).names("paths") == paths


INHERITED: dict[str, tuple[str, Any]] = {
    "who may call": ("security", []),
    "where it is served": ("servers", [{"url": "https://other.example.com"}]),
    "the version of the language": ("openapi", "3.0.3"),
}


@pytest.mark.parametrize("what", INHERITED)
def test_what_every_operation_inherits_touches_everything(what: str) -> None:
    key, value = INHERITED[what]
    assert Touched(Document(source(SHOP)), Document(source({**SHOP, key: value}))).names("paths") is None


def test_a_security_scheme_touches_everything() -> None:
    new = copied(SHOP)
    new["components"]["securitySchemes"]["key"]["name"] = "X-Other"
    assert Touched(Document(source(SHOP)), Document(source(new))).names("paths") is None


def _kept(schema: Any, *keys: str) -> dict[str, Any]:
    """A description of which a schema stands where nothing is judged, with a reference to it."""
    document = api({"$ref": f"#/{'/'.join(keys)}"})
    at = document
    for key in keys[:-1]:
        at = at.setdefault(key, {})
    at[keys[-1]] = schema
    return document


ASIDE = {
    "a vendor's own section": ("x-schemas", "Amount"),
    "a vendor's own components": ("components", "x-schemas", "Amount"),
    "the words about the API": ("info", "x-amount"),
    "an example": ("components", "examples", "Amount", "value"),
}


@pytest.mark.parametrize("where", ASIDE)
def test_a_schema_kept_where_nothing_is_judged_is_compared_where_it_is_named(where: str) -> None:
    for report in both(_kept({"type": "string"}, *ASIDE[where]), _kept({"type": "integer"}, *ASIDE[where])):
        assert [f.rule for f in report.findings] == ["request-type-changed"]


def test_what_such_a_schema_names_is_compared_as_well() -> None:
    old, new = (_kept(_at("schemas", "Amount"), "x-schemas", "Amount") for _ in range(2))
    old["components"]["schemas"]["Amount"] = {"type": "string"}
    new["components"]["schemas"]["Amount"] = {"type": "integer"}
    for report in both(old, new):
        assert [f.rule for f in report.findings] == ["request-type-changed"]


def test_a_security_scheme_of_another_file_touches_everything() -> None:
    document = copied(SHOP)
    document["components"]["securitySchemes"]["key"] = {"$ref": "schemes.json#/key"}
    text = json.dumps(document).encode()
    old, new = (
        Source("api.json", text, {"schemes.json": json.dumps({"key": scheme}).encode()}.get)
        for scheme in ({"type": "apiKey", "in": "header", "name": name} for name in ("X-Key", "X-Other"))
    )
    rules = [{f.rule for f in judge(old, new, Options(), whole=whole).findings} for whole in (False, True)]
    assert rules == [{"security-tightened"}] * 2


def test_a_unit_that_nothing_reaches_is_never_read() -> None:
    old, new = copied(SHOP), copied(SHOP)
    new["components"]["schemas"]["Sale"]["properties"]["price"]["minimum"] = 5
    for document in (old, new):
        document["components"]["schemas"]["Huge"] = {"maximum": 10**400}
    documents = Document(source(old)), Document(source(new))
    touched = Touched(*documents)
    assert touched.differing == {"/components/schemas/Sale"}
    unread = [p for d in documents for p, unit in d.units.items() if not unit.was_read]
    assert "/components/schemas/Huge" in unread
    assert "/paths/~1health" in unread


def test_two_layouts_of_one_description_differ_in_nothing() -> None:
    spread = json.dumps(SHOP, indent=3).encode()
    turned = json.dumps(dict(reversed(SHOP.items())), indent=1, sort_keys=True).encode()
    for data in (spread, turned, b"\xef\xbb\xbf" + spread):
        assert Touched(Document(source(SHOP)), Document(source(data))).differing == frozenset()


UNCHANGED = {
    "a parameter that is a dangling reference": {"parameters": [_at("parameters", "Nobody")]},
    "a parameter that is none": {"parameters": [5, {"name": "x"}]},
    "a body that refers to nothing": {"requestBody": _at("requestBodies", "Nobody")},
    "an answer that refers to nothing": {"responses": {"200": _at("responses", "Nobody")}},
    "security that is none": {"security": "key"},
}


@pytest.mark.parametrize("what", UNCHANGED)
def test_what_was_unreadable_before_and_is_the_same_is_not_told_again(what: str) -> None:
    old, new = copied(SHOP), copied(SHOP)
    for document, text in ((old, "before"), (new, "after")):
        document["paths"]["/health"]["get"] |= {**UNCHANGED[what], "operationId": text}
    for report in both(old, new):
        assert [f.rule for f in report.findings] == ["operation-id-changed"]
        assert report.unread == ()


def test_a_reference_to_nothing_is_told_where_it_is_new() -> None:
    new = copied(SHOP)
    new["paths"]["/sales"]["get"]["responses"]["200"] = _at("responses", "Nobody")
    for report in both(SHOP, new):
        (unread,) = report.unread
        assert unread.pointer == "/paths/~1sales/get/responses/200"
        assert [o.path for o in unread.operations] == ["/sales"]


def test_a_component_that_gets_its_first_limit_is_one_finding_wherever_it_is_named() -> None:
    new = copied(SHOP)
    new["components"]["schemas"]["Owner"]["required"] = ["id"]
    for report in both(SHOP, new):
        found = {f.side.value: f for f in report.findings}
        assert len(found) == len(report.findings) == 2
        assert {f.old.pointer for f in report.findings if f.old} == {"/components/schemas/Owner"}
        assert found["request"].operations_total == 2
        assert found["response"].operations_total == 5
