"""Which components take another one up into their `allOf`: with a discriminator there, each stands for a value of it.

Source: OpenAPI 3.0.3 and 3.1, "Composition and Inheritance (Polymorphism)": where a schema with a discriminator names
no variants, those are the schemas that hold it in their `allOf`, each called by the name of its component.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.contract.openapi.units import Unit
from bot.contract.schema.nodes import Node, escape

SCHEMAS = ("/components/schemas/", "/definitions/")
"""Where the named schemas stand."""

_HOLDERS = (("components", "schemas"), ("definitions",), ("$defs",), ("schemas",))
"""Where they stand in a file that a description refers to; there any other member at the top may be one as well."""


class Heirs:
    """Which named schemas take up which, among those given."""

    def __init__(self, named: Iterable[Node], target: Callable[[Node], Node | None]) -> None:
        self._direct: dict[Node, list[Node]] = {}
        self._known: dict[Node, tuple[Node, ...]] = {}
        for heir in named:
            for above in map(target, taken_up(heir)):
                if above is not None:
                    self._direct.setdefault(above, []).append(heir)

    def of(self, node: Node) -> tuple[Node, ...]:
        """The schemas that hold one in their `allOf`, or hold one that does."""
        if node not in self._known:
            found = dict.fromkeys(self._direct.get(node, ()))
            queue = list(found)
            for at in queue:
                queue.extend(below := [h for h in self._direct.get(at, ()) if h not in found and h != node])
                found.update(dict.fromkeys(below))
            self._known[node] = tuple(sorted(found, key=lambda heir: (heir.file, heir.pointer)))
        return self._known[node]

    def held_elsewhere(self, file: str) -> Iterator[Node]:
        """The schemas of a file that schemas of other files hold."""
        yield from (n for n, heirs in self._direct.items() if n.file == file and any(h.file != file for h in heirs))


def named_schemas(file: str, value: object) -> Iterator[Node]:
    """The schemas of another file that hold an `allOf` and can be called by a name, the file itself among them."""
    root = Node(file, "", value)
    yield from _holding(root)
    for steps in ((), *_HOLDERS):
        at = _below(root, steps)
        for name, inner in at.fields.items() if at is not None else ():
            yield from _holding(Node(file, f"{at.pointer}/{escape(name)}", inner)) if at is not None else ()


def _below(node: Node, steps: tuple[str, ...]) -> Node | None:
    for step in steps:
        if step not in node.fields:
            return None
        node = node.child(step)
    return node


def _holding(node: Node) -> Iterator[Node]:
    content: Any = node.fields.get("allOf")
    if isinstance(content, list):
        yield node


def may_take_up(unit: Unit) -> bool:
    """Whether it is worth reading for an `allOf`."""
    return unit.text is None or b'"allOf"' in bytes(unit.text) or b"\\u" in bytes(unit.text)


def schema_units(units: dict[str, Unit]) -> Iterator[tuple[str, Unit]]:
    """The components that hold an `allOf`; the others are not read for it."""
    for pointer, unit in units.items():
        if pointer.startswith(SCHEMAS) and may_take_up(unit):
            yield pointer, unit


def taken_up(node: Node) -> Iterator[Node]:
    """The parts of a schema's `allOf` that are references."""
    parts = node.fields.get("allOf")
    for index, part in enumerate(parts if isinstance(parts, list) else ()):
        if isinstance(part, dict) and isinstance(part.get("$ref"), str):
            yield node.child("allOf", index)
