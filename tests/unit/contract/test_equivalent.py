"""The same set of values, spelled another way, is no change for anybody."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.contract import Cause, Report
from bot.contract.openapi.document import Document
from bot.contract.schema.shapes import Shapes
from tests.unit.contract.describing import api, compared, ref, source

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
    "an enum with a value twice": ({"enum": ["a", "b", "a"]}, {"enum": ["a", "b"]}),
    "an enum under a type": ({"enum": ["a", "b"]}, {"type": "string", "enum": ["a", "b"]}),
    "an enum with values of another type": ({"type": "string", "enum": ["a", 1]}, {"enum": ["a"]}),
    "null as a constant and as a type": ({"const": None}, {"type": "null"}),
    "a list of one type": ({"type": ["string"]}, TEXT),
    "nested allOf": ({"allOf": [{"allOf": [TEXT, {"maxLength": 3}]}]}, {"type": "string", "maxLength": 3}),
    "the tighter of two bounds": (
        {"allOf": [{"type": "integer", "maximum": 9}, {"maximum": 5}]},
        {"type": "integer", "maximum": 5},
    ),
    "a property moved into an allOf part": (
        BOTH,
        {
            "type": "object",
            "properties": {"a": TEXT},
            "required": ["a", "b"],
            "allOf": [{"properties": {"b": TEXT}}],
        },
    ),
    "a property said twice": (
        {"type": "object", "properties": {"a": {"type": "string", "maxLength": 3}}},
        {"allOf": [{"type": "object", "properties": {"a": TEXT}}, {"properties": {"a": {"maxLength": 3}}}]},
    ),
    "an exclusive bound of whole numbers": (
        {"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 10},
        {"type": "integer", "minimum": 1, "maximum": 9},
    ),
    "a multiple of one": ({"type": "integer"}, {"type": "integer", "multipleOf": 1}),
    "a pattern that says nothing": (TEXT, {"type": "string", "pattern": ".*"}),
    "a format twice": ({"type": "string", "format": "date"}, {"allOf": [{"format": "date"}, TEXT]}),
    "items of anything": ({"type": "array"}, {"type": "array", "items": {}}),
    "slots of the same": (
        {"type": "array", "items": TEXT},
        {"type": "array", "prefixItems": [TEXT, TEXT], "items": TEXT},
    ),
    "anyOf in anyOf": (
        {"anyOf": [{"anyOf": [TEXT, {"type": "integer"}]}, {"type": "boolean"}]},
        {"anyOf": [TEXT, {"type": "integer"}, {"type": "boolean"}]},
    ),
    "anyOf of types and their list": ({"anyOf": [TEXT, {"type": "integer"}]}, {"type": ["string", "integer"]}),
    "a variant twice": ({"anyOf": [CARD, CASH, CARD]}, {"anyOf": [CARD, CASH]}),
    "a variant within another": ({"anyOf": [TEXT, {"type": "string", "maxLength": 3}]}, TEXT),
    "a condition that always holds": (TEXT, {"type": "string", "if": True, "then": {}}),
    "a condition without branches": (TEXT, {"type": "string", "if": {"maxLength": 3}}),
    "names of any kind": ({"type": "object"}, {"type": "object", "propertyNames": {}}),
    "not nothing": (TEXT, {"type": "string", "not": False}),
    "what stands beside variants moved into them": (
        {"type": "object", "properties": {"id": TEXT}, "required": ["id"], "oneOf": [CARD, CASH]},
        {
            "oneOf": [
                {**c, "properties": {"id": TEXT, **c["properties"]}, "required": ["id", *c["required"]]}
                for c in (CARD, CASH)
            ]
        },
    ),
    "dependencies in two spellings": (
        {**BOTH, "required": [], "dependentRequired": {"a": ["b"]}},
        {**BOTH, "required": [], "dependentSchemas": {"a": {"required": ["b"]}}},
    ),
    "null in an enum": (
        {"type": ["string", "null"], "enum": ["a", None]},
        {"anyOf": [{"enum": ["a"]}, {"type": "null"}]},
    ),
}


PLACES: dict[str, Callable[[Any], Any]] = {
    "whole": lambda s: s,
    "property": lambda s: {"type": "object", "properties": {"value": s}, "required": ["value"]},
    "optional property": lambda s: {"type": "object", "properties": {"value": s}},
    "item": lambda s: {"type": "array", "items": s},
    "slot": lambda s: {"type": "array", "prefixItems": [TEXT, s]},
    "map": lambda s: {"type": "object", "additionalProperties": s},
    "name pattern": lambda s: {"type": "object", "patternProperties": {"^x": s}},
    "part": lambda s: {"allOf": [s, {"description": "said twice"}]},
    "variant": lambda s: {"oneOf": [{**CARD, "properties": {**CARD["properties"], "value": s}}, CASH]},
    "open variant": lambda s: {"anyOf": [{"type": "array", "items": s}, {"type": "boolean"}]},
    "two deep": lambda s: {"type": "array", "items": {"type": "object", "properties": {"value": s}}},
}
"""Where in a body a schema may stand."""


def _harm(report: Report) -> list[tuple[str, str]]:
    harmful = [(f.rule, f.cls.value) for f in report.findings if f.cls in (Cause.BREAKING, Cause.RISKY)]
    return harmful + [("unread", u.what) for u in report.unread]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("side", ["request", "response"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_spelling_is_silent_both_ways(spelling: str, side: str, place: str) -> None:
    old, new = (PLACES[place](s) for s in SPELLINGS[spelling])
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


def test_null_said_on_thirty_levels_is_null_said_once() -> None:
    deep: Any = TEXT
    for _ in range(30):
        deep = {"anyOf": [deep, {"type": "null"}]}
    document = Document(source(api(deep)))
    body = document.at("/paths/~1payments/post/requestBody/content/application~1json/schema")
    assert body is not None
    assert Shapes(document).facts((body,)).types == {"string", "null"}


def test_a_component_that_no_operation_uses_may_change_as_it_likes() -> None:
    assert compared(api(TEXT, Unused=CARD), api(TEXT, Unused=CASH)).findings == ()
