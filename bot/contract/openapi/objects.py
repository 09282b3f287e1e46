"""Nodes of a description seen as OpenAPI objects: their members, references followed, and what is left over."""

from collections.abc import Iterable, Set

from bot.contract.openapi.document import Document
from bot.contract.schema.nodes import Node
from bot.contract.schema.values import same

DOC_KEYS = frozenset(("summary", "description", "tags", "externalDocs", "example", "examples", "title", "deprecated"))
"""Members that only inform people."""


def members(document: Document, node: Node | None, key: str, only: Set[str] | None = None) -> dict[str, Node]:
    """The named members, or `only` some, of a map under `key`, references followed. Nothing where it is no map."""
    value = node.fields.get(key) if node is not None else None
    if node is None or not isinstance(value, dict):
        return {}
    found, holder = {}, node.child(key)
    for name in sorted(value if only is None else value.keys() & only):
        if not is_extension(key, name, value[name]):
            child = holder.child(name)
            found[name] = document.target(child) or child
    return found


_EXTENDED = frozenset(("paths", "responses"))
"""Maps that take extensions beside their members; everywhere else a name may be anything, as `x-rate-limit`."""


def is_extension(key: str, name: str, value: object) -> bool:
    """Whether a member of the map under `key` is an extension: by the rules, or because it can be nothing else."""
    return name.startswith("x-") and (key in _EXTENDED or not isinstance(value, dict))


def items(document: Document, node: Node | None, key: str) -> list[Node]:
    """The items of a list under `key`, references followed."""
    value = node.fields.get(key) if node is not None else None
    if node is None or not isinstance(value, list):
        return []
    nodes = [node.child(key, i) for i in range(len(value))]
    return [document.target(n) or n for n in nodes]


def member(document: Document, node: Node | None, key: str) -> Node | None:
    """One member, its reference followed; `None` where it is absent."""
    if node is None or key not in node.fields:
        return None
    child = node.child(key)
    return document.target(child) or child


def dangling(node: Node | None) -> bool:
    """A reference that named nothing: it was not followed."""
    return node is not None and isinstance(node.fields.get("$ref"), str)


def leftover(old: Node | None, new: Node | None, known: Iterable[str]) -> list[str]:
    """The members that changed and that nobody judges: neither known, nor for people, nor a vendor's own."""
    if old is not None and new is not None and old.value is new.value:
        return []
    a = old.fields if old is not None else {}
    b = new.fields if new is not None else {}
    keys = (a.keys() | b.keys()) - set(known) - DOC_KEYS
    missing = object()
    return sorted(
        k for k in keys if not k.startswith("x-") and (a.get(k, missing) is not b.get(k, missing)) and _differ(a, b, k)
    )


def _differ(a: dict[str, object], b: dict[str, object], key: str) -> bool:
    return (key in a) != (key in b) or not same(a.get(key), b.get(key))


def is_true(node: Node | None, key: str) -> bool:
    """A boolean member that is `true`."""
    return node is not None and node.fields.get(key) is True
