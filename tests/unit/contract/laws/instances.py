"""Values directed at the boundaries of schemas: near what each allows, just inside and just outside."""

import random
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from tests.unit.contract.laws.words import FORMATS, KEY, NAMES, PATTERNS, SCALARS, VARIANTS, Components, Schema, Whole

_DEPTH = 4
_NUMBERS = (0, 1, 2, 3, 6, -1, 0.5, 1.5, 2.5, 4, 5)
_TEXTS = ("", "a", "b", "ab", "abc", "x1", "aaaa", "ba")
_STRANGERS = ("x1", "zz", "ab")


DICE = st.randoms(use_true_random=True)
"""Which of them: one seed, so that hundreds of values cost hypothesis a single choice."""


def near(dice: random.Random, wholes: Iterable[Whole], count: int) -> list[Any]:
    """So many values near each of some schemas, and a few that are near nothing."""
    makers = [(Nearby(dice, w.components), w.schema) for w in wholes]
    return [(m.value(3) if dice.random() < 0.1 else m.near((s,))) for m, s in makers for _ in range(count)]


class Nearby:
    """Draws values near conjunctions of schemas of one document."""

    def __init__(self, dice: random.Random, components: Components) -> None:
        self.dice, self.components = dice, components

    def near(self, schema: Iterable[Schema], depth: int = _DEPTH) -> Any:
        """A value that may well be one of the schemas'; nothing is promised."""
        parts = [p for s in schema for p in self._parts(s)]
        if depth < 0:
            return self.dice.choice(SCALARS)
        listed = [v for p in parts for v in ([p["const"]] if "const" in p else p.get("enum", ()))]
        if listed and self.dice.random() < 0.9:
            return self.dice.choice(listed)
        kind = self._kind(parts)
        match kind:
            case "object":
                return self._object(parts, depth)
            case "array":
                return self._array(parts, depth)
            case "string":
                return self._text(parts)
            case "integer" | "number":
                return self._number(parts, kind)
            case "boolean":
                return self.dice.random() < 0.5
        return None if kind == "null" else self.value(2)

    def value(self, depth: int) -> Any:
        """Any small value."""
        kind = self.dice.random()
        if depth and kind < 0.35:
            names = self.dice.sample((*NAMES, KEY, *_STRANGERS), self.dice.randint(0, 3))
            return {n: self.value(depth - 1) for n in names}
        if depth and kind < 0.55:
            return [self.value(depth - 1) for _ in range(self.dice.randint(0, 3))]
        return self.dice.choice(SCALARS)

    def _parts(self, schema: Schema, depth: int = 6) -> list[dict[str, Any]]:
        """The schemas that a value is to be near to: of each union one branch, of each condition one way."""
        if not isinstance(schema, dict) or not depth:
            return []
        inner = list(schema.get("allOf", ()))
        if "$ref" in schema:
            inner.append(self.components.get(schema["$ref"].rsplit("/", 1)[-1], {}))
        inner += [self.dice.choice(schema[k]) for k in ("anyOf", "oneOf") if schema.get(k)]
        if "if" in schema:
            ways = ("if", "then") if self.dice.random() < 0.5 else ("else",)
            inner += [schema[k] for k in ways if k in schema]
        if "not" in schema and self.dice.random() < 0.3:
            inner.append(schema["not"])
        inner += [s for s in schema.get("dependentSchemas", {}).values() if self.dice.random() < 0.5]
        return [schema, *(p for s in inner for p in self._parts(s, depth - 1))]

    def _kind(self, parts: list[dict[str, Any]]) -> str | None:
        said = [({p["type"]} if isinstance(p["type"], str) else set(p["type"])) for p in parts if "type" in p]
        said = [s | {"integer"} if "number" in s else s for s in said]
        if any(p.get("nullable") for p in parts) and self.dice.random() < 0.2:
            return "null"
        kinds = set.intersection(*said) or set.union(*said) if said else set()
        if kinds:
            return self.dice.choice(sorted(kinds))
        words = {k for p in parts for k in p}
        likely = [kind for kind, of in _SPEAKING.items() if words & of]
        return self.dice.choice(likely) if likely and self.dice.random() < 0.9 else None

    def _number(self, parts: list[dict[str, Any]], kind: str) -> Any:
        edges = [p[k] for p in parts for k in _BOUNDS if isinstance(p.get(k), int | float) and p.get(k) is not True]
        edges += [
            v for p in parts if p.get("format") in FORMATS for v in FORMATS[p["format"]] if not isinstance(v, str)
        ]
        if not edges or self.dice.random() < 0.3:
            return self.dice.choice(_NUMBERS[:6] if kind == "integer" else _NUMBERS)
        steps = (0, 1, -1) if kind == "integer" else (0, 1, -1, 0.5, -0.5)
        value = self.dice.choice(edges) + self.dice.choice(steps)
        return int(value) if isinstance(value, float) and value.is_integer() else value

    def _text(self, parts: list[dict[str, Any]]) -> str:
        known = [t for p in parts for t in PATTERNS.get(p.get("pattern", ""), ())]
        known += [v for p in parts for v in FORMATS.get(p.get("format", ""), ()) if isinstance(v, str)]
        lengths = [p[k] + d for p in parts for k in ("minLength", "maxLength") if k in p for d in (-1, 0, 1)]
        known += [("ab"[i % 2] * n) for i, n in enumerate(lengths) if n >= 0]
        return self.dice.choice(known) if known and self.dice.random() < 0.8 else self.dice.choice(_TEXTS)

    def _array(self, parts: list[dict[str, Any]], depth: int) -> list[Any]:
        counts = [p[k] + d for p in parts for k in _COUNTS if k in p for d in (-1, 0, 1)]
        slots = [p["prefixItems"] for p in parts if "prefixItems" in p]
        counts += [len(s) + d for s in slots for d in (0, 1)]
        length = max(self.dice.choice(counts), 0) if counts and self.dice.random() < 0.7 else self.dice.randint(0, 3)
        out: list[Any] = []
        for index in range(min(length, 5)):
            rest = [p["items"] for p in parts if "items" in p and len(p.get("prefixItems", ())) <= index]
            here = [*rest, *(s[index] for s in slots if index < len(s))]
            if self.dice.random() < 0.4:
                here += [p["contains"] for p in parts if "contains" in p]
            here += [p["unevaluatedItems"] for p in parts if "unevaluatedItems" in p] if not here else []
            out.append(self.dice.choice(out) if out and self.dice.random() < 0.15 else self.near(here, depth - 1))
        return out

    def _object(self, parts: list[dict[str, Any]], depth: int) -> dict[str, Any]:
        dice = self.dice
        declared = {n for p in parts for n in p.get("properties", {})}
        required = {n for p in parts for n in p.get("required", ())}
        more = {n for p in parts for k in ("dependentRequired", "dependentSchemas") for n in p.get(k, {})}
        more |= {n for p in parts for m in p.get("dependentRequired", {}).values() for n in m}
        chance = dice.choice((0.15, 0.5, 0.85))
        names = [n for n in sorted(required) if dice.random() < 0.93]
        names += [n for n in sorted(declared - required) if dice.random() < chance]
        names += [n for n in sorted(more - required - declared) if dice.random() < 0.3]
        if dice.random() < (0.15 if declared else 0.6):
            names += dice.sample((*NAMES, *_STRANGERS), dice.randint(1, 2))
        return {n: self._member(parts, n, depth) for n in dict.fromkeys(names)}

    def _member(self, parts: list[dict[str, Any]], name: str, depth: int) -> Any:
        if name == KEY and self.dice.random() < 0.5:
            return self.dice.choice([*VARIANTS, *map(str.lower, VARIANTS)])
        said = [p["properties"][name] for p in parts if name in p.get("properties", {})]
        for part in parts:
            matching = [s for t, s in part.get("patternProperties", {}).items() if t.strip("^[]ab") in name]
            said += matching
            if not matching and name not in part.get("properties", {}):
                said += [part[k] for k in ("additionalProperties", "unevaluatedProperties") if k in part]
        return self.near(said, depth - 1)


_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_COUNTS = ("minItems", "maxItems", "minContains", "maxContains")
_SPEAKING = {
    "object": frozenset(
        (
            *("properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties"),
            *("maxProperties", "dependentRequired", "dependentSchemas", "unevaluatedProperties"),
        )
    ),
    "array": frozenset(("items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems", "unevaluatedItems")),
    "string": frozenset(("minLength", "maxLength", "pattern")),
    "number": frozenset(_BOUNDS),
}
"""Keywords that say something of one kind of value only."""
