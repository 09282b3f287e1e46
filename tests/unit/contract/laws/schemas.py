"""Schemas that hypothesis draws: every keyword the table knows, over few names and small values, so that they meet.

A component refers to itself only from below (through a property or an item): a schema that is itself alone means
nothing. The simplest kind stands first everywhere, because that is what a counterexample shrinks to.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.unit.contract.laws.words import (
    CONSTANTS,
    KEY,
    NAMES,
    NEW,
    PATTERNS,
    PLAIN,
    SCALARS,
    TYPES,
    VARIANTS,
    Components,
    Schema,
    Whole,
    Words,
    ref,
)

_DEPTHS = (1, 1, 2, 2, 2, 3)


@st.composite
def wholes(draw: st.DrawFn, words: Words = NEW, most: int = 3) -> Whole:
    """A schema, with every component that it names or that those name; shallow ones are met most often."""
    schema = draw(schemas(words, min(most, draw(st.sampled_from(_DEPTHS))), 0))
    return Whole(schema, draw(components_of(schema, words)))


@st.composite
def components_of(draw: st.DrawFn, schema: Schema, words: Words) -> Components:
    """Every component that a schema leads to, drawn."""
    found: Components = {}
    todo = sorted(_named(schema))
    while todo:
        name = todo.pop(0)
        if name not in found:
            found[name] = draw(_component(name, words))
            todo += sorted(_named(found[name]) - found.keys())
    return found


def _component(name: str, words: Words) -> st.SearchStrategy[Schema]:
    return _variant(words, name) if name in VARIANTS else schemas(words, 2, PLAIN.index(name) + 1)


@cache
def schemas(words: Words, depth: int, first: int) -> st.SearchStrategy[Schema]:
    """Schemas at most so deep; of the components that judge the same value only those from `first` on are named."""
    return _schema(words, depth, first)


_NAMING = ("ref", "tagged")


@st.composite
def _schema(draw: st.DrawFn, words: Words, depth: int, first: int) -> Schema:
    kind = draw(st.sampled_from([k for k in _kinds(words, deep=depth > 0) if first < len(PLAIN) or k not in _NAMING]))
    match kind:
        case "scalar":
            return draw(_scalars(words))
        case "enum":
            return draw(_enums(words))
        case "any":
            return draw(st.sampled_from([{}, {}] if words.is_old else [True, {}, False]))
        case "ref":
            return draw(st.sampled_from(list(map(ref, PLAIN[first:])) or [{}]))
        case "object":
            return draw(_objects(words, depth, first))
        case "array":
            return draw(_arrays(words, depth))
        case "union":
            return draw(_unions(words, depth, first))
        case "tagged":
            return draw(_tagged())
        case "all":
            parts = draw(st.lists(schemas(words, depth - 1, first), min_size=1, max_size=2))
            return {**draw(_beside(words, depth, first)), "allOf": parts}
    return draw(_conditions(words, depth, first))


@cache
def _kinds(words: Words, *, deep: bool) -> Sequence[str]:
    if not deep:
        return ("scalar", "scalar", "enum", *(() if words.is_text else ("ref", "any")))
    if words.is_text:
        return ("scalar", "scalar", "enum", "array", "union", "all", *(() if words.is_old else ("condition",)))
    common = ("scalar", "scalar", "object", "object", "object", "object", "enum", "array", "array", "ref", "ref")
    common += ("union", "union", "union", "all", "all", "tagged", "any", "condition")
    if words.is_clear:
        return tuple(k for k in common if k != "condition")
    return common if words.is_old else (*common, "condition")


@st.composite
def some(draw: st.DrawFn, table: Mapping[str, st.SearchStrategy[Any]], most: int) -> dict[str, Any]:
    """Some of the keywords of a table, drawn each."""
    return {k: draw(table[k]) for k in draw(st.lists(st.sampled_from(sorted(table)), unique=True, max_size=most))}


def _small(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


_OF_TEXT = {"minLength": _small(1, 0, 2), "maxLength": _small(2, 1, 3), "pattern": _small(*PATTERNS)}
_OF_NUMBERS = {
    "minimum": _small(0, 1, 2),
    "maximum": _small(2, 1, 5),
    "exclusiveMinimum": _small(0, 1),
    "exclusiveMaximum": _small(2, 3),
    "multipleOf": _small(2, 1, 3, 0.5),
}
_FLAGS = {"exclusiveMinimum": _small(True, False), "exclusiveMaximum": _small(True, False)}
_LIMITS = {
    "string": {**_OF_TEXT, "format": _small("date", "uuid", "ipv4")},
    "integer": {**_OF_NUMBERS, "format": _small("int32", "int64")},
    "number": {**_OF_NUMBERS, "format": _small("double", "int32")},
}
_INERT = {**_OF_TEXT, **_OF_NUMBERS}


@st.composite
def _scalars(draw: st.DrawFn, words: Words) -> Schema:
    first, more = draw(st.sampled_from(TYPES[:4] if words.is_old else TYPES[:5])), False
    if not words.is_old:
        more = draw(st.sampled_from((False, False, False, True)))
    types = sorted({first, draw(st.sampled_from(TYPES[:5]))}) if more else first
    table = _LIMITS.get(first, _INERT if draw(st.integers(0, 3)) == 3 else {})
    limits = draw(some(table, 2)) if table else {}
    if words.is_old:
        limits |= draw(some(_FLAGS, 1)) if "minimum" in limits or "maximum" in limits else {}
        limits = {k: v for k, v in limits.items() if not (k.startswith("exclusive") and not isinstance(v, bool))}
        limits |= {"nullable": True} if draw(st.integers(0, 4)) == 4 else {}
    return {"type": types, **limits}


@st.composite
def _enums(draw: st.DrawFn, words: Words) -> Schema:
    pool = SCALARS if words.is_text else CONSTANTS
    values = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=4, unique_by=json.dumps))
    if words.is_old:
        return draw(st.sampled_from(({}, {}, {"type": "string"}, {"type": "string", "nullable": True}))) | {
            "enum": values
        }
    if len(values) == 1 and draw(st.booleans()):
        return {"const": values[0]}
    return draw(st.sampled_from(({}, {}, {"type": "string"}, {"type": ["integer", "null"]}))) | {"enum": values}


@st.composite
def _objects(draw: st.DrawFn, words: Words, depth: int, first: int) -> Schema:
    """An object, mostly with named properties."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3))
    out: dict[str, Any] = {"type": "object"} if draw(st.integers(0, 4)) < 4 else {}
    if names:
        out["properties"] = {n: draw(_members(words, depth - 1)) for n in names}
    if required := draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=2)):
        out["required"] = required
    if words.is_old and draw(st.integers(0, 7)) == 7:
        out["nullable"] = True
    return out | draw(some(_of_objects(words, depth, first), 2))


@cache
def _of_objects(words: Words, depth: int, first: int) -> dict[str, st.SearchStrategy[Any]]:
    inner = schemas(words, depth - 1, 0)
    shut = st.one_of(_small(False, False, True), schemas(words, min(1, depth - 1), 0))
    common = {"additionalProperties": shut, "minProperties": _small(1, 0, 2), "maxProperties": _small(1, 2, 0, 3)}
    if words.is_old:
        return common
    names = st.sampled_from(NAMES)
    common |= {
        "patternProperties": st.dictionaries(_small("^x", "a", "^[ab]"), inner, min_size=1, max_size=2),
        "dependentRequired": st.dictionaries(names, st.lists(names, unique=True, max_size=2), min_size=1, max_size=2),
    }
    if words.is_clear:
        return common
    return {
        **common,
        "propertyNames": _small({"maxLength": 1}, {"enum": ["a", "b"]}, {"pattern": "^[a-c]"}, False),
        "dependentSchemas": st.dictionaries(names, schemas(words, depth - 1, first), min_size=1, max_size=1),
        "unevaluatedProperties": st.one_of(_small(False, False), schemas(words, 0, 0)),
    }


@st.composite
def _members(draw: st.DrawFn, words: Words, depth: int) -> Schema:
    """What stands under a name: now and then with a mark of its own."""
    schema = draw(schemas(words, depth, 0))
    mark = draw(st.sampled_from((None,) * 9 + ("readOnly", "writeOnly", "default")))
    if mark is None or not isinstance(schema, dict) or "$ref" in schema:
        return schema
    return {**schema, mark: draw(st.sampled_from(SCALARS)) if mark == "default" else True}


@st.composite
def _arrays(draw: st.DrawFn, words: Words, depth: int) -> Schema:
    inner = schemas(words, 0 if words.is_text else depth - 1, 0)
    out: dict[str, Any] = {"type": "array"}
    if words.is_old or draw(st.integers(0, 3)) < 3:
        out["items"] = draw(inner)
    return out | draw(some(_of_arrays(words, depth), 2))


@cache
def _of_arrays(words: Words, depth: int) -> dict[str, st.SearchStrategy[Any]]:
    common = {"minItems": _small(1, 0, 2), "maxItems": _small(1, 2, 0), "uniqueItems": _small(True, False)}
    if words.is_old:
        return common
    inner = schemas(words, 0 if words.is_text else depth - 1, 0)
    slots = st.lists(inner, min_size=1, max_size=2)
    if words.is_clear:
        return {**common, "prefixItems": slots}
    counts: dict[str, st.SearchStrategy[Any]] = {"minContains": _small(1, 0, 2), "maxContains": _small(1, 2)}
    return {
        **common,
        **counts,
        "prefixItems": slots,
        "contains": schemas(words, 0, 0),
        "unevaluatedItems": st.one_of(_small(False), schemas(words, 0, 0)),
    }


@st.composite
def _unions(draw: st.DrawFn, words: Words, depth: int, first: int) -> Schema:
    kind = draw(st.sampled_from(("anyOf", "oneOf")))
    branches = draw(st.lists(schemas(words, depth - 1, first), min_size=1, max_size=3))
    return {**draw(_beside(words, depth, first)), kind: branches}


@st.composite
def _beside(draw: st.DrawFn, words: Words, depth: int, first: int) -> Schema:
    """What stands beside a composition, as often as not nothing."""
    if words.is_text or draw(st.booleans()):
        return {}
    return draw(_objects(words, depth - 1, first))


@st.composite
def _conditions(draw: st.DrawFn, words: Words, depth: int, first: int) -> Schema:
    inner = schemas(words, depth - 1, first)
    test = inner if words.is_text else st.one_of(_tests(), inner)
    beside = draw(st.one_of(_objects(words, depth - 1, first), _scalars(words), st.just({})))
    if words.is_text:
        beside = draw(_scalars(words))
    if words.is_old or draw(st.booleans()):
        return {**beside, "not": draw(test)}
    out = {**beside, "if": draw(test)}
    return out | {k: draw(test) for k in draw(st.sampled_from((("then",), ("then", "else"), ("else",))))}


@st.composite
def _tests(draw: st.DrawFn) -> Schema:
    """What people ask of an object: a name that is there, or one with a value."""
    name = draw(st.sampled_from(NAMES))
    has = {"required": [name]}
    return draw(
        st.sampled_from(
            (has, {"properties": {name: {"const": "a"}}}, {**has, "properties": {name: {"enum": [1, "b"]}}})
        )
    )


@st.composite
def _tagged(draw: st.DrawFn) -> Schema:
    """Variants that a property tells apart, mostly said by a discriminator."""
    names = draw(st.lists(st.sampled_from(VARIANTS), unique=True, min_size=1, max_size=3))
    union = {draw(st.sampled_from(("oneOf", "anyOf"))): [ref(n) for n in names]}
    match draw(st.integers(0, 3)):
        case 0:
            return union
        case 1:
            mapping = {n.lower(): ref(n)["$ref"] for n in names}
            return {**union, "discriminator": {"propertyName": KEY, "mapping": mapping}}
    return {**union, "discriminator": {"propertyName": KEY}}


@st.composite
def _variant(draw: st.DrawFn, words: Words, name: str) -> Schema:
    """One of the variants: an object that requires the property that tells it apart."""
    own: Schema = {"enum": [name, name.lower()]} if draw(st.booleans()) else {"type": "string"}
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=2))
    out: dict[str, Any] = {
        "type": "object",
        "properties": {KEY: own, **{n: draw(_members(words, 0)) for n in names}},
        "required": [KEY, *draw(st.lists(st.sampled_from(NAMES), max_size=1))],
    }
    return out | ({"additionalProperties": False} if draw(st.integers(0, 4)) == 4 else {})


def _named(schema: Schema) -> set[str]:
    """The components a schema names itself."""
    return {at["$ref"].rsplit("/", 1)[-1] for at in _objects_in(schema) if isinstance(at.get("$ref"), str)}


def _objects_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects_in(inner)
