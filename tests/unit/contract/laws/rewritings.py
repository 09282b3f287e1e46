"""Rewritings that change no value: each of one schema, the components beside it. A table, and how one is drawn."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.unit.contract.laws.edits import Path, at, places
from tests.unit.contract.laws.words import Schema, Whole

Rewriting = Callable[[dict[str, Any]], Schema]
"""Of an object schema; a schema that it does not fit comes back as it was."""


def _without(schema: dict[str, Any], *gone: str) -> dict[str, Any]:
    return {k: v for k, v in schema.items() if k not in gone}


def _split(schema: dict[str, Any]) -> Schema:
    """The last property moves into an `allOf` part."""
    if len(schema.get("properties", ())) < 2 or schema.keys() & {"additionalProperties", "patternProperties"}:
        return schema
    *_, name = schema["properties"]
    rest = {k: v for k, v in schema["properties"].items() if k != name}
    part = {"properties": {name: schema["properties"][name]}}
    return {**schema, "properties": rest, "allOf": [*schema.get("allOf", ()), part]}


def _joined(schema: dict[str, Any]) -> Schema:
    """An `allOf` part that only names properties moves into what stands beside it."""
    parts = schema.get("allOf", [])
    if len(parts) != 1 or not isinstance(parts[0], dict) or parts[0].keys() != {"properties"}:
        return schema
    if schema.keys() & {"additionalProperties", "patternProperties"} or "properties" in schema:
        return schema
    return {**_without(schema, "allOf"), "properties": parts[0]["properties"]}


def _null_apart(schema: dict[str, Any]) -> Schema:
    types = schema.get("type")
    if not isinstance(types, list) or "null" not in types or schema.keys() - _OF_VALUES:
        return schema
    left = [t for t in types if t != "null"]
    return {"anyOf": [{**schema, "type": left[0] if len(left) == 1 else left}, {"type": "null"}]} if left else schema


_OF_VALUES = {"type", "minLength", "maxLength", "pattern", "minimum", "maximum", "multipleOf", "format"}


def _constant(schema: dict[str, Any]) -> Schema:
    if "const" in schema and "enum" not in schema:
        return {**_without(schema, "const"), "enum": [schema["const"]]}
    if len(schema.get("enum", ())) == 1 and "const" not in schema:
        return {**_without(schema, "enum"), "const": schema["enum"][0]}
    return schema


def _turned(schema: dict[str, Any]) -> Schema:
    """Every list whose order says nothing, and the keywords, the other way round."""
    unordered = ("enum", "required", "anyOf", "oneOf", "allOf", "type")
    turned = {k: v[::-1] if k in unordered and isinstance(v, list) else v for k, v in schema.items()}
    return dict(reversed(turned.items()))


def _inert(schema: dict[str, Any]) -> Schema:
    kind = schema.get("type")
    said = {"string": "maximum", "integer": "maxLength", "boolean": "minimum", "object": "maxItems", "array": "pattern"}
    if not isinstance(kind, str) or kind not in said or said[kind] in schema:
        return schema
    return {**schema, said[kind]: "a" if kind == "array" else 2}


def _no_limits(schema: dict[str, Any]) -> Schema:
    return {"minLength": 0, "minItems": 0, "uniqueItems": False, **schema}


def _dependencies(schema: dict[str, Any]) -> Schema:
    if "dependentRequired" not in schema or "dependentSchemas" in schema:
        return schema
    needed = {k: {"required": v} for k, v in schema["dependentRequired"].items()}
    return {**_without(schema, "dependentRequired"), "dependentSchemas": needed}


def _tighter(schema: dict[str, Any]) -> Schema:
    """A bound that another one beside it implies."""
    if not isinstance(schema.get("maximum"), int) or "allOf" in schema:
        return schema
    return {**schema, "allOf": [{"maximum": schema["maximum"] + 3}]}


def _whole_bounds(schema: dict[str, Any]) -> Schema:
    if schema.get("type") != "integer" or not isinstance(schema.get("exclusiveMinimum"), int) or "minimum" in schema:
        return schema
    return {**_without(schema, "exclusiveMinimum"), "minimum": schema["exclusiveMinimum"] + 1}


def _twice(schema: dict[str, Any]) -> Schema:
    return {**schema, "anyOf": [*schema["anyOf"], schema["anyOf"][0]]} if "anyOf" in schema else schema


def _nested(schema: dict[str, Any]) -> Schema:
    if len(schema.get("anyOf", ())) < 3:
        return schema
    first, *rest = schema["anyOf"]
    return {**schema, "anyOf": [first, {"anyOf": rest}]}


REWRITINGS: dict[str, Rewriting] = {
    "prose": lambda s: {**s, "description": "Said otherwise", "title": "Another", "x-order": 3},
    "in another order": _turned,
    "in allOf": lambda s: {"allOf": [s]},
    "in allOf beside nothing": lambda s: {"allOf": [{}, s]},
    "in anyOf": lambda s: {"anyOf": [s]},
    "in oneOf": lambda s: {"oneOf": [s]},
    "a constant and a list of one": _constant,
    "a list of one type": lambda s: {**s, "type": [s["type"]]} if isinstance(s.get("type"), str) else s,
    "null apart": _null_apart,
    "a property moved into a part": _split,
    "a part's properties moved out": _joined,
    "a limit of none": _no_limits,
    "a keyword of another type": _inert,
    "dependencies in two spellings": _dependencies,
    "a bound that another implies": _tighter,
    "an exclusive bound of whole numbers": _whole_bounds,
    "a variant twice": _twice,
    "variants in variants": _nested,
    "a condition that says nothing": lambda s: {"if": True, **s} if not s.keys() & {"if", "then", "else"} else s,
}
"""Every kind of rewriting."""


@st.composite
def rewritten(draw: st.DrawFn, whole: Whole) -> Whole:
    """The same values, after one to three rewritings, each somewhere in the schema or its components."""
    raw: dict[str, Any] = {"schema": whole.schema, **{f"#{n}": s for n, s in whole.components.items()}}
    for _ in range(draw(st.sampled_from((1, 1, 2, 3)))):
        root = draw(st.sampled_from(sorted(raw)))
        path = draw(st.sampled_from([p for p in places(raw[root]) if _is_free(raw[root], p)]))
        rewrite = REWRITINGS[draw(st.sampled_from(sorted(REWRITINGS)))]
        raw[root] = _at(raw[root], path, rewrite)
    raw, extracted = draw(_extracted(raw))
    components = {n: raw.get(f"#{n}", s) for n, s in {**whole.components, **extracted}.items()}
    return Whole(raw["schema"], components)


@st.composite
def _extracted(draw: st.DrawFn, raw: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Schema]]:
    """Now and then a part of the schema becomes a component of its own."""
    free = [p for p in places(raw["schema"]) if _is_free(raw["schema"], p)]
    if draw(st.integers(0, 3)) < 3:
        return raw, {}
    path = draw(st.sampled_from(free))
    named = {"$ref": "#/components/schemas/Extracted"}
    return {**raw, "schema": _at(raw["schema"], path, lambda s: named)}, {"Extracted": at(raw["schema"], path)}


def _is_free(schema: Schema, path: Path) -> bool:
    """What stands there has no name that a discriminator sends."""
    holders = (at(schema, path[:i]) for i in range(len(path)))
    return not any(isinstance(holder, dict) and "discriminator" in holder for holder in holders)


def _at(schema: Schema, path: Path, make: Rewriting) -> Schema:
    """The schema with the one at a place rewritten."""
    if not path:
        return make(schema) if isinstance(schema, dict) else schema
    found = dict(schema) if isinstance(schema, dict) else list(schema)
    found[path[0]] = _at(found[path[0]], path[1:], make)
    return found
