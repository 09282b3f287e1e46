"""Ways to read discriminators, each a normal form without them; written from the specification, on its own."""

from collections.abc import Callable
from typing import Any

from tests.unit.contract.laws.edits import MANY, NAMED, ONE
from tests.unit.contract.laws.words import Components, Schema, Whole, last_name


def _as_is(whole: Whole) -> Whole:
    return whole


def _counted(whole: Whole) -> Whole:
    """Each variant takes only values that name it, and of a `oneOf` still exactly one must take the value."""
    return _Tagging(whole.components, counts=True).whole(whole)


def _named_only(whole: Whole) -> Whole:
    """The variant that a value names takes it, and nobody asks the others."""
    return _Tagging(whole.components, counts=False).whole(whole)


READINGS: tuple[Callable[[Whole], Whole], ...] = (_as_is, _counted, _named_only)
"""Ways to read discriminators, the plainest first: they say nothing."""


class _Tagging:
    """Discriminators spelt out as constants of the variants."""

    def __init__(self, components: Components, *, counts: bool) -> None:
        self.components, self.counts = components, counts

    def whole(self, whole: Whole) -> Whole:
        """The schema and its components, spelt out."""
        return Whole(self.schema(whole.schema), {n: self.schema(s) for n, s in whole.components.items()})

    def schema(self, schema: Schema) -> Schema:
        """One schema, spelt out."""
        if not isinstance(schema, dict):
            return schema
        out = {
            **schema,
            **{k: self.schema(schema[k]) for k in ONE if k in schema},
            **{k: [self.schema(s) for s in schema[k]] for k in MANY if k in schema},
            **{k: {n: self.schema(s) for n, s in schema[k].items()} for k in NAMED if k in schema},
        }
        said, kind = out.pop("discriminator", None), next((k for k in ("oneOf", "anyOf") if k in schema), None)
        if not isinstance(said, dict):
            return out
        if kind is None:
            return {"allOf": [out, {"anyOf": self._mapped(said)}]}
        branches = [self._variant(b, said) if isinstance(b, dict) and "$ref" in b else b for b in out.pop(kind)]
        return {"allOf": [out, {kind if self.counts else "anyOf": branches}]}

    def _variant(self, branch: Schema, said: dict[str, Any]) -> Schema:
        """A variant where the discriminator names it. What it lists itself counts for more than its name."""
        key, mapping = said["propertyName"], said.get("mapping", {})
        values = {v for v, target in mapping.items() if target == branch["$ref"]} or {last_name(branch)}
        own = self.components.get(last_name(branch), {})
        said_of_it = own.get("properties", {}).get(key) if isinstance(own, dict) else None
        if isinstance(said_of_it, dict) and "enum" in said_of_it:
            values = {v for v in said_of_it["enum"] if isinstance(v, str) and (v in values or v not in mapping)}
        return {"allOf": [branch], "required": [key], "properties": {key: {"enum": sorted(values) or [[]]}}}

    def _mapped(self, said: dict[str, Any]) -> list[Schema]:
        """The variants of a schema that lists none, each where it is named; and what names none of them."""
        refs = sorted(set(said.get("mapping", {}).values()))
        variants = [self._variant({"$ref": target}, said) for target in refs]
        none = {"required": [said["propertyName"]], "not": {"anyOf": [_tag(v) for v in variants] or [False]}}
        free = {"not": {"required": [said["propertyName"]]}}
        return [*variants, none, free]


def _tag(variant: Schema) -> Schema:
    return {k: v for k, v in variant.items() if k != "allOf"}
