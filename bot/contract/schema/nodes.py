"""A value in a document and where it stands; and what a schema needs to know of its document."""

from collections.abc import Iterable
from typing import Protocol

from bot.contract.limits import POINTER, POINTER_STEPS


def carried(node: "Node") -> int:
    """What a place below this one costs, against one that is named as people name things."""
    return 1 + len(node.pointer) // POINTER * POINTER_STEPS


class Node:
    """A value with its place. Two nodes are one when they stand at the same place. It never changes.

    Comparing makes them by the hundred thousand and looks them up by the million, so a node is no `Struct`: it keeps
    its hash.
    """

    __slots__ = ("_hash", "file", "pointer", "value")

    def __init__(self, file: str, pointer: str, value: object) -> None:
        self.file = file
        self.pointer = pointer
        self.value = value
        self._hash = hash((file, pointer))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Node) and self.pointer == other.pointer and self.file == other.file

    def __repr__(self) -> str:
        return f"Node({self.file!r}, {self.pointer!r})"

    def child(self, *keys: str | int) -> "Node":
        """The node one or more steps down; the keys must be there."""
        value, pointer = self.value, self.pointer
        for key in keys:
            if isinstance(value, dict):
                value = value[str(key)]
            else:
                assert isinstance(value, list)
                value = value[int(key)]
            pointer = f"{pointer}/{escape(key)}"
        return Node(self.file, pointer, value)

    @property
    def fields(self) -> dict[str, object]:
        """The value when it is an object, else nothing."""
        return self.value if isinstance(self.value, dict) else {}


Schema = tuple[Node, ...]
"""A conjunction of schemas: a value must be valid under each. The empty one takes every value."""


class Document(Protocol):
    """What comparing schemas asks of the document they stand in."""

    @property
    def nullable(self) -> bool:
        """`nullable`, boolean `exclusiveMinimum`, and a `$ref` that hides its siblings (OpenAPI 3.0)."""

    def step(self, node: Node) -> "Node | None":
        """What the node's own `$ref` names, one step; `None` where it names nothing that can be read."""

    def dynamic(self, node: "Node") -> "tuple[Node, ...]":
        """What the node's own `$dynamicRef` may mean, by who refers to the schema it stands in."""

    def heirs(self, node: "Node") -> "tuple[Node, ...]":
        """The named schemas that hold this one in their `allOf`, or hold one that does."""

    def has_variants(self, node: "Node") -> bool:
        """Whether a discriminator stands in a schema, or in one that it holds in its `allOf`."""


def escape(key: str | int) -> str:
    """One step of a JSON pointer. Source: RFC 6901, section 3."""
    text = str(key)
    return text.replace("~", "~0").replace("/", "~1") if "~" in text or "/" in text else text


def unescape(step: str) -> str:
    """The key a step of a JSON pointer names."""
    return step.replace("~1", "/").replace("~0", "~")


def unique(nodes: Iterable[Node]) -> Schema:
    """A conjunction without repetitions, in order."""
    return tuple(dict.fromkeys(nodes))
