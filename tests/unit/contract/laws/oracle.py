"""A second opinion on schemas, independent of the engine: `jsonschema`, over a normal form written here.

The sender of a value sends only names that its own description declares: every place where an object may stand is
sealed (`unevaluatedProperties: false`), unless it is a map or declares no name at all. On the response side the reader
refuses no name merely because it does not know it, and chooses among variants that are objects by their names, so that
an answer that matches two of them is no news. In the closed world the sender may send any name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jsonschema
import jsonschema_rs

from tests.unit.contract.laws.edits import ONE
from tests.unit.contract.laws.modern import modern_whole
from tests.unit.contract.laws.tags import READINGS
from tests.unit.contract.laws.words import Schema, Whole, last_name

_SAME_VALUE_MANY = ("allOf", "anyOf", "oneOf")
_SAME_VALUE_ONE = ("if", "then", "else", "not")
_BELOW_ONE = tuple(k for k in ONE if k not in (*_SAME_VALUE_ONE, "propertyNames"))
_BELOW_NAMED = ("properties", "patternProperties")
_FORMATS = jsonschema.FormatChecker(("date", "uuid", "ipv4"))
_TURNED = "!"
"""Ends the name of a definition that stands under `not` or `if`."""

_BOUNDS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}


class Opinion:
    """Which values one normal form takes."""

    def __init__(self, form: dict[str, Any]) -> None:
        self._form = form

    def is_valid(self, value: Any) -> bool:
        """What `jsonschema` says."""
        return bool(self._slow.is_valid(value))

    def may_be_valid(self, value: Any) -> bool:
        """What a faster validator says, to sort out the many values that tell nothing."""
        return bool(self._fast.is_valid(value))

    @cached_property
    def _slow(self) -> jsonschema.Draft202012Validator:
        return jsonschema.Draft202012Validator(self._form, format_checker=_FORMATS)

    @cached_property
    def _fast(self) -> Any:
        return jsonschema_rs.Draft202012Validator(self._form, offline=True, validate_formats=True)


@dataclass(frozen=True, slots=True)
class World:
    """Where a value travels. `hidden` marks what does not; `reads`: the receiver reads a response, and is lenient.

    `is_old`: the schemas are written in the words of OpenAPI 3.0.
    """

    hidden: str
    name: str = "declared"
    reads: bool = False
    is_old: bool = False


class Opinions:
    """What is to be said of one who sends by one schema and one who receives by another.

    It is said once in plain words, and where there are discriminators once more for each way to read them.
    """

    def __init__(self, good: Whole, bad: Whole, world: World) -> None:
        good, bad = (modern_whole(w) if world.is_old else w for w in (good, bad))
        readings = READINGS if "'discriminator'" in f"{good}{bad}" else READINGS[:1]
        self._pairs = [(reading(good), reading(bad)) for reading in readings]
        self._takes = [Receiver(b, world) for _, b in self._pairs]
        self._world = world

    @cached_property
    def _strict(self) -> "list[tuple[Sender, Receiver]]":
        senders = (Sender(g, self._world) for g, _ in self._pairs)
        return list(zip(senders, self._takes, strict=True))

    @cached_property
    def _filling(self) -> "list[tuple[Sender, Receiver]]":
        senders = (Sender(g, self._world, fills=True) for g, _ in self._pairs)
        return list(zip(senders, self._takes, strict=True))

    @property
    def plain(self) -> "tuple[Sender, Receiver]":
        """Who sends and who receives, where discriminators say nothing."""
        return self._strict[0]

    def lost(self, value: Any) -> bool:
        """The value may be sent and is not taken, however discriminators are read."""
        return all(_tells(sends, takes, value) for sends, takes in self._strict)

    def proves(self, value: Any) -> bool:
        """The value may be sent and is not taken, in one reading; it may hold what is required and not declared."""
        return any(_tells(sends, takes, value) for sends, takes in self._filling)


def _tells(sends: "Sender", takes: "Receiver", value: Any) -> bool:
    """The value is sent and not taken: sorted out by the faster validator, said by the other one."""
    return sends.may_send(value) and not takes.may_take(value) and sends.sends(value) and not takes.takes(value)


class Sender:
    """What may be sent by one who keeps to a schema: what it takes, as far as it declares every name in it.

    `fills` lets it hold what it requires without declaring it: it could not be written otherwise.
    """

    def __init__(self, whole: Whole, world: World, *, fills: bool = False) -> None:
        forms = _Form(whole, world), _Form(whole, world, is_sender=True, fills=fills)
        self._opinions = [_opinion(form) for form in forms]

    def may_send(self, value: Any) -> bool:
        """What the faster validator says."""
        return all(opinion.may_be_valid(value) for opinion in self._opinions)

    def sends(self, value: Any) -> bool:
        """The value may be sent."""
        return all(opinion.is_valid(value) for opinion in self._opinions)


class Receiver:
    """What is taken by one who keeps to a schema: strictly, or, where it reads, by choosing and with objects opened."""

    def __init__(self, whole: Whole, world: World) -> None:
        forms = [_Form(whole, world)]
        if world.reads:
            forms.append(_Form(whole, world, is_opened=world.name == "declared", chooses=True))
        self._opinions = [_opinion(form) for form in forms]

    def may_take(self, value: Any) -> bool:
        """What the faster validator says."""
        return any(opinion.may_be_valid(value) for opinion in self._opinions)

    def takes(self, value: Any) -> bool:
        """The value is taken."""
        return any(opinion.is_valid(value) for opinion in self._opinions)


class _Form:
    """`fills` lets a sealed object hold what it requires without declaring it: it could not be written otherwise."""

    def __init__(
        self,
        whole: Whole,
        world: World,
        *,
        is_sender: bool = False,
        is_opened: bool = False,
        fills: bool = False,
        chooses: bool = False,
    ) -> None:
        self.chooses = chooses
        self.schema, self.components = whole.schema, whole.components
        self.hidden, self.fills = world.hidden, fills
        self.is_sealed, self.is_opened = is_sender and world.name == "declared", is_opened
        self.is_sender, self.is_turned = is_sender, False

    def whole(self) -> dict[str, Any]:
        """The whole normal form, with its definitions."""
        definitions = {name: self.inside(schema) for name, schema in self.components.items()}
        turned = {f"{name}{_TURNED}": self._turned(schema) for name, schema in self.components.items()}
        root = self.place if self.is_sealed else self.inside
        return {"allOf": [root(self.schema)], "$defs": {**definitions, **turned}}

    def place(self, schema: Schema) -> Any:
        """A schema that stands at a place of its own."""
        inner = self.inside(schema)
        if self.is_turned or not self.is_sealed or not self._declares(schema):
            return inner
        named = {"properties": dict.fromkeys(self._mentioned(schema), True)} if self.fills else {}
        return {"allOf": [inner], **named, "unevaluatedProperties": False}

    def inside(self, schema: Schema) -> Any:
        """A schema without a seal of its own; the places below it have theirs."""
        if not isinstance(schema, dict):
            return schema
        out = dict(schema)
        if "$ref" in out:
            out["$ref"] = f"#/$defs/{last_name(out)}{_TURNED if self.is_turned else ''}"
        for key in _SAME_VALUE_MANY:
            if key in out:
                out[key] = [self._branch(schema, key, s) for s in schema[key]]
        for key in _SAME_VALUE_ONE:
            if key in out:
                out[key] = self._turned(out[key]) if key in ("not", "if") else self.inside(out[key])
        if "dependentSchemas" in out:
            out["dependentSchemas"] = {n: self.inside(s) for n, s in out["dependentSchemas"].items()}
        out |= {k: self.place(out[k]) for k in _BELOW_ONE if k in out}
        if "propertyNames" in out:
            out["propertyNames"] = self.inside(out["propertyNames"])
        if "prefixItems" in out:
            out["prefixItems"] = [self.place(s) for s in out["prefixItems"]]
        out |= {k: {n: self.place(s) for n, s in out[k].items()} for k in _BELOW_NAMED if k in out}
        if self.chooses and not self.is_turned and all(map(self._is_object, schema.get("oneOf", [True]))):
            out["allOf"] = [*out.get("allOf", ()), {"anyOf": out.pop("oneOf")}]
        self._not_travelling(schema, out)
        self._bounded(out)
        for key in ("additionalProperties", "unevaluatedProperties"):
            if self.is_opened and not self.is_turned and out.get(key) is False:
                del out[key]
        return out

    def _mentioned(self, schema: Schema) -> list[str]:
        """Names that some part of the schema requires of this very value, or that a condition on it speaks of."""
        said = [p for p in self._applying(schema) if isinstance(p, dict)]
        lists = [p.get("required", ()) for p in said]
        lists += [names for p in said for names in p.get("dependentRequired", {}).values()]
        ways = [p[k] for p in said for k in ("if", "then", "else") if k in p]
        lists += [p.get("properties", ()) for w in ways for p in self._applying(w) if isinstance(p, dict)]
        return [name for names in lists for name in names]

    def _declares(self, schema: Schema) -> bool:
        """Some part of the schema declares a name for this very value."""
        return any(isinstance(p, dict) and p.get("properties") for p in self._applying(schema))

    def _applying(self, schema: Schema, seen: frozenset[str] = frozenset()) -> Iterator[Schema]:
        """The schema and every part of it that may judge the very same value."""
        yield schema
        if not isinstance(schema, dict):
            return
        parts = [p for k in _SAME_VALUE_MANY for p in schema.get(k, ())]
        parts += [schema[k] for k in ("if", "then", "else") if k in schema]
        parts += schema.get("dependentSchemas", {}).values()
        for part in parts:
            yield from self._applying(part, seen)
        if "$ref" in schema and last_name(schema) not in seen:
            yield from self._applying(self.components[last_name(schema)], seen | {last_name(schema)})

    def _turned(self, schema: Schema) -> Any:
        """Where taking more means refusing more, nothing is sealed, opened or left out."""
        before, self.is_turned = self.is_turned, True
        try:
            return self.inside(schema)
        finally:
            self.is_turned = before

    def _branch(self, schema: dict[str, Any], key: str, branch: Schema) -> Any:
        """With `fills`, a branch that names nothing, beside nothing that does, is a free-form object of any names."""
        inner = self.inside(branch)
        around = {k: v for k, v in schema.items() if k != key}
        if not self.fills or self.is_turned or key == "allOf" or self._declares(branch) or self._declares(around):
            return inner
        return {"allOf": [inner], "additionalProperties": True}

    def _not_travelling(self, schema: dict[str, Any], out: dict[str, Any]) -> None:
        """Who sends leaves it out; who receives neither asks for it nor looks at it."""
        gone = [n for n, s in schema.get("properties", {}).items() if self._is_hidden(s)]
        for name in gone:
            out["properties"][name] = self.is_turned or not self.is_sender
        if gone and "required" in out:
            out["required"] = [n for n in out["required"] if n not in gone]

    def _is_hidden(self, schema: Schema) -> bool:
        """Marked here, in what it refers to, or in a part that always holds."""
        if not isinstance(schema, dict):
            return False
        below = [*schema.get("allOf", ()), *([self.components[last_name(schema)]] if "$ref" in schema else [])]
        return schema.get(self.hidden) is True or any(self._is_hidden(s) for s in below)

    def _is_object(self, schema: Schema) -> bool:
        """Objects and nothing else are taken."""
        if not isinstance(schema, dict):
            return False
        below = [*schema.get("allOf", ()), *([self.components[last_name(schema)]] if "$ref" in schema else [])]
        return schema.get("type") in ("object", ["object"]) or any(self._is_object(s) for s in below)

    def _bounded(self, out: dict[str, Any]) -> None:
        if out.get("format") in _BOUNDS:
            low, high = _BOUNDS[out["format"]]
            out["allOf"] = [*out.get("allOf", ()), {"minimum": low, "maximum": high}]


def _opinion(form: _Form) -> Opinion:
    return Opinion(form.whole())
