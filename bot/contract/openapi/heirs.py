"""Which components take another one up into their `allOf`: with a discriminator there, each stands for a value of it.

Source: OpenAPI 3.0.3 and 3.1, "Composition and Inheritance (Polymorphism)": where a schema with a discriminator names
no variants, those are the schemas that hold it in their `allOf`, each called by the name of its component.
"""

from collections.abc import Iterator

from bot.contract.openapi.units import Unit
from bot.contract.schema.nodes import Node

SCHEMAS = ("/components/schemas/", "/definitions/")
"""Where the named schemas stand."""


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
