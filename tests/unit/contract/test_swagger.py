"""Swagger 2.0 is read as the same model as OpenAPI 3: what it says is judged, and pointed at where it stands."""

import json
from copy import deepcopy
from typing import Any

import pytest

from bot.contract import Cause, Options, Report, Source, compare, describe
from tests.unit.contract.describing import compared, source
from tests.unit.contract.pets import PET, SWAGGER, VERSIONS


@pytest.mark.parametrize("old", VERSIONS)
@pytest.mark.parametrize("new", VERSIONS)
def test_the_same_api_in_another_version_of_openapi_is_no_change(old: str, new: str) -> None:
    report = compared(VERSIONS[old], VERSIONS[new])
    assert [(f.rule, f.sentence) for f in report.findings] == []
    assert report.unread == ()


def _edited(path: str, value: Any) -> dict[str, Any]:
    document = deepcopy(SWAGGER)
    *steps, last = path.split(".")
    at: Any = document
    for step in steps:
        at = at[int(step)] if isinstance(at, list) else at[step]
    if value is None:
        del at[int(last) if isinstance(at, list) else last]
    else:
        at[int(last) if isinstance(at, list) else last] = value
    return document


EDITS: list[tuple[str, Any, str, str]] = [
    ("parameters.limit.maximum", 50, "request-maximum-tightened", "/parameters/limit/maximum"),
    (
        "paths./pets.get.parameters.1.collectionFormat",
        "csv",
        "request-parameter-style-changed",
        "/paths/~1pets/get/parameters/1",
    ),
    (
        "paths./pets.get.parameters.1.items",
        {"type": "integer"},
        "request-type-narrowed",
        "/paths/~1pets/get/parameters/1/items/type",
    ),
    (
        "definitions.Pet.properties.name.maxLength",
        10,
        "request-max-length-tightened",
        "/definitions/Pet/properties/name/maxLength",
    ),
    ("parameters.pet.required", False, "request-body-became-optional", "/paths/~1pets/post"),
    (
        "paths./pets/{id}/photo.put.parameters.2.maxLength",
        9,
        "request-max-length-tightened",
        "/paths/~1pets~1{id}~1photo/put/parameters/2/maxLength",
    ),
    (
        "paths./pets/{id}/photo.put.parameters.2",
        None,
        "request-property-removed",
        "/paths/~1pets~1{id}~1photo/put/parameters/2",
    ),
    (
        "responses.gone.schema.properties.why.type",
        "integer",
        "response-type-changed",
        "/responses/gone/schema/properties/why/type",
    ),
    (
        "paths./pets.get.responses.200.headers.X-Total.type",
        "string",
        "response-type-widened",
        "/paths/~1pets/get/responses/200/headers/X-Total/type",
    ),
    ("produces", ["application/xml"], "response-media-type-removed", "/paths/~1pets/get/responses/200"),
    ("consumes", ["text/plain"], "request-media-type-removed", "/paths/~1pets/post"),
    ("basePath", "/v2", "server-removed", "/host"),
    ("securityDefinitions.key.in", "query", "security-tightened", "/security"),
    (
        "paths./pets.get.security.0.login",
        ["read", "write"],
        "security-tightened",
        "/paths/~1pets/get/security",
    ),
]


@pytest.mark.parametrize(("path", "value", "rule", "pointer"), EDITS, ids=lambda v: v if isinstance(v, str) else "")
def test_an_edit_is_judged_and_pointed_at_where_it_stands(path: str, value: Any, rule: str, pointer: str) -> None:
    old = json.dumps(SWAGGER, indent=1).encode()
    report = compare(Source("old.json", old), source(_edited(path, value)))
    finding = next(f for f in report.findings if f.rule == rule and f.old is not None and f.old.pointer == pointer)
    assert finding.old is not None
    last = pointer.rsplit("/", 1)[-1].replace("~1", "/")
    assert finding.old.line is not None
    assert last.isdecimal() or f'"{last}"' in old.decode().splitlines()[finding.old.line - 1]
    assert report.unread == ()


def test_a_shared_parameter_is_one_cause_in_every_operation_that_takes_it() -> None:
    old = deepcopy(SWAGGER)
    old["paths"]["/pets"]["put"] = deepcopy(old["paths"]["/pets"]["post"])
    new = deepcopy(old)
    new["parameters"]["pet"]["schema"] = {**PET, "required": []}
    new["parameters"]["pet"]["schema"]["properties"] = {"name": {"type": "string", "maxLength": 5}}
    found = [f for f in compared(old, new).findings if f.rule == "request-max-length-tightened"]
    assert [f.operations_total for f in found] == [2]


def test_a_body_in_another_file_is_read() -> None:
    def report(limit: int) -> bytes:
        return json.dumps({"pet": {"name": "pet", "in": "body", "schema": {"maxLength": limit}}}).encode()

    document = _edited("paths./pets.post.parameters.0", {"$ref": "shared.json#/pet"})
    old, new = (
        Source(
            "api.json", json.dumps(document).encode(), lambda name, n=n: report(n) if name == "shared.json" else None
        )
        for n in (9, 5)
    )
    (finding,) = compare(old, new).findings
    assert finding.rule == "request-max-length-tightened"
    assert finding.old is not None
    assert (finding.old.file, finding.old.pointer) == ("shared.json", "/pet/schema/maxLength")


@pytest.mark.parametrize("file", ["paths.json", "parts/paths.json"])
def test_a_path_in_another_file_is_read(file: str) -> None:
    def paths(limit: int) -> bytes:
        body = {"name": "pet", "in": "body", "schema": {"$ref": "#/definitions/Pet"}}
        call = {"parameters": [{"$ref": "#/parameters/pet"}], "responses": {"200": {"description": "ok"}}}
        pet = {"type": "object", "properties": {"name": {"type": "string", "maxLength": limit}}}
        return json.dumps({"pets": {"post": call}, "parameters": {"pet": body}, "definitions": {"Pet": pet}}).encode()

    document = {**SWAGGER, "paths": {"/pets": {"$ref": f"{file}#/pets"}}}
    old, new = (
        Source("api.json", json.dumps(document).encode(), lambda name, n=n: paths(n) if name == file else None)
        for n in (9, 5)
    )
    report = compare(old, new)
    assert [(f.rule, f.old.file, f.old.pointer) for f in report.findings if f.old] == [
        ("request-max-length-tightened", file, "/definitions/Pet/properties/name/maxLength")
    ]
    assert report.unread == ()


def test_a_body_in_a_third_file_is_never_silent() -> None:
    document = {**SWAGGER, "paths": {"/pets": {"$ref": "paths.json#/pets"}}}
    call = {"parameters": [{"$ref": "bodies.json#/pet"}], "responses": {"200": {"description": "ok"}}}
    files = {"paths.json": {"pets": {"post": call}}}

    def read(name: str, limit: int) -> bytes:
        body = {"pet": {"name": "pet", "in": "body", "schema": {"type": "string", "maxLength": limit}}}
        return json.dumps(files.get(name, body)).encode()

    old, new = (Source("api.json", json.dumps(document).encode(), lambda name, n=n: read(name, n)) for n in (9, 5))
    assert [u.file for u in compare(old, new).unread] == ["bodies.json"]


@pytest.mark.parametrize("part", ["parameters", "responses", "definitions", "paths", "securityDefinitions", "host"])
@pytest.mark.parametrize("wrong", [None, 1, "a", [1, None], {"a": None}, {"/pets": {"get": {"parameters": {}}}}])
def test_wrong_types_are_survived(part: str, wrong: Any) -> None:
    for pair in ((SWAGGER, {**SWAGGER, part: wrong}), ({**SWAGGER, part: wrong}, SWAGGER)):
        assert isinstance(compared(*pair), Report)


def test_a_description_tells_its_operations_and_whether_its_examples_hold() -> None:
    told = describe(source(SWAGGER), Options())
    assert (told.dialect, told.title) == ("swagger 2.0", "Pets")
    assert [(o.method, o.path) for o in told.operations] == [
        ("GET", "/pets"),
        ("POST", "/pets"),
        ("PUT", "/pets/{id}/photo"),
    ]
    assert (told.examples.responses_valid, told.examples.problems) == (1, ())


def test_a_removed_operation_has_its_witness() -> None:
    document = deepcopy(SWAGGER)
    del document["paths"]["/pets"]["get"]
    (finding,) = compared(SWAGGER, document).findings
    assert (finding.rule, finding.cls) == ("operation-removed", Cause.BREAKING)
    assert finding.witness is not None
    assert finding.witness.request_line == "GET /pets"


ODD_PARAMETERS: dict[str, list[Any]] = {
    "a place that is a map": [{"name": "a", "in": {}, "type": "string"}],
    "a name that is a list": [{"name": [], "in": "query", "type": "string"}],
    "a form field without a name": [{"in": "formData", "type": "string", "required": True}],
    "a form field with words of 3.0": [{"name": "a", "in": "formData", "type": "string", "explode": True}],
}


@pytest.mark.parametrize("what", ODD_PARAMETERS)
def test_a_parameter_of_odd_types_is_passed_over_and_the_rest_compared(what: str) -> None:
    old, new = deepcopy(SWAGGER), deepcopy(SWAGGER)
    new["paths"]["/odd"] = {"get": {"parameters": ODD_PARAMETERS[what], "responses": {}}}
    del new["paths"]["/pets"]["get"]
    assert "operation-removed" in {f.rule for f in compared(old, new).findings}
    assert compared(new, old).readable


@pytest.mark.parametrize(
    "place", ["#/paths", "#/paths/~1pets", "#/paths/~1pets/get", "#/paths/~1pets/get/responses", "#"]
)
def test_a_response_that_refers_to_what_holds_it_is_passed_over_and_the_rest_compared(place: str) -> None:
    old, new = deepcopy(SWAGGER), deepcopy(SWAGGER)
    for document in (old, new):
        document["paths"]["/pets"]["get"]["responses"]["default"] = {"$ref": place}
    del new["paths"]["/pets"]["post"]
    assert "operation-removed" in {f.rule for f in compared(old, new).findings}
    assert describe(source(new)).readable


def test_a_form_field_that_becomes_required_is_one_cause() -> None:
    def form(*required: str) -> dict[str, Any]:
        fields = [{"name": n, "in": "formData", "type": "string", "required": n in required} for n in ("a", "b")]
        operation = {"parameters": fields, "responses": {"200": {"description": "ok"}}}
        info = {"title": "Forms", "version": "1"}
        return {"swagger": "2.0", "info": info, "paths": {"/forms": {"post": operation}}}

    assert [f.rule for f in compared(form(), form("a")).findings] == ["request-property-became-required"]
    assert [f.rule for f in compared(form("a"), form()).findings] == ["request-property-became-optional"]
    assert compared(form("a"), form("b")).unread == ()
