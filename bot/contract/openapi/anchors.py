"""Schemas that carry a name of their own: `$anchor`, `$dynamicAnchor` and `$id`, wherever in a file they stand.

Source: JSON Schema 2020-12 core, sections 8.2.1 to 8.2.3.
"""

from collections.abc import Iterator

from msgspec import Struct, field

from bot.contract.openapi.units import Units
from bot.contract.schema.nodes import Node, escape

_WORDS = (b'"$anchor"', b'"$dynamicAnchor"', b'"$id"', b"\\u")


class Anchors(Struct):
    """The schemas of a file with a name: by `#name` (those of `dynamic` by `$dynamicAnchor`) and by `$id`.

    What bears a name is a list: where it is given twice, nobody can tell which is meant.
    """

    plain: dict[str, list[Node]] = field(default_factory=dict)
    dynamic: dict[str, list[Node]] = field(default_factory=dict)

    def one(self, name: str) -> Node | None:
        """The only schema that bears a name."""
        found = [*dict.fromkeys((*self.plain.get(name, ()), *self.dynamic.get(name, ())))]
        return found[0] if len(found) == 1 else None

    def all(self, name: str) -> tuple[Node, ...]:
        """Every schema that bears a name."""
        return tuple(dict.fromkeys((*self.plain.get(name, ()), *self.dynamic.get(name, ()))))


def anchors_of(file: str, units: Units) -> Anchors:
    """The names in the file of a description, of which only the units that may hold some are read."""
    found = Anchors()
    for pointer, unit in units.items():
        text = None if unit.text is None else bytes(unit.text)
        if text is None or any(word in text for word in _WORDS):
            _look(Node(file, pointer, unit.value), found)
    return found


def anchors_below(node: Node) -> Anchors:
    """The names in any other file."""
    found = Anchors()
    _look(node, found)
    return found


def _look(top: Node, found: Anchors) -> None:
    stack = [top]
    while stack:
        node = stack.pop()
        value = node.value
        if isinstance(value, list):
            stack.extend(Node(node.file, f"{node.pointer}/{i}", v) for i, v in enumerate(value))
        elif isinstance(value, dict):
            for name in _names(value):
                found.plain.setdefault(name, []).append(node)
            if isinstance(value.get("$dynamicAnchor"), str):
                found.dynamic.setdefault(f"#{value['$dynamicAnchor']}", []).append(node)
            stack.extend(
                Node(node.file, f"{node.pointer}/{escape(k)}", v)
                for k, v in value.items()
                if isinstance(v, dict | list)
            )


def _names(value: dict[str, object]) -> Iterator[str]:
    for keyword, mark in (("$anchor", "#"), ("$id", "")):
        name = value.get(keyword)
        if isinstance(name, str):
            yield f"{mark}{name}".rstrip("#")
