"""A second opinion on schemas, independent of the engine: `jsonschema`, over a normal form written here.

The sender of a value sends only names that its own description declares: every place where an object may stand is
sealed (`unevaluatedProperties: false`), unless it is a map or declares no name at all. On the response side the reader
refuses no name merely because it does not know it. In the closed world nothing is done: it is plain JSON Schema.
"""

from typing import Any

import jsonschema

_SAME_VALUE_MANY = ("allOf", "anyOf", "oneOf")
_SAME_VALUE_ONE = ("if", "then", "else", "not")
_BELOW_ONE = ("items", "contains", "additionalProperties", "unevaluatedProperties", "unevaluatedItems")
_BELOW_MANY = ("prefixItems",)
_BELOW_NAMED = ("properties", "patternProperties")

Components = dict[str, Any]


def sender(
    schema: Any, components: Components, *, hidden: str, world: str, fills: bool = False
) -> jsonschema.Draft202012Validator:
    """What may be sent by one who keeps to this schema."""
    form = _Form(components, hidden, is_sealed=world == "declared", fills=fills)
    root = form.place(schema)
    return form.validator(root)


class Receiver:
    """What is taken by one who keeps to this schema; `reads` when it reads a response, and is lenient then."""

    def __init__(self, schema: Any, components: Components, *, hidden: str, world: str, reads: bool) -> None:
        self._ways = []
        for is_opened in (False, True) if reads and world == "declared" else (False,):
            form = _Form(components, hidden, is_opened=is_opened)
            self._ways.append(form.validator(form.inside(schema)))

    def is_valid(self, value: Any) -> bool:
        """Strictly, or with closed objects opened."""
        return any(way.is_valid(value) for way in self._ways)


class _Form:
    """`fills` lets a sealed object hold what it requires without declaring it: it could not be written otherwise."""

    def __init__(
        self,
        components: Components,
        hidden: str,
        *,
        is_sealed: bool = False,
        is_opened: bool = False,
        fills: bool = False,
    ) -> None:
        self.components, self.hidden, self.fills = components, hidden, fills
        self.is_sealed, self.is_opened = is_sealed, is_opened

    def validator(self, root: Any) -> jsonschema.Draft202012Validator:
        definitions = {name: self.inside(schema) for name, schema in self.components.items()}
        return jsonschema.Draft202012Validator({"allOf": [root], "$defs": definitions})

    def place(self, schema: Any) -> Any:
        """A schema that stands at a place of its own."""
        inner = self.inside(schema)
        if not self.is_sealed or not self._declares(schema):
            return inner
        named = {"properties": dict.fromkeys(self._required(schema), True)} if self.fills else {}
        return {"allOf": [inner], **named, "unevaluatedProperties": False}

    def _required(self, schema: Any, depth: int = 6) -> list[str]:
        """Names that some part of the schema requires of this very value."""
        if not isinstance(schema, dict) or not depth:
            return []
        names = [*schema.get("required", ()), *(n for m in schema.get("dependentRequired", {}).values() for n in m)]
        parts = [p for k in _SAME_VALUE_MANY for p in schema.get(k, ())]
        parts += [schema[k] for k in ("if", "then", "else") if k in schema]
        parts += schema.get("dependentSchemas", {}).values()
        if "$ref" in schema:
            parts.append(self.components[schema["$ref"].rsplit("/", 1)[-1]])
        return names + [n for p in parts for n in self._required(p, depth - 1)]

    def _declares(self, schema: Any, seen: frozenset[str] = frozenset()) -> bool:
        """Some part of the schema declares a name for this very value."""
        if not isinstance(schema, dict):
            return False
        if schema.get("properties"):
            return True
        parts = [p for k in _SAME_VALUE_MANY for p in schema.get(k, ())]
        parts += [schema[k] for k in ("if", "then", "else") if k in schema]
        parts += schema.get("dependentSchemas", {}).values()
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[-1]
            if name not in seen and self._declares(self.components[name], seen | {name}):
                return True
        return any(self._declares(p, seen) for p in parts)

    def inside(self, schema: Any) -> Any:
        """A schema without a seal of its own; the places below it have theirs."""
        if not isinstance(schema, dict):
            return schema
        out = dict(schema)
        if "$ref" in out:
            out["$ref"] = "#/$defs/" + out["$ref"].rsplit("/", 1)[-1]
        for key in _SAME_VALUE_MANY:
            if key in out:
                out[key] = [self._branch(schema, key, s) for s in schema[key]]
        for key in _SAME_VALUE_ONE:
            if key in out:
                out[key] = self._turned(out[key]) if key in ("not", "if") else self.inside(out[key])
        if "dependentSchemas" in out:
            out["dependentSchemas"] = {n: self.inside(s) for n, s in out["dependentSchemas"].items()}
        for key in _BELOW_ONE:
            if key in out:
                out[key] = self.place(out[key])
        for key in _BELOW_MANY:
            if key in out:
                out[key] = [self.place(s) for s in out[key]]
        for key in _BELOW_NAMED:
            if key in out:
                out[key] = {n: self.place(s) for n, s in out[key].items()}
        self._not_travelling(schema, out)
        for key in ("additionalProperties", "unevaluatedProperties"):
            if self.is_opened and out.get(key) is False:
                del out[key]
        return out

    def _turned(self, schema: Any) -> Any:
        """Where taking more means refusing more, a closed object stays closed."""
        before, self.is_opened = self.is_opened, False
        try:
            return self.inside(schema)
        finally:
            self.is_opened = before

    def _branch(self, schema: dict[str, Any], key: str, branch: Any) -> Any:
        """With `fills`, a branch that names nothing, beside nothing that does, is a free-form object of any names."""
        inner = self.inside(branch)
        around = {k: v for k, v in schema.items() if k != key}
        if not self.fills or key == "allOf" or self._declares(branch) or self._declares(around):
            return inner
        return {"allOf": [inner], "additionalProperties": True}

    def _not_travelling(self, schema: dict[str, Any], out: dict[str, Any]) -> None:
        gone = [n for n, s in schema.get("properties", {}).items() if isinstance(s, dict) and s.get(self.hidden)]
        for name in gone:
            out["properties"][name] = True
        if gone and "required" in out:
            out["required"] = [n for n in out["required"] if n not in gone]
