"""The sanitised copy of a schema that native code is given: JSON Schema 2020-12, whatever the source was.

Ill-typed keywords are left out, references are followed to their end, and what would unfold without bound is refused.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct, field

from bot.contract.limits import VALIDATOR_DEFINITIONS, VALIDATOR_UNFOLDING
from bot.contract.schema.cost import Outline, outline
from bot.contract.schema.keywords import INTEGERS, is_count, types_named
from bot.contract.schema.nodes import Document, Node, Schema
from bot.contract.schema.values import canonical, is_number

_FORMATS = frozenset(
    ("date", "date-time", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uuid", "uri-reference")
)
_SAME_VALUE = frozenset(("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "$ref"))
_ONE = ("items", "additionalProperties", "propertyNames", "contains", "not", "if", "then", "else")
_UNEVALUATED = ("unevaluatedProperties", "unevaluatedItems")
_TURNED = ("not", "if")
"""Where taking more means refusing more: a closed object stays closed there."""

_MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "dependentSchemas")

_HOLDING = frozenset((*_MANY, *_NAMED, *_ONE, *_UNEVALUATED, "dependentRequired"))
"""Keywords that hold schemas or names: most schemas have none, and need no look at each."""

_NUMBERED = frozenset(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"))


class Unbounded(Exception):
    """The schema would unfold further than we let native code go."""


class Written(Struct):
    """Definitions that were written for one schema serve all others that name the same nodes."""

    names: dict[tuple[Node, bool], str] = field(default_factory=dict)
    nodes: dict[str, tuple[Node, bool]] = field(default_factory=dict)
    bodies: dict[str, tuple[object, tuple[str, ...], bool]] = field(default_factory=dict)

    outlines: dict[str, Outline] = field(default_factory=dict)

    def outline(self, name: str) -> Outline:
        """What a definition that was written looks at."""
        if name not in self.outlines:
            self.outlines[name] = outline(self.bodies[name][0])
        return self.outlines[name]

    def name(self, key: tuple[Node, bool]) -> str:
        """The name of a node's definition."""
        if key not in self.names:
            name = self.names[key] = f"n{len(self.names)}"
            self.nodes[name] = key
        return self.names[key]


class Copy:
    """The sanitised copy being written: one definition per referenced node."""

    def __init__(self, document: Document, written: Written, *, hidden: str | None, opened: bool) -> None:
        self.document, self.written = document, written
        self.hidden, self.opened = hidden, opened
        self.used: dict[str, None] = {}
        self.closes = False

    def root(self, schema: Schema) -> dict[str, Any]:
        """The copy of a conjunction, with every definition that it leads to. Raises Unbounded."""
        branches = [self._inner(n, opened=self.opened) for n in schema]
        whole: dict[str, Any] = {"$defs": self._definitions()}
        if branches:
            whole["allOf"] = branches
        return whole

    def _definitions(self) -> dict[str, Any]:
        """Every definition that what was written so far leads to."""
        found: dict[str, Any] = {}
        queue, closes = list(self.used), self.closes
        for name in queue:
            if name in found:
                continue
            if len(found) >= VALIDATOR_DEFINITIONS:
                raise Unbounded
            if name not in self.written.bodies:
                self.used, self.closes = {}, False
                node, opened = self.written.nodes[name]
                body = self._schema(node, opened=opened)
                self.written.bodies[name] = (body, tuple(self.used), self.closes)
            found[name], used, does_close = self.written.bodies[name]
            closes |= does_close
            queue += used
        self.closes = closes
        return found

    def _inner(self, node: Node, *, opened: bool) -> object:
        """A subschema in place, or the name of a definition where it refers to one."""
        end = self._end(node)
        if end is node:
            return self._schema(node, opened=opened)
        if end is None:
            raise Unbounded
        name = self.written.name((end, opened))
        self.used[name] = None
        return {"$ref": f"#/$defs/{name}"}

    def _end(self, node: Node) -> Node | None:
        at: Node | None = node
        seen: set[Node] = set()
        while at is not None and "$ref" in at.fields and (self.document.nullable or len(at.fields) == 1):
            if at in seen:
                return None
            seen.add(at)
            at = self.document.step(at)
        return at

    def _schema(self, node: Node, *, opened: bool) -> object:
        value = node.value
        if not isinstance(value, dict):
            return value if isinstance(value, bool) else True
        out: dict[str, Any] = {}
        if "$ref" in value:
            target = self.document.step(node)
            if target is None:
                raise Unbounded
            out["allOf"] = [self._inner(target, opened=opened)]
        self._plain(value, out)
        if not value.keys().isdisjoint(_NUMBERED):
            self._numbers(value, out)
        if not value.keys().isdisjoint(_HOLDING):
            self._below(node, value, out, opened=opened)
        return out

    def _plain(self, value: dict[str, Any], out: dict[str, Any]) -> None:
        if types_named(value.get("type")) is not None:
            types = value["type"] if isinstance(value["type"], list) else [value["type"]]
            if value.get("nullable") is True and self.document.nullable:
                types = [*types, "null"]
            out["type"] = sorted(set(types))
        if isinstance(value.get("enum"), list) and value["enum"]:
            out["enum"] = sorted(value["enum"], key=canonical)
        if isinstance(value.get("x-extensible-enum"), list) and self.hidden == "readOnly":
            out.setdefault("allOf", []).append({"enum": sorted(value["x-extensible-enum"], key=canonical)})
        if "const" in value:
            out["const"] = value["const"]
        if not value.keys().isdisjoint(_PLAIN):
            out.update((k, value[k]) for k, fits in _PLAIN.items() if k in value and fits(value[k]))
        if isinstance(value.get("format"), str) and value["format"] in _FORMATS:
            out["format"] = value["format"]
        hidden = self._hidden(value)
        if isinstance(value.get("required"), list):
            out["required"] = sorted({n for n in value["required"] if isinstance(n, str)} - hidden)

    def _hidden(self, value: dict[str, Any]) -> set[str]:
        properties = value.get("properties")
        if self.hidden is None or not isinstance(properties, dict):
            return set()
        return {n for n, s in properties.items() if isinstance(s, dict) and s.get(self.hidden) is True}

    def _numbers(self, value: dict[str, Any], out: dict[str, Any]) -> None:
        for keyword, strict in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
            if is_number(value.get(keyword)):
                out[strict if self.document.nullable and value.get(strict) is True else keyword] = value[keyword]
            if is_number(value.get(strict)):
                out[strict] = value[strict]
        if is_number(value.get("multipleOf")) and value["multipleOf"] > 0:
            out["multipleOf"] = value["multipleOf"]
        bounds = INTEGERS.get(str(value.get("format")))
        if bounds:
            out.setdefault("allOf", []).append({"minimum": bounds[0], "maximum": bounds[1]})

    def _below(self, node: Node, value: dict[str, Any], out: dict[str, Any], *, opened: bool) -> None:
        for keyword in _MANY:
            if isinstance(value.get(keyword), list) and value[keyword]:
                entries = [self._inner(node.child(keyword, i), opened=opened) for i in range(len(value[keyword]))]
                out[keyword] = [*out.get(keyword, ()), *entries]
        for keyword in _NAMED:
            if isinstance(value.get(keyword), dict):
                hidden = self._hidden(value) if keyword == "properties" else set()
                out[keyword] = {
                    n: True if n in hidden else self._inner(node.child(keyword, n), opened=opened)
                    for n in sorted(value[keyword])
                }
        for keyword in (*_ONE, *_UNEVALUATED):
            inner = value.get(keyword)
            if not isinstance(inner, dict | bool) or (self.document.nullable and keyword in _UNEVALUATED):
                continue
            if inner is False and keyword in ("additionalProperties", "unevaluatedProperties"):
                self.closes = True
                if opened:
                    continue
            out[keyword] = self._inner(node.child(keyword), opened=opened and keyword not in _TURNED)
        if isinstance(value.get("dependentRequired"), dict):
            out["dependentRequired"] = {
                k: v for k, v in value["dependentRequired"].items() if isinstance(v, list) and all(map(_is_text, v))
            }


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


_PLAIN: dict[str, Callable[[Any], bool]] = {
    "pattern": _is_text,
    "uniqueItems": _is_flag,
    **dict.fromkeys(
        (
            "maxLength",
            "minLength",
            "maxItems",
            "minItems",
            "maxProperties",
            "minProperties",
            "maxContains",
            "minContains",
        ),
        is_count,
    ),
}


def unfolding(whole: dict[str, Any]) -> int:
    """How often native code may look at one and the same value. Raises Unbounded for loops and great fans."""
    cost: dict[str, int] = {}
    stack: list[tuple[str, bool]] = [(n, False) for n in whole["$defs"]]
    open_now: set[str] = set()
    uses = {name: _uses(body) for name, body in whole["$defs"].items()}
    while stack:
        name, done = stack.pop()
        if done:
            open_now.discard(name)
            cost[name] = 1 + sum(cost.get(u, 0) for u in uses[name])
            if cost[name] > VALIDATOR_UNFOLDING:
                raise Unbounded
        elif name not in cost:
            if name in open_now:
                raise Unbounded
            open_now.add(name)
            stack.append((name, True))
            for used in uses[name]:
                if used in open_now and used not in cost:
                    raise Unbounded
                stack.append((used, False))
    return max(cost.values(), default=0)


def _uses(body: object) -> list[str]:
    """Definitions that judge the very same value."""
    found: list[str] = []
    stack = [body]
    while stack:
        at = stack.pop()
        if isinstance(at, list):
            stack.extend(at)
        elif isinstance(at, dict):
            ref = at.get("$ref")
            if isinstance(ref, str):
                found.append(ref.rsplit("/", 1)[-1])
            for keyword in _SAME_VALUE - {"$ref"}:
                inner = at.get(keyword)
                if inner is not None:
                    stack.extend(inner.values() if keyword == "dependentSchemas" else [inner])
    return found
