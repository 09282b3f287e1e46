"""Schemas, edits of schemas, and values, drawn by a seeded dice: the same seed gives the same ones on every machine."""

import json
import random
from typing import Any

NAMES = ("a", "b", "c")
SCALARS: tuple[Any, ...] = (None, True, False, 0, 1, 2, 3, 6, -1, 1.5, "", "a", "b", "ab", "abc", "x1", "aaaa")
PATTERNS = ("^a", "^[a-z]+$", "^[ab]{1,2}$", "b", "^.{2,3}$", "[0-9]$")
TYPES = ("string", "integer", "number", "boolean", "null", "object", "array")


class Drawing:
    """Draws. A schema refers to itself only from below (through a property or an item), so that it means something."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.names: list[str] = []

    def pair(self) -> tuple[Any, dict[str, Any], Any, dict[str, Any]]:
        """A schema with its components, and an edited copy of both."""
        self.names = names = [f"S{i}" for i in range(self.dice.randint(0, 2))]
        components = {name: self.schema(2, names[i + 1 :]) for i, name in enumerate(names)}
        old = {"schema": self.schema(3, names), "components": components}
        new = json.loads(json.dumps(old))
        for _ in range(self.dice.randint(1, 2)):
            self._edit(new)
        return old["schema"], components, new["schema"], new["components"]

    def schema(self, depth: int, refs: list[str]) -> Any:
        dice = self.dice
        kinds = ["scalar", "scalar", "enum", "object", "object", "array", "union", "all", "ref", "condition", "bool"]
        kind = dice.choice(kinds if depth > 0 else ["scalar", "enum", "scalar", "ref"])
        match kind:
            case "scalar":
                return self._scalar()
            case "enum":
                return self._enum()
            case "object":
                return self._object(depth, refs)
            case "array":
                return self._array(depth)
            case "union":
                return self._union(depth, refs)
            case "all":
                return {"allOf": [self.schema(depth - 1, refs) for _ in range(dice.randint(1, 2))]}
            case "condition":
                return self._condition(depth, refs)
            case "bool":
                return dice.choice([True, False, {}])
        if not refs:
            return self._scalar()
        return {"$ref": f"#/components/schemas/{dice.choice(refs)}"}

    def _enum(self) -> dict[str, Any]:
        if self.dice.random() < 0.3:
            return {"const": self.dice.choice(SCALARS)}
        values = self.dice.sample(SCALARS, self.dice.randint(1, 4))
        return {"enum": [v for i, v in enumerate(values) if not any(v == w and type(v) is type(w) for w in values[:i])]}

    def _scalar(self) -> dict[str, Any]:
        dice = self.dice
        out: dict[str, Any] = {}
        types = dice.sample(TYPES[:5], dice.choice([1, 1, 1, 2]))
        out["type"] = types[0] if len(types) == 1 else types
        for keyword, values in (
            ("minimum", (0, 1, 2)),
            ("maximum", (1, 2, 5)),
            ("exclusiveMinimum", (0, 1)),
            ("exclusiveMaximum", (2, 3)),
            ("multipleOf", (1, 2, 3, 0.5)),
            ("minLength", (0, 1, 2)),
            ("maxLength", (1, 2, 3)),
            ("pattern", PATTERNS),
        ):
            if dice.random() < 0.15:
                out[keyword] = dice.choice(values)
        return out

    def _object(self, depth: int, refs: list[str]) -> dict[str, Any]:
        dice = self.dice
        out: dict[str, Any] = {"type": "object"} if dice.random() < 0.8 else {}
        names = dice.sample(NAMES, dice.randint(0, 3))
        if names:
            out["properties"] = {n: self.schema(depth - 1, self.names) for n in names}
        if dice.random() < 0.5:
            out["required"] = dice.sample(NAMES, dice.randint(0, 2))
        if dice.random() < 0.3:
            out["additionalProperties"] = dice.choice([True, False, False, self.schema(0, self.names)])
        if dice.random() < 0.12:
            out["patternProperties"] = {dice.choice(["^x", "a", "^[ab]"]): self.schema(depth - 1, self.names)}
        if dice.random() < 0.08:
            out["propertyNames"] = dice.choice([{"maxLength": 1}, {"enum": ["a", "b"]}, {"pattern": "^[a-c]"}])
        if dice.random() < 0.1:
            out["minProperties"] = dice.randint(0, 2)
        if dice.random() < 0.1:
            out["maxProperties"] = dice.randint(0, 3)
        if dice.random() < 0.1:
            out["dependentRequired"] = {dice.choice(NAMES): [dice.choice(NAMES)]}
        if dice.random() < 0.06:
            out["dependentSchemas"] = {dice.choice(NAMES): self.schema(depth - 1, refs)}
        if dice.random() < 0.08:
            out["unevaluatedProperties"] = False
        return out

    def _array(self, depth: int) -> dict[str, Any]:
        dice = self.dice
        out: dict[str, Any] = {"type": "array"}
        if dice.random() < 0.7:
            out["items"] = self.schema(depth - 1, self.names)
        if dice.random() < 0.2:
            out["prefixItems"] = [self.schema(depth - 1, self.names) for _ in range(dice.randint(1, 2))]
        for keyword, values in (("minItems", (0, 1, 2)), ("maxItems", (0, 1, 2)), ("uniqueItems", (True, False))):
            if dice.random() < 0.25:
                out[keyword] = dice.choice(values)
        if dice.random() < 0.12:
            out["contains"] = self.schema(0, self.names)
            if dice.random() < 0.5:
                out["minContains"] = dice.randint(0, 2)
            if dice.random() < 0.3:
                out["maxContains"] = dice.randint(1, 2)
        return out

    def _union(self, depth: int, refs: list[str]) -> dict[str, Any]:
        dice = self.dice
        branches = [self.schema(depth - 1, refs) for _ in range(dice.randint(1, 3))]
        out: dict[str, Any] = {dice.choice(["anyOf", "oneOf"]): branches}
        if dice.random() < 0.3:
            out = {**self._object(depth - 1, refs), **out}
        return out

    def _condition(self, depth: int, refs: list[str]) -> dict[str, Any]:
        dice = self.dice
        inner = [self.schema(depth - 1, refs) for _ in range(3)]
        if dice.random() < 0.5:
            return {**self._object(depth - 1, refs), "not": inner[0]}
        out = {"if": inner[0]}
        if dice.random() < 0.8:
            out["then"] = inner[1]
        if dice.random() < 0.5:
            out["else"] = inner[2]
        return out if dice.random() < 0.5 else {**self.schema_object(depth, refs), **out}

    def schema_object(self, depth: int, refs: list[str]) -> dict[str, Any]:
        return self.dice.choice([self._scalar, lambda: self._object(depth - 1, refs)])()

    def _edit(self, whole: dict[str, Any]) -> None:
        """One change, anywhere."""
        dice = self.dice
        places = list(_schemas(whole))
        holder, key = dice.choice(places)
        schema = holder[key]
        drawn = self.schema(1, [])
        choice = dice.random()
        if not isinstance(schema, dict) or choice < 0.15:
            holder[key] = drawn
        elif choice < 0.3:
            holder[key] = {"anyOf": [schema, drawn]} if dice.random() < 0.5 else {"oneOf": [schema, drawn]}
        elif choice < 0.4:
            holder[key] = {"allOf": [schema, drawn]}
        elif choice < 0.6 and schema:
            del schema[dice.choice(list(schema))]
        elif isinstance(drawn, dict):
            for keyword in dice.sample(list(drawn), min(len(drawn), dice.randint(1, 2))):
                if keyword in ("properties", "patternProperties") and keyword in schema and dice.random() < 0.7:
                    schema[keyword] = {**schema[keyword], **drawn[keyword]}
                elif keyword in ("enum", "anyOf", "oneOf", "required") and keyword in schema and dice.random() < 0.7:
                    schema[keyword] = [*schema[keyword], *(v for v in drawn[keyword] if v not in schema[keyword])]
                else:
                    schema[keyword] = drawn[keyword]

    def values(self, schema: Any, components: dict[str, Any], count: int) -> list[Any]:
        """Values near the schema, and others."""
        return [self.value(3) if self.dice.random() < 0.25 else self.near(schema, components, 4) for _ in range(count)]

    def value(self, depth: int) -> Any:
        """Any small value."""
        dice = self.dice
        kind = dice.random()
        if depth and kind < 0.35:
            return {n: self.value(depth - 1) for n in dice.sample((*NAMES, "x1", "zz"), dice.randint(0, 3))}
        if depth and kind < 0.55:
            return [self.value(depth - 1) for _ in range(dice.randint(0, 3))]
        return dice.choice(SCALARS)

    def near(self, schema: Any, components: dict[str, Any], depth: int) -> Any:
        """A value that may well be one of the schema's; nothing is promised."""
        dice = self.dice
        if not isinstance(schema, dict) or depth < 0:
            return self.value(1)
        if "$ref" in schema and dice.random() < 0.95:
            return self.near(components[schema["$ref"].rsplit("/", 1)[-1]], components, depth - 1)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return dice.choice(schema["enum"])
        for keyword in ("allOf", "anyOf", "oneOf"):
            if schema.get(keyword) and dice.random() < 0.8:
                drawn = [self.near(s, components, depth - 1) for s in schema[keyword]]
                objects = [d for d in drawn if isinstance(d, dict)]
                if objects and dice.random() < 0.7:
                    here = self._near_object(schema, components, depth) if "properties" in schema else {}
                    return {k: v for d in (here, *dice.sample(objects, len(objects))) for k, v in d.items()}
                return dice.choice(drawn)
        for keyword in ("then", "else"):
            if keyword in schema and dice.random() < 0.4:
                return self.near(schema[keyword], components, depth - 1)
        types = schema.get("type", "object" if "properties" in schema or "required" in schema else None)
        kind = dice.choice(types) if isinstance(types, list) else types
        match kind:
            case "object":
                return self._near_object(schema, components, depth)
            case "array":
                slots = schema.get("prefixItems", [])
                return [
                    self.near(slots[i] if i < len(slots) else schema.get("items", True), components, depth - 1)
                    for i in range(dice.randint(0, 3))
                ]
            case "string":
                return dice.choice(["", "a", "b", "ab", "abc", "x1", "aaaa", "ba"])
            case "integer":
                return dice.choice([0, 1, 2, 3, 4, 6, -1, 5])
            case "number":
                return dice.choice([0, 1, 1.5, 2, 2.5, 3, 6, -1, 0.5])
            case "boolean":
                return dice.random() < 0.5
            case "null":
                return None
        return self.value(2)

    def _near_object(self, schema: dict[str, Any], components: dict[str, Any], depth: int) -> dict[str, Any]:
        dice = self.dice
        said = schema.get("properties", {})
        names = [n for n in said if n in schema.get("required", ()) or dice.random() < 0.5]
        names += [n for n in schema.get("required", ()) if n not in said]
        if dice.random() < 0.2:
            names.append(dice.choice((*NAMES, "x1", "zz")))
        rest = schema.get("additionalProperties", True)
        return {n: self.near(said.get(n, rest), components, depth - 1) for n in dict.fromkeys(names)}


def _schemas(whole: dict[str, Any]) -> Any:
    """Every place where a schema stands: its holder and its key there."""
    stack: list[tuple[Any, Any]] = [(whole, "schema"), *((whole["components"], n) for n in whole["components"])]
    while stack:
        holder, key = stack.pop()
        yield holder, key
        schema = holder[key]
        if isinstance(schema, dict):
            for keyword in ("items", "contains", "additionalProperties", "not", "if", "then", "else", "propertyNames"):
                if keyword in schema:
                    stack.append((schema, keyword))
            for keyword in ("allOf", "anyOf", "oneOf", "prefixItems"):
                stack += [(schema[keyword], i) for i in range(len(schema.get(keyword, ())))]
            for keyword in ("properties", "patternProperties", "dependentSchemas"):
                stack += [(schema[keyword], n) for n in schema.get(keyword, {})]
