"""Every keyword, edited, at every position, on both sides, both ways; instances tell the truth. Nothing is silent.

Truth: a value over declared names that one version takes and the other refuses, in the direction that hurts the side
that sends it. An independent validator says which values those are.
"""

from functools import cache
from typing import Any

import jsonschema
import pytest

from bot.contract import Cause, Evidence
from tests.unit.contract.describing import api, compared

T = {"type": "string"}
I = {"type": "integer"}  # noqa: E741 - short, like its neighbours
N = {"type": "number"}
AB = {"type": "object", "properties": {"a": T, "b": T}}
CAT = {"type": "object", "properties": {"k": {"const": "cat"}, "m": I}, "required": ["k"]}
DOG = {"type": "object", "properties": {"k": {"const": "dog"}, "m": I}, "required": ["k"]}


def _strings(**more: Any) -> dict[str, Any]:
    return {"type": "array", "items": T, **more}


EDITS: dict[str, tuple[Any, Any]] = {
    "type string integer": (T, I),
    "type number integer": (N, I),
    "type any string": ({}, T),
    "type list": ({"type": ["string", "integer"]}, T),
    "null": ({"type": ["string", "null"]}, T),
    "null in anyOf": ({"anyOf": [T, {"type": "null"}]}, T),
    "false": (T, False),
    "enum value": ({"enum": ["a", "b"]}, {"enum": ["a"]}),
    "enum set": (T, {"enum": ["a", "b"]}),
    "enum number": ({"enum": [1, 2, 3]}, {"enum": [1, 2]}),
    "enum mixed": ({"enum": [1, "a", None]}, {"enum": ["a"]}),
    "const": ({"const": "a"}, {"const": "b"}),
    "const set": (T, {"const": "a"}),
    "const enum": ({"enum": ["a", "b"]}, {"const": "a"}),
    "maxLength": ({**T, "maxLength": 5}, {**T, "maxLength": 3}),
    "maxLength set": (T, {**T, "maxLength": 3}),
    "minLength": ({**T, "minLength": 1}, {**T, "minLength": 3}),
    "minLength set": (T, {**T, "minLength": 1}),
    "maximum": ({**I, "maximum": 9}, {**I, "maximum": 5}),
    "maximum set": (I, {**I, "maximum": 5}),
    "exclusiveMaximum": ({**N, "maximum": 5}, {**N, "exclusiveMaximum": 5}),
    "minimum": ({**I, "minimum": 1}, {**I, "minimum": 3}),
    "exclusiveMinimum set": (N, {**N, "exclusiveMinimum": 0}),
    "multipleOf": ({**I, "multipleOf": 2}, {**I, "multipleOf": 4}),
    "multipleOf other": ({**I, "multipleOf": 2}, {**I, "multipleOf": 3}),
    "multipleOf set": (I, {**I, "multipleOf": 2}),
    "pattern set": (T, {**T, "pattern": "^[0-9]+$"}),
    "pattern": ({**T, "pattern": "^[a-z]+$"}, {**T, "pattern": "^[0-9]+$"}),
    "format set": (T, {**T, "format": "date"}),
    "format": ({**T, "format": "uuid"}, {**T, "format": "date"}),
    "maxItems": (_strings(maxItems=3), _strings(maxItems=2)),
    "maxItems set": (_strings(), _strings(maxItems=1)),
    "minItems": (_strings(minItems=1), _strings(minItems=2)),
    "minItems set": (_strings(), _strings(minItems=1)),
    "uniqueItems": (_strings(), _strings(uniqueItems=True)),
    "items": (_strings(), {"type": "array", "items": I}),
    "items set": ({"type": "array"}, _strings()),
    "prefixItems": (
        {"type": "array", "prefixItems": [T, T]},
        {"type": "array", "prefixItems": [T, I]},
    ),
    "prefixItems set": (_strings(), {"type": "array", "prefixItems": [I], "items": T}),
    "prefixItems longer": (
        {"type": "array", "prefixItems": [T], "items": T},
        {"type": "array", "prefixItems": [T, I], "items": T},
    ),
    "items closed": ({"type": "array", "prefixItems": [T]}, {"type": "array", "prefixItems": [T], "items": False}),
    "contains set": (_strings(), _strings(contains={"const": "a"})),
    "contains": (_strings(contains={"const": "a"}), _strings(contains={"const": "b"})),
    "contains narrower": (_strings(contains={"enum": ["a", "b"]}), _strings(contains={"enum": ["a"]})),
    "minContains": (
        _strings(contains={"const": "a"}, minContains=1),
        _strings(contains={"const": "a"}, minContains=2),
    ),
    "maxContains set": (_strings(contains={"const": "a"}), _strings(contains={"const": "a"}, maxContains=1)),
    "unevaluatedItems": (
        {"type": "array", "prefixItems": [T]},
        {"type": "array", "prefixItems": [T], "unevaluatedItems": False},
    ),
    "required": (AB, {**AB, "required": ["a"]}),
    "property type": (AB, {"type": "object", "properties": {"a": T, "b": I}}),
    "property gone from a closed object": (
        {**AB, "additionalProperties": False},
        {"type": "object", "properties": {"a": T}, "additionalProperties": False},
    ),
    "property gone from a map": (
        {"type": "object", "properties": {"a": T}, "additionalProperties": I},
        {"type": "object", "additionalProperties": I},
    ),
    "property into a map": (
        {"type": "object", "additionalProperties": T},
        {"type": "object", "properties": {"a": I}, "additionalProperties": T},
    ),
    "maxProperties": (
        {"type": "object", "additionalProperties": T, "maxProperties": 2},
        {"type": "object", "additionalProperties": T, "maxProperties": 1},
    ),
    "minProperties": (
        {"type": "object", "additionalProperties": T},
        {"type": "object", "additionalProperties": T, "minProperties": 1},
    ),
    "map values": ({"type": "object", "additionalProperties": T}, {"type": "object", "additionalProperties": I}),
    "map closed": (
        {"type": "object", "additionalProperties": T},
        {"type": "object", "additionalProperties": False},
    ),
    "map given a schema": (
        {"type": "object", "additionalProperties": True},
        {"type": "object", "additionalProperties": I},
    ),
    "patternProperties set": (
        {"type": "object", "additionalProperties": True},
        {"type": "object", "patternProperties": {"^a": I}},
    ),
    "patternProperties": (
        {"type": "object", "patternProperties": {"^a": T}},
        {"type": "object", "patternProperties": {"^a": I}},
    ),
    "propertyNames": (
        {"type": "object", "additionalProperties": T},
        {"type": "object", "additionalProperties": T, "propertyNames": {"maxLength": 1}},
    ),
    "dependentRequired": (AB, {**AB, "dependentRequired": {"a": ["b"]}}),
    "dependentRequired more": (
        {**AB, "dependentRequired": {"a": ["b"]}},
        {**AB, "dependentRequired": {"a": ["b"], "b": ["a"]}},
    ),
    "dependentSchemas": (AB, {**AB, "dependentSchemas": {"a": {"required": ["b"]}}}),
    "if set": (AB, {**AB, "if": {"required": ["a"]}, "then": {"required": ["b"]}}),
    "then": (
        {**AB, "if": {"required": ["a"]}, "then": {}},
        {**AB, "if": {"required": ["a"]}, "then": {"required": ["b"]}},
    ),
    "else": (
        {**AB, "if": {"required": ["a"]}, "else": {}},
        {**AB, "if": {"required": ["a"]}, "else": {"required": ["b"]}},
    ),
    "if": (
        {**AB, "if": {"required": ["a"]}, "then": {"required": ["b"]}},
        {**AB, "if": {}, "then": {"required": ["b"]}},
    ),
    "not set": (T, {**T, "not": {"const": "a"}}),
    "not": ({**T, "not": {"enum": ["a"]}}, {**T, "not": {"enum": ["a", "b"]}}),
    "unevaluatedProperties": (
        {"type": "object", "allOf": [{"properties": {"a": T}}], "unevaluatedProperties": T},
        {"type": "object", "allOf": [{"properties": {"a": T}}], "unevaluatedProperties": False},
    ),
    "property gone beside unevaluatedProperties": (
        {"type": "object", "allOf": [{"properties": {"a": T, "b": T}}], "unevaluatedProperties": False},
        {"type": "object", "allOf": [{"properties": {"a": T}}], "unevaluatedProperties": False},
    ),
    "allOf part": ({"allOf": [T, {"maxLength": 5}]}, {"allOf": [T, {"maxLength": 3}]}),
    "allOf set": (T, {"allOf": [T, {"maxLength": 3}]}),
    "anyOf branch gone": ({"anyOf": [CAT, DOG]}, {"anyOf": [CAT]}),
    "anyOf branch": ({"anyOf": [T, I]}, {"anyOf": [T, {"type": "boolean"}]}),
    "anyOf branch inner": ({"anyOf": [T, I]}, {"anyOf": [{**T, "maxLength": 3}, I]}),
    "anyOf set": ({}, {"anyOf": [T, I]}),
    "oneOf branch gone": ({"oneOf": [CAT, DOG]}, {"oneOf": [CAT]}),
    "oneOf branch inner": (
        {"oneOf": [CAT, DOG]},
        {"oneOf": [CAT, {**DOG, "required": ["k", "m"]}]},
    ),
    "oneOf overlapping": ({"anyOf": [T, {"maxLength": 3}]}, {"oneOf": [T, {"maxLength": 3}]}),
    "oneOf overlap grows": (
        {"oneOf": [{**T, "maxLength": 3}, {**T, "minLength": 4}]},
        {"oneOf": [{**T, "maxLength": 3}, {**T, "minLength": 2}]},
    ),
    "oneOf overlap grows by a bound": (
        {"oneOf": [{**I, "maximum": 3}, {**I, "minimum": 4}]},
        {"oneOf": [{**I, "maximum": 5}, {**I, "minimum": 4}]},
    ),
    "closed by allOf": (
        {"allOf": [AB, {"type": "object", "properties": {"c": T}}]},
        {"allOf": [AB, {"type": "object", "properties": {"c": T}, "additionalProperties": False}]},
    ),
}

POOL: tuple[Any, ...] = (
    *(None, True, 0, 1, 2, 3, 4, 5, 6, 7, 9, 11, -1, 0.5, 2.5, 5.5, 1e9),
    *("", "a", "b", "aa", "aaa", "aaaa", "aaaaaa", "1", "123", "zz"),
    *("2024-01-31", "123e4567-e89b-42d3-a456-426614174000"),
    *([], ["a"], ["b"], ["a", "a"], ["a", "b"], ["b", "b"], ["a", "b", "a"], ["a", "b", "c"], ["a", "a", "a"]),
    *([1], ["a", 1], [1, "a"], [1, 2]),
    *({}, {"a": "x"}, {"b": "x"}, {"a": "x", "b": "x"}, {"a": 1}, {"b": 1}, {"a": "x", "b": 1}),
    *({"c": "x"}, {"c": 1}, {"a": "x", "c": "x"}, {"abc": "x"}, {"abc": 1}, {"abc": "x", "d": "x"}),
    *({"k": "cat"}, {"k": "dog"}, {"k": "cat", "m": 1}, {"k": "dog", "m": 1}, {"k": "cow"}),
)

POSITIONS: dict[str, tuple[Any, Any]] = {
    "whole": (lambda s: s, lambda v: v),
    "property": (
        lambda s: {"type": "object", "properties": {"p": s}, "required": ["p"]},
        lambda v: {"p": v},
    ),
    "optional property": (lambda s: {"type": "object", "properties": {"p": s}}, lambda v: {"p": v}),
    "item": (lambda s: {"type": "array", "items": s}, lambda v: [v]),
    "slot": (lambda s: {"type": "array", "prefixItems": [T, s]}, lambda v: ["a", v]),
    "map": (lambda s: {"type": "object", "additionalProperties": s}, lambda v: {"z": v}),
    "pattern": (lambda s: {"type": "object", "patternProperties": {"^z": s}}, lambda v: {"z": v}),
    "allOf": (lambda s: {"allOf": [s, {"description": "x"}]}, lambda v: v),
    "anyOf": (
        lambda s: {"anyOf": [{"type": "object", "properties": {"p": s}, "required": ["p"]}, {"type": "boolean"}]},
        lambda v: {"p": v},
    ),
    "oneOf": (
        lambda s: {
            "oneOf": [
                {"type": "object", "properties": {"k": {"const": "x"}, "p": s}, "required": ["k"]},
                {"type": "object", "properties": {"k": {"const": "y"}}, "required": ["k"]},
            ]
        },
        lambda v: {"k": "x", "p": v},
    ),
}

CONVENTIONS: dict[tuple[str, str, bool], str] = {
    (
        edit,
        side,
        back,
    ): "variants of a `oneOf` that overlap are read as `anyOf`; there the branch does take less (or more)"
    for edit in ("oneOf overlap grows", "oneOf overlap grows by a bound")
    for side, back in (("request", True), ("response", False))
}
"""(edit, side, back) that hurts nobody and is still called breaking, with the reason."""


@cache
def _accepted(edit: str, position: str, *, new: bool, opened: bool) -> frozenset[int]:
    """The values of the pool that one version takes; `opened`: as a reader to whom unknown names are no reason."""
    schema = POSITIONS[position][0](EDITS[edit][int(new)])
    check = jsonschema.Draft202012Validator(
        _opened(schema) if opened else schema, format_checker=jsonschema.FormatChecker()
    )
    return frozenset(i for i, v in enumerate(POOL) if check.is_valid(POSITIONS[position][1](v)))


def _opened(schema: Any) -> Any:
    if isinstance(schema, dict):
        closing = ("additionalProperties", "unevaluatedProperties")
        return {k: _opened(v) for k, v in schema.items() if k not in closing or v is not False}
    return [_opened(v) for v in schema] if isinstance(schema, list) else schema


def _declared(edit: str, index: int) -> bool:
    """The value uses only names that a version of the edit declares, or that a map takes."""
    value = POOL[index]
    if not isinstance(value, dict):
        return True
    text = str(EDITS[edit])
    free = "additionalProperties" in text or "patternProperties" in text or "unevaluatedProperties" in text
    return free or all(f"'{name}'" in text for name in value)


GRID = [
    pytest.param(edit, position, side, back, id=f"{edit}-{position}-{side}-{'back' if back else 'forth'}")
    for edit in EDITS
    for position in POSITIONS
    for side in ("request", "response")
    for back in (False, True)
]


@pytest.mark.parametrize(("edit", "position", "side", "back"), GRID)
def test_what_hurts_is_said_and_what_does_not_is_not_called_a_break(
    edit: str, position: str, side: str, *, back: bool
) -> None:
    wrap = POSITIONS[position][0]
    old, new = (wrap(s) for s in (EDITS[edit][::-1] if back else EDITS[edit]))
    report = compared(api(old, side=side), api(new, side=side))
    before = _accepted(edit, position, new=back, opened=side == "response")
    after = _accepted(edit, position, new=not back, opened=False)
    lost = before - after if side == "request" else after - before
    hurts = any(_declared(edit, i) for i in lost)
    harm = [f for f in report.findings if f.cls in (Cause.BREAKING, Cause.RISKY)]
    if hurts:
        assert harm, sorted(map(str, (POOL[i] for i in lost)))
        assert all(f.evidence is not Evidence.REFUTED for f in harm)
    elif not lost and (edit, side, back) not in CONVENTIONS:
        assert [f.rule for f in report.findings if f.cls is Cause.BREAKING] == []
    assert report.unread == ()
