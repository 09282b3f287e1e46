"""A witness convinces a second validator, and is about its own finding."""

from typing import Any

import jsonschema
import pytest

from bot.contract import Cause, Evidence, Finding, Options
from tests.unit.contract.describing import api, compared, ref

TEXT = {"type": "string"}


def _thing(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


EDITS: dict[str, tuple[Any, Any]] = {
    "type": (_thing(a=TEXT), _thing(a={"type": "integer"})),
    "shorter text": (_thing(a={"type": "string", "maxLength": 5}), _thing(a={"type": "string", "maxLength": 3})),
    "whole numbers only, from a bound up": (
        _thing(a={"type": "number", "minimum": 60}),
        _thing(a={"type": "integer", "minimum": 60}),
    ),
    "fewer values": (_thing(a={"enum": ["x", "y"]}), _thing(a={"enum": ["x"]})),
    "one of two": (_thing(a={"type": "boolean"}), _thing(a={"type": "boolean", "enum": [True]})),
    "a new required name": (_thing(a=TEXT), _thing(a=TEXT, b=TEXT)),
    "a bound deep down": (
        _thing(a={"type": "array", "items": _thing(n={"type": "integer"})}),
        _thing(a={"type": "array", "items": _thing(n={"type": "integer", "minimum": 1})}),
    ),
    "a map's values": (
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "additionalProperties": {"type": "string", "minLength": 2}},
    ),
    "a variant gone": (
        {"oneOf": [_thing(k={"const": "a"}), _thing(k={"const": "b"})]},
        {"oneOf": [_thing(k={"const": "a"}), {"type": "integer"}]},
    ),
    "no more null": (_thing(a={"type": ["string", "null"]}), _thing(a=TEXT)),
    "a pattern": (_thing(a=TEXT), _thing(a={"type": "string", "pattern": "^[A-Z]{3}$"})),
    "a tuple's slot": (
        {"type": "array", "prefixItems": [TEXT, {"type": "integer"}]},
        {"type": "array", "prefixItems": [TEXT, {"type": "boolean"}]},
    ),
    "no two the same": ({"type": "array", "items": TEXT}, {"type": "array", "items": TEXT, "uniqueItems": True}),
}


def _harmful(old: Any, new: Any, side: str) -> Finding:
    report = compared(api(old, side=side), api(new, side=side))
    return next(f for f in report.findings if f.cls in (Cause.BREAKING, Cause.RISKY))


@pytest.mark.parametrize("edit", EDITS)
def test_a_narrowed_request_is_shown_by_a_body_valid_before_and_not_now(edit: str) -> None:
    old, new = EDITS[edit]
    finding = _harmful(old, new, "request")
    assert finding.evidence is Evidence.PROVEN
    assert finding.witness is not None
    assert finding.witness.kind == "request"
    assert finding.witness.request_line == "POST /payments"
    jsonschema.Draft202012Validator(old).validate(finding.witness.value)
    assert not jsonschema.Draft202012Validator(new).is_valid(finding.witness.value)


@pytest.mark.parametrize("edit", EDITS)
def test_a_widened_response_is_shown_by_a_body_that_old_readers_refuse(edit: str) -> None:
    new, old = EDITS[edit]
    finding = _harmful(old, new, "response")
    assert finding.evidence is Evidence.PROVEN
    assert finding.witness is not None
    assert (finding.witness.kind, finding.witness.status) == ("response", "200")
    jsonschema.Draft202012Validator(new).validate(finding.witness.value)
    assert not jsonschema.Draft202012Validator(old).is_valid(finding.witness.value)


def test_a_body_that_is_no_longer_taken_is_shown_with_a_body() -> None:
    old, new = api(_thing(a=TEXT)), api()
    old["paths"]["/payments"]["post"]["requestBody"]["required"] = False
    del new["paths"]["/payments"]["post"]["requestBody"]
    (finding,) = compared(old, new).findings
    assert finding.rule == "request-body-removed"
    assert finding.witness is not None
    assert (finding.witness.value, finding.witness.media_type) == ({"a": "a"}, "application/json")


def test_a_media_type_that_is_no_longer_taken_is_shown_with_a_body_of_that_type() -> None:
    old, new = api(_thing(a=TEXT)), api(_thing(a=TEXT))
    body = old["paths"]["/payments"]["post"]["requestBody"]
    body["content"]["application/xml"] = {"schema": _thing(b=TEXT)}
    (finding,) = compared(old, new).findings
    assert finding.rule == "request-media-type-removed"
    assert finding.witness is not None
    assert (finding.witness.value, finding.witness.media_type) == ({"b": "a"}, "application/xml")


def test_of_several_ways_in_only_those_that_were_shut_are_told() -> None:
    def guarded(*ways: dict[str, list[str]]) -> dict[str, Any]:
        key = {"type": "apiKey", "in": "header", "name": "x-key"}
        login = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://x.example", "scopes": {}}}}
        document = api(TEXT)
        document["paths"]["/payments"]["post"]["security"] = list(ways)
        document["components"]["securitySchemes"] = {"key": key, "login": login}
        return document

    (finding,) = compared(guarded({"key": []}, {"login": []}), guarded({"key": []}, {"login": ["pay"]})).findings
    assert finding.sentence == (
        "`POST /payments` now asks for `apiKey header x-key`, or `oauth2 (pay)`; callers who come with `oauth2` are "
        "refused."
    )
    assert finding.witness is not None
    assert finding.witness.why_invalid_now == "`oauth2` is not enough"
    (finding,) = compared(guarded(), guarded({"key": []})).findings
    assert finding.sentence.endswith("callers who come with no credentials are refused.")
    assert finding.witness is not None
    assert finding.witness.why_invalid_now == "credentials are required"


def test_two_edits_of_one_body_get_a_witness_each_of_their_own() -> None:
    old = _thing(a={"type": "string", "maxLength": 5}, b={"type": "integer"})
    new = _thing(a={"type": "string", "maxLength": 3}, b={"type": "integer", "maximum": 10})
    found = {f.rule: f.witness.value for f in compared(api(old), api(new)).findings if f.witness}
    assert found == {
        "request-max-length-tightened": {"a": "aaaa", "b": 0},
        "request-maximum-tightened": {"a": "a", "b": 11},
    }


def test_of_several_changes_of_one_call_each_proof_tells_of_its_own() -> None:
    def call(*, is_new: bool) -> dict[str, Any]:
        parameters = [{"name": n, "in": "header", "required": is_new, "schema": TEXT} for n in ("X-Key", "X-Tenant")]
        flow = {"clientCredentials": {"tokenUrl": "https://x.example", "scopes": {"pay": "", "admin": ""}}}
        body = {"required": is_new, "content": {"application/json": {"schema": TEXT}}}
        document = api(TEXT)
        document["paths"]["/payments"]["post"] |= {
            "parameters": parameters,
            "requestBody": body,
            "security": [{"login": ["admin", "pay"] if is_new else ["pay"]}],
        }
        document["components"]["securitySchemes"] = {"login": {"type": "oauth2", "flows": flow}}
        return document

    findings = compared(call(is_new=False), call(is_new=True)).findings
    assert {(f.rule, f.witness.why_invalid_now) for f in findings if f.witness} == {
        ("request-body-became-required", "a body is required"),
        ("request-parameter-became-required", "the required header `X-Key` is missing"),
        ("request-parameter-became-required", "the required header `X-Tenant` is missing"),
        ("security-tightened", "`oauth2` (pay) is not enough"),
    }


def _told(old: dict[str, Any], new: dict[str, Any]) -> dict[str, tuple[Any, str]]:
    found = compared(api(old), api(new)).findings
    return {
        f"{f.rule} {f.sentence.split('`')[1]}": (f.witness.value, f.witness.why_invalid_now) for f in found if f.witness
    }


def test_of_two_names_that_are_asked_for_each_proof_tells_of_its_own() -> None:
    told = _told(_thing(c=TEXT), {**_thing(a=TEXT, b=TEXT, c=TEXT), "required": ["a", "b"]})
    assert {key: why for key, (_, why) in told.items()} == {
        "request-property-added-required a": '"a" is a required property',
        "request-property-added-required b": '"b" is a required property',
    }


def test_of_two_limits_at_one_place_each_is_shown_by_a_value_beyond_it() -> None:
    new = {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 2}
    told = _told(_thing(a={"type": "array", "items": {"type": "integer"}}), _thing(a=new))
    assert {key.split()[0]: (len(value["a"]), why.split(" has ")[1]) for key, (value, why) in told.items()} == {
        "request-max-items-tightened": (3, "more than 2 items"),
        "request-min-items-tightened": (0, "less than 1 item"),
    }


def test_a_property_the_client_may_not_send_is_not_asked_of_it() -> None:
    old = {"type": "object", "properties": {"id": {**TEXT, "readOnly": True}, "a": TEXT}, "required": ["id"]}
    new = {**old, "properties": {**old["properties"], "a": {"type": "string", "maxLength": 3}}}
    finding = _harmful(old, new, "request")
    assert finding.witness is not None
    assert finding.witness.value == {"a": "aaaa"}


def _operation(**members: Any) -> dict[str, Any]:
    document = api()
    operation = document["paths"]["/payments"].pop("post")
    operation.update(members)
    operation.pop("requestBody")
    document["paths"]["/payments"]["get"] = operation
    return document


def test_a_parameter_is_shown_in_the_request_line() -> None:
    old = _operation(parameters=[{"name": "page size", "in": "query", "schema": {"type": "string"}}])
    new = _operation(parameters=[{"name": "page size", "in": "query", "schema": {"type": "integer"}}])
    (finding,) = compared(old, new).findings
    assert finding.rule == "request-type-narrowed"
    assert finding.witness is not None
    assert finding.witness.request_line == "GET /payments?page%20size=a"


def test_a_number_where_any_text_was_taken_narrows_and_the_other_way_widens() -> None:
    text = _operation(parameters=[{"name": "n", "in": "query", "schema": {"type": "string"}}])
    number = _operation(parameters=[{"name": "n", "in": "query", "schema": {"type": "number"}}])
    assert [f.rule for f in compared(number, text).findings] == ["request-type-widened"]


def test_a_new_required_parameter_is_shown_by_the_call_without_it() -> None:
    new = _operation(parameters=[{"name": "key", "in": "header", "required": True, "schema": TEXT}])
    (finding,) = compared(_operation(), new).findings
    assert finding.witness is not None
    assert finding.witness.request_line == "GET /payments"
    assert finding.witness.why_invalid_now == "the required header `key` is missing"


def test_a_removed_operation_is_shown_by_a_call_with_its_parameters() -> None:
    parameters = [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 7}}]
    old = _operation()
    old["paths"]["/payments/{id}"] = {"delete": {"parameters": parameters, "responses": {"204": {"description": ""}}}}
    (finding,) = compared(old, _operation()).findings
    assert finding.rule == "operation-removed"
    assert finding.witness is not None
    assert finding.witness.request_line == "DELETE /payments/7"


def test_a_proof_of_compatibility_makes_a_break_safe() -> None:
    """The branch is gone, but another one takes all its values."""
    small, large = _thing(a={"type": "string", "maxLength": 3}), _thing(a=TEXT)
    report = compared(api({"anyOf": [small, large]}), api({"anyOf": [large, {"type": "integer"}]}))
    assert report.breaking is False
    assert report.unread == ()


def test_no_witness_leaves_the_class_as_it_is() -> None:
    old = {"type": "string", "pattern": "^(?=a)(?!b).*$", "maxLength": 4}
    finding = _harmful(old, {**old, "maxLength": 3}, "request")
    assert (finding.cls, finding.evidence, finding.witness) == (Cause.BREAKING, Evidence.UNPROVEN, None)


def test_fewer_steps_never_change_a_class() -> None:
    old, new = (api(ref("A"), A=s) for s in EDITS["a bound deep down"])
    with_steps, without = compared(old, new), compared(old, new, Options(steps=0))
    assert [(f.rule, f.cls) for f in without.findings] == [(f.rule, f.cls) for f in with_steps.findings]
    assert without.findings[0].evidence is Evidence.UNPROVEN


def test_a_witness_is_refused_for_its_own_finding_beside_others_at_the_same_place() -> None:
    ids = {"type": "array", "items": {"type": "integer"}}
    old = {"type": "object", "properties": {"a": TEXT, "b": TEXT, "ids": ids}}
    new = {**old, "properties": {**old["properties"], "ids": {**ids, "minItems": 1, "maxItems": 250}}}
    reasons = [f.witness.why_invalid_now for f in compared(api(old), api(new)).findings if f.witness]
    assert [why.rpartition("has ")[2] for why in reasons] == ["more than 250 items", "less than 1 item"]
    needed = compared(api(old), api({**old, "required": ["a", "b"]})).findings
    assert [f.witness.why_invalid_now[:3] for f in needed if f.witness] == ['"a"', '"b"']


def test_the_reason_of_a_witness_tells_no_more_of_a_long_value_than_which_it_is() -> None:
    ids = {"type": "array", "items": {"type": "integer"}}
    for kind, bound, value in ((ids, {"maxItems": 250}, "[0,0,"), (TEXT, {"maxLength": 2_000}, '"aaa')):
        before, after = ({"type": "object", "properties": {"ids": {**kind, **more}}} for more in ({}, bound))
        (finding,) = compared(api(before), api(after)).findings
        assert finding.witness is not None
        assert finding.witness.why_invalid_now.startswith(value)
        assert len(finding.witness.why_invalid_now) < 120


def test_a_schema_that_refers_to_itself_with_words_beside_the_reference_has_an_example() -> None:
    def described(kind: str) -> dict[str, Any]:
        below = {"type": "array", "items": {**ref("Tree"), "description": "What hangs below."}}
        return api(ref("Tree"), Tree={"type": "object", "properties": {"value": {"type": kind}, "below": below}})

    (finding,) = compared(described("string"), described("integer")).findings
    assert finding.witness is not None
    assert finding.witness.value == {"value": "a"}


def test_no_example_is_made_of_a_listed_object_by_adding_to_it() -> None:
    listed = {"enum": [{"a": "xxxxx"}], "properties": {"a": TEXT, "b": TEXT}}
    old, new = api(listed), api({**listed, "required": ["b"], "properties": {"a": {"maxLength": 3}, "b": TEXT}})
    findings = compared(old, new).findings
    assert {f.evidence for f in findings} >= {Evidence.PROVEN}
    assert {str(f.witness.value) for f in findings if f.witness} == {"{'a': 'xxxxx'}"}
