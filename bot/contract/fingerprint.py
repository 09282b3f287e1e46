"""A finding's fingerprint: what changed where, without text, order or line."""

from bot.contract.schema.nodes import Node, unescape
from bot.contract.schema.order import bare
from bot.contract.schema.values import digest


def fingerprint(*parts: object) -> str:
    """Sixteen hexadecimal digits, the same on every machine."""
    return digest(*parts)[:16]


def stable_pointer(root: object, node: Node | None) -> str | None:
    """A pointer with every list index replaced by what stands there, so that reordering changes nothing."""
    if node is None:
        return None
    value, out = root, [node.file]
    for step in node.pointer.split("/")[1:]:
        key = unescape(step)
        if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
            out.append(_item_name(value))
        else:
            value = value.get(key) if isinstance(value, dict) else None
            out.append(step)
    return "/".join(out[1:])


def _item_name(value: object) -> str:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            return f"<{value['$ref']}>"
        if isinstance(value.get("name"), str) and isinstance(value.get("in"), str):
            return f"<{value['in']} {value['name']}>"
    return f"<{digest(bare(value))[:8]}>"
