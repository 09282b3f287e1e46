"""A finding's fingerprint: what changed where, without text, order or line."""

from collections.abc import Iterator

from bot.contract.schema.nodes import Node, unescape
from bot.contract.schema.order import bare_text
from bot.contract.schema.values import digest, digest_of


def fingerprint(*parts: object) -> str:
    """Sixteen hexadecimal digits, the same on every machine."""
    return digest(*parts)[:16]


Named = dict[int, tuple[object, str]]
"""What items of lists are called, by their identity, each with the item itself."""


def stable_pointer(root: object, node: Node | None, named: Named) -> str | None:
    """A pointer with every list index replaced by what stands there, so that reordering changes nothing.

    `named` is for names that other pointers into the same document may ask for again.
    """
    if node is None:
        return None
    value, out = root, list[str]()
    items: list[tuple[int, object]] = []
    for step in node.pointer.split("/")[1:]:
        key = unescape(step)
        if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
            items.append((len(out), value))
        else:
            value = value.get(key) if isinstance(value, dict) else None
        out.append(step)
    for at, name in _names(items, named):
        out[at] = name
    return "/".join(out)


def _names(items: list[tuple[int, object]], named: Named) -> Iterator[tuple[int, str]]:
    """The items lie within one another: the innermost is first, and its text stands in those around it."""
    inner: dict[int, str] = {}
    for at, item in reversed(items):
        name = _called(item)
        if name is None and id(item) not in named:
            text = bare_text(item, inner)
            inner = {id(item): text}
            named[id(item)] = item, f"<{digest_of(f'[{text}]')[:8]}>"
        yield at, name or named[id(item)][1]


def _called(item: object) -> str | None:
    """What an item is called by what it says of itself."""
    if isinstance(item, dict):
        if isinstance(item.get("$ref"), str):
            return f"<{item['$ref']}>"
        if isinstance(item.get("name"), str) and isinstance(item.get("in"), str):
            return f"<{item['in']} {item['name']}>"
    return None
