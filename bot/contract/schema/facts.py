"""The facts of a schema: one normal form, so that two spellings of the same set of values look the same.

`$ref`, `allOf`, one-branch `anyOf`, `const`, `nullable`, `anyOf` with null, inert keywords: all are gone from it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.contract.schema.keywords import (
    ALL_TYPES,
    ANNOTATIONS,
    LIMITED,
    LOWER,
    NUMBER_FORMATS,
    NUMBERS,
    SILENT_FORMATS,
    STRING_FORMATS,
    UPPER,
    is_count,
    types_named,
)
from bot.contract.schema.nodes import Document, Node, Schema, escape, unescape, unique
from bot.contract.schema.order import bare
from bot.contract.schema.values import canonical, is_number, type_of

_DEPTH = 8
"""How far facts look through nested null unions and branches for their types; beyond it they assume any type."""


@dataclass(frozen=True, slots=True)
class Closure:
    """What one object schema says of properties it does not name: `rest`, `False` for none allowed."""

    names: frozenset[str]
    patterns: tuple[str, ...]
    rest: Node

    @property
    def closed(self) -> bool:
        """No further property is allowed."""
        return self.rest.value is False

    def covers(self, name: str) -> bool:
        """The name falls under `rest`. With patterns we cannot tell, and say no."""
        return name not in self.names and not self.patterns


@dataclass(frozen=True, slots=True)
class Group:
    """An `anyOf` or `oneOf` with at least two branches."""

    kind: str
    node: Node
    branches: tuple[Node, ...]


@dataclass(slots=True)
class Facts:
    """What values a conjunction of schemas takes.

    `other` holds the keywords with no lattice of their own, `parts` every schema that the conjunction unfolds to.
    """

    types: frozenset[str] = ALL_TYPES
    enum: dict[str, object] | None = None
    enum_node: Node | None = None
    limits: dict[str, Any] = field(default_factory=dict)
    multiples: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    unique_items: bool = False
    properties: dict[str, Schema] = field(default_factory=dict)
    required: dict[str, None] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()
    open_said: bool = False
    pattern_properties: dict[str, Schema] = field(default_factory=dict)
    prefixes: tuple[tuple[Schema, Schema], ...] = ()
    items: Schema = ()
    groups: tuple[Group, ...] = ()
    other: dict[str, tuple[Node, ...]] = field(default_factory=dict)
    broken: tuple[Node, ...] = ()
    default: str | None = None
    read_only: bool = False
    write_only: bool = False
    loose_null: bool = False
    extensible: dict[str, object] | None = None
    open_enum: bool = False
    discriminator: str | None = None
    xml: str | None = None
    deprecated: bool = False
    where: dict[str, Node] = field(default_factory=dict)
    parts: tuple[Node, ...] = field(default=(), compare=False)

    @property
    def never(self) -> bool:
        """No value is taken."""
        return not self.types or self.enum == {}

    @property
    def free_form(self) -> bool:
        """An object schema that names no property: a map with any names."""
        return "object" in self.types and not self.properties

    def slot(self, index: int) -> Schema:
        """What the array item at `index` must be."""
        return unique(n for before, rest in self._arrays() for n in ((before[index],) if index < len(before) else rest))

    @property
    def slots(self) -> int:
        """How many positions have a schema of their own."""
        return max((len(before) for before, _ in self._arrays()), default=0)

    def _arrays(self) -> tuple[tuple[Schema, Schema], ...]:
        return (*self.prefixes, ((), self.items))


class Shapes:
    """The facts of a document's schemas, each worked out once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._known: dict[Schema, Facts] = {}
        self._open: set[Schema] = set()
        self._cut = False
        self._unions: dict[tuple[Node, str], tuple[tuple[Node, ...], tuple[Node, ...]]] = {}

    def facts(self, schema: Schema, depth: int = 0) -> Facts:
        """The facts of a conjunction."""
        known = self._known.get(schema)
        if known is not None:
            return known
        if schema in self._open or depth > _DEPTH:
            self._cut = True
            return Facts()
        if not self._open:
            for inner in reversed(self._nested(schema)):
                self.facts(inner)
        outer_cut, self._cut = self._cut, False
        self._open.add(schema)
        try:
            facts = _Gathering(self, depth).gather(schema)
        finally:
            self._open.discard(schema)
        if not self._cut or not self._open:
            self._known[schema] = facts
        self._cut = (self._cut or outer_cut) and bool(self._open)
        return facts

    def settled(self, schema: Schema) -> Schema:
        """The same conjunction with what pure references name in their place."""
        if not any("$ref" in node.fields for node in schema):
            return schema
        return unique(self._settled(node) for node in schema)

    def _settled(self, node: Node) -> Node:
        seen: set[Node] = set()
        at = node
        while "$ref" in at.fields and (self.document.nullable or len(at.fields) == 1):
            below = self.document.step(at)
            if below is None or below in seen:
                return node
            seen.add(below)
            at = below
        return at

    def _nested(self, schema: Schema) -> list[Schema]:
        """What null unions within null unions hold, outermost first; nothing where they lead back to themselves.

        With the innermost worked out first none needs another's depth.
        """
        found: dict[Schema, None] = {}
        while len(schema) == 1:
            node = self._settled(schema[0])
            kind = next((k for k in ("anyOf", "oneOf") if k in node.fields), None)
            branches, plain = self.union(node, kind) if kind else ((), ())
            if len(plain) != 1 or len(plain) == len(branches):
                break
            schema = plain
            if schema in found:
                return []
            if schema in self._known:
                break
            found[schema] = None
        return [*found]

    def union(self, node: Node, kind: str) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
        """The branches under a keyword, and those that are more than null."""
        found = self._unions.get((node, kind))
        if found is None:
            content = node.fields[kind]
            branches = tuple(node.child(kind, i) for i in range(len(content))) if isinstance(content, list) else ()
            found = (branches, tuple(b for b in branches if not _only_null(b)))
            self._unions[node, kind] = found
        return found


class _Gathering:
    """One conjunction being unfolded; the stack is explicit because a `$ref` chain may be 20,000 long."""

    def __init__(self, shapes: Shapes, depth: int) -> None:
        self.shapes = shapes
        self.document = shapes.document
        self.depth = depth
        self.out = Facts()
        self.stack: list[Node] = []
        self.atom_enum: list[dict[str, object]] = []

    def gather(self, schema: Schema) -> Facts:
        self.stack = list(reversed(schema))
        seen: dict[Node, None] = {}
        while self.stack:
            node = self.stack.pop()
            if node not in seen:
                seen[node] = None
                self._one(node)
        self.out.parts = tuple(seen)
        for keyword, nodes in self.out.other.items():
            if len(nodes) > 1:  # the order of an `allOf` says nothing
                self.out.other[keyword] = tuple(sorted(nodes, key=lambda n: canonical(bare(n.value))))
        return _pruned(self.out)

    def _one(self, node: Node) -> None:
        value = node.value
        if value is False:
            self.out.types = frozenset()
            self.out.where.setdefault("type", node)
        elif isinstance(value, dict):
            self._object(node, value)
        elif value is not True:
            self.out.broken += (node,)
            self._strange("schema", value, node)

    def _object(self, node: Node, value: dict[str, Any]) -> None:
        if "$ref" in value:
            self._ref(node, value)
            if self.document.nullable:
                return
        if value.get("nullable") is True and self.document.nullable and "type" not in value:
            self.out.loose_null = True
        for keyword, content in value.items():
            handler = _HANDLERS.get(keyword)
            if handler is not None:
                self.out.where.setdefault(keyword, node)
                handler(self, node, value, content)
            elif keyword == "$dynamicRef" and (target := self._dynamic(node, content)) is not None:
                self.stack.append(target)
            elif keyword not in ANNOTATIONS and not keyword.startswith("x-"):
                self._strange(keyword, content, node)
        self._marks(value)
        self._closure(node, value)

    def _ref(self, node: Node, value: dict[str, Any]) -> None:
        target = self.document.step(node)
        if target is None:
            self.out.broken += (node,)
            self._strange("$ref", value["$ref"], node)
        else:
            self.stack.append(target)

    def _dynamic(self, node: Node, name: object) -> Node | None:
        """What a `$dynamicRef` leads to, where that is the same from everywhere."""
        return self.document.step(Node(node.file, node.pointer, {"$ref": name})) if isinstance(name, str) else None

    def _marks(self, value: dict[str, Any]) -> None:
        self.out.read_only |= value.get("readOnly") is True
        self.out.write_only |= value.get("writeOnly") is True
        self.out.deprecated |= value.get("deprecated") is True
        if "default" in value:
            self.out.default = canonical(value["default"])

    def _strange(self, keyword: str, content: object, node: Node) -> None:
        place = Node(node.file, f"{node.pointer}/{escape(keyword)}", content)
        self.out.other[keyword] = (*self.out.other.get(keyword, ()), place)
        self.out.where.setdefault(keyword, node)

    def _closure(self, node: Node, value: dict[str, Any]) -> None:
        rest = value.get("additionalProperties", True)
        if rest is True or rest == {}:
            self.out.open_said |= "additionalProperties" in value
            return
        if not isinstance(rest, dict | bool):
            self._strange("additionalProperties", rest, node)
            return
        names = value.get("properties")
        patterns = value.get("patternProperties")
        self.out.closures += (
            Closure(
                frozenset(names) if isinstance(names, dict) else frozenset(),
                tuple(sorted(patterns)) if isinstance(patterns, dict) else (),
                node.child("additionalProperties"),
            ),
        )
        self.out.where.setdefault("additionalProperties", node)

    def type(self, node: Node, value: dict[str, Any], content: object) -> None:
        types = types_named(content)
        if types is None:
            self._strange("type", content, node)
            return
        if value.get("nullable") is True and self.document.nullable:
            types |= {"null"}
            enum = value.get("enum")
            self.out.loose_null |= isinstance(enum, list) and None not in enum
        self.out.types &= types

    def enum(self, node: Node, value: dict[str, Any], content: object) -> None:
        values = [content] if "const" in value and content is value["const"] else content
        if not isinstance(values, list):
            self._strange("enum", content, node)
            return
        table = {canonical(v): v for v in values}
        have = self.out.enum
        self.out.enum = table if have is None else {k: v for k, v in have.items() if k in table}

    def const(self, node: Node, value: dict[str, Any], content: object) -> None:
        table = {canonical(content): content}
        have = self.out.enum
        self.out.enum = table if have is None else {k: v for k, v in have.items() if k in table}
        self.out.where.setdefault("enum", node)

    def extensible(self, node: Node, value: dict[str, Any], content: object) -> None:
        if isinstance(content, list):
            self.out.extensible = {canonical(v): v for v in content}
        self.out.open_enum |= content is True

    def ms_enum(self, node: Node, value: dict[str, Any], content: object) -> None:
        self.out.open_enum |= isinstance(content, dict) and content.get("modelAsString") is True

    def xml(self, node: Node, value: dict[str, Any], content: object) -> None:
        """Without what is the default: no attribute, not wrapped, the property's own name."""
        if not isinstance(content, dict):
            self._strange("xml", content, node)
            return
        *_, holder, name = ("", "", *node.pointer.split("/"))
        own = unescape(name) if holder == "properties" else None
        said = {k: v for k, v in content.items() if v is not False and not (k == "name" and v == own)}
        self.out.xml = canonical(said) if said else None

    def upper(self, keyword: str, node: Node, content: object) -> None:
        if not is_count(content):
            self._strange(keyword, content, node)
            return
        have = self.out.limits.get(keyword)
        self.out.limits[keyword] = content if have is None else min(have, content)

    def lower(self, keyword: str, node: Node, content: object) -> None:
        if not is_count(content):
            self._strange(keyword, content, node)
        elif content:
            self.out.limits[keyword] = max(self.out.limits.get(keyword, 0), content)

    def bound(self, keyword: str, node: Node, value: dict[str, Any], content: object) -> None:
        """`minimum` and `maximum` with their exclusive forms, as (value, exclusive) of the tightest."""
        side = "minimum" if keyword.lower().endswith("minimum") else "maximum"
        if isinstance(content, bool) and self.document.nullable and keyword.startswith("exclusive"):
            return
        if not is_number(content):
            self._strange(keyword, content, node)
            return
        flag = value.get("exclusiveMinimum" if side == "minimum" else "exclusiveMaximum")
        exclusive = keyword.startswith("exclusive") or (flag is True and self.document.nullable)
        have = self.out.limits.get(side)
        new = (content, exclusive)
        if have is None or _tighter(side, new, have):
            self.out.limits[side] = new
            self.out.where[side] = node

    def multiple(self, node: Node, value: dict[str, Any], content: object) -> None:
        if not is_number(content) or content <= 0:  # type: ignore[operator] # is_number says it
            self._strange("multipleOf", content, node)
        else:
            self.out.multiples |= {canonical(content)}

    def pattern(self, node: Node, value: dict[str, Any], content: object) -> None:
        if isinstance(content, str):
            self.out.patterns |= {content}
        else:
            self._strange("pattern", content, node)

    def format(self, node: Node, value: dict[str, Any], content: object) -> None:
        if not isinstance(content, str):
            self._strange("format", content, node)
        elif content not in SILENT_FORMATS:
            self.out.formats |= {content}

    def unique(self, node: Node, value: dict[str, Any], content: object) -> None:
        if isinstance(content, bool):
            self.out.unique_items |= content
        else:
            self._strange("uniqueItems", content, node)

    def properties(self, node: Node, value: dict[str, Any], content: object) -> None:
        if not isinstance(content, dict):
            self._strange("properties", content, node)
            return
        known, file, above = self.out.properties, node.file, f"{node.pointer}/properties/"
        for name, schema in content.items():
            here = Node(file, above + escape(name), schema)
            known[name] = unique((*known[name], here)) if name in known else (here,)

    def pattern_properties(self, node: Node, value: dict[str, Any], content: object) -> None:
        if not isinstance(content, dict) or self.document.nullable:
            self._strange("patternProperties", content, node)
            return
        for text in content:
            here = node.child("patternProperties", text)
            self.out.pattern_properties[text] = unique((*self.out.pattern_properties.get(text, ()), here))

    def required(self, node: Node, value: dict[str, Any], content: object) -> None:
        if isinstance(content, list) and all(isinstance(n, str) for n in content):
            self.out.required.update(dict.fromkeys(content))
        elif not isinstance(content, bool):
            self._strange("required", content, node)

    def items(self, node: Node, value: dict[str, Any], content: object) -> None:
        if isinstance(content, list):
            self._strange("items", content, node)
            return
        here = node.child("items")
        before = value.get("prefixItems")
        if isinstance(before, list) and before and not self.document.nullable:
            return
        self.out.items = unique((*self.out.items, here))

    def prefix(self, node: Node, value: dict[str, Any], content: object) -> None:
        if not isinstance(content, list) or self.document.nullable:
            self._strange("prefixItems", content, node)
            return
        before = tuple(node.child("prefixItems", i) for i in range(len(content)))
        rest = (node.child("items"),) if "items" in value and not isinstance(value["items"], list) else ()
        self.out.prefixes += ((before, rest),)

    def all_of(self, node: Node, value: dict[str, Any], content: object) -> None:
        if isinstance(content, list) and content:
            self.stack.extend(node.child("allOf", i) for i in reversed(range(len(content))))
        else:
            self._strange("allOf", content, node)

    def union(self, kind: str, node: Node, content: object) -> None:
        if not isinstance(content, list) or not content:
            self._strange(kind, content, node)
            return
        branches, plain = self.shapes.union(node, kind)
        if len(branches) == 1:
            self.stack.append(branches[0])
            return
        if not self._null_union(kind, branches, plain):
            self.out.groups += (Group(kind, node, branches),)

    def _null_union(self, kind: str, branches: tuple[Node, ...], plain: tuple[Node, ...]) -> bool:
        """`anyOf: [X, null]` is X or null, when nothing in X but its types speaks of null."""
        if len(plain) != 1 or len(plain) == len(branches):
            return False
        inner = self.shapes.facts((plain[0],), self.depth + 1)
        if inner.never or inner.groups or inner.other or inner.broken or inner == Facts():
            return False
        if kind == "oneOf" and "null" in inner.types:
            return False
        self._absorb(inner)
        return True

    def _absorb(self, inner: Facts) -> None:
        out = self.out
        out.types &= inner.types | {"null"}
        if inner.enum is not None:
            table = {**inner.enum, "null": None}
            out.enum = table if out.enum is None else {k: v for k, v in out.enum.items() if k in table}
        for keyword, limit in inner.limits.items():
            have = out.limits.get(keyword)
            if have is None or _stricter(keyword, limit, have):
                out.limits[keyword] = limit
        out.multiples |= inner.multiples
        out.patterns |= inner.patterns
        out.formats |= inner.formats
        out.unique_items |= inner.unique_items
        for name, schema in inner.properties.items():
            out.properties[name] = unique((*out.properties.get(name, ()), *schema))
        for text, schema in inner.pattern_properties.items():
            out.pattern_properties[text] = unique((*out.pattern_properties.get(text, ()), *schema))
        out.required.update(inner.required)
        out.closures += inner.closures
        out.open_said |= inner.open_said
        out.prefixes += inner.prefixes
        out.items = unique((*out.items, *inner.items))
        out.read_only |= inner.read_only
        out.write_only |= inner.write_only
        out.loose_null |= inner.loose_null
        out.deprecated |= inner.deprecated
        out.extensible = inner.extensible if out.extensible is None else out.extensible
        out.open_enum |= inner.open_enum
        out.discriminator = out.discriminator or inner.discriminator
        out.xml = out.xml or inner.xml
        out.default = inner.default if out.default is None else out.default
        for keyword, node in inner.where.items():
            out.where.setdefault(keyword, node)

    def discriminator(self, node: Node, value: dict[str, Any], content: object) -> None:
        self.out.discriminator = canonical(content)


_Handler = Callable[[_Gathering, Node, dict[str, Any], object], None]


def _upper(keyword: str) -> _Handler:
    return lambda g, node, value, content: g.upper(keyword, node, content)


def _lower(keyword: str) -> _Handler:
    return lambda g, node, value, content: g.lower(keyword, node, content)


def _bound(keyword: str) -> _Handler:
    return lambda g, node, value, content: g.bound(keyword, node, value, content)


def _union(keyword: str) -> _Handler:
    return lambda g, node, value, content: g.union(keyword, node, content)


_HANDLERS: dict[str, _Handler] = {
    "type": _Gathering.type,
    "enum": _Gathering.enum,
    "const": _Gathering.const,
    "x-extensible-enum": _Gathering.extensible,
    "x-ms-enum": _Gathering.ms_enum,
    "xml": _Gathering.xml,
    **{k: _upper(k) for k in ("maxLength", "maxItems", "maxProperties")},
    **{k: _lower(k) for k in LOWER},
    **{k: _bound(k) for k in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")},
    "multipleOf": _Gathering.multiple,
    "pattern": _Gathering.pattern,
    "format": _Gathering.format,
    "uniqueItems": _Gathering.unique,
    "properties": _Gathering.properties,
    "patternProperties": _Gathering.pattern_properties,
    "required": _Gathering.required,
    "additionalProperties": lambda g, node, value, content: None,
    "items": _Gathering.items,
    "prefixItems": _Gathering.prefix,
    "allOf": _Gathering.all_of,
    "anyOf": _union("anyOf"),
    "oneOf": _union("oneOf"),
    "$ref": lambda g, node, value, content: None,
    "discriminator": _Gathering.discriminator,
}


def _only_null(node: Node) -> bool:
    rest = {k: v for k, v in node.fields.items() if k not in ANNOTATIONS}
    return rest in ({"type": "null"}, {"enum": [None]}, {"const": None}, {"type": ["null"]}) and bool(node.fields)


def _tighter(side: str, new: tuple[Any, bool], have: tuple[Any, bool]) -> bool:
    if new[0] == have[0]:
        return new[1] and not have[1]
    return bool(new[0] > have[0]) if side == "minimum" else bool(new[0] < have[0])


def _stricter(keyword: str, new: Any, have: Any) -> bool:
    if keyword in ("minimum", "maximum"):
        return _tighter(keyword, new, have)
    return bool(new < have) if keyword in UPPER else bool(new > have)


def _pruned(facts: Facts) -> Facts:
    """Without the keywords that say nothing: inert for the types that are left, or implied by the enum."""
    if facts.enum is not None:
        _prune_enum(facts)
    types = facts.types
    if facts.limits:
        facts.limits = {k: v for k, v in facts.limits.items() if LIMITED[k] & types}
    if not types & NUMBERS:
        facts.multiples = frozenset()
    if "string" not in types:
        facts.patterns = frozenset()
        facts.formats -= STRING_FORMATS
    if not types & NUMBERS:
        facts.formats -= NUMBER_FORMATS
    if "array" not in types:
        facts.items, facts.prefixes, facts.unique_items = (), (), False
    if "object" not in types:
        facts.properties, facts.required, facts.pattern_properties = {}, {}, {}
        facts.closures, facts.open_said = (), False
    return facts


def _prune_enum(facts: Facts) -> None:
    enum = {k: v for k, v in (facts.enum or {}).items() if type_of(v) in facts.types and _within(v, facts)}
    facts.types &= frozenset(type_of(v) for v in enum.values())
    whole_boolean = facts.types - {"null"} == {"boolean"} and {"true", "false"} <= set(enum)
    facts.enum = None if whole_boolean or facts.types == {"null"} else enum
    if facts.types <= {"null", "boolean", "integer", "fraction", "string"}:
        for text in sorted(facts.patterns):
            node = facts.where["pattern"]
            beside = Node(node.file, f"{node.pointer}/pattern", text)
            facts.other["pattern"] = (*facts.other.get("pattern", ()), beside)
        facts.limits, facts.multiples, facts.patterns, facts.formats = {}, frozenset(), frozenset(), frozenset()


def _within(value: object, facts: Facts) -> bool:
    for keyword, limit in facts.limits.items():
        if keyword in ("minimum", "maximum") and is_number(value):
            if value != limit[0] and _tighter(keyword, limit, (value, False)):
                return False
            if value == limit[0] and limit[1]:
                return False
        if isinstance(value, str) and keyword == "maxLength" and len(value) > limit:
            return False
        if isinstance(value, str) and keyword == "minLength" and len(value) < limit:
            return False
    return True
