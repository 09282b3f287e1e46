"""Where plain contravariance lies, and the rows that were decided: each with its own promise."""

from datetime import date
from typing import Any

import pytest

from bot.contract import BROKEN_PROMISE, READER, Cause, Evidence, Options, Report
from tests.unit.contract.describing import api, compared, ref

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


# oneOf


def test_one_of_is_monotone_where_its_variants_cannot_overlap() -> None:
    wider = {**CAT, "properties": {"kind": {"const": "cat"}, "name": TEXT}}
    assert harm(request({"oneOf": [CAT, DOG]}, {"oneOf": [wider, DOG]})) == []


def test_one_of_whose_variants_come_to_overlap_is_risky_where_any_of_is_not() -> None:
    old, new = ([{"maxLength": 3, **TEXT}, {"minLength": n, **TEXT}] for n in (4, 2))
    assert harm(request({"oneOf": old}, {"oneOf": new})) == ["request-variants-overlap"]
    assert harm(request({"anyOf": old}, {"anyOf": new})) == []


# not, if, contains


def test_what_not_forbids_flips() -> None:
    few, more = ({**TEXT, "not": {"enum": e}} for e in (["a"], ["a", "b"]))
    assert told(request(few, more)) == [("request-condition-added", "breaking")]
    assert told(request(more, few)) == [("request-condition-removed", "safe")]


def test_then_is_monotone_under_an_unchanged_if() -> None:
    base = thing(a=TEXT, b=TEXT)
    loose = {**base, "if": {"required": ["a"]}, "then": {"properties": {"b": {"maxLength": 9}}}}
    tight = {**base, "if": {"required": ["a"]}, "then": {"properties": {"b": {"maxLength": 5}}}}
    assert harm(request(tight, loose)) == []
    assert harm(request(loose, tight)) == ["request-condition-added"]


def test_a_changed_if_is_not_ordered() -> None:
    base = thing(a=TEXT, b=TEXT)
    old = {**base, "if": {"required": ["a"]}, "then": {"maxProperties": 1}, "else": {"maxProperties": 2}}
    assert harm(request(old, {**old, "if": {"required": ["b"]}})) == ["request-condition-changed"]


def test_contains_narrows_only_without_an_upper_count() -> None:
    one, two = ({"enum": e} for e in (["a"], ["a", "b"]))
    assert harm(request({"type": "array", "contains": one}, {"type": "array", "contains": two})) == []
    counted = ({"type": "array", "contains": c, "maxContains": 1} for c in (one, two))
    assert harm(request(*counted)) == ["request-condition-changed"]


def test_contains_that_asks_for_none_says_nothing() -> None:
    idle = {"type": "array", "contains": {"const": 1}, "minContains": 0}
    assert told(request({"type": "array"}, idle)) == []


# additionalProperties, prefixItems, unevaluated, dependent


def test_a_property_that_moves_into_a_map_is_compared_with_the_maps_values() -> None:
    named, a_map = {**thing(a=WHOLE), "additionalProperties": WHOLE}, {"type": "object", "additionalProperties": WHOLE}
    assert told(request(named, a_map)) == []
    assert told(request(a_map, named)) == []
    assert harm(request({**thing(a=TEXT), "additionalProperties": WHOLE}, a_map)) == ["request-type-changed"]


def test_a_property_gone_from_a_closed_object_is_refused() -> None:
    old, new = ({**thing(**p), "additionalProperties": False} for p in ({"a": TEXT, "b": TEXT}, {"a": TEXT}))
    assert told(request(old, new)) == [("request-property-refused", "breaking")]


def test_a_property_moved_under_a_name_pattern_is_compared_with_its_schema() -> None:
    old = thing(xa=TEXT)
    new = {"type": "object", "patternProperties": {"^x": TEXT}}
    assert harm(request(old, new)) == []
    assert "request-type-changed" in harm(request(thing(xa=WHOLE), new))
    closed = {"type": "object", "patternProperties": {"^x": TEXT}, "additionalProperties": False}
    opened = {"type": "object", "additionalProperties": False}
    assert harm(request(opened, closed)) == []
    assert harm(request(closed, opened)) == ["request-name-pattern-added"]


def test_a_slot_is_compared_with_what_held_for_it_before() -> None:
    old, new = ({"type": "array", "prefixItems": p, "items": TEXT} for p in ([TEXT], [TEXT, TEXT]))
    assert told(request(old, new)) == []
    assert harm(request(old, {**new, "prefixItems": [TEXT, WHOLE]})) == ["request-type-changed"]


def test_names_of_allof_parts_intersect_under_closed_parts() -> None:
    def shut(*names: str) -> dict[str, Any]:
        return {**thing(**dict.fromkeys(names, TEXT)), "additionalProperties": False}

    old = {"allOf": [shut("a", "b"), shut("a", "b", "c")]}
    assert told(request(old, {"allOf": [shut("a", "b"), shut("a", "b")]})) == []
    assert harm(request(old, {"allOf": [shut("a", "b"), shut("a")]})) == ["request-property-refused"]


def test_unevaluated_properties_close_what_no_part_names() -> None:
    old = {"allOf": [thing(a=TEXT), thing(b=TEXT)], "unevaluatedProperties": False}
    assert harm(request(old, {"allOf": [thing(a=TEXT)], "unevaluatedProperties": False})) == [
        "request-property-refused"
    ]
    assert told(request(old, {**thing(a=TEXT, b=TEXT), "unevaluatedProperties": False})) == []


def test_a_dependency_on_an_undeclared_name_is_risky_only() -> None:
    base = thing(a=TEXT, b=TEXT)
    assert told(request(base, {**base, "dependentRequired": {"z": ["a"]}})) == [
        ("request-condition-undeclared", "risky")
    ]
    assert harm(request(base, {**base, "dependentRequired": {"a": ["b"]}})) == ["request-condition-added"]


def test_required_of_an_undeclared_name_is_risky() -> None:
    assert told(request(thing(a=TEXT), thing("z", a=TEXT))) == [("request-undeclared-required", "risky")]


# null, default, format, content, numbers


def test_nullable_beside_an_enum_without_null_is_read_in_two_ways() -> None:
    old = {**TEXT, "enum": ["a"]}
    assert told(request({**old, "nullable": True}, old, "3.0.3")) == [("request-null-unclear", "risky")]
    both = {**TEXT, "enum": ["a", None], "nullable": True}
    assert told(request(both, old, "3.0.3")) == [("request-null-refused", "breaking")]


def test_a_default_is_risky_in_requests_and_documentation_in_responses() -> None:
    old, new = (thing(a={**TEXT, "default": d}) for d in "xy")
    assert told(request(old, new)) == [("request-default-changed", "risky")]
    assert told(response(old, new)) == [("response-default-changed", "doc")]


def test_newly_required_is_a_break_though_there_is_a_default() -> None:
    assert harm(request(thing(a=TEXT), thing("b", a=TEXT, b={**TEXT, "default": "x"}))) == [
        "request-property-added-required"
    ]


def test_formats_are_sets_of_values() -> None:
    small, large = ({**WHOLE, "format": f} for f in ("int32", "int64"))
    assert harm(request(small, large)) == []
    assert harm(request(large, small)) == ["request-format-tightened"]
    assert harm(response(small, large)) == ["response-format-loosened"]


@pytest.mark.parametrize("way", [1, -1])
def test_formats_nobody_knows_are_risky(way: int) -> None:
    old, new = ({**TEXT, "format": f} for f in ("ksuid", "ulid")[::way])
    assert told(request(old, new)) == [("request-format-unclear", "risky")]
    assert told(request(TEXT, new)) == [("request-format-unclear", "risky")]


def test_content_keywords_are_judged_as_they_are_written() -> None:
    old, new = ({**TEXT, "contentEncoding": e} for e in ("base64", "base32"))
    (finding,) = request(old, new).findings
    assert (finding.rule, finding.evidence) == ("request-condition-changed", Evidence.STRUCTURAL)


def test_no_witness_is_built_on_whether_one_point_zero_is_an_integer() -> None:
    report = request({"type": "number"}, WHOLE)
    assert harm(report) == ["request-type-narrowed"]
    (finding,) = report.findings
    assert finding.witness is not None
    assert finding.witness.value % 1 != 0  # type: ignore[operator]


def test_a_pattern_that_takes_all_the_old_one_took_widens() -> None:
    few, more = ({**TEXT, "pattern": p} for p in ("^[a-f]{2}$", "^[a-z]+$"))
    assert harm(request(few, more)) == []
    assert harm(request(more, few)) == ["request-pattern-added"]
    assert told(request(few, {**TEXT, "pattern": "^(?=x)y$"})) == [("request-pattern-changed", "risky")]
    assert told(request({**TEXT, "pattern": "^[ab]$"}, {**TEXT, "pattern": "^(a|b)$"})) == []


# parameters


def test_text_to_number_narrows_and_number_to_text_widens() -> None:
    assert harm(compared(query(TEXT), query(WHOLE))) == ["request-type-narrowed"]
    assert harm(compared(query(WHOLE), query(TEXT))) == []


def test_null_cannot_be_sent_in_text() -> None:
    maybe = {"type": ["string", "null"]}
    assert harm(compared(query(maybe), query(TEXT))) == []
    assert harm(compared(query(TEXT), query(maybe))) == []


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


def body(schema: Any, media_type: str, version: str = "3.1.0", **media: Any) -> dict[str, Any]:
    content = {media_type: {"schema": schema, **media}}
    return {**operation(requestBody={"required": True, "content": content}), "openapi": version}


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


def test_a_link_is_known_by_its_name_and_the_operation_it_leads_to() -> None:
    def linked(operation_id: str, **link: Any) -> dict[str, Any]:
        answer = {"description": "ok", "links": {"self": link}}
        return operation(operationId=operation_id, responses={"200": answer})

    old = linked("get", operationId="get")
    assert harm(compared(old, linked("get", operationRef="#/paths/~1payments/get"))) == []
    assert harm(compared(old, linked("fetch", operationId="fetch"))) == ["operation-id-changed"]
    assert "response-link-changed" in harm(compared(old, linked("get", operationId="other")))


# further rows decided


def test_response_headers_are_judged_as_bodies_are() -> None:
    def headed(schema: Any) -> dict[str, Any]:
        return operation(responses={"200": {"description": "ok", "headers": {"X-Left": {"schema": schema}}}})

    old, new = headed({**WHOLE, "maximum": 9}), headed({**WHOLE, "maximum": 99})
    assert harm(compared(old, new)) == ["response-maximum-loosened"]
    assert harm(compared(new, old)) == []


def test_an_enum_dropped_in_a_request_is_safe() -> None:
    assert harm(request({"enum": ["a"]}, {})) == []


@pytest.mark.parametrize(
    "opened", [{"x-ms-enum": {"modelAsString": True}}, {"x-extensible-enum": True}], ids=["x-ms-enum", "x-extensible"]
)
def test_a_value_added_is_risky_unless_the_list_was_announced_as_open(opened: Any) -> None:
    old, new = ({**TEXT, "enum": e} for e in (["a"], ["a", "b"]))
    assert harm(response(old, new)) == ["response-enum-value-added"]
    assert told(response({**old, **opened}, {**new, **opened})) == [("response-extensible-value-added", "safe")]
    assert harm(request({**new, **opened}, {**old, **opened})) == ["request-extensible-value-removed"]


def test_what_is_optional_and_gone_is_risky_for_its_readers() -> None:
    gone = response(thing(a=TEXT, b=TEXT), thing(a=TEXT)).findings
    assert [(f.rule, f.tags) for f in gone] == [("response-property-removed", frozenset((READER,)))]
    assert told(request(thing(a=TEXT, b=TEXT), thing(a=TEXT))) == [("request-property-removed", "risky")]
    assert told(compared(query(TEXT), operation())) == [("request-parameter-removed", "risky")]


def test_a_renamed_operation_id_is_risky() -> None:
    assert told(compared(operation(operationId="a"), operation(operationId="b"))) == [("operation-id-changed", "risky")]


def test_tags_are_documentation() -> None:
    report = compared(operation(tags=["a"]), operation(tags=["b"]))
    assert told(report) == [("tag-added", "doc"), ("tag-removed", "doc")]


def test_a_request_body_removed_breaks() -> None:
    assert harm(compared(body(TEXT, "application/json"), operation())) == ["request-body-removed"]


def test_a_moved_operation_is_one_finding() -> None:
    old, new = operation(operationId="pay"), operation(operationId="pay")
    new["paths"] = {"/v2/pay": new["paths"]["/payments"]}
    assert told(compared(old, new)) == [("operation-moved", "breaking")]


@pytest.mark.parametrize(
    ("members", "rule", "cls"),
    [
        ({"deprecated": True, "x-sunset": "2026-01-30"}, "operation-retired", "lifecycle"),
        ({"deprecated": True, "x-sunset": "2026-02-01"}, "operation-removed", "breaking"),
        ({"deprecated": True}, "operation-removed", "breaking"),
        ({"deprecated": True, "x-sunset": "soon"}, "operation-removed", "breaking"),
        ({"x-sunset": "2026-01-30"}, "operation-removed", "breaking"),
    ],
)
def test_a_removed_operation_is_judged_by_the_sunset_it_had(members: Any, rule: str, cls: str) -> None:
    old, new = operation(**members), operation()
    new["paths"] = {}
    report = compared(old, new, Options(today=date(2026, 1, 31)))
    assert told(report) == [(rule, cls)]


@pytest.mark.parametrize("sunset", ["2026-02-01", None, "some day"])
def test_a_sunset_pulled_forward_or_taken_back_is_a_broken_promise(sunset: str | None) -> None:
    old = operation(deprecated=True, **{"x-sunset": "2026-06-01"})
    new = operation(deprecated=True, **({"x-sunset": sunset} if sunset else {}))
    (finding,) = compared(old, new).findings
    assert (finding.cls, BROKEN_PROMISE in finding.tags, finding.is_breaking) == (Cause.LIFECYCLE, True, True)
    assert compared(operation(**{"x-sunset": "2026-06-01"}), operation(**{"x-sunset": "2027-01-01"})).breaking is False


def test_a_lowered_stage_is_a_broken_promise() -> None:
    (finding,) = compared(operation(**{"x-stage": "ga"}), operation(**{"x-stage": "beta"})).findings
    assert (finding.rule, finding.is_breaking) == ("stage-lowered", True)


def called_back(schema: Any, *, where: str = "webhooks") -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    hook = {"post": {"requestBody": {"content": content}, "responses": {"200": {"description": "ok"}}}}
    if where == "webhooks":
        return {**operation(), "webhooks": {"paid": hook}}
    return operation(callbacks={"paid": {"{$request.body#/url}": hook}})


@pytest.mark.parametrize("where", ["webhooks", "callbacks"])
def test_what_is_called_back_is_judged_the_other_way_round_but_not_its_existence(where: str) -> None:
    old, new = (called_back({**TEXT, "maxLength": n}, where=where) for n in (9, 5))
    assert harm(compared(old, new)) == []
    assert harm(compared(new, old)) == ["response-max-length-loosened"]
    assert harm(compared(old, operation())) == ["webhook-removed"]
    assert harm(compared(operation(), old)) == []


def test_additions_are_safe_and_always_listed() -> None:
    new = operation(parameters=[{"name": "q", "in": "query", "schema": TEXT}])
    new["paths"]["/refunds"] = operation()["paths"]["/payments"]
    assert told(compared(operation(), new)) == [("request-parameter-added", "safe"), ("operation-added", "safe")]


def test_a_renamed_component_whose_name_is_sent_is_a_change() -> None:
    def told_apart(name: str, **discriminator: Any) -> Report | dict[str, Any]:
        pet = thing("kind", kind=TEXT)
        schema = {"oneOf": [ref(name), ref("Dog")], "discriminator": {"propertyName": "kind", **discriminator}}
        return api(schema, **{name: pet, "Dog": {**pet, "description": "d", "properties": {"kind": TEXT, "d": TEXT}}})

    assert harm(compared(told_apart("Cat"), told_apart("Katze"))) == ["request-discriminator-value-removed"]
    mapped = {"mapping": {"Cat": "#/components/schemas/Katze"}}
    assert harm(compared(told_apart("Cat"), told_apart("Katze", **mapped))) == []


def test_a_mark_on_the_side_it_is_not_meant_for_asks_nothing() -> None:
    old = thing("id", id={**TEXT, "readOnly": True})
    new = thing("id", "at", id={**TEXT, "readOnly": True, "maxLength": 3}, at={**TEXT, "readOnly": True})
    assert harm(request(old, new)) == []


def test_becoming_read_only_is_risky_and_becoming_write_only_is_gone_from_responses() -> None:
    assert told(request(thing(a=TEXT), thing(a={**TEXT, "readOnly": True}))) == [("request-read-only-changed", "risky")]
    assert told(response(thing("a", a=TEXT), thing("a", a={**TEXT, "writeOnly": True}))) == [
        ("response-required-property-became-write-only", "breaking")
    ]
