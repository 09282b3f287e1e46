"""How one unit of a description names another: the edges of its reference graph, found in its text if it has one.

Edges: `$ref`, `$dynamicRef` and `$recursiveRef`, the mapping of a discriminator, and what a link names. Who may
call is an edge by name as well (`security`), but all inherit it that say nothing of it, so it belongs to the context.
"""

import re
from collections.abc import Callable, Iterable, Iterator

import orjson

from bot.contract.openapi.units import Unit, unit_at
from bot.contract.schema.naming import reference_of
from bot.contract.schema.nodes import escape

_NAME = re.compile(rb'"\$(?:ref|dynamicRef|recursiveRef)"\s*:\s*"([^"]*)"')
_ID = re.compile(rb'"operationId"\s*:\s*"([^"\\]*)"')
_DISCRIMINATOR, _LINK = b'"discriminator"', b'"links"'
_NAMING = frozenset(("$ref", "$dynamicRef", "$recursiveRef", "operationRef"))
_LINKS = "/components/links/"


def names_in(unit: Unit, pointer: str) -> frozenset[str]:
    """Everything a unit names, as written (`#/components/schemas/Pet`, `other.yaml#/x`); operations by `operation`."""
    return unit.names(_looked_through if pointer.startswith(_LINKS) else _looked_for)


def _looked_for(unit: Unit) -> Iterable[str]:
    text = _packed(unit.value) if unit.text is None else bytes(unit.text)
    return _looked_through(unit) if text is None else names_in_text(text, lambda: unit.value)


def _packed(value: object) -> bytes | None:
    """A value as text, which is faster to look through; `None` where it cannot be written."""
    try:
        return orjson.dumps(value)
    except TypeError:  # a number of more than 64 bits, half a surrogate pair
        return None


def _looked_through(unit: Unit) -> Iterable[str]:
    return names_in_value(unit.value)


def names_in_text(text: bytes, value: Callable[[], object]) -> set[str]:
    """Everything that JSON text names; its value is asked for where the text alone does not tell."""
    found = names_written(text)
    return set(names_in_value(value())) if found is None else {name.decode() for name in found}


def names_written(text: bytes) -> set[bytes] | None:
    """Everything that JSON text names, in its bytes; `None` where the text alone does not tell."""
    if _DISCRIMINATOR in text or _LINK in text or _may_be_escaped(text):
        return None
    found = set(_NAME.findall(text))
    return None if b"\\" in b"".join(found) else found


def operations_in(unit: Unit) -> set[str]:
    """The operations of a path, as links name them."""
    text = None if unit.text is None else bytes(unit.text)
    if text is None or _may_be_escaped(text):
        return {name for name in names_in_value(unit.value) if name.startswith(_OPERATIONS)}
    return {operation(name.decode()) for name in _ID.findall(text)}


_OPERATIONS = "#/operations/"


def operation(name: str) -> str:
    """An operation by its id, in the way of a reference."""
    return _OPERATIONS + escape(name)


def unit_named(ref: str) -> str | None:
    """The unit of the same file that a reference names; `None` for another file.

    `None` as well for a name that may stand anywhere: that of an `$anchor`, `$dynamicAnchor` or `$id`.
    """
    file, _, fragment = ref.partition("#")
    if ref.startswith(_OPERATIONS):
        return fragment
    return None if file or fragment[:1] not in ("", "/", "%") else unit_at(unquoted(fragment))


def unquoted(text: str) -> str:
    """A part of an address without percent signs that stand for something else."""
    if "%" not in text:
        return text
    from urllib.parse import unquote  # slow to import, and hardly ever needed

    return unquote(text)


def _may_be_escaped(text: bytes) -> bool:
    """Letters of a keyword may be written in another way."""
    return b"\\" in text and b"\\u00" in text


def names_in_value(value: object) -> Iterator[str]:
    """Everything that a value names, as written; operations by `operation`."""
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
                elif isinstance(child, str):
                    if key in _NAMING:
                        yield child
                    elif key == "operationId":  # of a link, or the operation's own, which does no harm
                        yield operation(child)


def _mapped(discriminator: dict[str, object]) -> Iterator[str]:
    """A mapping names a schema by a reference or by its bare name, and so does the default of OpenAPI 3.2."""
    mapping = discriminator.get("mapping")
    for name in (*(mapping.values() if isinstance(mapping, dict) else ()), discriminator.get("defaultMapping")):
        if isinstance(name, str):
            yield reference_of(name)
