"""What a discriminator asks of each branch of a union: the property is there, and holds a value that means the branch.

That is a schema of its own beside the branch. Where a branch lists values for the property itself, those count for more
than its name; where it cannot hold its name at all, nothing is asked: a branch without values would be within anything.
"""

from collections.abc import Iterator

from msgspec import Struct, field

from bot.contract.limits import NAMED_PARTS
from bot.contract.schema.keywords import types_named
from bot.contract.schema.languages import language
from bot.contract.schema.naming import is_default, meant, naming_of
from bot.contract.schema.nodes import Document, Node
from bot.contract.schema.values import canonical

_PLACE = "/discriminator/"


def tags_of(document: Document, node: Node, branches: tuple[Node, ...]) -> tuple[Node | None, ...]:
    """The schema beside each branch of the union that stands in `node`; `None` where nothing is asked."""
    naming = naming_of(node.fields.get("discriminator"))
    if naming is None:
        return (None,) * len(branches)
    names = meant(document, node, naming, branches)
    every = frozenset(naming.mapping).union(*names)
    tags: list[Node | None] = []
    for branch, mine in zip(branches, names, strict=True):
        if is_default(document, node, naming, branch):
            tags.append(none_of(naming.name, every - mine))
        else:
            tags.append(tag_of(document, branch, naming.name, mine, every) if mine else None)
    return tuple(tags)


def tag_of(document: Document, variant: Node, name: str, mine: frozenset[str], every: frozenset[str]) -> Node | None:
    """The schema beside a variant that is meant by some (`mine`) of all the values that mean one."""
    own = _Own(name).looked_through(document, variant)
    fitting = frozenset[str]() if own.refuses else own.fitting(mine | (own.values or frozenset()))
    values = {v for v in fitting if v in mine or v not in every}
    return _made({"properties": {name: {"enum": sorted(values)}}, "required": [name]}) if values else None


def is_tag(node: Node) -> bool:
    """Whether a schema is what a discriminator asks for, and stands nowhere."""
    return not node.file and node.pointer.startswith(_PLACE)


def apart(one: Node, other: Node) -> bool:
    """No value means both of two branches that have these schemas beside them."""
    mine, theirs = (_values(node) for node in (one, other))
    return mine is not None and theirs is not None and mine[0] == theirs[0] and mine[1].isdisjoint(theirs[1])


def values_of(tag: Node) -> frozenset[str]:
    """The values that such a schema asks one of; none where it only excludes some."""
    found = _values(tag)
    return frozenset() if found is None else found[1]


def names_in(tag: Node) -> tuple[tuple[str, str], ...]:
    """The property and each value that such a schema takes in it."""
    found = _values(tag)
    return () if found is None else tuple((found[0], value) for value in sorted(found[1]))


def _values(tag: Node) -> tuple[str, frozenset[str]] | None:
    properties = tag.fields["properties"]
    assert isinstance(properties, dict)
    ((name, said),) = properties.items()
    return (name, frozenset(said["enum"])) if "enum" in said else None


def none_of(name: str, values: frozenset[str]) -> Node | None:
    """A schema that takes none of these values in a property; `None` where there are none."""
    return _made({"properties": {name: {"not": {"enum": sorted(values)}}}}) if values else None


def _made(value: dict[str, object]) -> Node:
    """It stands in no document, so that it is the same in both."""
    return Node("", f"{_PLACE}{canonical(value)}", value)


class _Own(Struct):
    """What a branch says itself of the property: the texts it lists, and whether it can hold any."""

    name: str
    values: frozenset[str] | None = None
    refuses: bool = False
    patterns: list[str] = field(default_factory=list)
    _is_shut: bool = False
    _is_declared: bool = False

    def looked_through(self, document: Document, branch: Node) -> "_Own":
        for part in _parts(document, branch):
            self._object(document, part)
        self.refuses |= self._is_shut and not self._is_declared
        return self

    def fitting(self, values: frozenset[str]) -> frozenset[str]:
        """Those that the branch may hold, as far as is known."""
        known = [found for found in map(language, self.patterns) if found is not None]
        listed = values if self.values is None else values & self.values
        return frozenset(v for v in listed if all(one.holds(v) for one in known))

    def _object(self, document: Document, part: Node | None) -> None:
        if part is None:
            self.refuses = True  # not looked through to its end: nothing is claimed
            return
        said = part.fields.get("properties")
        if isinstance(said, dict) and self.name in said:
            self._is_declared = True
            for inner in _parts(document, part.child("properties", self.name)):
                self._property(inner)
        elif part.fields.get("additionalProperties") is False and not part.fields.get("patternProperties"):
            self.refuses = True
        self._is_shut |= part.fields.get("unevaluatedProperties") is False

    def _property(self, part: Node | None) -> None:
        if part is None or part.value is False:
            self.refuses = True
            return
        fields = part.fields
        types = types_named(fields["type"]) if "type" in fields else None
        self.refuses |= types is not None and "string" not in types
        self.refuses |= fields.get("readOnly") is True or fields.get("writeOnly") is True
        for listed in (fields.get("enum"), [fields["const"]] if "const" in fields else None):
            if isinstance(listed, list):
                texts = frozenset(v for v in listed if isinstance(v, str))
                self.values = texts if self.values is None else self.values & texts
        if isinstance(fields.get("pattern"), str):
            self.patterns.append(str(fields["pattern"]))


def _parts(document: Document, node: Node) -> Iterator[Node | None]:
    """A schema and all that it holds in its `allOf` or by reference; `None` where that does not end soon."""
    found: dict[Node, None] = {node: None}
    queue = [node]
    for at in queue:
        if len(found) > NAMED_PARTS:
            yield None
            return
        yield at
        below = document.step(at) if "$ref" in at.fields else None
        parts = at.fields.get("allOf")
        held = [at.child("allOf", i) for i in range(len(parts))] if isinstance(parts, list) else []
        for part in (*((below,) if below is not None else ()), *held):
            if part not in found:
                found[part] = None
                queue.append(part)
