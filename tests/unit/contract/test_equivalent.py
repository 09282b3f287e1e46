"""The same set of values, spelled another way, is no change for anybody."""

from typing import Any

import pytest

from bot.contract import Cause, Report
from tests.unit.contract.describing import api, compared, ref

TEXT = {"type": "string"}
CARD = {"type": "object", "properties": {"kind": {"const": "card"}, "pan": TEXT}, "required": ["kind"]}
CASH = {"type": "object", "properties": {"kind": {"const": "cash"}}, "required": ["kind"]}
BOTH = {"type": "object", "properties": {"a": TEXT, "b": TEXT}, "required": ["a", "b"]}

SPELLINGS: dict[str, tuple[Any, Any]] = {
    "a list of types and anyOf": ({"type": ["string", "null"]}, {"anyOf": [TEXT, {"type": "null"}]}),
    "anyOf and oneOf with null": ({"anyOf": [TEXT, {"type": "null"}]}, {"oneOf": [{"type": "null"}, TEXT]}),
    "a constant and an enum of one": ({"const": "a"}, {"enum": ["a"]}),
    "an enum in another order": ({"enum": ["a", "b"]}, {"enum": ["b", "a"]}),
    "allOf of one": ({"allOf": [TEXT]}, TEXT),
    "anyOf of one": ({"anyOf": [CARD]}, CARD),
    "allOf merged": (
        BOTH,
        {
            "allOf": [
                {"type": "object", "properties": {"a": TEXT}, "required": ["a"]},
                {"properties": {"b": TEXT}, "required": ["b"]},
            ]
        },
    ),
    "variants in another order": ({"oneOf": [CARD, CASH]}, {"oneOf": [CASH, CARD]}),
    "oneOf and anyOf of variants that cannot overlap": ({"oneOf": [CARD, CASH]}, {"anyOf": [CARD, CASH]}),
    "required in another order": (BOTH, {**BOTH, "required": ["b", "a"]}),
    "an inert keyword": ({"type": "integer"}, {"type": "integer", "maxLength": 5, "pattern": "a"}),
    "a limit of zero": (TEXT, {"type": "string", "minLength": 0}),
    "prose": (TEXT, {"type": "string", "title": "Name", "description": "A name", "examples": ["a"], "x-order": 1}),
    "open, said and unsaid": ({"type": "object"}, {"type": "object", "additionalProperties": True}),
    "number with integer listed": ({"type": ["number", "integer"]}, {"type": "number"}),
    "boolean as an enum": ({"type": "boolean"}, {"enum": [True, False]}),
    "the type said outside": ({"oneOf": [CARD, CASH]}, {"type": "object", "oneOf": [CARD, CASH]}),
    "true and the empty schema": (True, {}),
    "null in an enum": (
        {"type": ["string", "null"], "enum": ["a", None]},
        {"anyOf": [{"enum": ["a"]}, {"type": "null"}]},
    ),
}


def _placed(schema: Any) -> dict[str, Any]:
    """The schema at several places: itself, a property, an item, a map's values, a variant's property."""
    return {
        "whole": schema,
        "property": {"type": "object", "properties": {"value": schema}, "required": ["value"]},
        "item": {"type": "array", "items": schema},
        "map": {"type": "object", "additionalProperties": schema},
        "variant": {"oneOf": [{**CARD, "properties": {**CARD["properties"], "value": schema}}, CASH]},
    }


def _harm(report: Report) -> list[tuple[str, str]]:
    harmful = [(f.rule, f.cls.value) for f in report.findings if f.cls in (Cause.BREAKING, Cause.RISKY)]
    return harmful + [("unread", u.what) for u in report.unread]


@pytest.mark.parametrize("place", ["whole", "property", "item", "map", "variant"])
@pytest.mark.parametrize("side", ["request", "response"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_spelling_is_silent_both_ways(spelling: str, side: str, place: str) -> None:
    old, new = (_placed(s)[place] for s in SPELLINGS[spelling])
    assert _harm(compared(api(old, side=side), api(new, side=side))) == []
    assert _harm(compared(api(new, side=side), api(old, side=side))) == []


@pytest.mark.parametrize("side", ["request", "response"])
def test_a_component_written_in_place_or_renamed_is_silent(side: str) -> None:
    written = api({"type": "array", "items": CARD}, side=side)
    named = api({"type": "array", "items": ref("Card")}, side=side, Card=CARD)
    renamed = api({"type": "array", "items": ref("PaymentCard")}, side=side, PaymentCard=CARD)
    for old, new in ((written, named), (named, written), (named, renamed), (renamed, written)):
        assert _harm(compared(old, new)) == []


@pytest.mark.parametrize("side", ["request", "response"])
def test_a_named_variant_that_is_renamed_is_silent(side: str) -> None:
    old = api({"oneOf": [ref("Card"), ref("Cash")]}, side=side, Card=CARD, Cash=CASH)
    new = api({"oneOf": [ref("Money"), ref("Plastic")]}, side=side, Plastic=CARD, Money=CASH)
    assert _harm(compared(old, new)) == []


@pytest.mark.parametrize("side", ["request", "response"])
def test_the_same_api_in_3_0_and_3_1_is_silent(side: str) -> None:
    old = api(
        {
            "type": "object",
            "properties": {
                "a": {"type": "string", "nullable": True},
                "n": {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
            },
        },
        side=side,
        version="3.0.3",
    )
    new = api(
        {
            "type": "object",
            "properties": {"a": {"type": ["string", "null"]}, "n": {"type": "integer", "exclusiveMinimum": 0}},
        },
        side=side,
        version="3.1.0",
    )
    assert _harm(compared(old, new)) == []
    assert _harm(compared(new, old)) == []


def test_a_component_that_no_operation_uses_may_change_as_it_likes() -> None:
    assert compared(api(TEXT, Unused=CARD), api(TEXT, Unused=CASH)).findings == ()
