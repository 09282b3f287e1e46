"""How a text is encoded, in the words of OpenAPI 3.0 (`format: byte`) and of 3.1 (`contentEncoding: base64`).

Source: "Upgrading from OpenAPI 3.0 to 3.1", learn.openapis.org; RFC 2045, section 6.
"""

from bot.contract.replacing import replace
from bot.contract.schema.facts import Facts

BYTE = "byte"
_ANY_BYTES = {"contentMediaType": ("application/octet-stream",), "contentEncoding": ("binary", "8bit")}


def is_base64(content: object) -> bool:
    """A `contentEncoding` that says what the format `byte` says."""
    return isinstance(content, str) and content.strip().lower() == "base64"


def is_any_bytes(keyword: str, content: object) -> bool:
    """A keyword that says nothing of the bytes, and so as much as the format `binary`."""
    return isinstance(content, str) and content.split(";")[0].strip().lower() in _ANY_BYTES.get(keyword, ())


def says_base64(facts: Facts) -> bool:
    """In either way."""
    return BYTE in facts.formats or _is_encoded(facts)


def in_one_way(old: Facts, new: Facts) -> tuple[Facts, Facts]:
    """The facts of two versions of which each says `base64` in its own way, without that."""
    ways = [(BYTE in facts.formats, _is_encoded(facts)) for facts in (old, new)]
    return (_without(old), _without(new)) if ways[0] != ways[1] and all(map(any, ways)) else (old, new)


def _is_encoded(facts: Facts) -> bool:
    said = facts.other.get("contentEncoding", ())
    return bool(said) and all(is_base64(node.value) for node in said)


def _without(facts: Facts) -> Facts:
    other = (
        {k: nodes for k, nodes in facts.other.items() if k != "contentEncoding"} if _is_encoded(facts) else facts.other
    )
    return replace(facts, formats=facts.formats - {BYTE}, other=other)
