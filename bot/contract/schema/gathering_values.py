"""What a conjunction's parts say of single values: types, lists of values, limits, patterns, formats."""

from typing import Any, Protocol

from bot.contract.schema.facts import Facts, Group
from bot.contract.schema.gathered import Gathered
from bot.contract.schema.inert import tighter
from bot.contract.schema.keywords import ALL_TYPES, SILENT_FORMATS, is_count, types_named
from bot.contract.schema.languages import reading_cost
from bot.contract.schema.nodes import Document, Node, Schema, carried, escape, unescape
from bot.contract.schema.values import canonical, is_number
from bot.contract.steps import Steps


class Around(Protocol):
    """What a conjunction needs of the document it stands in."""

    document: Document
    steps: Steps
    met: set[Node]
    """Places that were a part of some conjunction already."""

    def facts(self, schema: Schema, depth: int = 0) -> Facts:
        """The facts of another conjunction."""

    def union(self, node: Node, kind: str) -> tuple[Group, tuple[Node, ...]]:
        """The union under a keyword, and its branches that are more than null."""

    def tagged(self, node: Node, kind: str, branch: Node) -> Schema:
        """A branch under a keyword, with what a discriminator asks of it."""


class Values:
    """The facts of one conjunction being gathered, as far as its keywords speak of single values."""

    def __init__(self, shapes: Around, depth: int) -> None:
        self.shapes = shapes
        self.document = shapes.document
        self.steps = shapes.steps
        self.depth = depth
        self.out = Facts()
        self.stack: list[Node] = []
        self.held = Gathered()
        self.price = 1

    def pay(self, count: int) -> None:
        """Steps for a part; what was met before, in another conjunction, costs more."""
        self.steps.take(self.price * count)

    def pay_below(self, node: Node, count: int) -> None:
        """Steps for places below one, each of which carries its pointer: a long one costs as much more."""
        self.pay(count * carried(node))

    def strange(self, keyword: str, content: object, node: Node) -> None:
        """A keyword that is not understood here: what stands under it is kept as it is."""
        place = Node(node.file, f"{node.pointer}/{escape(keyword)}", content)
        self.held.other.setdefault(keyword, []).append(place)
        self.out.where.setdefault(keyword, node)

    def type(self, node: Node, value: dict[str, Any], content: object) -> None:
        """`type`, with what `nullable` adds to it in OpenAPI 3.0."""
        types = types_named(content)
        if types is None:
            self.strange("type", content, node)
            return
        if value.get("nullable") is True and self.document.nullable:
            types |= {"null"}
            enum = value.get("enum")
            self.out.loose_null |= isinstance(enum, list) and None not in enum
        self.out.types = types if self.out.types is ALL_TYPES else self.out.types & types

    def enum(self, node: Node, value: dict[str, Any], content: object) -> None:
        """`enum`: the values that were listed before as well."""
        values = [content] if "const" in value and content is value["const"] else content
        if not isinstance(values, list):
            self.strange("enum", content, node)
            return
        self.pay(len(values))
        table = {canonical(v): v for v in values}
        have = self.out.enum
        self.out.enum = table if have is None else {k: v for k, v in have.items() if k in table}

    def const(self, node: Node, value: dict[str, Any], content: object) -> None:
        """`const`: a list of one value."""
        table = {canonical(content): content}
        have = self.out.enum
        self.out.enum = table if have is None else {k: v for k, v in have.items() if k in table}
        self.out.where.setdefault("enum", node)

    def extensible(self, node: Node, value: dict[str, Any], content: object) -> None:
        """`x-extensible-enum`: values a reader must expect to grow."""
        if isinstance(content, list):
            self.out.extensible = {canonical(v): v for v in content}
        self.out.open_enum |= content is True

    def ms_enum(self, node: Node, value: dict[str, Any], content: object) -> None:
        """`x-ms-enum` with `modelAsString`: the same."""
        self.out.open_enum |= isinstance(content, dict) and content.get("modelAsString") is True

    def xml(self, node: Node, value: dict[str, Any], content: object) -> None:
        """Without what is the default: no attribute, not wrapped, the property's own name."""
        if not isinstance(content, dict):
            self.strange("xml", content, node)
            return
        *_, holder, name = ("", "", *node.pointer.split("/"))
        own = unescape(name) if holder == "properties" else None
        said = {k: v for k, v in content.items() if v is not False and not (k == "name" and v == own)}
        self.out.xml = canonical(said) if said else None

    def upper(self, keyword: str, node: Node, content: object) -> None:
        """The least of several upper limits."""
        if not is_count(content):
            self.strange(keyword, content, node)
            return
        have = self.out.limits.get(keyword)
        self.out.limits[keyword] = content if have is None else min(have, content)

    def lower(self, keyword: str, node: Node, content: object) -> None:
        """The greatest of several lower limits."""
        if not is_count(content):
            self.strange(keyword, content, node)
        elif content:
            self.out.limits[keyword] = max(self.out.limits.get(keyword, 0), content)

    def bound(self, keyword: str, node: Node, value: dict[str, Any], content: object) -> None:
        """`minimum` and `maximum` with their exclusive forms, as (value, exclusive) of the tightest."""
        side = "minimum" if keyword.lower().endswith("minimum") else "maximum"
        if isinstance(content, bool) and self.document.nullable and keyword.startswith("exclusive"):
            return
        if not is_number(content):
            self.strange(keyword, content, node)
            return
        flag = value.get("exclusiveMinimum" if side == "minimum" else "exclusiveMaximum")
        exclusive = keyword.startswith("exclusive") or (flag is True and self.document.nullable)
        have = self.out.limits.get(side)
        new = (content, exclusive)
        if have is None or tighter(side, new, have):
            self.out.limits[side] = new
            self.out.where[side] = node

    def multiple(self, node: Node, value: dict[str, Any], content: object) -> None:
        """`multipleOf`, each of them."""
        if not is_number(content) or content <= 0:  # type: ignore[operator] # is_number says it
            self.strange("multipleOf", content, node)
        else:
            self.held.multiples.add(canonical(content))

    def pattern(self, node: Node, value: dict[str, Any], content: object) -> None:
        """`pattern`, each of them."""
        if isinstance(content, str):
            self.pay(reading_cost(content))
            self.held.patterns.add(content)
        else:
            self.strange("pattern", content, node)

    def format(self, node: Node, value: dict[str, Any], content: object) -> None:
        """`format`, unless it asserts nothing."""
        if not isinstance(content, str):
            self.strange("format", content, node)
        elif content not in SILENT_FORMATS:
            self.held.formats.add(content)

    def unique(self, node: Node, value: dict[str, Any], content: object) -> None:
        """`uniqueItems`, if any part says it."""
        if isinstance(content, bool):
            self.out.unique_items |= content
        else:
            self.strange("uniqueItems", content, node)
