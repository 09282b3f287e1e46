"""What a comparison must look at: the units that differ, and all that reach one of them."""

from collections import defaultdict
from collections.abc import Iterator

import orjson

from bot.contract.limits import PACKED
from bot.contract.openapi.document import Document
from bot.contract.openapi.heirs import SCHEMAS, may_take_up, taken_up
from bot.contract.openapi.references import names_in, names_in_value, names_written, operations_in, unit_named
from bot.contract.openapi.units import Unit, unit_at
from bot.contract.schema.nodes import Node, Schema, unescape
from bot.contract.schema.values import canonical, same
from bot.contract.steps import Spent, unbounded

_INHERITED = (
    "servers",
    "security",
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "jsonSchemaDialect",
    "$self",
)
"""Members at the top that every operation inherits."""

_NEVER_JUDGED = ("/x-", "/info", "/tags", "/externalDocs", "/components/examples/", "/components/x-")
"""Where nothing is judged by itself. References may lead there all the same, as to schemas kept under `x-schemas`."""

_EXAMPLES = "/components/examples/"
"""An example that is named as a whole is one, whatever it holds."""

_ELSEWHERE = "another file"
_KEEPERS = ("/components/securitySchemes/", "/securityDefinitions/")


class Touched:
    """Which parts of two documents differ, or reach a part that does.

    With `whole`, everything counts as touched: nothing is left out, as if there were no units.
    """

    def __init__(self, old: Document, new: Document, *, whole: bool = False) -> None:
        self._documents = (old, new)
        self.steps = unbounded()
        """Those of the whole comparison, once it has begun."""
        self._files = ((old.name, new.name), (new.name, old.name))
        self._sections: dict[str, frozenset[str]] = {}
        self._known: dict[tuple[int, int], tuple[object, object, bool]] = {}
        self._named: dict[str, str | None] = {}
        self._leads: dict[bytes, bool] = {}
        self._aside: list[str] = []
        """Units of what is never judged that others name."""
        pointers = old.units.keys() | new.units.keys()
        self._differ = {p for p in pointers if not p.startswith(_NEVER_JUDGED) and not _alike(old, new, p)}
        self._speak_alike = old.dialect == new.dialect
        self._whole = whole
        self._units = self._reaching()
        self.everywhere = whole or bool(old.strip_prefixes) or not self._speak_alike or self._context_differs()

    @property
    def differing(self) -> frozenset[str]:
        """Pointers of the units that differ, or that only one version has."""
        return frozenset(self._differ)

    def names(self, section: str) -> frozenset[str] | None:
        """The touched members of a section such as `paths`; `None` for all of them."""
        if self.everywhere:
            return None
        if section not in self._sections:
            start = f"/{section}/"
            names = frozenset(unescape(p.removeprefix(start)) for p in self._units if p.startswith(start))
            self._sections[section] = names
        return self._sections[section]

    def untouched(self, old: Node | None, new: Node | None) -> bool:
        """Whether a part is the same in both versions, with everything it names."""
        if self._whole or old is None or new is None:
            return old is new
        return self._untouched(old, new)

    def worth_saying(self, node: Node) -> bool:
        """Whether a part that cannot be judged may have changed: it is not the same in both versions.

        A reference is asked about where it stands: its words may be the same while what they name came or went. Where
        the steps do not suffice to tell, it is worth saying.
        """
        if not node.pointer or node.file not in (document.name for document in self._documents):
            return True
        pointer = node.pointer.removesuffix("/$ref")
        old, new = (document.at(pointer) for document in self._documents)
        try:
            return old is None or new is None or not self._untouched(old, new)
        except Spent:
            return True

    def _untouched(self, old: Node, new: Node) -> bool:
        if not self._speak_alike or (old.file, new.file) not in self._files:
            return False
        if old.pointer == new.pointer and old.pointer in self._documents[0].units:
            return old.pointer not in self._units
        key = (id(old.value), id(new.value))
        known = self._known.get(key)
        if known is None:  # the values are kept, so that nothing else can take their identity
            known = self._known[key] = (old.value, new.value, self._values_untouched(old.value, new.value))
        return known[2]

    def _values_untouched(self, old: object, new: object) -> bool:
        if old is not new and not _same(old, new):
            return False
        if not isinstance(old, dict | list):
            return True
        packed = _packed(old)
        self.steps.take(len(packed) // PACKED)
        written = names_written(packed)
        if written is None:
            return not any(map(self._leads_on, names_in_value(old)))
        return not any(map(self._is_touched, written))

    def _is_touched(self, name: bytes) -> bool:
        """Whether what text names is touched, worked out once for every name."""
        known = self._leads.get(name)
        if known is None:
            known = self._leads[name] = self._leads_on(name.decode(errors="surrogatepass"))
        return known

    def _leads_on(self, name: str) -> bool:
        target = self._unit_named(name)
        return target is None or target in self._units

    def _unit_named(self, name: str) -> str | None:
        if name not in self._named:
            self._named[name] = unit_named(name)
        return self._named[name]

    def schemas_untouched(self, old: Schema, new: Schema) -> bool:
        """Whether two conjunctions are the same, with everything they name."""
        return len(old) == len(new) and all(self.untouched(o, n) for o, n in zip(old, new, strict=True))

    def members_untouched(self, old: Node, new: Node, *keys: str) -> bool:
        """Whether these members of two objects are the same, with everything they name."""
        return all(self.untouched(_member(old, k), _member(new, k)) for k in keys)

    def _context_differs(self) -> bool:
        inherited = {f"/{name}" for name in _INHERITED}
        return any(p in inherited or p.startswith(_KEEPERS) for p in self._units)

    def _reaching(self) -> set[str]:
        """Units that differ, units that name another file, and all that name one of those."""
        found = set(self._differ) | self._operations_touched()
        above: dict[str, list[str]] = defaultdict(list)
        for document, pointer in self._asked():
            for target in self._targets(document, pointer, document.units[pointer]):
                above[target].append(pointer)
                if target == _ELSEWHERE or (target not in document.units and document.at(target) is not None):
                    found.add(target)  # another file, or a whole section
        found.update(p for p in self._aside if not _alike(*self._documents, p))
        if _ELSEWHERE in found:
            found |= {unit_at(n.pointer) for d in self._documents for n in d.held_elsewhere() if d.has_variants(n)}
        queue = list(found)
        for pointer in queue:
            for upper in (*above.get(pointer, ()), *self._taken_up(pointer)):
                if upper not in found:
                    found.add(upper)
                    queue.append(upper)
        return found

    def _asked(self) -> Iterator[tuple[Document, str]]:
        """The units of which it matters what they name: last those set aside, which are found on the way."""
        for document in self._documents:
            is_old = document is self._documents[0]
            for pointer in document.units:
                if (is_old or pointer in self._differ) and not pointer.startswith(_NEVER_JUDGED):
                    yield document, pointer
        for pointer in self._aside:
            yield from ((document, pointer) for document in self._documents if pointer in document.units)

    def _taken_up(self, pointer: str) -> list[str]:
        """The units in a schema's `allOf`: where a discriminator stands there, this is one of its variants."""
        found = []
        for document in self._documents if pointer.startswith(SCHEMAS) else ():
            unit = document.units.get(pointer)
            if unit is not None and may_take_up(unit):
                for node in taken_up(Node(document.name, pointer, unit.value)):
                    above = document.target(node)
                    if above is not None and document.has_variants(above):
                        found.append(unit_at(above.pointer))
        return found

    def _targets(self, document: Document, pointer: str, unit: Unit) -> Iterator[str]:
        for name in names_in(unit, pointer):
            target = self._unit_named(name)
            if target is None:
                document.step(Node(document.name, pointer, {"$ref": name}))  # a file that is missing is told
                yield _ELSEWHERE
            elif not target.startswith(_NEVER_JUDGED):
                yield target
            elif not (target.startswith(_EXAMPLES) and name.endswith(target)):
                if target not in self._aside:
                    self._aside.append(target)
                yield target

    def _operations_touched(self) -> set[str]:
        """Operations of paths that differ: where a link leads may have changed."""
        paths = {p for p in self._differ if p.startswith("/paths/")}
        units = [d.units[p] for d in self._documents for p in paths & d.units.keys()]
        return {str(unit_named(name)) for unit in units for name in operations_in(unit)}


def _alike(old: Document, new: Document, pointer: str) -> bool:
    """Whether a unit is the same in both; one that is, is read once for both."""
    ours, theirs = old.units.get(pointer), new.units.get(pointer)
    if ours is None or theirs is None:
        return False
    if ours.same_text(theirs, new.text, new.starts.get(pointer, 0)):
        theirs.share(ours)
        return True
    if ours.value is None and theirs.value is None and ours.notes:  # too deep to be looked at
        return ours.text is not None and theirs.text is not None and bytes(ours.text) == bytes(theirs.text)
    return _same(ours.value, theirs.value) and ours.notes == theirs.notes


def _member(node: Node, key: str) -> Node | None:
    return node.child(key) if key in node.fields else None


def _same(old: object, new: object) -> bool:
    if not isinstance(old, dict | list):
        return same(old, new)
    return old == new and (_packed(old) == _packed(new) or same(old, new))


def _packed(value: object) -> bytes:
    """The value as text, keys sorted: as `canonical`, but fast, and it tells `1.0` from `1`."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a number of more than 64 bits, half a surrogate pair
        return canonical(value).encode("utf-8", "surrogatepass")
