"""Which values of a discriminator mean which variant: by its mapping, else by the names of the schemas.

Source: OpenAPI 3.0.3 to 3.2.0, "Discriminator Object": a value that matches neither an explicit nor an implicit mapping
determines no schema, and validation should fail (3.2: unless there is a `defaultMapping`).
"""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from bot.contract.limits import REFERENCE_CHAIN, UNION_NAMES
from bot.contract.schema.nodes import Document, Node, escape, unescape

_FILES = (".json", ".yaml", ".yml")

_HOLDING = ("/schemas", "/definitions", "/$defs")
"""Where named schemas stand."""


class Naming(Struct, frozen=True):
    """What a discriminator says: the property that tells, value → reference, and the variant of all other values."""

    name: str
    mapping: dict[str, str]
    default: str | None = None


def naming_of(said: object) -> Naming | None:
    """A discriminator that names a property; `None` for anything else."""
    if not isinstance(said, dict) or not isinstance(said.get("propertyName"), str):
        return None
    mapping, default = said.get("mapping"), said.get("defaultMapping")
    told = {v: r for v, r in mapping.items() if isinstance(r, str)} if isinstance(mapping, dict) else {}
    return Naming(said["propertyName"], told, default if isinstance(default, str) else None)


def reference_of(name: str) -> str:
    """What a mapping names, as a reference; it may also hold the bare name of a schema."""
    is_reference = "#" in name or "/" in name or name.endswith(_FILES)
    return name if is_reference else f"#/components/schemas/{escape(name)}"


def own_name(schema: Node) -> str:
    """What stands in the discriminator for a named schema that no mapping names."""
    said = schema.fields.get("x-ms-discriminator-value")
    if isinstance(said, str):
        return said
    if not schema.pointer:  # a file of its own is called as the file is
        return schema.file.rsplit("/", 1)[-1].partition(".")[0]
    return unescape(schema.pointer.rsplit("/", 1)[-1])


def target_of(document: Document, node: Node) -> Node:
    """What a branch stands for: the end of its reference, or of the only one in its `allOf`."""
    at = _first(document, node) or node
    for _ in range(REFERENCE_CHAIN):
        is_plain = "$ref" in at.fields and (document.nullable or len(at.fields) == 1)
        below = document.step(at) if is_plain else None
        if below is None:
            break
        at = below
    return at


def meant(document: Document, node: Node, naming: Naming, branches: tuple[Node, ...]) -> list[frozenset[str]]:
    """The values that mean each branch of the union in `node`, in its order; none for those that nothing names."""
    return list(_meant(document, node, naming, branches, UNION_NAMES))


def is_default(document: Document, node: Node, naming: Naming, branch: Node) -> bool:
    """The branch is meant by all values that mean no other."""
    return naming.default is not None and _named(document, node, naming.default) == target_of(document, branch)


def branches_of(node: Node) -> tuple[Node, ...]:
    """The branches of every union that stands in a schema itself."""
    held: list[tuple[str, Any]] = [(kind, node.fields.get(kind)) for kind in ("oneOf", "anyOf")]
    return tuple(node.child(k, i) for k, content in held if isinstance(content, list) for i in range(len(content)))


def _first(document: Document, node: Node) -> Node | None:
    parts = node.fields.get("allOf")
    if "$ref" not in node.fields and isinstance(parts, list) and len(parts) == 1:
        node = node.child("allOf", 0)
    return document.step(node) if "$ref" in node.fields else None


def _named(document: Document, node: Node, name: str) -> Node | None:
    found = document.step(Node(node.file, node.pointer, {"$ref": reference_of(name)}))
    return None if found is None else target_of(document, found)


def _meant(
    document: Document, node: Node, naming: Naming, branches: tuple[Node, ...], depth: int
) -> Iterator[frozenset[str]]:
    mapped: dict[Node | None, set[str]] = {}
    for value, reference in naming.mapping.items():
        mapped.setdefault(_named(document, node, reference), set()).add(value)
    for branch in branches:
        target = target_of(document, branch)
        said = frozenset(mapped.get(target, ())) or _implicit(document, branch, target, naming)
        yield said | _inner(document, target, naming.name, depth) if said else said


def _implicit(document: Document, branch: Node, target: Node, naming: Naming) -> frozenset[str]:
    """The name of the schema, where it has one that no mapping gives to another."""
    first = _first(document, branch)
    if first is None or not _is_named(first, branch.file):
        return frozenset()
    name = own_name(target) if "x-ms-discriminator-value" in target.fields else own_name(first)
    return frozenset((name,)) - naming.mapping.keys()


def _is_named(schema: Node, file: str) -> bool:
    """It stands where named schemas stand, or at the top of another file, or is one."""
    above = schema.pointer.rpartition("/")[0]
    return above.endswith(_HOLDING) or (schema.file != file and not above)


def _inner(document: Document, target: Node, name: str, depth: int) -> frozenset[str]:
    """The values that mean variants of the variant itself."""
    if not depth or not document.has_variants(target):
        return frozenset()
    found = frozenset(own_name(heir) for heir in document.heirs(target))
    naming = naming_of(target.fields.get("discriminator"))
    if naming is None or naming.name != name:
        return found
    return found.union(*_meant(document, target, naming, branches_of(target), depth - 1))
