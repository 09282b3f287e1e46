"""Schemas of OpenAPI 3.0 in the words of 3.1, as an owner would rewrite them; independent of the engine."""

from typing import Any

from tests.unit.contract.laws.edits import MANY, NAMED, ONE
from tests.unit.contract.laws.words import Schema, Whole


def modern_whole(whole: Whole) -> Whole:
    """A 3.0 schema and its components in the words of 3.1."""
    return Whole(modern(whole.schema), {n: modern(s) for n, s in whole.components.items()})


def modern(schema: Schema) -> Schema:
    """The same values: `nullable` as a type, exclusive flags as bounds, nothing beside a reference."""
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    out = {k: v for k, v in schema.items() if k not in ("nullable", "exclusiveMinimum", "exclusiveMaximum")}
    for bound, flag in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if schema.get(flag) is True and bound in out:
            out[flag] = out.pop(bound)
    if schema.get("nullable") is True and "type" in schema:
        out["type"] = [schema["type"], "null"]
    out |= {k: modern(out[k]) for k in ONE if k in out}
    out |= {k: [modern(s) for s in out[k]] for k in MANY if k in out}
    return out | {k: _named(out[k]) for k in NAMED if k in out}


def _named(schemas: dict[str, Any]) -> dict[str, Any]:
    return {name: modern(schema) for name, schema in schemas.items()}
