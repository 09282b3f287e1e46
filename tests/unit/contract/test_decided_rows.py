"""The further rows that were decided: each with its own promise."""

from datetime import date
from typing import Any

import pytest

from bot.contract import BROKEN_PROMISE, READER, Cause, Options, Report
from tests.unit.contract.describing import api, compared, ref
from tests.unit.contract.telling import TEXT, WHOLE, body, harm, operation, query, request, response, thing, told

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
