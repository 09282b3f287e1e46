"""The second opinion: an independent validator (`jsonschema-rs`) over a sanitised copy of a schema.

The copy is JSON Schema 2020-12 whatever the source was, without ill-typed keywords; references are followed to their
end; what would unfold without bound is refused, because native code cannot be stopped from outside.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice
from typing import Any, Protocol

from bot.contract.schema.cost import MOST_WORK, Outline, TooMuch, depth_of, outline, work, work_bound
from bot.contract.schema.keywords import INTEGERS, is_count, types_named
from bot.contract.schema.nodes import Document, Node, Schema
from bot.contract.schema.values import canonical, is_number

_MOST_DEFINITIONS = 4_000
_MOST_UNFOLDING = 1_000
_LONG_VALUE = 60
"""Characters of a refused value that are told."""

_MOST_WORDS = 20
_WORDY = 100
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


class _Check(Protocol):
    def is_valid(self, instance: object) -> bool: ...
    def iter_errors(self, instance: object) -> Iterator[Any]: ...


class Unbounded(Exception):
    """The schema would unfold further than we let native code go."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason to refuse a value: the keyword, for `required` the name it misses; `is_below`: in a part of it."""

    keyword: str
    name: str | None
    is_below: bool
    words: str


def shortest(refusals: Iterable[Refusal]) -> str:
    """The words that are the shortest; none where there is no refusal."""
    return min((one.words for one in refusals), key=lambda words: (len(words), words), default="")


def _in_short(message: str, value: object) -> str:
    """The validator's words, which begin with the value refused, with no more of a long one than tells which it is."""
    if len(message) <= _LONG_VALUE:
        return message
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if len(text) <= _LONG_VALUE or not message.startswith(text):
        return message
    return f"{text[:_LONG_VALUE]}…{message.removeprefix(text)}"


@dataclass(slots=True)
class Validator:
    """Validates values against schemas of one document.

    Where the client sends, an open list of values (`x-extensible-enum`) is the list of those the server knows.
    `hidden` names the mark of properties that do not travel on this side (`readOnly` in requests). `opened` drops
    the closing of objects, for readers to whom an unknown name is no reason to refuse.
    """

    document: Document
    hidden: str | None = None
    opened: bool = False
    _built: dict[Schema, _Check | None] = field(default_factory=dict)
    _costs: dict[Schema, int] = field(default_factory=dict)
    _closing: set[Schema] = field(default_factory=set)
    _texts: dict[Schema, tuple[dict[str, Any], Callable[[int], int]]] = field(default_factory=dict)
    _written: "_Written" = field(default_factory=lambda: _Written())

    def accepts(self, schema: Schema, value: object) -> bool | None:
        """Whether the value is valid; `None` where that cannot be decided safely."""
        if schema not in self._built:
            self._built[schema] = self._build(schema)
        check = self._built[schema]
        if check is None or not self._is_little_work(schema, value):
            return None
        try:
            return check.is_valid(value)
        except (ValueError, RecursionError, OverflowError):
            return None

    def _is_little_work(self, schema: Schema, value: object) -> bool:
        """Native code gets only what it can be done with soon."""
        text, bound = self._texts[schema]
        depth = depth_of(value)
        if bound(depth) <= MOST_WORK:
            return True
        try:
            return work(text, value) <= MOST_WORK
        except TooMuch:
            return False

    def closes(self, schema: Schema) -> bool:
        """Some object in the schema (which has been asked about) takes no further names."""
        return schema in self._closing

    def why_not(self, schema: Schema, value: object) -> str:
        """The validator's own words for refusing a value; none for a schema whose errors would nest too deeply.

        (Native code spends the cube of the depth on them: 25 s for 400 nested unions.)
        """
        return shortest(self.refusals(schema, value))

    def refusals(self, schema: Schema, value: object) -> list[Refusal]:
        """Each error of the validator, as far as it names them; none where its errors would nest too deeply."""
        check = self._built.get(schema) if self._costs.get(schema, 0) <= _WORDY else None
        errors = islice(check.iter_errors(value), _MOST_WORDS) if check is not None else ()
        return [
            Refusal(
                keyword=str(next(iter(reversed(e.schema_path)), "")),
                name=getattr(e.kind, "property", None),
                is_below=bool(e.instance_path),
                words=_in_short(str(e.message), e.instance),
            )
            for e in errors
        ]

    def _build(self, schema: Schema) -> _Check | None:
        import jsonschema_rs  # slow to import, and needed only when something breaks

        try:
            copy = _Copy(self)
            text = copy.root(schema)
            if copy.closes:
                self._closing.add(schema)
            self._costs[schema] = _unfolding(text)
            outlines = {name: self._written.outline(name) for name in text["$defs"]}
            root = outline({"allOf": text.get("allOf", [])})
            self._texts[schema] = (text, cache(partial(work_bound, outlines, root)))
            return jsonschema_rs.Draft202012Validator(
                text, offline=True, validate_formats=True, pattern_options=jsonschema_rs.RegexOptions()
            )
        except (Unbounded, ValueError, RecursionError, OverflowError):
            return None


@dataclass(slots=True)
class _Written:
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


class _Copy:
    """The sanitised copy being written: one definition per referenced node."""

    def __init__(self, of: Validator) -> None:
        self.of = of
        self.document = of.document
        self.written = of._written
        self.used: dict[str, None] = {}
        self.closes = False

    def root(self, schema: Schema) -> dict[str, Any]:
        branches = [self._inner(n, opened=self.of.opened) for n in schema]
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
            if len(found) >= _MOST_DEFINITIONS:
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
        if isinstance(value.get("x-extensible-enum"), list) and self.of.hidden == "readOnly":
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
        if self.of.hidden is None or not isinstance(properties, dict):
            return set()
        return {n for n, s in properties.items() if isinstance(s, dict) and s.get(self.of.hidden) is True}

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


def _unfolding(whole: dict[str, Any]) -> int:
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
            if cost[name] > _MOST_UNFOLDING:
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
