"""Values likely to be accepted on one side of an edit and refused on the other: directed first, then from a pool."""

from collections.abc import Callable, Iterator
from typing import Any

from bot.contract.limits import CANDIDATE_ITEMS, CANDIDATE_LENGTH, CANDIDATE_NAMES, CANDIDATE_PROPERTIES, SHRUNK_MEMBERS
from bot.contract.schema.edits import Edit
from bot.contract.schema.exclusion_values import conditions, overlaps, safe
from bot.contract.schema.facts import Facts, Group
from bot.contract.schema.languages import language, languages, word
from bot.contract.schema.minimal import FORMAT_SAMPLES, Minimal, NoValue, distinct, name_like, numbers, text_of
from bot.contract.schema.nodes import Node, Schema, unique
from bot.contract.schema.patterns import sample
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.tags import names_in
from bot.contract.schema.values import canonical, is_number
from bot.contract.schema.variants import variants_of
from bot.contract.steps import Unclear

_TEXTS = ("", "a", "A", "0", "!", "é", "a b", "-1", "aaaaaaaaaaaaaaaaaaaaaaaa", "2024-01-31", "example")
_ANYTHING: tuple[Any, ...] = ("a", 0, 1.5, True, None, [], {}, -1, "", [0], {"a": 0}, 10**12, [0, 0], ["a"])


class Candidates:
    """Candidates for one edit; `good` is the side that accepts, `bad` the one that refuses.

    `others` writes values of the refusing side: what it excludes is told by its own schemas.
    """

    def __init__(self, minimal: Minimal, schema: Schema, others: Minimal, refusing: Schema) -> None:
        self.minimal, self.others = minimal, others
        self.whole = schema
        self.schema, self.good = minimal.settled(schema)
        self.bad = others.shapes.facts(refusing)

    def values(self, edit: Edit, *, good_is_old: bool) -> Iterator[Any]:
        """Directed values, then the pool; without repetitions."""
        return distinct(self._values(edit, good_is_old=good_is_old))

    def _values(self, edit: Edit, *, good_is_old: bool) -> Iterator[Any]:
        directed = _DIRECTED.get(edit.keyword)
        if edit.keyword == "variant":
            node = edit.at_old if good_is_old else edit.at_new
            if node is not None:
                yield from safe(self._of_branch(node))
        elif directed is not None:
            yield from safe(directed(self, edit))
        yield from safe(self._pool())

    def tried(self, make: Callable[[], Any]) -> Iterator[Any]:
        """The value that is made; none where none can be put together."""
        try:
            yield make()
        except NoValue:
            return

    def _of_branch(self, branch: Node) -> Iterator[Any]:
        """Smallest values of one branch, of each type, with each property, and with all of them."""
        schema = unique((*self.whole, *self._variant(branch)))
        yield from self.tried(lambda: self.minimal.value(schema))
        inner, facts = self.minimal.settled(schema)
        for kind in sorted(facts.types):
            yield from self.tried(lambda kind=kind: self.minimal.value(schema, kind=kind))  # type: ignore[misc]
        if "object" in facts.types:
            yield from self.tried(lambda: self.full(inner, facts))
        yield from self.tried(lambda: self.minimal.value((branch,)))

    def _variant(self, branch: Node) -> Schema:
        """A branch of a union of this side, with what the discriminator asks of it."""
        shapes = self.minimal.shapes
        group = next((g for g in shapes.facts(self.whole).groups if branch in g.listed), None)
        return (branch,) if group is None else shapes.variant(group, branch)

    def full(self, schema: Schema, facts: Facts) -> Any:
        """An object with every property that can be written."""
        value = self.minimal.value(schema, kind="object")
        for name in sorted(facts.properties)[:CANDIDATE_NAMES]:
            if name not in value and not self.minimal.is_hidden(facts, name):
                for found in self.tried(lambda name=name: self.minimal.property(facts, name)):  # type: ignore[misc]
                    value[name] = found
        return value

    def base(self) -> Any:
        """A smallest value of the good side."""
        return self.minimal.value(self.schema)

    def kinds(self, edit: Edit) -> Iterator[Any]:
        """Values of the types that are refused now."""
        for kind in sorted(self.good.types - self.bad.types):
            yield from self.tried(lambda kind=kind: self.minimal.value(self.schema, kind=kind))  # type: ignore[misc]
        if "fraction" in self.good.types - self.bad.types:
            yield from (1.5, 0.25)
            yield from self._fractions()
        if "array" in self.good.types - self.bad.types:
            yield from (self.minimal.items(self.good, count) for count in (1, 2))

    def _fractions(self) -> Iterator[Any]:
        """Numbers within the bounds that are no whole ones."""
        try:
            yield from (number for number in numbers(self.good, fraction=True) if number != int(number))
        except (NoValue, OverflowError):
            return

    def enums(self, edit: Edit) -> Iterator[Any]:
        """Values that are not in the other list."""
        refused = self.bad.enum or {}
        if self.good.enum is not None:
            yield from (v for k, v in sorted(self.good.enum.items()) if k not in refused)
        else:
            for kind in sorted(self.good.types):
                yield from self.tried(lambda kind=kind: self.minimal.value(self.schema, kind=kind))  # type: ignore[misc]
            yield from (v + "x" for _, v in sorted(refused.items()) if isinstance(v, str))
            yield from (v + 1 for _, v in sorted(refused.items()) if isinstance(v, int) and is_number(v))
            yield from ("other", "a", 0, 1, 2, False, True)

    def listed(self, edit: Edit) -> Iterator[Any]:
        """The values that left an open list."""
        yield from edit.old if isinstance(edit.old, list) else ()

    def longer(self, edit: Edit) -> Iterator[Any]:
        """A text one character too long."""
        limit = self.bad.limits.get("maxLength")
        if limit is not None and limit < CANDIDATE_LENGTH:
            yield from self._word(least=int(limit) + 1)
            text = text_of(self.good, limit + 1, self.minimal.shapes.words)
            yield text if len(text) > limit else text + "a" * (limit + 1 - len(text))

    def shorter(self, edit: Edit) -> Iterator[Any]:
        """A text one character too short."""
        limit = min(self.bad.limits.get("minLength", 1) - 1, CANDIDATE_LENGTH)
        yield from self._word(most=int(limit))
        yield text_of(self.good, limit, self.minimal.shapes.words)[:limit]
        yield "a" * limit

    def _word(self, *, least: int = 0, most: int | None = None, without: str | None = None) -> Iterator[str]:
        """A shortest text of this side's patterns and lengths (and not of that pattern)."""
        excluded = language(without) if without is not None else None
        if "string" not in self.good.types or (without is not None and excluded is None):
            return
        known = languages(sorted(self.good.patterns))
        shortest, longest = int(self.good.limits.get("minLength", 0)), self.good.limits.get("maxLength")
        bounds = [int(b) for b in (longest, most) if b is not None]
        try:
            found = word(
                known,
                [excluded] if excluded else [],
                steps=self.minimal.shapes.words,
                least=max(least, shortest),
                most=min(bounds, default=None),
            )
        except Unclear:
            return
        if found is not None:
            yield found

    def beyond(self, edit: Edit) -> Iterator[Any]:
        """Numbers just past the bound."""
        side = edit.keyword
        bound = self.bad.limits.get(side)
        if bound is not None:
            sign = 1 if side == "maximum" else -1
            if bound[1]:
                yield bound[0]
            multiple = next((int(m) for m in sorted(self.good.multiples) if m.isdecimal()), 1)
            yield (int(bound[0] // multiple) + sign) * multiple
            yield int(bound[0]) + sign
            yield bound[0] + sign * 0.5
        yield from numbers(self.good, fraction=False)

    def more_items(self, edit: Edit) -> Iterator[Any]:
        """One item too many."""
        limit = self.bad.limits.get("maxItems")
        if limit is not None and limit < CANDIDATE_ITEMS:
            yield self.minimal.items(self.good, int(limit) + 1)

    def fewer_items(self, edit: Edit) -> Iterator[Any]:
        """One item too few."""
        limit = self.bad.limits.get("minItems", 1)
        if limit <= CANDIDATE_ITEMS:
            least = int(self.good.limits.get("minItems", 0))
            yield self.minimal.items(self.good, least if limit > SHRUNK_MEMBERS else int(limit) - 1)

    def same_items(self, edit: Edit) -> Iterator[Any]:
        """The same item twice."""
        item = self.minimal.value(self.good.slot(0), depth=1)
        yield [item, item]

    def more_properties(self, edit: Edit) -> Iterator[Any]:
        """One property too many."""
        limit = self.bad.limits.get("maxProperties")
        if limit is None or limit > CANDIDATE_PROPERTIES:
            return
        value = dict(self.base())
        for name in sorted(self.good.properties):
            if len(value) <= limit and name not in value:
                value[name] = self.minimal.property(self.good, name)
        yield {**value, **self.minimal.further(self.good, int(limit) + 1 - len(value))}

    def named(self, edit: Edit) -> Iterator[Any]:
        """A smallest value of each variant under each of its names: first those that came or went."""
        told = [v for values in (edit.old, edit.new) if isinstance(values, list) for v in values]
        shapes = self.minimal.shapes
        groups = shapes.facts(self.whole).groups
        named = [shapes.variant(g, b) for g in groups for b in g.branches if len(shapes.variant(g, b)) > 1]
        heirs = variants_of(shapes, self.whole)
        named += [(node, tag) for node, tag in heirs.tags.items()] if heirs is not None else []
        means = [(value, name, one) for one in named for name, value in names_in(one[1])]
        for value, name, one in sorted(means, key=lambda m: (m[0] not in told, m[0])):
            for found in self.tried(lambda one=one: self.minimal.value(unique((*self.whole, *one)))):  # type: ignore[misc]
                yield {**found, name: value}

    def multiples(self, edit: Edit) -> Iterator[Any]:
        """Numbers that are multiples here and not there."""
        for text in sorted(self.good.multiples):
            if text.isdecimal():
                yield from (int(text), int(text) * 3)
        yield from (1, 7, 0.5, 11)

    def texts(self, edit: Edit) -> Iterator[Any]:
        """Texts of this side's formats and patterns, then odd ones."""
        for pattern in sorted(self.bad.patterns - self.good.patterns):
            yield from self._word(without=pattern)
            yield from self._word(without=pattern, least=1)
        for name in sorted(self.good.formats):
            if name in FORMAT_SAMPLES:
                yield FORMAT_SAMPLES[name]
        for pattern in sorted(self.good.patterns):
            found = sample(pattern)
            if found is not None:
                yield from (found, found + found[-1:])
        if "string" in self.good.types:
            yield from _TEXTS
        if "integer" in self.good.types:
            yield from (2**7, 2**15, 2**31, 2**63, -1)

    def without(self, edit: Edit) -> Iterator[Any]:
        """An object without the property."""
        value = self.base()
        if isinstance(value, dict):
            yield {k: v for k, v in value.items() if k != edit.name}
        yield {n: self.minimal.property(self.good, n) for n in sorted(self.good.required) if n != edit.name}

    def with_it(self, edit: Edit) -> Iterator[Any]:
        """An object with the property."""
        value = self.base()
        if edit.name is not None and isinstance(value, dict):
            yield {**value, edit.name: self.minimal.property(self.good, edit.name)}
            yield value

    def properties(self, edit: Edit) -> Iterator[Any]:
        """Objects with and without the property."""
        yield from self.without(edit)
        yield from self.with_it(edit)

    def further(self, edit: Edit) -> Iterator[Any]:
        """An object with a property nobody named, where maps declare every name."""
        if "map" in edit.tags:
            rest = tuple(c.rest for c in self.good.closures)
            yield {**self.base(), "extra": self.minimal.value(rest, depth=1)}

    def named_like(self, edit: Edit) -> Iterator[Any]:
        """Objects with a property whose name matches the pattern."""
        name = name_like(edit.name or "", self.good, self.minimal.shapes.words)
        if name:
            for value in _ANYTHING:
                yield {**self.base(), name: value}

    def _pool(self) -> Iterator[Any]:
        """Smallest values of every type, with each optional property, and of every branch."""
        yield from self.tried(self.base)
        for kind in sorted(self.good.types):
            yield from self.tried(lambda kind=kind: self.minimal.value(self.schema, kind=kind))  # type: ignore[misc]
        for name in sorted(self.good.properties)[:CANDIDATE_NAMES]:
            yield from self.tried(lambda name=name: {**self.base(), name: self.minimal.property(self.good, name)})  # type: ignore[misc]
        for group in self.good.groups:
            for branch in _first_branches(self.minimal.shapes, group):
                variant = self.minimal.shapes.variant(group, branch)
                yield from self.tried(lambda one=variant: self.minimal.value(unique((*self.whole, *one))))  # type: ignore[misc]
                yield from self.tried(lambda one=variant: self.minimal.value(one))  # type: ignore[misc]
        if "object" in self.good.types:
            yield from self.tried(lambda: self.full(self.schema, self.good))
        yield from (v for v in _ANYTHING if not isinstance(v, dict))


def _first_branches(shapes: Shapes, group: Group) -> list[Node]:
    """A few branches, by the order of their text; a union may have ten thousand, and be asked for as many edits."""
    known: dict[tuple[Node, str], list[Node]] = shapes.worked_out.setdefault("first branches", {})
    key = group.node, group.kind
    if key not in known:
        known[key] = sorted(group.branches, key=lambda b: canonical(b.value))[:CANDIDATE_NAMES]
    return known[key]


_DIRECTED: dict[str, Callable[[Candidates, Edit], Iterator[Any]]] = {
    "type": Candidates.kinds,
    "null": Candidates.kinds,
    "never": Candidates.kinds,
    "enum": Candidates.enums,
    "enum-value": Candidates.enums,
    "maxLength": Candidates.longer,
    "minLength": Candidates.shorter,
    "maximum": Candidates.beyond,
    "minimum": Candidates.beyond,
    "maxItems": Candidates.more_items,
    "minItems": Candidates.fewer_items,
    "maxProperties": Candidates.more_properties,
    "minProperties": Candidates.without,
    "uniqueItems": Candidates.same_items,
    "multipleOf": Candidates.multiples,
    "pattern": Candidates.texts,
    "format": Candidates.texts,
    "required": Candidates.without,
    "property": Candidates.properties,
    "additionalProperties": Candidates.further,
    "patternProperties": Candidates.named_like,
    "condition": conditions,
    "writeOnly": Candidates.without,
    "x-extensible-enum": Candidates.listed,
    "overlap": overlaps,
    "discriminator-value": Candidates.named,
}
