"""The facts of a document's schemas, each worked out once."""

from typing import Any

from bot.contract.limits import BRANCH_DEPTH, PATTERN_STEPS_IN_ALL
from bot.contract.schema.facts import Facts, Group
from bot.contract.schema.gathering import gather
from bot.contract.schema.keywords import (
    ANNOTATIONS,
)
from bot.contract.schema.nodes import Document, Node, Schema, carried, unique
from bot.contract.schema.tags import apart, tags_of
from bot.contract.steps import Steps, unbounded


class Shapes:
    """The facts of a document's schemas, each worked out once."""

    def __init__(self, document: Document, steps: Steps | None = None) -> None:
        """`steps` are those of the whole comparison; once they are spent, `facts` raises Spent."""
        self.document = document
        self.steps = steps or unbounded()
        self.words = Steps(PATTERN_STEPS_IN_ALL)
        """For searches in patterns; once they are spent, nothing more is claimed of what a pattern takes."""
        self.met: set[Node] = set()
        self._known: dict[Schema, Facts] = {}
        self._open: set[Schema] = set()
        self._cut = False
        self._unions: dict[tuple[Node, str], tuple[Group, tuple[Node, ...]]] = {}
        self.worked_out: dict[str, dict[Any, Any]] = {}
        """Tables that others make of the facts, by name."""
        self._tags: dict[tuple[Node, str], dict[Node, Node]] = {}

    def facts(self, schema: Schema, depth: int = 0) -> Facts:
        """The facts of a conjunction."""
        known = self._known.get(schema)
        if known is not None:
            return known
        if schema in self._open or depth > BRANCH_DEPTH:
            self._cut = True
            return Facts()
        if not self._open:
            for inner in reversed(self._nested(schema)):
                self.facts(inner)
        outer_cut, self._cut = self._cut, False
        self._open.add(schema)
        try:
            facts = gather(schema, self, depth)
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
            self.steps.take()
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
            if kind is None:
                break
            group, plain = self.union(node, kind)
            if len(plain) != 1 or len(plain) == len(group.branches):
                break
            schema = plain
            if schema in found:
                return []
            if schema in self._known:
                break
            found[schema] = None
        return [*found]

    def union(self, node: Node, kind: str) -> tuple[Group, tuple[Node, ...]]:
        """The union under a keyword, and its branches that are more than null."""
        found = self._unions.get((node, kind))
        if found is None:
            content = node.fields[kind]
            self.steps.take(len(content) * carried(node) if isinstance(content, list) else 1)
            branches = tuple(node.child(kind, i) for i in range(len(content))) if isinstance(content, list) else ()
            found = (Group(kind, node, branches, frozenset(branches)), tuple(b for b in branches if not only_null(b)))
            self._unions[node, kind] = found
        return found

    def variant(self, group: Group, branch: Node) -> Schema:
        """What a value of this branch is: the branch, with what the discriminator beside the union asks of it."""
        return self.tagged(group.node, group.kind, branch)

    def apart(self, group: Group, one: Node, other: Node) -> bool:
        """The discriminator keeps two branches apart."""
        tags = [self.variant(group, branch)[1:] for branch in (one, other)]
        return all(tags) and apart(tags[0][0], tags[1][0])

    def tagged(self, node: Node, kind: str, branch: Node) -> Schema:
        """The same of the union that stands under a keyword of a schema."""
        if "discriminator" not in node.fields:
            return (branch,)
        tags = self._tags.get((node, kind))
        if tags is None:
            branches = self.union(node, kind)[0].branches
            told = zip(branches, tags_of(self.document, node, branches), strict=True)
            tags = self._tags[node, kind] = {b: tag for b, tag in told if tag is not None}
        return (branch, tags[branch]) if branch in tags else (branch,)


def only_null(node: Node) -> bool:
    """The schema takes null and nothing else, and says so itself."""
    rest = {k: v for k, v in node.fields.items() if k not in ANNOTATIONS}
    return rest in ({"type": "null"}, {"enum": [None]}, {"const": None}, {"type": ["null"]}) and bool(node.fields)
