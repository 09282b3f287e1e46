"""The same set of values, spelled another way, is no change for anybody."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


Path = tuple[str | int, ...]
_HOLDERS = {"items": None, "additionalProperties": None, "properties": "name", "allOf": "index", "anyOf": "index"}


def _schemas(schema: Any, path: Path = ()) -> Iterator[Path]:
    """The places of all schemas in a schema."""
    yield path
    for keyword, kind in _HOLDERS.items():
        inner = schema.get(keyword) if isinstance(schema, dict) else None
        if kind is None and isinstance(inner, dict):
            yield from _schemas(inner, (*path, keyword))
        elif kind is not None and inner:
            for key in inner if isinstance(inner, dict) else range(len(inner)):
                yield from _schemas(inner[key], (*path, keyword, key))


def _at(schema: Any, path: Path, make: Callable[[Any], Any]) -> Any:
    """The schema with the one at a place rewritten."""
    if not path:
        return make(schema)
    found = dict(schema) if isinstance(schema, dict) else list(schema)
    found[path[0]] = _at(found[path[0]], path[1:], make)
    return found


def _split(schema: Any) -> Any:
    """The last property moves into an `allOf` part."""
    if not isinstance(schema, dict) or len(schema.get("properties", ())) < 2 or "additionalProperties" in schema:
        return schema
    *_, name = schema["properties"]
    rest = {k: v for k, v in schema["properties"].items() if k != name}
    part = {"properties": {name: schema["properties"][name]}}
    return {**schema, "properties": rest, "allOf": [*schema.get("allOf", ()), part]}


def _null(schema: Any) -> Any:
    types = schema.get("type") if isinstance(schema, dict) else None
    if isinstance(types, list) and "null" in types and "enum" not in schema:
        left = [t for t in types if t != "null"]
        return {"anyOf": [{**schema, "type": left[0] if len(left) == 1 else left}, {"type": "null"}]}
    return schema


def _constant(schema: Any) -> Any:
    if isinstance(schema, dict) and len(schema.get("enum", ())) == 1:
        return {**{k: v for k, v in schema.items() if k != "enum"}, "const": schema["enum"][0]}
    return schema


def _turned(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    turned = {
        k: v[::-1] if k in ("enum", "required", "anyOf", "type") and isinstance(v, list) else v
        for k, v in schema.items()
    }
    return dict(reversed(turned.items()))


REWRITES: dict[str, Callable[[Any], Any]] = {
    "in allOf": lambda s: {"allOf": [s]},
    "in allOf beside nothing": lambda s: {"allOf": [{}, s]},
    "in anyOf": lambda s: {"anyOf": [s]},
    "in oneOf": lambda s: {"oneOf": [s]},
    "prose": lambda s: {**s, "description": "Said otherwise", "x-order": 3} if isinstance(s, dict) else s,
    "an inert limit": lambda s: {**s, "minLength": 0} if isinstance(s, dict) and "minLength" not in s else s,
    "in another order": _turned,
    "null in anyOf": _null,
    "a constant": _constant,
    "a list of one type": lambda s: (
        {**s, "type": [s["type"]]} if isinstance(s, dict) and isinstance(s.get("type"), str) else s
    ),
    "a property moved": _split,
}
"""Rewritings that change no value."""

_LEAVES = st.one_of(
    st.fixed_dictionaries(
        {"type": st.just("string")}, optional={"maxLength": st.integers(1, 9), "minLength": st.just(1)}
    ),
    st.fixed_dictionaries({"type": st.just("integer")}, optional={"minimum": st.integers(0, 5)}),
    st.sampled_from(
        [{"type": ["string", "null"]}, {"enum": ["a"]}, {"enum": ["a", "b"]}, {"type": "boolean"}, CARD, CASH]
    ),
)


def _deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.dictionaries(st.sampled_from("abc"), inner, min_size=1, max_size=3)
    closed = st.sampled_from([{}, {"additionalProperties": False}])
    objects = st.builds(
        lambda p, more, need: {"type": "object", "properties": p, **more, "required": sorted(p)[:need]},
        names,
        closed,
        st.integers(0, 2),
    )
    lists = st.builds(
        lambda s, more: {"type": "array", "items": s, **more}, inner, st.sampled_from([{}, {"maxItems": 3}])
    )
    maps = st.builds(lambda s: {"type": "object", "additionalProperties": s}, inner)
    unions = st.builds(lambda s: {"anyOf": [s, {"type": "boolean"}]}, inner)
    return st.one_of(objects, lists, maps, unions)


@st.composite
def rewritten(draw: st.DrawFn) -> tuple[Any, Any]:
    """A schema, and the same one after one to four rewritings, each at some place in it."""
    schema = draw(st.recursive(_LEAVES, _deeper, max_leaves=5))
    other = schema
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(sorted(_schemas(other), key=str)))
        other = _at(other, path, REWRITES[draw(st.sampled_from(sorted(REWRITES)))])
    return schema, other


@settings(max_examples=150)
@given(rewritten())
def test_rewritings_one_after_another_are_silent(pair: tuple[Any, Any]) -> None:
    for old, new in (pair, pair[::-1]):
        assert _harm(compared(api(old, side="both"), api(new, side="both"))) == []
