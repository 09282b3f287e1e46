"""One schema unfolded into its facts, keyword by keyword."""

from collections.abc import Callable
from typing import Any

from bot.contract.limits import AGAIN
from bot.contract.schema.facts import Closure, Facts
from bot.contract.schema.gathering_values import Around, Values
from bot.contract.schema.inert import pruned, tighter
from bot.contract.schema.keywords import (
    ANNOTATIONS,
    LOWER,
    UPPER,
)
from bot.contract.schema.languages import TRIVIAL, reading_cost
from bot.contract.schema.nodes import Node, Schema, escape
from bot.contract.schema.order import bare_text
from bot.contract.schema.values import canonical


def gather(schema: Schema, around: Around, depth: int) -> Facts:
    """The facts of a conjunction; `depth` counts the null unions that it was reached through."""
    return _Gathering(around, depth).gather(schema)


class _Gathering(Values):
    """One conjunction being unfolded; the stack is explicit because a `$ref` chain may be 20,000 long."""

    def gather(self, schema: Schema) -> Facts:
        self.stack = list(reversed(schema))
        seen: dict[Node, None] = {}
        while self.stack:
            node = self.stack.pop()
            if node not in seen:
                seen[node] = None
                self.price = AGAIN // 2 if node in self.shapes.met else 1
                self.shapes.met.add(node)
                self.pay_below(node, 3 + len(node.fields))
                self._one(node)
        self.out.parts = tuple(seen)
        self.held.put_into(self.out)
        for keyword, nodes in self.out.other.items():
            if len(nodes) > 1:  # the order of an `allOf` says nothing
                self.out.other[keyword] = tuple(sorted(nodes, key=lambda n: bare_text(n.value)))
        return pruned(self.out)

    def _one(self, node: Node) -> None:
        value = node.value
        if value is False:
            self.out.types = frozenset()
            self.out.where.setdefault("type", node)
        elif isinstance(value, dict):
            self._object(node, value)
        elif value is not True:
            self.held.broken.append(node)
            self.strange("schema", value, node)

    def _object(self, node: Node, value: dict[str, Any]) -> None:
        if "$ref" in value:
            self._ref(node, value, self.document.step(node), "$ref")
            if self.document.nullable:
                return
        if value.get("nullable") is True and self.document.nullable and "type" not in value:
            self.out.loose_null = True
        for keyword, content in value.items():
            handler = _HANDLERS.get(keyword)
            if handler is not None:
                self.out.where.setdefault(keyword, node)
                handler(self, node, value, content)
            elif keyword == "not" and (content is True or content == {}):  # the `false` of 3.0
                self.out.types = frozenset()
                self.out.where.setdefault("type", node)
            elif keyword == "$dynamicRef":
                self._ref(node, value, self._dynamic(node), keyword)
            elif keyword not in ANNOTATIONS and not keyword.startswith("x-"):
                self.strange(keyword, content, node)
        self._marks(value)
        self._closure(node, value)

    def _ref(self, node: Node, value: dict[str, Any], target: Node | None, keyword: str) -> None:
        if target is None:
            self.held.broken.append(node)
            self.strange(keyword, value[keyword], node)
        else:
            self.stack.append(target)

    def _dynamic(self, node: Node) -> Node | None:
        """What a `$dynamicRef` leads to, where that is the same from everywhere."""
        found = self.document.dynamic(node)
        return found[0] if len(found) == 1 else None

    def _marks(self, value: dict[str, Any]) -> None:
        self.out.read_only |= value.get("readOnly") is True
        self.out.write_only |= value.get("writeOnly") is True
        self.out.deprecated |= value.get("deprecated") is True
        if "default" in value:
            self.out.default = canonical(value["default"])

    def _closure(self, node: Node, value: dict[str, Any]) -> None:
        rest = value.get("additionalProperties", True)
        if rest is True or rest == {}:
            self.out.open_said |= "additionalProperties" in value
            return
        if not isinstance(rest, dict | bool):
            self.strange("additionalProperties", rest, node)
            return
        names = value.get("properties")
        patterns = value.get("patternProperties")
        if isinstance(patterns, dict) and not self.document.nullable and not TRIVIAL.isdisjoint(patterns):
            return  # nothing is left for it
        self.held.closures.append(
            Closure(
                frozenset(names) if isinstance(names, dict) else frozenset(),
                tuple(sorted(patterns)) if isinstance(patterns, dict) else (),
                node.child("additionalProperties"),
            )
        )
        self.out.where.setdefault("additionalProperties", node)

    def properties(self, node: Node, value: dict[str, Any], content: object) -> None:
        if not isinstance(content, dict):
            self.strange("properties", content, node)
            return
        self.pay_below(node, len(content))
        known, file, above = self.out.properties, node.file, f"{node.pointer}/properties/"
        for name, schema in content.items():
            here = Node(file, above + escape(name), schema)
            if name in known:
                self.held.again(known, name, (here,))
            else:
                known[name] = (here,)

    def pattern_properties(self, node: Node, value: dict[str, Any], content: object) -> None:
        if not isinstance(content, dict) or self.document.nullable:
            self.strange("patternProperties", content, node)
            return
        self.pay_below(node, len(content))
        for text in content:
            self.pay(reading_cost(text))
            here = node.child("patternProperties", text)
            if text in TRIVIAL:  # names of all sorts, those that stand beside it among them
                self.held.closures.append(Closure(frozenset(), (), here))
                self.out.where.setdefault("additionalProperties", node)
            else:
                self.held.again(self.out.pattern_properties, text, (here,))

    def required(self, node: Node, value: dict[str, Any], content: object) -> None:
        if isinstance(content, list) and all(isinstance(n, str) for n in content):
            self.out.required.update(dict.fromkeys(content))
        elif not isinstance(content, bool):
            self.strange("required", content, node)

    def items(self, node: Node, value: dict[str, Any], content: object) -> None:
        if isinstance(content, list):
            self.strange("items", content, node)
            return
        here = node.child("items")
        before = value.get("prefixItems")
        if isinstance(before, list) and before and not self.document.nullable:
            return
        self.held.items[here] = None

    def prefix(self, node: Node, value: dict[str, Any], content: object) -> None:
        if not isinstance(content, list) or self.document.nullable:
            self.strange("prefixItems", content, node)
            return
        self.pay_below(node, len(content))
        before = tuple(node.child("prefixItems", i) for i in range(len(content)))
        rest = (node.child("items"),) if "items" in value and not isinstance(value["items"], list) else ()
        self.held.prefixes.append((before, rest))

    def all_of(self, node: Node, value: dict[str, Any], content: object) -> None:
        if isinstance(content, list) and content:
            self.pay_below(node, len(content))
            self.stack.extend(node.child("allOf", i) for i in reversed(range(len(content))))
        else:
            self.strange("allOf", content, node)

    def union(self, kind: str, node: Node, content: object) -> None:
        if not isinstance(content, list) or not content:
            self.strange(kind, content, node)
            return
        group, plain = self.shapes.union(node, kind)
        if len(group.branches) == 1:
            self.stack.extend(reversed(self.shapes.tagged(node, kind, group.branches[0])))
            return
        if not self._null_union(kind, node, group.branches, plain):
            self.held.groups.append(group)

    def _null_union(self, kind: str, node: Node, branches: tuple[Node, ...], plain: tuple[Node, ...]) -> bool:
        """`anyOf: [X, null]` is X or null, when nothing in X but its types speaks of null."""
        if len(plain) != 1 or len(plain) == len(branches):
            return False
        inner = self.shapes.facts(self.shapes.tagged(node, kind, plain[0]), self.depth + 1)
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
        self.held.take_up(inner)
        self.steps.take(len(inner.properties) + len(inner.pattern_properties))
        for name, schema in inner.properties.items():
            self.held.again(out.properties, name, schema)
        for text, schema in inner.pattern_properties.items():
            self.held.again(out.pattern_properties, text, schema)
        out.unique_items |= inner.unique_items
        out.required.update(inner.required)
        out.open_said |= inner.open_said
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


def _stricter(keyword: str, new: Any, have: Any) -> bool:
    if keyword in ("minimum", "maximum"):
        return tighter(keyword, new, have)
    return bool(new < have) if keyword in UPPER else bool(new > have)
