"""How one unit of a description names another: the edges of its reference graph, found in its text if it has one.

Edges: `$ref`, `$dynamicRef` and `$recursiveRef`, the mapping of a discriminator, and what a link names. Who may
call is an edge by name as well (`security`), but all inherit it that say nothing of it, so it belongs to the context.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from bot.contract.openapi.units import Unit, unit_at

_NAME = re.compile(rb'"\$(?:ref|dynamicRef|recursiveRef)"\s*:\s*"([^"]*)"')


def names_in(unit: Unit) -> set[str]:
    """Everything a unit names, as written: `#/components/schemas/Pet`, `other.yaml#/x`."""
    if unit.text is None:
        return set(_in_value(unit.value))
    text = bytes(unit.text)
    if b'"discriminator"' in text or (b"\\" in text and b"\\u00" in text):  # letters may be written in another way
        return set(_in_value(unit.value))
    found = set(_NAME.findall(text))
    if any(b"\\" in name for name in found):
        return set(_in_value(unit.value))
    return {name.decode() for name in found}


def unit_named(ref: str) -> str | None:
    """The unit of the same file that a reference names; `None` for another file."""
    file, _, fragment = ref.partition("#")
    return None if file else unit_at(unquote(fragment) if "%" in fragment else fragment)


def _in_value(value: object) -> Iterator[str]:
    stack: list[object] = [value]
    while stack:
        at = stack.pop()
        if isinstance(at, list):
            stack.extend(c for c in at if isinstance(c, dict | list))
        elif isinstance(at, dict):
            for key, child in at.items():
                if isinstance(child, dict):
                    stack.append(child)
                    if key == "discriminator":
                        yield from _mapped(child)
                elif isinstance(child, list):
                    stack.append(child)
                elif key in _NAMING and isinstance(child, str):
                    yield child


_NAMING = frozenset(("$ref", "$dynamicRef", "$recursiveRef"))


def _mapped(discriminator: dict[str, object]) -> Iterator[str]:
    """A mapping names a schema by a reference or by its bare name."""
    mapping = discriminator.get("mapping")
    for name in mapping.values() if isinstance(mapping, dict) else ():
        if isinstance(name, str):
            yield name if "#" in name or "/" in name or "." in name else f"#/components/schemas/{name}"
