"""Edits that can only let more in: a limit loosened or gone, a value or variant more. A table, and how one is drawn."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.unit.contract.laws.edits import MANY, NAMED, Path, at
from tests.unit.contract.laws.schemas import schemas, wholes
from tests.unit.contract.laws.words import CLEAR, SCALARS, Schema, Whole

_GOING = frozenset(
    (
        *("type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
        *("minLength", "maxLength", "pattern", "format", "minItems", "maxItems", "uniqueItems", "required"),
        *("minProperties", "maxProperties", "dependentRequired", "additionalProperties", "allOf", "anyOf"),
    )
)
"""Keywords without which a schema takes no less, whatever stands beside them."""

_LOOSER = {"maximum": 1, "maxLength": 1, "maxItems": 1, "maxProperties": 1, "exclusiveMaximum": 1}
_LOOSER |= {"minimum": -1, "minLength": -1, "minItems": -1, "minProperties": -1, "exclusiveMinimum": -1}


@st.composite
def widened(draw: st.DrawFn) -> tuple[Whole, Whole]:
    """A schema, and the same after one edit that lets more in."""
    whole = draw(wholes(CLEAR, 2).filter(_is_monotone))
    raw: dict[str, Any] = {"schema": whole.schema, **{f"#{n}": s for n, s in whole.components.items()}}
    raw = json.loads(json.dumps(raw))
    everywhere = [(root, *path) for root in sorted(raw) for path in _places(raw[root])]
    *above, key = draw(st.sampled_from(everywhere))
    holder = at(raw, tuple(above))
    holder[key] = draw(_wider(holder[key]))
    return whole, Whole(raw["schema"], {n: raw[f"#{n}"] for n in whole.components})


def _is_monotone(whole: Whole) -> bool:
    """Nothing in it takes less where a part takes more: no `oneOf` (but for one branch), and no discriminators."""
    return not any(f"'{word}'" in str(whole) for word in ("oneOf", "discriminator"))


def _places(schema: Schema, path: Path = ()) -> Iterator[Path]:
    yield path
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema, dict) and isinstance(schema.get(keyword), dict):
            yield from _places(schema[keyword], (*path, keyword))
    for keyword in (*MANY, *NAMED):
        inner = schema.get(keyword, ()) if isinstance(schema, dict) else ()
        for key in inner if isinstance(inner, dict) else range(len(inner)):
            yield from _places(inner[key], (*path, keyword, key))


@st.composite
def _wider(draw: st.DrawFn, schema: Schema) -> Schema:
    ways = [{"anyOf": [schema, draw(schemas(CLEAR, 1, 3))]}]
    if isinstance(schema, dict):
        if schema.keys() & {"readOnly", "writeOnly"}:  # in a variant a mark would mark nothing
            ways = [schema]
        ways += [{k: v for k, v in schema.items() if k != gone} for gone in sorted(schema.keys() & _GOING)]
        ways += [{**schema, k: schema[k] + by} for k, by in _LOOSER.items() if k in schema and schema[k] + by >= 0]
        ways += [{**schema, k: schema[k][1:]} for k in ("required", "allOf") if len(schema.get(k, ())) > 1]
        if "enum" in schema:
            ways.append({**schema, "enum": [*schema["enum"], draw(st.sampled_from(SCALARS))]})
        if "anyOf" in schema:
            ways.append({**schema, "anyOf": [*schema["anyOf"], draw(schemas(CLEAR, 1, 3))]})
        if isinstance(schema.get("type"), str):
            ways.append({**schema, "type": sorted({schema["type"], draw(st.sampled_from(("null", "string")))})})
    return draw(st.sampled_from(ways))
