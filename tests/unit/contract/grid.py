"""The grid: keywords with two of their values each, places where a schema may stand, values that tell them apart."""

from typing import Any

T = {"type": "string"}
I = {"type": "integer"}  # noqa: E741 - short, like its neighbours
N = {"type": "number"}
AB = {"type": "object", "properties": {"a": T, "b": T}}
CAT = {"type": "object", "properties": {"k": {"const": "cat"}, "m": I}, "required": ["k"]}
DOG = {"type": "object", "properties": {"k": {"const": "dog"}, "m": I}, "required": ["k"]}

BY_K = {"propertyName": "k"}
COMPONENTS: dict[str, Any] = {
    "Part": T,
    "Cat": {"type": "object", "properties": {"k": {"enum": ["cat"]}, "m": I}, "required": ["k"]},
    "Dog": {"type": "object", "properties": {"k": {"enum": ["dog"]}, "m": I}, "required": ["k"]},
}
"""What edits refer to."""


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
    "format of whole numbers": ({**I, "format": "int64"}, {**I, "format": "int32"}),
    "format int32 set": (I, {**I, "format": "int32"}),
    "exclusiveMaximum moved": ({**N, "exclusiveMaximum": 5}, {**N, "exclusiveMaximum": 3}),
    "exclusiveMinimum": ({**I, "exclusiveMinimum": 1}, {**I, "exclusiveMinimum": 2}),
    "enum of objects": ({"enum": [{"title": "a"}, {"title": "b"}]}, {"enum": [{"title": "a"}]}),
    "enum under a limit": ({"enum": [1, 3]}, {"enum": [1, 3], "maximum": 2}),
    "enum under a multiple": ({"enum": [2, 3]}, {"enum": [2, 3], "multipleOf": 2}),
    "enum under a pattern": ({"enum": ["a", "1"]}, {"enum": ["a", "1"], "pattern": "^[a-z]$"}),
    "enum under a format": ({"enum": ["a", "2024-01-31"]}, {"enum": ["a", "2024-01-31"], "format": "date"}),
    "contains under a most": (
        _strings(contains={"const": "a"}, maxContains=1),
        _strings(contains={"enum": ["a", "b"]}, maxContains=1),
    ),
    "maxContains": (
        _strings(contains={"const": "a"}, maxContains=2),
        _strings(contains={"const": "a"}, maxContains=1),
    ),
    "minContains of none": (
        _strings(contains={"const": "a"}, minContains=0),
        _strings(contains={"const": "a"}),
    ),
    "prefixItems shorter and closed": (
        {"type": "array", "prefixItems": [T, T], "items": False},
        {"type": "array", "prefixItems": [T], "items": False},
    ),
    "uniqueItems of slots": (
        {"type": "array", "prefixItems": [T, T]},
        {"type": "array", "prefixItems": [T, T], "uniqueItems": True},
    ),
    "unevaluatedItems by what is beside it": (
        {"type": "array", "prefixItems": [T, T], "unevaluatedItems": False},
        {"type": "array", "prefixItems": [T], "unevaluatedItems": False},
    ),
    "unevaluatedItems by items": (
        {"type": "array", "items": {}, "unevaluatedItems": False},
        {"type": "array", "unevaluatedItems": False},
    ),
    "unevaluatedProperties by a pattern": (
        {"type": "object", "properties": {"b": T}, "patternProperties": {"^a": T}, "unevaluatedProperties": False},
        {"type": "object", "properties": {"b": T}, "unevaluatedProperties": False},
    ),
    "unevaluatedProperties by a variant": (
        {"anyOf": [{"properties": {"a": T}}, {"properties": {"b": T}}], "unevaluatedProperties": False},
        {"anyOf": [{"properties": {"a": T}}, {}], "unevaluatedProperties": False},
    ),
    "propertyNames changed": (
        {"type": "object", "additionalProperties": T, "propertyNames": {"maxLength": 3}},
        {"type": "object", "additionalProperties": T, "propertyNames": {"maxLength": 1}},
    ),
    "patternProperties beside a name": (
        {"type": "object", "properties": {"a": {}}},
        {"type": "object", "properties": {"a": {}}, "patternProperties": {"^a$": T}},
    ),
    "map of one name more": (
        {"type": "object", "additionalProperties": {}},
        {"type": "object", "properties": {"a": T}, "additionalProperties": {}},
    ),
    "required and declared no more": (AB, {"type": "object", "properties": {"b": T}, "required": ["a"]}),
    "required where it is forbidden": (
        {"type": "object", "properties": {"b": T}, "additionalProperties": False},
        {
            "allOf": [
                {"type": "object", "properties": {"b": T}, "additionalProperties": False},
                {"properties": {"a": T}, "required": ["a"]},
            ]
        },
    ),
    "dependentSchemas changed": (
        {**AB, "dependentSchemas": {"a": {"properties": {"b": T}}}},
        {**AB, "dependentSchemas": {"a": {"properties": {"b": {"const": "x"}}}}},
    ),
    "if without ways": (
        {"type": "object", "properties": {"b": T}, "if": {"properties": {"a": {}}}},
        {"type": "object", "properties": {"b": T, "a": T}},
    ),
    "else under another if": (
        {**AB, "if": {"required": ["a"]}, "else": {"maxProperties": 0}},
        {**AB, "if": {"required": ["b"]}, "else": {"maxProperties": 0}},
    ),
    "not of a type": ({"not": I}, {"not": N}),
    "not of objects": ({**AB, "not": {"required": ["a", "b"]}}, {**AB, "not": {"required": ["a"]}}),
    "anyOf of one more": ({"anyOf": [T, I, {"type": "boolean"}]}, {"anyOf": [T, I]}),
    "anyOf beside names": (
        {**AB, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {**AB, "anyOf": [{"required": ["a"]}]},
    ),
    "oneOf of whole types": ({"oneOf": [T, I, {"type": "null"}]}, {"oneOf": [T, I]}),
    "a part beside a reference": (
        {"$ref": "#/components/schemas/Part"},
        {"$ref": "#/components/schemas/Part", "maxLength": 2},
    ),
    "marks of who gives": (
        {"type": "object", "properties": {"a": T, "b": {**T, "readOnly": True}}, "required": ["b"]},
        {"type": "object", "properties": {"a": T, "b": T}, "required": ["b"]},
    ),
    "marks of who takes": (
        {"type": "object", "properties": {"a": T, "b": {**T, "writeOnly": True}}, "required": ["a", "b"]},
        {"type": "object", "properties": {"a": T, "b": T}, "required": ["a", "b"]},
    ),
    "variants told apart": (
        {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}], "discriminator": BY_K},
        {"oneOf": [{"$ref": "#/components/schemas/Cat"}], "discriminator": BY_K},
    ),
}
"""Each keyword with two of its values; the second mostly takes less."""

OLD_EDITS: dict[str, tuple[Any, Any]] = {
    "nullable": ({**T, "nullable": True}, T),
    "nullable list": ({**T, "enum": ["a", None], "nullable": True}, {**T, "enum": ["a"]}),
    "nullable object": ({**AB, "nullable": True}, AB),
    "exclusive maximum": ({**N, "maximum": 5}, {**N, "maximum": 5, "exclusiveMaximum": True}),
    "exclusive minimum moved": (
        {**I, "minimum": 1, "exclusiveMinimum": True},
        {**I, "minimum": 2, "exclusiveMinimum": True},
    ),
    "what stands beside a reference": (
        {"allOf": [{"$ref": "#/components/schemas/Part"}]},
        {"allOf": [{"$ref": "#/components/schemas/Part", "maxLength": 2}, {"maxLength": 3}]},
    ),
    "additionalProperties": ({**AB, "additionalProperties": T}, {**AB, "additionalProperties": False}),
    "not": ({**T, "not": {"enum": ["a"]}}, {**T, "not": {"enum": ["a", "b"]}}),
}
"""The words that OpenAPI 3.0 has for itself, or uses otherwise."""

POOL: tuple[Any, ...] = (
    *(None, True, 0, 1, 2, 3, 4, 5, 6, 7, 9, 11, -1, 0.5, 2.5, 5.5, 1e9),
    *("", "a", "b", "aa", "aaa", "aaaa", "aaaaaa", "1", "123", "zz"),
    *("2024-01-31", "123e4567-e89b-42d3-a456-426614174000"),
    *([], ["a"], ["b"], ["a", "a"], ["a", "b"], ["b", "b"], ["a", "b", "a"], ["a", "b", "c"], ["a", "a", "a"]),
    *([1], ["a", 1], [1, "a"], [1, 2]),
    *({}, {"a": "x"}, {"b": "x"}, {"a": "x", "b": "x"}, {"a": 1}, {"b": 1}, {"a": "x", "b": 1}),
    *({"c": "x"}, {"c": 1}, {"a": "x", "c": "x"}, {"abc": "x"}, {"abc": 1}, {"abc": "x", "d": "x"}),
    *({"k": "cat"}, {"k": "dog"}, {"k": "cat", "m": 1}, {"k": "dog", "m": 1}, {"k": "cow"}),
    *(
        2**31,
        2**63,
        99,
        "cat",
        {"a": None},
        {"a": 1, "b": 1},
        {"a": {}},
        {"a": "a", "b": "b"},
        {"title": "a"},
        {"title": "b"},
    ),
)
"""Values that tell the edits apart."""

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
"""Where in a body a schema may stand, and a value in it."""

CONDITIONS: dict[str, tuple[Any, Any]] = {
    "negated": (lambda s: {"not": s}, lambda v: v),
    "under a condition": (lambda s: {"if": {"not": {"const": 99}}, "then": s}, lambda v: v),
    "contained": (lambda s: {"type": "array", "contains": s}, lambda v: [v]),
    "with another name": (
        lambda s: {"type": "object", "properties": {"p": T}, "dependentSchemas": {"p": {"properties": {"q": s}}}},
        lambda v: {"p": "a", "q": v},
    ),
}
"""Where a schema only excludes: proofs do not see through all of them, so a break may be told that is none."""
