"""Paths and their operations: which of the old is which of the new."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from bot.contract.limits import AGAIN, ENDPOINT
from bot.contract.openapi.document import Document
from bot.contract.openapi.objects import is_extension
from bot.contract.replacing import replace
from bot.contract.schema.nodes import Node

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_PARAMETER = re.compile(r"\{([^{}/]*)\}")


class Endpoint(Struct, frozen=True):
    """An operation in its document."""

    method: str
    path: str
    path_item: Node
    node: Node

    @property
    def operation_id(self) -> str | None:
        """The `operationId`, when it is text."""
        value = self.node.fields.get("operationId")
        return value if isinstance(value, str) else None


def is_shared(old: Endpoint, new: Endpoint) -> bool:
    """One value was read for both: whatever is written there is the same, but not yet what it names."""
    return old.node.value is new.node.value and old.path_item.value is new.path_item.value


class Twins(Struct, frozen=True):
    """The same operation in both versions; `renamed` maps new names of path parameters to the old ones."""

    old: Endpoint
    new: Endpoint
    renamed: dict[str, str]


_INHERITED = frozenset(("parameters", "servers"))
"""Members of a path item that its operations inherit."""


class Pairing(Struct, frozen=True):
    """What became of every operation."""

    both: tuple[Twins, ...]
    moved: tuple[Twins, ...]
    gone: tuple[Endpoint, ...]
    come: tuple[Endpoint, ...]


Endpoints = dict[tuple[str, str], Endpoint]
"""Operations by path and method."""


def endpoints(document: Document, key: str = "paths", only: frozenset[str] | None = None) -> Endpoints:
    """The operations under `paths` (or `webhooks`), sorted; `only` of the paths named. Worked out once."""
    known = document.worked_out.setdefault("endpoints", {})
    if (key, only) not in known:
        known[key, only] = _endpoints(document, key, only)
    found: Endpoints = known[key, only]
    return found


def _endpoints(document: Document, key: str, only: frozenset[str] | None) -> Endpoints:
    value = document.root.fields.get(key)
    found: Endpoints = {}
    if not isinstance(value, dict):
        return found
    paths = document.root.child(key)
    for path in sorted(value if only is None else value.keys() & only):
        if not is_extension(key, path, value[path]):
            node = paths.child(path)
            short = _stripped(path, document.strip_prefixes) if key == "paths" else path
            operations = _operations_at(document, short, node)
            if short != path and (short in value or not found.keys().isdisjoint(operations)):
                operations = _operations_at(document, path, node)
            found.update(operations)
    if document.left_out:
        return {key: e for key, e in found.items() if (e.method, e.path) not in document.left_out}
    return found


def _operations_at(document: Document, path: str, node: Node) -> dict[tuple[str, str], Endpoint]:
    """The operations of what a path item refers to, and those that stand beside its `$ref`."""
    named = document.target(node)
    found = operations_of(document, path, named or node)
    if named is None or named is node:
        return found
    if _INHERITED & node.fields.keys() and not _INHERITED & named.fields.keys():  # what stands beside counts for all
        found = {key: replace(endpoint, path_item=node) for key, endpoint in found.items()}
    return {**found, **operations_of(document, path, node)}


def _stripped(path: str, prefixes: Iterable[str]) -> str:
    """The path without the first prefix that it begins with, whole segments only."""
    for prefix in prefixes:
        left = path.removeprefix(prefix.rstrip("/"))
        if left != path and left[:1] in ("", "/"):
            return left or "/"
    return path


def operations_of(document: Document, path: str, item: Node) -> dict[tuple[str, str], Endpoint]:
    """The operations of one path item."""
    fields = item.fields
    price = ENDPOINT * (AGAIN if item in document.met else 1)
    document.met.add(item)
    document.steps.take(price)
    found = {}
    for method in METHODS:
        if method in fields and isinstance(fields[method], dict):
            found[path, method] = Endpoint(method.upper(), path, item, item.child(method))
    further = fields.get("additionalOperations")
    document.steps.take(price * len(further) if isinstance(further, dict) else 0)
    for method, said in sorted(further.items()) if isinstance(further, dict) else ():
        if isinstance(said, dict):
            node = item.child("additionalOperations", method)
            found[path, method.lower()] = Endpoint(method.upper(), path, item, node)
    return found


def pair(
    old: dict[tuple[str, str], Endpoint], new: dict[tuple[str, str], Endpoint], prefixes: Iterable[str] = ()
) -> Pairing:
    """Exact paths first, then templates that differ in parameter names only, then the same `operationId` elsewhere.

    `prefixes` are parts that may have moved from the servers into the paths, or back.
    """
    paths = {p for p, _ in old}, {p for p, _ in new}
    became = _templates(*paths)
    fresh = paths[1] - paths[0]
    for prefix in prefixes:
        taken = set(became.values())
        for path in sorted(paths[0] - paths[1] - became.keys()):
            for there in (prefix + path, path.removeprefix(prefix)):
                if there in fresh and there not in taken:
                    became[path] = there
    both, gone = [], []
    met: set[tuple[str, str]] = set()
    for (path, method), endpoint in old.items():
        key = (became.get(path, path), method)
        if key in new:
            met.add(key)
            both.append(Twins(endpoint, new[key], _renamed(path, key[0])))
        else:
            gone.append(endpoint)
    come = [e for k, e in new.items() if k not in met]
    moved = _moved(gone, come)
    left = {id(t.old) for t in moved} | {id(t.new) for t in moved}
    return Pairing(
        tuple(both),
        tuple(moved),
        tuple(e for e in gone if id(e) not in left),
        tuple(e for e in come if id(e) not in left),
    )


def erased(path: str) -> str:
    """A template without the names of its parameters."""
    return _PARAMETER.sub("{}", path)


class Templates:
    """The path templates of a document, by the number of their steps and the first one, unless that has a hole."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._alike: dict[tuple[int, str], list[tuple[list[str], str]]] = {}
        value = document.root.fields.get("paths")
        named = {_stripped(p, document.strip_prefixes): p for p in value} if isinstance(value, dict) else {}
        self._written = named
        for path in sorted(named):
            if "{" in path:
                steps = path.split("/")
                self._alike.setdefault((len(steps), _first(steps)), []).append((steps, path))

    def over(self, path: str) -> Iterator[str]:
        """The templates, other than itself, that answer what a path answers, in order."""
        asked = path.split("/")
        near = [t for first in {_first(asked), _HOLE} for t in self._alike.get((len(asked), first), ())]
        self._document.steps.take(AGAIN * len(near))
        for steps, template in sorted(near, key=lambda known: known[1]):
            answers = all(s == a or _answers(s, a) for s, a in zip(steps, asked, strict=True))
            if answers and template != path and erased(template) != erased(path) and self.has(template):
                yield template

    def answering(self, path: str, method: str) -> Iterator[Endpoint]:
        """The operations of other templates that answer a call of the path by this method."""
        for template in self.over(path):
            found = self._at(template).get((template, method.lower()))
            if found is not None:
                yield found

    def has(self, path: str) -> bool:
        """Some operation has this path."""
        return path in self._written and bool(self._at(path))

    def _at(self, path: str) -> Endpoints:
        return endpoints(self._document, only=frozenset((self._written[path],)))


def _answers(step: str, asked: str) -> bool:
    """Whether a step with a hole may be one that is asked for, holes or none: what stands around them fits."""
    if "{" not in step or not asked:
        return False
    (head, tail), (begin, end) = _around_holes(step), _around_holes(asked)
    if "{" not in asked:
        return asked.startswith(head) and asked.endswith(tail) and len(asked) > len(head) + len(tail)
    return (head.startswith(begin) or begin.startswith(head)) and (tail.endswith(end) or end.endswith(tail))


def _around_holes(step: str) -> tuple[str, str]:
    """What is written before the first hole of a step, and after the last one."""
    return step.partition("{")[0], step.rpartition("}")[2]


_HOLE = "{}"


def _first(steps: list[str]) -> str:
    """The first step of a path, or that it has a hole."""
    step = steps[1] if len(steps) > 1 else ""
    return _HOLE if "{" in step else step


def _templates(old: set[str], new: set[str]) -> dict[str, str]:
    """Old path → new path where only parameter names differ, and nothing else could be meant."""
    left, right = old - new, new - old
    once_left = Counter(erased(p) for p in left)
    once_right = Counter(erased(p) for p in right)
    table = {erased(p): p for p in right}
    return {p: table[e] for p in left if once_left[e := erased(p)] == 1 and once_right.get(e) == 1}


def _renamed(old: str, new: str) -> dict[str, str]:
    before, after = _PARAMETER.findall(old), _PARAMETER.findall(new)
    return {n: o for o, n in zip(before, after, strict=True) if n != o} if len(before) == len(after) else {}


def _moved(gone: list[Endpoint], come: list[Endpoint]) -> list[Twins]:
    ids_gone = Counter(e.operation_id for e in gone)
    ids_come = Counter(e.operation_id for e in come)
    table = {e.operation_id: e for e in come}
    return [
        Twins(e, table[e.operation_id], {})
        for e in gone
        if e.operation_id and ids_gone[e.operation_id] == 1 and ids_come.get(e.operation_id) == 1
    ]
