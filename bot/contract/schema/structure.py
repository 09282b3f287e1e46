"""Whether two schemas are written alike, references followed; what is written for people does not count."""

from collections.abc import Callable

from bot.contract.limits import LIKENESS_EACH, LIKENESS_IN_ALL, LIKENESS_TEXT
from bot.contract.schema.keywords import EXTENSIBLE, LOWER, PROSE
from bot.contract.schema.naming import own_name
from bot.contract.schema.nodes import Document, Node, Schema
from bot.contract.schema.order import UNORDERED, bare_text
from bot.contract.schema.values import canonical
from bot.contract.steps import Steps

_VALUES = frozenset(("const", "enum", "default", "example", "examples"))
"""Keywords under which stand values, no schemas."""

_Pair = tuple[Node, Node]
_Key = tuple[int, int, Node, Node]


class Likeness:
    """Answers whether two schemas are written alike, and remembers; it spends counted steps."""

    def __init__(self, same: Callable[[Node, Node], bool] | None = None) -> None:
        """`same` may know at once that two schemas are one, with all they refer to."""
        self._same = same
        self._outlines: dict[tuple[int, Node], object] = {}
        self._known: dict[_Key, bool] = {}
        self._orders: dict[tuple[int, Node], list[int]] = {}
        self._steps = Steps(LIKENESS_IN_ALL)

    def alike(self, old: Node, old_document: Document, new: Node, new_document: Document) -> bool:
        """The same text up to prose, names of references, and order of names. Loops count as alike when met again.

        Gives up, with `False`, after 5,000 places, or 10,000 in all.
        """
        if old_document is new_document and old == new:
            return True
        if self._outline(old, old_document) != self._outline(new, new_document):
            return False
        if self._same is not None and old_document is not new_document and self._same(old, new):
            return True
        documents = (id(old_document), id(new_document))
        if (*documents, old, new) not in self._known:
            above: dict[_Pair, _Pair | None] = {(old, new): None}
            unlike = self._unlike(old_document, new_document, above)
            if unlike is None:
                self._known.update(dict.fromkeys(((*documents, *pair) for pair in above), True))
            while unlike is not None:
                self._known[(*documents, *unlike)] = False
                unlike = above[unlike]
        return self._known[*documents, old, new]

    def one(self, old: Schema, old_document: Document, new: Schema, new_document: Document) -> bool:
        """Whether two conjunctions are known to be one, with all they refer to; nothing is searched."""
        if self._same is None or old_document is new_document or len(old) != len(new):
            return False
        return all(self._same(a, b) for a, b in zip(old, new, strict=True))

    def _outline(self, node: Node, document: Document) -> object:
        """What two schemas that are alike have in common at first sight: keywords, plain values, names, how many."""
        key = (id(document), node)
        if key not in self._outlines:
            end = _read(node, document)
            value = end.value if end is not None else None
            names = _keys(value, end) if end is not None and isinstance(value, dict) else ()
            self._outlines[key] = tuple((n, _at_sight(n, value[n])) for n in names) if isinstance(value, dict) else ()
        return self._outlines[key]

    def _unlike(
        self, old_document: Document, new_document: Document, above: "dict[_Pair, _Pair | None]"
    ) -> "_Pair | None":
        """The first pair that is not alike; `above` is filled with every pair met and the one that led to it."""
        stack = list(above)
        while stack:
            pair = stack.pop()
            known = self._known.get((id(old_document), id(new_document), *pair))
            if known is None and old_document is not new_document and self._same is not None and self._same(*pair):
                known = self._known[(id(old_document), id(new_document), *pair)] = True
            if known:
                continue
            if known is False or len(above) > LIKENESS_EACH or not self._steps.spend():
                return pair
            left, right = _read(pair[0], old_document), _read(pair[1], new_document)
            below: list[_Pair] = []
            if left is None or right is None:
                if left is not right or canonical(pair[0].value) != canonical(pair[1].value):
                    return pair
            elif (
                not self._level(left, old_document, right, new_document, below)
                or not _variants(left, old_document, right, new_document, below)
                or not _dynamic(left, old_document, right, new_document, below)
                or not _targets(left, old_document, right, new_document, below)
            ):
                return pair
            for child in below:
                if child not in above:
                    above[child] = pair
                    stack.append(child)
        return None

    def _level(
        self, left: Node, old_document: Document, right: Node, new_document: Document, stack: list[_Pair]
    ) -> bool:
        """One level of two schemas; what is below is put on the stack."""
        a, b = left.value, right.value
        if isinstance(a, dict) and isinstance(b, dict):
            keys = _keys(a, left)
            if keys != _keys(b, right):
                return False
            return _members(left, right, [(k, a[k], b[k]) for k in keys], stack)
        if isinstance(a, list) and isinstance(b, list):
            if len(a) != len(b):
                return False
            orders = self._order(a, left, old_document), self._order(b, right, new_document)
            pairs = list(zip(*orders, strict=True))
            if not all(_one_value(a[i], b[j]) for i, j in pairs if not _both_deep(a[i], b[j])):
                return False
            stack.extend((left.child(i), right.child(j)) for i, j in pairs if _both_deep(a[i], b[j]))
            return True
        return _one_value(a, b)

    def _order(self, values: list[object], node: Node, document: Document) -> list[int]:
        """The positions of a list, in an order of our own where its own says nothing; constants keep theirs."""
        above = node.pointer.split("/")
        if len(values) < 2 or above[-1] not in UNORDERED or not _VALUES.isdisjoint(above[:-1]):
            return list(range(len(values)))
        key = (id(document), node)
        if key not in self._orders:
            texts = [bare_text(value) for value in values]
            self._steps.spend(sum(map(len, texts)) // LIKENESS_TEXT)
            self._orders[key] = sorted(range(len(values)), key=texts.__getitem__)
        return self._orders[key]


_NAMING = frozenset(("properties", "patternProperties", "dependentSchemas", "dependentRequired"))
"""Keywords under which stand names."""


def _variants(
    left: Node, old_document: Document, right: Node, new_document: Document, stack: list[tuple[Node, Node]]
) -> bool:
    """The named schemas that take up one with a discriminator are as much a part of it as what it holds."""
    if left.fields.keys().isdisjoint(("discriminator", "allOf")):
        return True
    mine, theirs = _named_variants(left, old_document), _named_variants(right, new_document)
    stack.extend((mine[name], theirs[name]) for name in sorted(mine.keys() & theirs.keys()))
    return mine.keys() == theirs.keys()


def _dynamic(
    left: Node, old_document: Document, right: Node, new_document: Document, stack: list[tuple[Node, Node]]
) -> bool:
    """What a dynamic reference may lead to is what it says; its text is only a name."""
    if "$dynamicRef" not in left.fields:
        return True
    mine, theirs = old_document.dynamic(left), new_document.dynamic(right)
    stack.extend(zip(mine, theirs, strict=False))
    return len(mine) == len(theirs)


def _targets(
    left: Node, old_document: Document, right: Node, new_document: Document, stack: list[tuple[Node, Node]]
) -> bool:
    """What a reference names that has keywords beside it, and so was not followed: the name alone says nothing."""
    if "$ref" not in left.fields:
        return True
    mine, theirs = old_document.step(left), new_document.step(right)
    if mine is None or theirs is None:
        return mine is theirs
    stack.append((mine, theirs))
    return True


def _named_variants(node: Node, document: Document) -> dict[str, Node]:
    return {own_name(heir): heir for heir in document.heirs(node)} if document.has_variants(node) else {}


def _both_deep(a: object, b: object) -> bool:
    return isinstance(a, dict | list) and isinstance(b, dict | list)


def _members(
    left: Node, right: Node, members: list[tuple[str | int, object, object]], stack: list[tuple[Node, Node]]
) -> bool:
    """Plain values and constants are compared at once, the others are put on the stack."""
    deeper: list[str | int] = []
    for key, a, b in members:
        if key in _VALUES:
            if _constants(key, a) != _constants(key, b):
                return False
        elif isinstance(a, dict | list) and isinstance(b, dict | list):
            deeper.append(key)
        elif not _one_value(a, b):
            return False
    stack.extend((left.child(k), right.child(k)) for k in deeper)
    return True


def _constants(keyword: str | int, value: object) -> list[str]:
    """Values to the letter, also what would be prose in a schema; a list to choose from in any order."""
    listed = value if keyword == "enum" and isinstance(value, list) else [value]
    return sorted(map(canonical, listed))


def _at_sight(keyword: str, value: object) -> object:
    if isinstance(value, dict):
        return tuple(sorted(value)) if keyword in _NAMING else None
    return len(value) if isinstance(value, list) else (isinstance(value, bool), value)


def _one_value(a: object, b: object) -> bool:
    return (type(a) is type(b) and a == b) or canonical(a) == canonical(b)


def _keys(value: dict[str, object], node: Node) -> list[str]:
    """Names under `properties` and the like are names, not keywords."""
    if _holds_names(node):
        return sorted(value)
    said = (k for k in value if k not in PROSE and (k in EXTENSIBLE or not k.startswith("x-")))
    return sorted(k for k in said if not _says_nothing(k, value))


def _holds_names(node: Node) -> bool:
    return node.pointer.rsplit("/", 1)[-1] in _NAMING


def _says_nothing(keyword: str, schema: dict[str, object]) -> bool:
    """Limits of none, and what means something only beside another keyword."""
    content = schema[keyword]
    if keyword in LOWER or keyword == "uniqueItems":
        return content is False if keyword == "uniqueItems" else content == 0 and not isinstance(content, bool)
    if keyword == "if":
        return content in (True, {}) and schema.keys().isdisjoint(("then", "else"))
    return keyword in _ONLY_BESIDE and _ONLY_BESIDE[keyword] not in schema


_ONLY_BESIDE = {"then": "if", "else": "if", "minContains": "contains", "maxContains": "contains"}


def _read(node: Node, document: Document) -> Node | None:
    """The end of a reference, in the words of OpenAPI 3.1."""
    end = _followed(node, document)
    if end is None or not document.nullable or not isinstance(end.value, dict) or _holds_names(end):
        return end
    return Node(end.file, end.pointer, _modern(end.value))


def _modern(said: dict[str, object]) -> dict[str, object]:
    """Null as a type, and exclusive bounds as bounds; where 3.0 has two readings of null, it stays as it is."""
    found = dict(said)
    listed = said.get("enum", [None])
    if isinstance(said.get("type"), str) and said.get("nullable") is True and isinstance(listed, list):
        if None in listed:
            found["type"] = [said["type"], "null"]
            del found["nullable"]
    elif said.get("nullable") is False:
        del found["nullable"]
    for strict, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        flag = said.get(strict)
        if isinstance(flag, bool):
            del found[strict]
            if flag and bound in found:
                found[strict] = found.pop(bound)
    return found


def _followed(node: Node, document: Document) -> Node | None:
    """The end of a pure reference, words for people aside; one with keywords beside it stays as it is written."""
    seen: set[Node] = set()
    at: Node | None = node
    while at is not None and "$ref" in at.fields and (document.nullable or _keys(at.fields, at) == ["$ref"]):
        if at in seen:
            return None
        seen.add(at)
        at = document.step(at)
    return at
