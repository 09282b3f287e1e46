"""Edits that hypothesis draws: one to three changes of a schema with its components, anywhere in them."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.unit.contract.laws.schemas import (
    NAMES,
    SCALARS,
    Components,
    Schema,
    Whole,
    Words,
    components_of,
    ref,
    schemas,
)

ONE = (
    "items",
    "contains",
    "additionalProperties",
    "unevaluatedProperties",
    "unevaluatedItems",
    "propertyNames",
    "not",
    "if",
    "then",
    "else",
)
MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
NAMED = ("properties", "patternProperties", "dependentSchemas")
"""Keywords that hold one schema, a list of them, or schemas by name."""

Path = tuple[str | int, ...]


@st.composite
def pairs(draw: st.DrawFn, wholes: st.SearchStrategy[Whole], words: Words) -> tuple[Whole, Whole]:
    """A schema and an edited copy."""
    old = draw(wholes)
    (new,) = _edited_copies(draw, [old], words)
    return old, new


@st.composite
def families(draw: st.DrawFn, words: Words) -> tuple[list[Whole], list[Whole]]:
    """Two or three schemas around one component, and the same after an edit of what they share."""
    roots = draw(st.lists(_around("S0", words), min_size=2, max_size=3))
    shared = draw(components_of({"allOf": roots}, words))
    olds = [Whole(root, shared) for root in roots]
    return olds, _edited_copies(draw, olds, words, with_roots=draw(st.integers(0, 4)) == 4)


@st.composite
def _around(draw: st.DrawFn, name: str, words: Words) -> Schema:
    """A schema that has to do with a component: the component itself, or with something beside or above it."""
    inner, other = ref(name), schemas(words, draw(st.sampled_from((0, 1))), 1)
    match draw(st.integers(0, 6)):
        case 0 | 1:
            return inner
        case 2:
            return {"type": "array", "items": inner}
        case 3:
            return {"type": "object", "properties": {draw(st.sampled_from(NAMES)): inner, "c": draw(other)}}
        case 4:
            return {"allOf": [inner, draw(other)]}
    return {draw(st.sampled_from(("anyOf", "oneOf"))): [inner, draw(other)]}


def _edited_copies(draw: st.DrawFn, olds: list[Whole], words: Words, *, with_roots: bool = True) -> list[Whole]:
    raw: dict[str, Any] = {"roots": [w.schema for w in olds], "components": olds[0].components}
    raw = json.loads(json.dumps(raw))
    roots = [("components", name) for name in sorted(raw["components"])]
    if with_roots or not roots:
        roots = [*(("roots", i) for i in range(len(raw["roots"]))), *roots]
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3)))):
        _edit(draw, raw, draw(st.sampled_from(roots)), words)
    return [Whole(root, raw["components"]) for root in raw["roots"]]


def places(schema: Schema, path: Path = ()) -> Iterator[Path]:
    """Every place in a schema where a schema stands, itself first."""
    yield path
    if not isinstance(schema, dict):
        return
    for keyword in ONE:
        if isinstance(schema.get(keyword), dict | bool):
            yield from places(schema[keyword], (*path, keyword))
    for keyword in MANY:
        for index, inner in enumerate(schema.get(keyword, ())):
            yield from places(inner, (*path, keyword, index))
    for keyword in NAMED:
        for name, inner in schema.get(keyword, {}).items():
            yield from places(inner, (*path, keyword, name))


def at(value: Any, path: Path) -> Any:
    """What stands at a place."""
    for step in path:
        value = value[step]
    return value


def _edit(draw: st.DrawFn, raw: dict[str, Any], root: Path, words: Words) -> None:
    below = [(*root, *p) for p in places(at(raw, root))]
    *above, key = draw(st.sampled_from(below[:3] if draw(st.booleans()) else below))
    holder = at(raw, tuple(above))
    holder[key] = draw(_edited(holder[key], raw["components"], words))


@st.composite
def _edited(draw: st.DrawFn, schema: Schema, components: Components, words: Words) -> Schema:
    kinds = ["any", "all", "other"]
    turning = sorted(k for k, v in schema.items() if _may_turn(k, v)) if isinstance(schema, dict) else []
    if isinstance(schema, dict):
        kinds += ["add", "add"] + (["drop"] if schema else []) + (["turn", "turn", "turn"] if turning else [])
    kind = draw(st.sampled_from(kinds))
    if kind == "turn":
        keyword = draw(st.sampled_from(turning))
        return {**schema, keyword: _turned(draw, keyword, schema[keyword])}
    if kind == "drop":
        gone = draw(st.sampled_from(sorted(schema)))
        return {k: v for k, v in schema.items() if k != gone}
    drawn = draw(schemas(words, 1, 3))
    drawn = drawn if _known(drawn, components) else {"type": "string"}
    if kind == "add" and isinstance(schema, dict) and isinstance(drawn, dict):
        return _merged(schema, drawn, together=draw(st.booleans()))
    union = draw(st.sampled_from(("anyOf", "oneOf")))
    return {"any": {union: [schema, drawn]}, "all": {"allOf": [schema, drawn]}}.get(kind, drawn)


def _known(schema: Schema, components: Components) -> bool:
    text = json.dumps(schema)
    return text.count("$ref") == sum(text.count(f'/{name}"') for name in components)


def _merged(schema: dict[str, Any], drawn: dict[str, Any], *, together: bool) -> Schema:
    out = dict(schema)
    for keyword, value in drawn.items():
        have = schema.get(keyword)
        if together and isinstance(have, dict) and isinstance(value, dict) and keyword in NAMED:
            value = {**have, **value}
        elif together and isinstance(have, list) and isinstance(value, list):
            value = [*have, *(v for v in value if v not in have)]
        out[keyword] = value
    return out


def _may_turn(keyword: str, value: Any) -> bool:
    """The keyword holds no schema of its own (those are places), or several of which one may go."""
    if isinstance(value, dict):
        return keyword in (*NAMED, "dependentRequired") and len(value) > 1
    return keyword not in (*ONE, "$ref", "pattern", "format") and not (keyword in MANY and len(value) < 2)


def _turned(draw: st.DrawFn, keyword: str, value: Any) -> Any:
    """The keyword with another value, near the one it had."""
    if keyword == "type":
        return draw(st.sampled_from(("string", "integer", "number", "boolean", "object", "array")))
    if keyword == "const":
        return draw(st.sampled_from(SCALARS))
    if keyword in ("required", "enum") and value and draw(st.booleans()):
        return _listed(draw, value, NAMES if keyword == "required" else SCALARS)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return max(value + draw(st.sampled_from((1, -1))), 0 if keyword != "multipleOf" else 1)
    if isinstance(value, list) and len(value) > 1:
        gone = draw(st.integers(0, len(value) - 1))
        return value[:gone] + value[gone + 1 :]
    if isinstance(value, dict):
        gone = draw(st.sampled_from(sorted(value)))
        return {k: v for k, v in value.items() if k != gone}
    return draw(st.sampled_from(SCALARS)) if keyword == "default" else value


def _listed(draw: st.DrawFn, value: list[Any], more: tuple[Any, ...]) -> list[Any]:
    new = [v for v in more if not any(v == w and type(v) is type(w) for w in value)]
    return [*value, draw(st.sampled_from(new))] if new else value[:-1] or value
