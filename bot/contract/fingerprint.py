"""A finding's fingerprint: what changed where, without text, order or line."""

from bot.contract.schema.keywords import PROSE
from bot.contract.schema.nodes import Node, unescape
from bot.contract.schema.values import canonical, digest

_NAMED = frozenset(("properties", "patternProperties", "dependentSchemas", "dependentRequired", "mapping"))
"""Keywords under which stand names."""

_UNORDERED = frozenset(("enum", "required", "type", "oneOf", "anyOf", "allOf"))
"""Lists whose order says nothing."""


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


def bare(value: object, *, named: bool = False) -> object:
    """A value without what is written for people, and without order where order says nothing.

    `named` where its keys are names and no keywords.
    """
    if isinstance(value, list):
        return [bare(v) for v in value]
    if not isinstance(value, dict):
        return value
    found = {k: bare(v, named=k in _NAMED and not named) for k, v in value.items() if named or k not in PROSE}
    return {k: sorted(v, key=canonical) if k in _UNORDERED and isinstance(v, list) else v for k, v in found.items()}
