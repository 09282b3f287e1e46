"""The sanitised copy of a schema that native code is given: JSON Schema 2020-12, whatever the source was.

Ill-typed keywords are left out, references are followed to their end, and what would unfold without bound is refused.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct, field

from bot.contract.limits import VALIDATOR_DEFINITIONS, VALIDATOR_NOTS
from bot.contract.schema.cost import Outline, outline
from bot.contract.schema.keywords import INTEGERS, is_count, types_named
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.tags import none_of
from bot.contract.schema.unfolding import Unbounded
from bot.contract.schema.values import canonical, is_number
from bot.contract.schema.variants import Variants, variants_of
from bot.contract.schema.weights import weight

_FORMATS = frozenset(
    ("date", "date-time", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uuid", "uri-reference")
)
_ONE = ("items", "additionalProperties", "propertyNames", "contains", "not", "if", "then", "else")
_UNEVALUATED = ("unevaluatedProperties", "unevaluatedItems")
_TURNED = ("not", "if")
"""Where taking more means refusing more: a closed object stays closed there."""

_MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "dependentSchemas")

_HOLDING = frozenset((*_MANY, *_NAMED, *_ONE, *_UNEVALUATED, "dependentRequired"))
"""Keywords that hold schemas or names: most schemas have none, and need no look at each."""

_NUMBERED = frozenset(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"))


_Form = tuple[Node, bool, bool]
"""A node, whether closed objects are opened in it (or, for who sends, hidden properties left out), and whether it
stands as what one of its variants takes up.
"""


class Body(Struct, frozen=True):
    """One definition: its text, the definitions it names, whether it bends, and what it weighs."""

    text: object
    names: tuple[str, ...]
    bends: bool
    size: int
    patterns: int


class Written(Struct):
    """Definitions that were written for one schema serve all others that name the same nodes."""

    names: dict[_Form, str] = field(default_factory=dict)
    forms: dict[str, _Form] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)

    outlines: dict[str, Outline] = field(default_factory=dict)

    def outline(self, name: str) -> Outline:
        """What a definition that was written looks at."""
        if name not in self.outlines:
            self.outlines[name] = outline(self.bodies[name].text)
        return self.outlines[name]

    def name(self, form: _Form) -> str:
        """The name of a node's definition."""
        if form not in self.names:
            name = self.names[form] = f"n{len(self.names)}"
            self.forms[name] = form
        return self.names[form]


class Copy:
    """The sanitised copy being written: one definition per referenced node.

    `size` and `patterns` tell how much there is of it, and how heavy its patterns are together.
    It `bends` where it differs for who sends or who reads leniently: something is closed, or does not travel.
    """

    def __init__(self, shapes: Shapes, written: Written, *, hidden: str | None, opened: bool, sends: bool) -> None:
        self.shapes, self.document, self.written = shapes, shapes.document, written
        self.hidden, self.opened, self.sends = hidden, opened or sends, sends
        self.used: dict[str, None] = {}
        self.bends = False
        self.size = self.patterns = self._nots = 0

    def root(self, schema: Schema) -> dict[str, Any]:
        """The copy of a conjunction, with every definition that it leads to. Raises Unbounded, and Spent."""
        branches = [self._inner(n, opened=self.opened) for n in schema]
        # What has variants stands there by itself as well, so that its own reasons to refuse a value are told.
        branches += [self._taken_up(n, opened=self.opened) for n in schema if self._variants(n) is not None]
        whole: dict[str, Any] = {"$defs": self._definitions()}
        if branches:
            whole["allOf"] = branches
        return whole

    def _definitions(self) -> dict[str, Any]:
        """Every definition that what was written so far leads to."""
        found: dict[str, Any] = {}
        queue, bends = list(self.used), self.bends
        size, patterns = self.size, self.patterns
        for name in queue:
            if name in found:
                continue
            if len(found) >= VALIDATOR_DEFINITIONS:
                raise Unbounded
            if name not in self.written.bodies:
                self.used, self.bends, self.size, self.patterns = {}, False, 0, 0
                text = self._body(self.written.forms[name])
                self.written.bodies[name] = Body(text, tuple(self.used), self.bends, self.size, self.patterns)
            body = self.written.bodies[name]
            found[name] = body.text
            bends |= body.bends
            size, patterns = size + body.size, patterns + body.patterns
            queue += body.names
        self.bends, self.size, self.patterns = bends, size, patterns
        return found

    def _body(self, form: _Form) -> object:
        node, opened, is_taken_up = form
        variants = None if is_taken_up else self._variants(node)
        if variants is None:
            return self._schema(node, opened=opened, is_taken_up=is_taken_up)
        return self._told_apart(node, variants, opened=opened)

    def _variants(self, node: Node) -> Variants | None:
        return variants_of(self.shapes, (node,)) if self.document.has_variants(node) else None

    def _told_apart(self, node: Node, variants: Variants, *, opened: bool) -> object:
        """The variant that a value says it is; the schema itself where it says none of them."""
        ways = [(tag, heir) for heir, tag in variants.tags.items()]
        rest = none_of(variants.name, variants.values)
        ways += [(rest, node)] if rest is not None else []
        told = [{"allOf": [tag.value, self._taken_up(inner, opened=opened)]} for tag, inner in ways]
        return {"anyOf": sorted(told, key=canonical)}

    def _taken_up(self, node: Node, *, opened: bool) -> object:
        """A schema without its variants: as one of them holds it, or as the variant that was chosen."""
        end = self._end(node)
        if end is None:
            raise Unbounded
        return self._named((end, opened, self.document.has_variants(end)))

    def _inner(self, node: Node, *, opened: bool) -> object:
        """A subschema in place, or the name of a definition where it refers to one."""
        end = self._end(node)
        if end is None:
            raise Unbounded
        if end is node and self._variants(node) is None:
            return self._schema(node, opened=opened)
        return self._named((end, opened, False))

    def _referred(self, node: Node, *, opened: bool) -> object:
        """The name of the definition of what a reference leads to, which may be where it stands itself."""
        end = self._end(node)
        if end is None:
            raise Unbounded
        return self._named((end, opened, False))

    def _named(self, form: _Form) -> object:
        name = self.written.name(form)
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

    def _schema(self, node: Node, *, opened: bool, is_taken_up: bool = False) -> object:
        value = node.value
        if not isinstance(value, dict):
            return value if isinstance(value, bool) else True
        self._weigh(value)
        out: dict[str, Any] = {}
        if "$ref" in value:
            target = self.document.step(node)
            if target is None:
                raise Unbounded
            out["allOf"] = [self._referred(target, opened=opened)]
        if "$dynamicRef" in value:
            meant = self.document.dynamic(node)
            if len(meant) != 1:
                raise Unbounded
            out["allOf"] = [*out.get("allOf", ()), self._referred(meant[0], opened=opened)]
        self._plain(node, value, out)
        if not value.keys().isdisjoint(_NUMBERED):
            self._numbers(value, out)
        if not value.keys().isdisjoint(_HOLDING):
            self._same(node, value, out, opened=opened, is_taken_up=is_taken_up)
            self._below(node, value, out, opened=opened)
        return out

    def _weigh(self, value: dict[str, Any]) -> None:
        lists = sum(len(v) for v in value.values() if isinstance(v, list | dict))
        self.size += 3 + len(value) + lists
        self.shapes.steps.take(3 + len(value) + lists)
        named = value.get("patternProperties")
        for pattern in (value.get("pattern"), *(named if isinstance(named, dict) else ())):
            if isinstance(pattern, str):
                self.patterns += weight(pattern)

    def _plain(self, node: Node, value: dict[str, Any], out: dict[str, Any]) -> None:
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
        if isinstance(value.get("required"), list):
            out["required"] = sorted({n for n in value["required"] if isinstance(n, str)} - self._hidden(node))

    def _hidden(self, node: Node) -> set[str]:
        """The properties that do not travel this way, marked in place or in what they refer to."""
        properties = node.fields.get("properties")
        if self.hidden is None or not isinstance(properties, dict):
            return set()
        return {n for n, s in properties.items() if isinstance(s, dict) and self._is_marked(node, n, s)}

    def _is_marked(self, node: Node, name: str, said: dict[str, Any]) -> bool:
        if "$ref" not in said and "allOf" not in said:
            return said.get(str(self.hidden)) is True
        facts = self.shapes.facts((node.child("properties", name),))
        return facts.read_only if self.hidden == "readOnly" else facts.write_only

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

    def _same(self, node: Node, value: dict[str, Any], out: dict[str, Any], *, opened: bool, is_taken_up: bool) -> None:
        """Lists of schemas of the same value; and `prefixItems`, which are written alike."""
        for keyword in _MANY:
            if not isinstance(value.get(keyword), list) or not value[keyword]:
                continue
            held = [node.child(keyword, i) for i in range(len(value[keyword]))]
            if keyword == "allOf":
                out[keyword] = [*out.get(keyword, ()), *(self._part(node, part, opened=opened) for part in held)]
            elif keyword == "prefixItems":
                out[keyword] = [self._inner(part, opened=opened) for part in held]
            elif not (is_taken_up and self._holds_it(node, held)):
                out[keyword] = [self._branch(node, keyword, branch, opened=opened) for branch in held]

    def _part(self, node: Node, part: Node, *, opened: bool) -> object:
        """A part of an `allOf`: a variant takes up what it is a variant of."""
        above = self._end(part) if "$ref" in part.fields else None
        if above is None or not self.document.has_variants(above) or node not in self.document.heirs(above):
            return self._inner(part, opened=opened)
        return self._taken_up(part, opened=opened)

    def _holds_it(self, node: Node, branches: list[Node]) -> bool:
        """A union under a discriminator whose variants take up what it stands in: within them it says nothing."""
        heirs = self.document.heirs(node) if "discriminator" in node.fields else ()
        return any(self._end(branch) in heirs for branch in branches)

    def _branch(self, node: Node, kind: str, branch: Node, *, opened: bool) -> object:
        """A branch of a union, with what the discriminator asks of it."""
        inner = self._inner(branch, opened=opened)
        tag = self.shapes.tagged(node, kind, branch)[1:]
        return {"allOf": [tag[0].value, inner]} if tag else inner

    def _below(self, node: Node, value: dict[str, Any], out: dict[str, Any], *, opened: bool) -> None:
        for keyword in _NAMED:
            if isinstance(value.get(keyword), dict):
                hidden = self._hidden(node) if keyword == "properties" else set()
                self.bends |= bool(hidden)
                free = not (self.sends and opened)
                out[keyword] = {
                    n: free if n in hidden else self._inner(node.child(keyword, n), opened=opened)
                    for n in sorted(value[keyword])
                }
        for keyword in (*_ONE, *_UNEVALUATED):
            inner = value.get(keyword)
            if not isinstance(inner, dict | bool) or (self.document.nullable and keyword in _UNEVALUATED):
                continue
            if inner is False and keyword in ("additionalProperties", "unevaluatedProperties"):
                self.bends = True
                if opened and not self.sends:
                    continue
            self._nots += keyword == "not"
            if self._nots > VALIDATOR_NOTS:
                raise Unbounded
            out[keyword] = self._inner(node.child(keyword), opened=opened and keyword not in _TURNED)
            self._nots -= keyword == "not"
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
