"""Schemas that carry a name of their own: `$anchor`, `$dynamicAnchor` and `$id`, wherever in a file they stand.

Source: JSON Schema 2020-12 core, sections 8.2.1 to 8.2.3. A `$dynamicRef` leads where a plain reference would as
long as one schema alone has its name; where several have, nothing is found.
"""

from bot.contract.openapi.units import Units
from bot.contract.schema.nodes import Node, escape

_NAMES = (("$anchor", "#"), ("$dynamicAnchor", "#"), ("$id", ""))


def anchors_of(file: str, units: Units) -> dict[str, Node]:
    """The schemas with a name, by `#name` and by `$id`; names given twice are left out."""
    found: dict[str, Node | None] = {}
    for pointer, unit in units.items():
        text = None if unit.text is None else bytes(unit.text)
        if text is None or any(word in text for word in (b'"$anchor"', b'"$dynamicAnchor"', b'"$id"', b"\\u")):
            _look(Node(file, pointer, unit.value), found)
    return {name: node for name, node in found.items() if node is not None}


def _look(top: Node, found: dict[str, Node | None]) -> None:
    stack = [top]
    while stack:
        node = stack.pop()
        value = node.value
        if isinstance(value, list):
            stack.extend(Node(node.file, f"{node.pointer}/{i}", v) for i, v in enumerate(value))
        elif isinstance(value, dict):
            for keyword, mark in _NAMES:
                name = value.get(keyword)
                if isinstance(name, str):
                    key = f"{mark}{name}".rstrip("#")
                    found[key] = None if key in found and found[key] != node else node
            stack.extend(
                Node(node.file, f"{node.pointer}/{escape(k)}", v)
                for k, v in value.items()
                if isinstance(v, dict | list)
            )
