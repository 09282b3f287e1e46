"""Build the smallest valid answer round the fields we mean."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.sandbox.contract import Contract, Schema

_MISSING: Any = object()
_STRINGS = {"date-time": "2011-01-26T19:01:12Z", "date": "2011-01-26", "email": "octocat@example.com"}


class Filler:
    """Completes JSON after a schema. What the schema does not know is left out: one shape serves its many variants."""

    def __init__(self, contract: Contract, base: str) -> None:
        self._contract = contract
        self._base = base

    def fill(self, schema: Schema, given: Any = _MISSING, *, name: str = "", url: str = "") -> Any:
        """The given value, completed; without one, the smallest valid one. `url`: what missing addresses hang under."""
        schema = self._flat(schema, given)
        if given is None or (given is _MISSING and _may_be_null(schema)):
            return None
        kind = _kind(schema)
        if isinstance(given, Mapping) or (given is _MISSING and kind == "object"):
            return self._object(schema, {} if given is _MISSING else given)
        if isinstance(given, list | tuple):
            return [self.fill(schema.get("items", {}), item) for item in given]
        return self._scalar(schema, kind, name, url) if given is _MISSING else given

    def _object(self, schema: Schema, given: Mapping[str, Any]) -> dict[str, Any]:
        properties: Mapping[str, Schema] = schema.get("properties", {})
        others = schema.get("additionalProperties", not properties)
        result = {}
        url = str(given.get("url") or self._base)
        for name, value in given.items():
            if name in properties:
                if value is not None or name in schema.get("required", ()) or self._takes_null(properties[name]):
                    result[name] = self.fill(properties[name], value)
            elif others is not False and not (others is True and properties):
                result[name] = self.fill(others, value) if isinstance(others, Mapping) else value
        for name in schema.get("required", ()):
            if name not in result:
                result[name] = self.fill(properties.get(name, {}), name=name, url=url)
        return result

    def _takes_null(self, schema: Schema) -> bool:
        flat = self._flat(schema, None)
        return _may_be_null(flat) or not _kinds(flat)

    def _scalar(self, schema: Schema, kind: str, name: str, url: str) -> Any:
        if "enum" in schema:
            return schema["enum"][0]
        if "const" in schema:
            return schema["const"]
        if kind == "array":
            return [self.fill(schema.get("items", {}))] * schema.get("minItems", 0)
        if kind == "string":
            if name.endswith("url") or schema.get("format") == "uri":
                return f"{url}/{name.removesuffix('_url')}"
            return _STRINGS.get(schema.get("format", ""), "x" * schema.get("minLength", 0))
        return {"integer": schema.get("minimum", 0), "number": schema.get("minimum", 0), "boolean": False}.get(kind)

    def _flat(self, schema: Schema, given: Any, *, beside: Schema = MappingProxyType({})) -> Schema:
        """Without references, alternatives and conjunctions."""
        schema = self._contract.resolve(schema)
        for word in ("anyOf", "oneOf"):
            if word in schema:
                rest = {k: v for k, v in schema.items() if k != word}
                return self._flat(_merged(rest, self._choose(schema[word], given, beside)), given)
        if "allOf" in schema:
            whole: Schema = {k: v for k, v in schema.items() if k != "allOf"}
            for part in sorted((self._contract.resolve(p) for p in schema["allOf"]), key=_has_alternatives):
                whole = _merged(whole, self._flat(part, given, beside=whole))
            return whole
        return schema

    def _choose(self, alternatives: list[Schema], given: Any, beside: Schema) -> Schema:
        """The alternative that fits best what is given: the most of its fields known, no choice contradicted.

        `beside`: what has to hold as well.
        """
        flat = [self._flat(a, given, beside=beside) for a in alternatives]
        flat = [a for a in flat if not _kinds(beside) or set(_kinds(a)) & set(_kinds(beside))] or flat
        if given is None or given is _MISSING:
            return next((a for a in flat if _may_be_null(a)), flat[0])
        return max(flat, key=lambda a: self._fits(a, given))

    def _fits(self, schema: Schema, given: Any) -> float:
        if not isinstance(given, Mapping):
            return int(_json_type(given) in _kinds(schema)) + int(given in schema.get("enum", ()))
        if "properties" not in schema:
            return int(_kind(schema) == "object")
        score = 1.0
        for name, inner in schema["properties"].items():
            value = given.get(name, _MISSING)
            choices = self._contract.resolve(inner).get("enum")
            if value is not _MISSING:
                score += -100 if choices and value not in choices else 1
            elif name in schema.get("required", ()):
                score -= 0.01  # what is missing counts only between equals
        return score


def _merged(left: Schema, right: Schema) -> Schema:
    both = {**left, **right}
    if "type" in left and "type" in right:
        both["type"] = [k for k in _kinds(left) if k in _kinds(right)]
    if "properties" in left and "properties" in right:
        lefts, rights = left["properties"], right["properties"]
        shared = {name: {"allOf": [lefts[name], rights[name]]} for name in lefts if name in rights}
        both["properties"] = {**lefts, **rights, **shared}
    if "required" in left and "required" in right:
        both["required"] = [*left["required"], *(r for r in right["required"] if r not in left["required"])]
    return both


def _has_alternatives(schema: Schema) -> bool:
    return "anyOf" in schema or "oneOf" in schema


def _kinds(schema: Schema) -> tuple[str, ...]:
    kind = schema.get("type", "object" if "properties" in schema else ())
    return (kind,) if isinstance(kind, str) else tuple(kind)


def _kind(schema: Schema) -> str:
    return next((k for k in _kinds(schema) if k != "null"), "")


def _may_be_null(schema: Schema) -> bool:
    return "null" in _kinds(schema)


def _json_type(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    return {str: "string", int: "integer", float: "number", list: "array", tuple: "array"}.get(type(value), "")
