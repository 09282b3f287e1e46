"""What stands beside a list of values rules out some of them, though each is still in the list."""

from typing import Any

import pytest

from bot.contract import Cause, Evidence
from tests.unit.contract.telling import harm, request, response, told

UUID = "123e4567-e89b-42d3-a456-426614174000"

RULED_OUT: dict[str, tuple[list[Any], dict[str, Any]]] = {
    "a number that is no multiple": ([2, 3], {"multipleOf": 2}),
    "a fraction that is no multiple": ([1, 1.5], {"multipleOf": 0.5, "type": "integer"}),
    "a number at an exclusive bound": ([1, 5], {"exclusiveMaximum": 5}),
    "a number beyond a format": ([1, 2**31], {"format": "int32"}),
    "a text against the pattern": (["a", "B"], {"pattern": "^[a-z]+$"}),
    "a text that is no date": (["2024-01-31", "2024-13-01"], {"format": "date"}),
    "a text that is no UUID": ([UUID, "abc"], {"format": "uuid"}),
    "a text that is no address": (["127.0.0.1", "1.2.3.256"], {"format": "ipv4"}),
}


@pytest.mark.parametrize("case", RULED_OUT)
def test_a_listed_value_that_is_ruled_out_is_gone(case: str) -> None:
    values, beside = RULED_OUT[case]
    old, new = {"enum": values}, {"enum": values, **beside}
    (finding,) = request(old, new).findings
    assert (finding.rule, finding.cls, finding.evidence) == (
        "request-enum-value-removed",
        Cause.BREAKING,
        Evidence.PROVEN,
    )
    assert finding.witness is not None
    assert finding.witness.value == values[1]
    assert harm(response(new, old)) == ["response-enum-value-added"]


@pytest.mark.parametrize("case", RULED_OUT)
def test_what_rules_out_no_listed_value_is_no_change(case: str) -> None:
    values, beside = RULED_OUT[case]
    assert told(request({"enum": values[:1]}, {"enum": values[:1], **beside})) == []


def test_a_format_whose_texts_nobody_tells_is_risky_beside_listed_texts() -> None:
    old, new = ({"enum": ["a", "b"], **more} for more in ({}, {"format": "email"}))
    assert told(request(old, new)) == [("request-format-unclear", "risky")]
    assert told(request(new, new)) == []


WITHIN: dict[str, tuple[list[Any], dict[str, Any]]] = {
    "a list that is too long": ([[1], [1, 2]], {"maxItems": 1}),
    "a list that repeats itself": ([[1], [1, 1]], {"uniqueItems": True}),
    "an item of another type": ([["a"], [1]], {"items": {"type": "string"}}),
    "an object without a required name": ([{"a": 1}, {}], {"required": ["a"], "properties": {"a": {}}}),
    "a property of another type": ([{"a": "x"}, {"a": 1}], {"properties": {"a": {"type": "string"}}}),
    "a property whose text is too long": ([{"a": "x"}, {"a": "xx"}], {"properties": {"a": {"maxLength": 1}}}),
}


@pytest.mark.parametrize("case", WITHIN)
def test_a_listed_object_or_list_that_is_ruled_out_is_harm(case: str) -> None:
    values, beside = WITHIN[case]
    old, new = {"enum": values}, {"enum": values, **beside}
    assert {f.cls for f in request(old, new).findings} == {Cause.BREAKING}
    assert harm(response(new, old))


@pytest.mark.parametrize("case", WITHIN)
def test_what_rules_out_no_listed_object_or_list_harms_nobody(case: str) -> None:
    values, beside = WITHIN[case]
    assert harm(request({"enum": values[:1]}, {"enum": values[:1], **beside})) == []
