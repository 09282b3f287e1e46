"""Where plain contravariance lies in what travels: parameters, bodies, answers, security, servers."""

from typing import Any

import pytest

from tests.unit.contract.describing import compared
from tests.unit.contract.telling import TEXT, WHOLE, body, harm, operation, query, thing, told

# parameters


def test_text_to_number_narrows_and_number_to_text_widens() -> None:
    assert harm(compared(query(TEXT), query(WHOLE))) == ["request-type-narrowed"]
    assert harm(compared(query(WHOLE), query(TEXT))) == []


def test_null_cannot_be_sent_in_text() -> None:
    maybe = {"type": ["string", "null"]}
    assert told(compared(query(maybe), query(TEXT))) == []
    assert told(compared(query(TEXT), query(maybe))) == []
    unclear = {**query({"enum": ["a"], "nullable": True}), "openapi": "3.0.3"}
    assert told(compared(unclear, {**query({"enum": ["a"]}), "openapi": "3.0.3"})) == []


def header(schema: Any) -> dict[str, Any]:
    return operation(responses={"200": {"description": "ok", "headers": {"X-A": {"schema": schema}}}})


TEXT_PAIRS = {
    "null": (TEXT, {"type": ["string", "null"]}),
    "a number beside text": (TEXT, {"type": ["string", "integer"]}),
    "listed numbers and their texts": ({"enum": [1, 2]}, {"enum": ["1", "2"]}),
    "a boolean and its words": ({"type": "boolean"}, {"enum": ["true", "false"]}),
}


@pytest.mark.parametrize("pair", TEXT_PAIRS)
def test_what_is_the_same_text_is_the_same_value_on_both_sides(pair: str) -> None:
    for old, new in (TEXT_PAIRS[pair], TEXT_PAIRS[pair][::-1]):
        assert harm(compared(query(old), query(new))) == []
        assert harm(compared(header(old), header(new))) == []


def test_a_value_that_becomes_an_exploded_list_widens() -> None:
    listed = {"type": "array", "items": TEXT}
    assert told(compared(query(TEXT), query(listed))) == [("request-parameter-becomes-list", "safe")]
    assert harm(compared(query(TEXT), query(listed, explode=False))) == ["request-type-changed"]


def test_the_effective_style_is_compared() -> None:
    listed = {"type": "array", "items": TEXT}
    assert told(compared(query(listed), query(listed, style="form", explode=True))) == []
    assert harm(compared(query(listed), query(listed, explode=False))) == ["request-parameter-style-changed"]
    assert harm(compared(query(TEXT), query(TEXT, explode=False))) == []


@pytest.mark.parametrize("place", ["path", "header", "answer"])
def test_an_exploded_list_in_style_simple_is_written_as_before_and_an_object_is_not(place: str) -> None:
    """`1,2` either way; `a,1` and `a=1`."""

    def said(schema: Any, *, explode: bool) -> dict[str, Any]:
        member = {"schema": schema, "required": True, "explode": explode}
        if place == "answer":
            return operation(responses={"200": {"description": "ok", "headers": {"X-A": member}}})
        document = operation(parameters=[{"name": "a", "in": place, **member}])
        return {**document, "paths": {"/payments/{a}": document["paths"]["/payments"]}}

    for schema, rules in (({"type": "array", "items": WHOLE}, 0), (thing(a=WHOLE), 1)):
        one, other = said(schema, explode=False), said(schema, explode=True)
        for report in (compared(one, other), compared(other, one)):
            assert [rule.rpartition("-style-")[2] for rule in harm(report)] == ["changed"] * rules


def test_content_and_schema_are_written_differently() -> None:
    said = {"content": {"application/json": {"schema": TEXT}}}
    assert harm(compared(query(TEXT), query(**said))) == ["request-parameter-encoding-changed"]
    other = {"content": {"application/xml": {"schema": TEXT}}}
    assert harm(compared(query(**said), query(**other))) == ["request-parameter-encoding-changed"]


def test_names_of_headers_fold_case() -> None:
    old, new = (operation(parameters=[{"name": n, "in": "header", "schema": TEXT}]) for n in ("X-Key", "x-key"))
    assert told(compared(old, new)) == []


@pytest.mark.parametrize("name", ["Accept", "Content-Type", "authorization"])
def test_headers_that_openapi_ignores_are_ignored(name: str) -> None:
    new = operation(parameters=[{"name": name, "in": "header", "required": True, "schema": TEXT}])
    assert told(compared(operation(), new)) == []


def test_reserved_characters_refused_are_risky_and_an_empty_value_refused_breaks() -> None:
    assert harm(compared(query(TEXT, allowReserved=True), query(TEXT))) == ["request-parameter-reserved-refused"]
    report = compared(query(TEXT, allowEmptyValue=True), query(TEXT))
    assert told(report) == [("request-parameter-empty-refused", "breaking")]


# bodies


FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"


def test_fields_of_a_form_travel_as_text() -> None:
    assert harm(compared(body(thing(a=WHOLE), FORM), body(thing(a=TEXT), FORM))) == []
    assert harm(compared(body(thing(a=TEXT), FORM), body(thing(a=WHOLE), FORM))) == ["request-type-narrowed"]


def test_the_type_of_a_part_follows_its_schema() -> None:
    text, data = thing(a=TEXT), thing(a=thing(b=TEXT))
    assert "request-type-changed" in harm(compared(body(text, PARTS), body(data, PARTS)))
    said = {"encoding": {"a": {"contentType": "text/plain"}}}
    assert told(compared(body(text, PARTS), body(text, PARTS, **said))) == []
    other = {"encoding": {"a": {"contentType": "application/json"}}}
    assert harm(compared(body(text, PARTS), body(text, PARTS, **other))) == ["request-encoding-narrowed"]


def test_the_way_a_form_field_is_listed_is_compared() -> None:
    listed = thing(a={"type": "array", "items": TEXT})
    new = body(listed, FORM, encoding={"a": {"explode": False}})
    assert harm(compared(body(listed, FORM), new)) == ["request-encoding-narrowed"]


@pytest.mark.parametrize("media_type", ["application/octet-stream", "image/png"])
@pytest.mark.parametrize("modern", [None, {}, {"contentMediaType": "image/png"}])
def test_binary_is_no_schema_at_all(media_type: str, modern: Any) -> None:
    old = body({"type": "string", "format": "binary"}, media_type, "3.0.3")
    new = body(modern, media_type)
    if modern is None:
        del new["paths"]["/payments"]["get"]["requestBody"]["content"][media_type]["schema"]
    assert told(compared(old, new)) == []
    assert told(compared(new, old)) == []


def test_a_binary_part_is_no_schema_at_all() -> None:
    old = body(thing(a={"type": "string", "format": "binary"}), PARTS, "3.0.3")
    assert told(compared(old, body(thing(a={}), PARTS))) == []


def test_xml_words_count_in_xml_only() -> None:
    old, new = thing(a=TEXT), thing(a={**TEXT, "xml": {"name": "b"}})
    assert harm(compared(body(old, "application/xml"), body(new, "application/xml"))) == ["request-xml-changed"]
    assert told(compared(body(old, "application/json"), body(new, "application/json"))) == []
    same = thing(a={**TEXT, "xml": {"name": "a", "attribute": False}})
    assert told(compared(body(old, "application/xml"), body(same, "application/xml"))) == []


# media types, statuses


def answers(*media_types: str, schema: Any = None) -> dict[str, Any]:
    content = {m: {"schema": schema or TEXT} for m in media_types}
    return operation(responses={"200": {"description": "ok", "content": content}})


def test_a_media_type_is_spoken_for_by_the_most_specific_range() -> None:
    old = body(TEXT, "application/json")
    ranged = body(TEXT, "*/*")
    assert harm(compared(old, ranged)) == []
    assert harm(compared(old, body(WHOLE, "*/*"))) == ["request-type-changed"]
    assert harm(compared(ranged, old)) == ["request-media-type-removed"]


def test_a_response_widened_to_a_range_breaks() -> None:
    assert harm(compared(answers("application/json"), answers("*/*"))) == ["response-media-type-generalized"]
    assert harm(compared(answers("*/*"), answers("application/json"))) == []


def statuses(*codes: str, schema: Any = None, **others: Any) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": schema}}} if schema else {}
    said = {c: {"description": "x", **content} for c in codes}
    return operation(responses={**said, **others})


def test_a_status_that_is_named_is_compared_with_the_default_before() -> None:
    old = statuses("200", "default", schema=thing("code", code=TEXT))
    new = statuses("200", "404", "default", schema=thing("code", code=TEXT))
    assert told(compared(old, new)) == []
    other = {"404": {"description": "x", "content": {"application/json": {"schema": thing(why=TEXT)}}}}
    old_default = statuses("200", "default", schema=thing("code", code=TEXT))
    assert harm(compared(old_default, {**statuses("200", "default", schema=thing("code", code=TEXT), **other)})) == [
        "response-required-property-removed"
    ]


def test_a_range_speaks_for_its_statuses() -> None:
    old, new = statuses("2XX", schema=TEXT), statuses("200", "201", schema=TEXT)
    assert told(compared(old, new)) == [("response-status-specialized", "safe")]
    assert harm(compared(old, statuses("200", schema=WHOLE))) == ["response-type-changed"]


def test_success_statuses_matter_and_errors_do_not() -> None:
    assert told(compared(statuses("200"), statuses("200", "202"))) == [("response-status-added", "risky")]
    assert told(compared(statuses("200", "202"), statuses("200"))) == [("response-status-removed", "breaking")]
    assert harm(compared(statuses("200"), statuses("200", "404"))) == []
    assert harm(compared(statuses("200", "404"), statuses("200"))) == []


def test_not_modified_is_met_only_by_who_asks_for_it_and_other_redirects_by_all() -> None:
    assert told(compared(statuses("200"), statuses("200", "304"))) == [("response-error-added", "safe")]
    assert told(compared(statuses("200", "304"), statuses("200"))) == [("response-error-removed", "safe")]
    assert harm(compared(statuses("200", "302"), statuses("200"))) == ["response-status-removed"]


# security, servers, templates, links


def secured(*alternatives: Any, root: Any = None, **schemes: Any) -> dict[str, Any]:
    document = operation(security=list(alternatives) if root is None else None)
    found = {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "login": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://x.example", "scopes": {}}}},
        **schemes,
    }
    document["components"] = {"securitySchemes": found}
    return {**document, **({"security": root} if root is not None else {})}


def test_security_is_compared_by_content_and_not_by_name() -> None:
    renamed = secured({"token": []}, token={"type": "apiKey", "in": "header", "name": "x-key"})
    assert told(compared(secured({"key": []}), renamed)) == []
    moved = secured({"key": []}, key={"type": "apiKey", "in": "query", "name": "X-Key"})
    assert harm(compared(secured({"key": []}), moved)) == ["security-tightened"]


def test_security_is_safe_when_every_old_way_in_still_opens() -> None:
    old = secured({"login": ["read", "write"]})
    assert harm(compared(old, secured({"login": ["read"]}))) == []
    assert harm(compared(old, secured({"login": ["read"]}, {"key": []}))) == []
    assert harm(compared(secured({"login": ["read"]}), old)) == ["security-tightened"]
    assert harm(compared(secured({"key": []}), secured({"key": [], "login": []}))) == ["security-tightened"]
    assert harm(compared(secured({"key": []}), secured({}))) == []


def test_the_operations_security_stands_before_the_documents() -> None:
    assert told(compared(secured({"key": []}), secured(root=[{"key": []}]))) == []


def served(url: str, path: str = "/payments", **variables: Any) -> dict[str, Any]:
    document = operation()
    document["paths"] = {path: document["paths"]["/payments"]}
    return {**document, "servers": [{"url": url, **({"variables": variables} if variables else {})}]}


def test_a_part_of_the_path_may_move_between_server_and_paths() -> None:
    inside, outside = served("https://a.example/v1"), served("https://a.example", "/v1/payments")
    assert told(compared(inside, outside)) == []
    assert told(compared(outside, inside)) == []
    assert "server-removed" in harm(compared(inside, served("https://a.example/v2")))


def test_fewer_values_of_a_server_variable_are_fewer_addresses() -> None:
    old, new = (served("https://{r}.example", r={"default": "eu", "enum": e}) for e in (["eu", "us"], ["eu"]))
    assert harm(compared(old, new)) == ["server-removed"]
    assert harm(compared(new, old)) == []


def paths(*templates: str) -> dict[str, Any]:
    document = operation()
    call = document["paths"].pop("/payments")
    for template in templates:
        names = [s[1:-1] for s in template.split("/") if s.startswith("{")]
        parameters = [{"name": n, "in": "path", "required": True, "schema": TEXT} for n in names]
        document["paths"][template] = {"get": {**call["get"], "parameters": parameters}}
    return document


def test_a_template_is_the_same_under_other_parameter_names() -> None:
    assert told(compared(paths("/users/{id}"), paths("/users/{user}"))) == []


def _path(*named: tuple[str, str]) -> dict[str, Any]:
    """A call whose path has these parameters, each of its type."""
    steps = [{"name": n, "in": "path", "required": True, "schema": {"type": kind}} for n, kind in named]
    template = "".join(f"/{{{name}}}" for name, _ in named)
    return {**operation(), "paths": {template: operation(parameters=steps)["paths"]["/payments"]}}


def test_parameters_of_a_path_are_known_by_their_place_when_their_names_change_places() -> None:
    old = _path(("from", "string"), ("to", "integer"))
    assert harm(compared(old, _path(("to", "integer"), ("from", "string")))) == ["request-type-narrowed"]
    assert told(compared(old, _path(("to", "string"), ("from", "integer")))) == []


def test_a_parameter_that_was_described_under_the_name_its_path_has_now_stays_what_it_is() -> None:
    old, new = _path(("id", "string")), _path(("key", "string"))
    old["paths"]["/{id}"]["get"]["parameters"][0]["name"] = "key"
    assert told(compared(old, new)) == []


def test_a_concrete_path_beside_a_template_shadows_it() -> None:
    old, new = paths("/users/{id}"), paths("/users/{id}", "/users/me")
    assert harm(compared(old, new)) == ["template-shadowed"]
    assert told(compared(new, old)) == [("operation-removed", "breaking")]


def test_a_template_is_shadowed_only_for_calls_it_answered() -> None:
    old = paths("/users/{id}")
    other = paths("/users/{id}", "/users/me")
    other["paths"]["/users/me"] = {"post": other["paths"]["/users/me"]["get"]}
    assert harm(compared(old, other)) == []
    for document in (old, other):
        document["paths"]["/users/{id}"]["get"]["parameters"][0]["schema"] = {"enum": ["you", "all"]}
    other["paths"]["/users/me"]["get"] = other["paths"]["/users/me"].pop("post")
    assert harm(compared(old, other)) == []


def test_a_template_is_not_shadowed_by_a_step_that_is_no_value_of_its_parameter() -> None:
    old, new = paths("/users/{id}"), paths("/users/{id}", "/users/me")
    for document in (old, new):
        document["paths"]["/users/{id}"]["get"]["parameters"][0]["schema"] = WHOLE
    assert harm(compared(old, new)) == []
    new["paths"]["/users/7"] = new["paths"].pop("/users/me")
    assert harm(compared(old, new)) == ["template-shadowed"]


STEPS = {
    "/users/{id}:read": {"/users/{user}:write": False, "/users/7:read": True, "/users/7:write": False},
    "/users/v{id}": {"/users/{user}": True, "/users/me": False, "/users/vera": True, "/users/w{id}": False},
    "/users/{id}.json": {"/users/{id}": True, "/users/me": False, "/users/me.json": True, "/users/.json": False},
}


@pytest.mark.parametrize(("template", "path"), [(t, p) for t, paths in STEPS.items() for p in paths])
def test_what_is_written_around_the_hole_of_a_step_says_what_it_answers(template: str, path: str) -> None:
    found = harm(compared(paths(template), paths(template, path)))
    assert found == (["template-shadowed"] if STEPS[template][path] else [])


@pytest.mark.parametrize("schema", [TEXT, WHOLE], ids=["text", "whole numbers"])
def test_a_path_parameter_that_is_described_at_last_asks_nobody_for_more(schema: Any) -> None:
    old, new = paths("/users/{id}"), paths("/users/{id}")
    new["paths"]["/users/{id}"]["get"]["parameters"][0]["schema"] = schema
    del old["paths"]["/users/{id}"]["get"]["parameters"]
    assert told(compared(old, new)) == [("path-parameter-described", "doc")]
    assert told(compared(new, old)) == [("path-parameter-undescribed", "doc")]


def test_a_schema_left_empty_is_no_schema() -> None:
    old, new = body(None, "application/json"), body({}, "application/json")
    none = body({}, "application/json")
    del none["paths"]["/payments"]["get"]["requestBody"]["content"]["application/json"]["schema"]
    assert told(compared(old, new)) == told(compared(old, none)) == told(compared(none, old)) == []
    assert harm(compared(old, body(TEXT, "application/json"))) == ["request-type-narrowed"]
    parameter = query()
    parameter["paths"]["/payments"]["get"]["parameters"][0]["schema"] = None
    assert told(compared(query(), parameter)) == told(compared(parameter, query())) == []


def test_a_link_is_known_by_its_name_and_the_operation_it_leads_to() -> None:
    def linked(operation_id: str, **link: Any) -> dict[str, Any]:
        answer = {"description": "ok", "links": {"self": link}}
        return operation(operationId=operation_id, responses={"200": answer})

    old = linked("get", operationId="get")
    assert harm(compared(old, linked("get", operationRef="#/paths/~1payments/get"))) == []
    assert harm(compared(old, linked("fetch", operationId="fetch"))) == ["operation-id-changed"]
    assert "response-link-changed" in harm(compared(old, linked("get", operationId="other")))
