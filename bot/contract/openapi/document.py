"""A description that has been read: its dialect, its nodes, and what its references name."""

import posixpath
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any

from bot.contract.openapi.anchors import Anchors, anchors_below, anchors_of
from bot.contract.openapi.dialects import is_swagger, origin, part, upgraded
from bot.contract.openapi.heirs import Heirs, named_schemas, schema_units, taken_up
from bot.contract.openapi.reading import Reading, read, without_mark
from bot.contract.openapi.references import names_in, unquoted
from bot.contract.openapi.units import Unit, Units, units_of
from bot.contract.openapi.unreadable import Unreadable
from bot.contract.options import Source
from bot.contract.replacing import replace
from bot.contract.schema.nodes import Node, unescape
from bot.contract.steps import unbounded

DIALECTS = ("2.0", "3.0", "3.1", "3.2")


class Document:
    """One version of a description, with the files its references name read when they are asked for."""

    def __init__(
        self,
        source: Source,
        strip_prefixes: tuple[str, ...] = (),
        left_out: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        self.name = source.name
        self.strip_prefixes = strip_prefixes
        self.left_out = left_out
        """(method, path) of operations that are treated as if they were not there."""
        self.data = source.data
        self.written = read(source.data)
        """What the file holds as it is written; `reading` is the same in the words of OpenAPI 3."""
        self.reading = self.written
        self._reader = source.reader
        self._files: dict[str, Reading] = {source.name: self.reading}
        self._bytes: dict[str, bytes] = {}
        self.steps = unbounded()
        """Those of a whole comparison, for what may be met once for each that names it."""
        self.met: set[Node] = set()
        """Path items that were met before, by another reference."""
        self._references: dict[tuple[str, str], Node | None] = {}
        self._targets: dict[Node, Node | None] = {}
        self._anchors: dict[str, Anchors] = {}
        self._heirs: Heirs | None = None
        self._others: list[tuple[str, object]] | None = None
        self._has_variants: dict[Node, bool] = {}
        self.worked_out: dict[str, Any] = {}
        """Tables that others make of the document, each once, by name."""
        self._written: dict[str, object] = {}
        self.nullable = _dialect(Node(source.name, "", self.reading.value)) in ("2.0", "3.0")
        """Schemas are those of OpenAPI 3.0 (and Swagger 2.0), not JSON Schema 2020-12."""
        if is_swagger(self.reading.value):
            self._upgrade()
            self._references.clear()
        self.root = Node(source.name, "", self.reading.value)
        self.dialect = _dialect(self.root)
        """The version of OpenAPI, as in "3.1"; `None` when the file is no OpenAPI description we know."""

    @property
    def text(self) -> bytes:
        """The bytes of the description; where units begin is counted in them."""
        return without_mark(self.data)

    @property
    def units(self) -> Units:
        """The paths, components and other members at the top by their pointer."""
        return self.reading.units

    @property
    def starts(self) -> dict[str, int]:
        """At which byte of `text` each unit begins, where units are text."""
        return self.reading.starts

    def origin(self, node: Node) -> str:
        """The pointer of a node in its file as it is written (of Swagger 2.0 we read more than is written)."""
        written = self._written.get(node.file)
        if written is None:
            return node.pointer
        found = origin(written, node.pointer)
        target = self.step(node) if found != node.pointer else None
        return origin(written, target.pointer) if target is not None and target.file == node.file else found

    def target(self, node: Node) -> Node | None:
        """What a node's `$ref` names, chains followed to their end; the node itself when it has none."""
        if node in self._targets:
            return self._targets[node]
        seen: dict[Node, None] = {}
        at: Node | None = node
        while at is not None and isinstance(at.fields.get("$ref"), str) and at not in seen:
            if at in self._targets:
                at = self._targets[at]
                break
            seen[at] = None
            at = self._named(str(at.fields["$ref"]), at.file)
        found = None if at in seen else at
        self._targets.update(dict.fromkeys(seen, found))
        self._targets[node] = found
        return found

    def step(self, node: Node) -> Node | None:
        """What a node's `$ref` names, one step only: in 3.1 a reference on the way may have keywords beside it."""
        ref = node.fields.get("$ref")
        return self._named(ref, node.file) if isinstance(ref, str) else None

    def dynamic(self, node: Node) -> tuple[Node, ...]:
        """What a node's `$dynamicRef` may mean: the schemas with its name, in every file that may lead here."""
        ref = node.fields.get("$dynamicRef")
        if not isinstance(ref, str):
            return ()
        file, _, fragment = ref.partition("#")
        name = f"#{unquoted(fragment)}"
        start = self._anchored(self._beside(node.file, unquoted(file)) if file else node.file)
        if start is None or name not in start.dynamic:  # then it is a plain reference
            found = None if start is None else start.all(name)
            return found or tuple(
                n for n in (self.step(Node(node.file, node.pointer, {"$ref": ref})),) if n is not None
            )
        others = [self._anchored(name) for name, _ in self._other_files()]
        nodes = {
            n: None for each in (start, self._anchored(self.name), *others) if each for n in each.dynamic.get(name, ())
        }
        return tuple(sorted(nodes, key=lambda n: (n.file, n.pointer)))

    def at(self, pointer: str) -> Node | None:
        """What stands at a pointer of the description's own file."""
        return _walk(self.root, pointer)

    def heirs(self, node: Node) -> tuple[Node, ...]:
        """The components that hold a schema in their `allOf`, or hold one that does."""
        return self._all_heirs().of(node)

    def held_elsewhere(self) -> Iterator[Node]:
        """The schemas of the description's own file that schemas of other files hold in their `allOf`.

        They are asked for only where a discriminator may stand in it.
        """
        if b"discriminator" in self.data or b"\\u" in self.data:
            yield from self._all_heirs().held_elsewhere(self.name)

    def _all_heirs(self) -> Heirs:
        if self._heirs is None:
            here = (Node(self.name, pointer, unit.value) for pointer, unit in schema_units(self.units))
            there = (node for file, value in self._other_files() for node in named_schemas(file, value))
            self._heirs = Heirs(chain(here, there), self.target)
        return self._heirs

    def _other_files(self) -> list[tuple[str, object]]:
        """Every file that the description refers to, itself or by another one; which were read before is no matter."""
        if self._others is None:
            self._others = [*self._found_others()]
        return self._others

    def _found_others(self) -> Iterator[tuple[str, object]]:
        named: frozenset[str] = frozenset(
            name for pointer, unit in self.units.items() for name in names_in(unit, pointer)
        )
        queue = sorted(self._beside_all(self.name, named))
        known = set(queue)
        for file in queue:
            reading = self._read(file, is_asked_for=False)
            if reading is not None and reading.problem is None:
                yield file, reading.value
                named = names_in(Unit(None, reading.value), "")
                new = self._beside_all(file, named) - known
                queue += sorted(new)
                known |= new

    def _beside_all(self, base: str, references: Iterable[str]) -> set[str]:
        files = (self._beside(base, unquoted(file)) for ref in references if (file := ref.partition("#")[0]))
        return {file for file in files if file is not None and file != self.name}

    def has_variants(self, node: Node) -> bool:
        """Whether a discriminator stands in a schema, or in one that it holds in its `allOf`."""
        before: dict[Node, Node | None] = {node: None}
        queue = [node]
        for at in queue:
            if self._has_variants.get(at) or "discriminator" in at.fields:
                way: Node | None = at
                while way is not None:
                    self._has_variants[way] = True
                    way = before[way]
                return True
            if at not in self._has_variants:
                new = [n for n in map(self.target, taken_up(at)) if n is not None and n not in before]
                before.update(dict.fromkeys(new, at))
                queue.extend(new)
        self._has_variants.update(dict.fromkeys(before, False))
        return False

    def as_written(self, file: str) -> tuple[Reading, bytes] | None:
        """A file that was read, as it is written, and its bytes."""
        if file == self.name:
            return self.written, self.data
        data, reading = self._bytes.get(file), self._files.get(file)
        if data is None or reading is None or reading.problem is not None:
            return None
        return (read(data) if self._written else reading), data

    def file(self, name: str) -> Reading | None:
        """A file that was read; `None` for one that nobody asked for."""
        return self._files.get(name)

    def files(self) -> Iterator[tuple[str, Reading]]:
        """Every file read so far, by name."""
        yield from sorted(self._files.items())

    def _named(self, ref: str, base: str) -> Node | None:
        """What a reference that stands in a file names, worked out once."""
        key = (ref, base)
        if key not in self._references:
            self._references[key] = self._looked_for(ref, base)
        return self._references[key]

    def _looked_for(self, ref: str, base: str) -> Node | None:
        file, _, fragment = ref.partition("#")
        if not self.nullable and (file or fragment[:1] not in ("", "/", "%")):
            named = self._with_name(file, unquoted(fragment), base)
            if named is not None:
                return named
        name = base if not file else self._beside(base, unquoted(file))
        if name is None:
            return None
        reading = self._read(name)
        if reading is None or reading.problem:
            return None
        return _walk(Node(name, "", reading.value), unquoted(fragment))

    def _with_name(self, file: str, fragment: str, base: str) -> Node | None:
        """The schema that carries a name itself, in the file of the reference or in the one that it names."""
        here = self._anchored(base)
        named = here.one(file) if here is not None and file else None
        if named is not None:
            return _walk(Node(base, "", self._files[base].value), named.pointer + fragment)
        if file:
            here = self._anchored(self._beside(base, unquoted(file))) if fragment[:1] not in ("", "/") else None
        return None if here is None else here.one(f"#{fragment}")

    def _anchored(self, file: str | None) -> Anchors | None:
        """The names in a file; `None` for one that cannot be read."""
        reading = None if file is None else self._read(file)
        if file is None or reading is None or reading.problem:
            return None
        if file not in self._anchors:
            is_main = file == self.name
            found = anchors_of(file, reading.units) if is_main else anchors_below(Node(file, "", reading.value))
            self._anchors[file] = found
        return self._anchors[file]

    def _beside(self, base: str, file: str) -> str | None:
        if "://" in file or file.startswith(("/", "\\")):
            return None
        name = posixpath.normpath(posixpath.join(posixpath.dirname(base), file))
        return None if name.startswith("../") or name == ".." else name

    def _read(self, name: str, *, is_asked_for: bool = True) -> Reading | None:
        """A file by name; one that is not there is told where it is asked for."""
        if name not in self._files:
            data = self._reader(name) if self._reader else None
            if data is None and not is_asked_for:
                return None
            reading = Reading(None, "it was not found") if data is None else read(data)
            if data is not None:
                self._bytes[name] = data
            if self._written:
                self._written[name] = reading.value
                reading = replace(reading, value=part(reading.value))
            self._files[name] = reading
        return self._files[name]

    def _upgrade(self) -> None:
        written: Any = self.reading.value
        self._written[self.name] = written
        try:
            value = upgraded(written, self._looked_up)
        except Unreadable as why:
            self.reading = self._files[self.name] = Reading(None, why.why)
            return
        units = units_of(value)
        for pointer, unit in self.reading.units.items():
            if unit.value is None and unit.notes:
                units[pointer] = unit
            elif unit.notes and pointer in units:
                units[pointer] = Unit(None, read=partial(_noted, units[pointer].value, unit.notes))
        self.reading = replace(self.reading, value=value, units=units, starts={})
        self._files[self.name] = self.reading

    def _looked_up(self, ref: str) -> object:
        node = self._named(ref, self.name)
        return None if node is None else node.value


def _noted(value: object, notes: tuple[str, ...], _text: object) -> tuple[object, tuple[str, ...]]:
    return value, notes


def _dialect(root: Node) -> str | None:
    version = str(root.fields.get("openapi", root.fields.get("swagger", "")))
    found = ".".join(version.split(".")[:2])
    return found if found in DIALECTS else None


def _walk(node: Node, pointer: str) -> Node | None:
    if pointer and not pointer.startswith("/"):
        return None
    value = node.value
    for step in pointer.split("/")[1:]:
        key = unescape(step)
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdecimal() and int(key[:9]) < len(value):
            value = value[int(key)]
        else:
            return None
    return Node(node.file, pointer, value)
