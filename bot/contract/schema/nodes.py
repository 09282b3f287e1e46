"""A value in a document and where it stands; and what a schema needs to know of its document."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place. Two nodes are one when they stand at the same place."""

    file: str
    pointer: str
    value: object = field(compare=False)

    def child(self, *keys: str | int) -> "Node":
        """The node one or more steps down; the keys must be there."""
        value: object = self.value
        for key in keys:
            if isinstance(value, dict):
                value = value[str(key)]
            else:
                assert isinstance(value, list)
                value = value[int(key)]
        return Node(self.file, self.pointer + "".join("/" + escape(k) for k in keys), value)

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


def escape(key: str | int) -> str:
    """One step of a JSON pointer. Source: RFC 6901, section 3."""
    return str(key).replace("~", "~0").replace("/", "~1")


def unescape(step: str) -> str:
    """The key a step of a JSON pointer names."""
    return step.replace("~1", "/").replace("~0", "~")


def unique(nodes: Iterable[Node]) -> Schema:
    """A conjunction without repetitions, in order."""
    return tuple(dict.fromkeys(nodes))
