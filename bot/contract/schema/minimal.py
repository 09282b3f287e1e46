"""The smallest value a schema is likely to take. A guess: the independent validator has the last word."""

from collections.abc import Iterator
from copy import copy
from typing import Any

from msgspec import Struct

from bot.contract.limits import (
    ITEMS_PER_STEP,
    MINIMAL_BRANCHES,
    MINIMAL_DEPTH,
    MINIMAL_LENGTH,
    MINIMAL_UNIONS,
    NAME_LENGTHS,
)
from bot.contract.schema.facts import Facts, Group
from bot.contract.schema.languages import language, languages, word
from bot.contract.schema.nodes import Node, Schema, unique
from bot.contract.schema.patterns import sample
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.values import canonical, is_number, type_of
from bot.contract.steps import Steps, Unclear

FORMAT_SAMPLES = {
    "date": "2024-01-31",
    "date-time": "2024-01-31T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "P1D",
    "email": "a@example.com",
    "idn-email": "a@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "uri-reference": "/a",
    "uuid": "123e4567-e89b-42d3-a456-426614174000",
    "byte": "YQ==",
}
_PREFERRED = ("object", "array", "string", "integer", "fraction", "boolean", "null")


class NoValue(Exception):
    """No value could be put together."""


class Smallest(Struct, frozen=True):
    """A smallest value, the steps it took, and how many levels there are below its top."""

    value: Any
    steps: int
    height: int


class Minimal:
    """Writes smallest values for the schemas of one document, spending counted steps.

    `hidden` names the mark (`readOnly`, `writeOnly`) of properties that do not travel on this side. `known` are values
    that were found before, for the same document and side; they are not to be changed below their top. One costs as
    many steps again as it did at first, and counts as deep: what it is put into must not grow without end.
    """

    def __init__(
        self, shapes: Shapes, steps: Steps, hidden: str | None = None, known: dict[Schema, Smallest] | None = None
    ) -> None:
        self.shapes = shapes
        self.steps = steps
        self.hidden = hidden
        self.known: dict[Schema, Smallest] = {} if known is None else known
        self._deepest = 0

    def value(self, schema: Schema, *, kind: str | None = None, depth: int = 0) -> Any:
        """A value, of the given type where one is asked for. Raises NoValue."""
        if depth > MINIMAL_DEPTH or not self.steps.spend():
            raise NoValue
        self._deepest = max(self._deepest, depth)
        if kind is not None:
            return self._new_value(schema, kind, depth)
        known = self.known.get(schema)
        return self._kept(schema, depth) if known is None else self._again(known, depth)

    def _kept(self, schema: Schema, depth: int) -> Any:
        """A new value, remembered unless the steps gave out on the way: then it was put together in haste."""
        before, self._deepest, left = self._deepest, depth, self.steps.left
        value = self._new_value(schema, None, depth)
        if self.steps.left >= 0:
            self.known[schema] = Smallest(value, left - self.steps.left, self._deepest - depth)
        self._deepest = max(before, self._deepest)
        return copy(value)

    def _again(self, known: Smallest, depth: int) -> Any:
        if depth + known.height > MINIMAL_DEPTH or not self.steps.spend(known.steps):
            raise NoValue
        self._deepest = max(self._deepest, depth + known.height)
        return copy(known.value)

    def _new_value(self, schema: Schema, kind: str | None, depth: int) -> Any:
        self.shapes.steps.take(8)
        schema, facts = self.settled(schema)
        if facts.enum is not None:
            return self._from_enum(facts, kind)
        types = [t for t in _PREFERRED if t in facts.types and (kind is None or t == kind)]
        if not types:
            raise NoValue
        plain = facts.types >= {"object", "array", "string"} and kind is None and not facts.properties
        return self._of(types[0] if not plain or facts.required else "string", facts, depth)

    def settled(self, schema: Schema) -> tuple[Schema, Facts]:
        """The schema with one branch chosen of every union in it."""
        chosen: set[Node] = set()
        for _ in range(MINIMAL_UNIONS):
            if not self.steps.spend(1 + len(schema) // 4):
                break
            facts = self.shapes.facts(schema)
            open_groups = (g for g in facts.groups if g.node not in chosen and g.listed.isdisjoint(schema))
            group = next(open_groups, None)
            if group is None:
                return schema, facts
            chosen.add(group.node)
            self.steps.spend(min(len(group.branches), MINIMAL_BRANCHES) * (1 + len(schema) // 4))
            schema = unique((*schema, *self._branch(schema, group)))
        return schema, self.shapes.facts(schema)

    def _branch(self, schema: Schema, group: Group) -> Schema:
        """The branch that leaves most, least required first: small and not contradictory."""

        def score(variant: Schema) -> tuple[bool, int, str]:
            facts = self.shapes.facts((*schema, *variant))
            return (facts.never, len(facts.required), canonical(variant[0].value))

        return min((self.shapes.variant(group, b) for b in group.branches[:MINIMAL_BRANCHES]), key=score)

    def _from_enum(self, facts: Facts, kind: str | None) -> Any:
        fitting = [v for _, v in sorted((facts.enum or {}).items()) if kind is None or type_of(v) == kind]
        if not fitting:
            raise NoValue
        return copy(next((v for v in fitting if v is not None), None))

    def _of(self, kind: str, facts: Facts, depth: int) -> Any:
        match kind:
            case "object":
                return self._object(facts, depth)
            case "array":
                return self.items(facts, _count(facts, "minItems"), depth)
            case "string":
                return text_of(facts, _count(facts, "minLength"), self.shapes.words)
            case "integer" | "fraction":
                return self._number(facts, fraction=kind == "fraction")
            case "boolean":
                return True
        return None

    def items(self, facts: Facts, count: int, depth: int = 0) -> list[Any]:
        """So many items: one for each slot, then the same one again and again."""
        before = [self.value(facts.slot(i), depth=depth + 1) for i in range(min(count, facts.slots))]
        return [*before, *self.rest(facts, count - len(before), depth)]

    def rest(self, facts: Facts, count: int, depth: int = 0) -> list[Any]:
        """So many items after the slots, the same one again and again, told apart where they must differ."""
        if count <= 0:
            return []
        if not self.steps.spend(count // ITEMS_PER_STEP):
            raise NoValue
        item = self.value(facts.slot(facts.slots), depth=depth + 1)
        return [_numbered(item, i) if facts.unique_items else item for i in range(count)]

    def _number(self, facts: Facts, *, fraction: bool) -> Any:
        try:
            return next(numbers(facts, fraction=fraction))
        except OverflowError as why:
            raise NoValue from why

    def _object(self, facts: Facts, depth: int) -> dict[str, Any]:
        value = {n: self.property(facts, n, depth) for n in sorted(facts.required) if not self.is_hidden(facts, n)}
        for name in sorted(facts.properties):
            if len(value) >= _count(facts, "minProperties"):
                break
            if name not in value and not self.is_hidden(facts, name):
                value[name] = self.property(facts, name, depth)
        missing = _count(facts, "minProperties") - len(value)
        if missing > 0 and not (facts.free_form or facts.open_said or any(not c.closed for c in facts.closures)):
            raise NoValue
        if missing > 0:
            value |= self.further(facts, missing, depth)
        return value

    def further(self, facts: Facts, count: int, depth: int = 0) -> dict[str, Any]:
        """So many properties that nobody names, with the same value."""
        if not self.steps.spend(count // ITEMS_PER_STEP):
            raise NoValue
        rest = self.value(tuple(c.rest for c in facts.closures), depth=depth + 1)
        return {f"x{index}": rest for index in range(count)}

    def is_hidden(self, facts: Facts, name: str) -> bool:
        """The property does not travel on this side."""
        if self.hidden is None or name not in facts.properties:
            return False
        inner = self.shapes.facts(facts.properties[name])
        return inner.read_only if self.hidden == "readOnly" else inner.write_only

    def property(self, facts: Facts, name: str, depth: int = 0) -> Any:
        """A smallest value for one property."""
        rests = (c.rest for c in facts.closures if c.covers(name))
        return self.value(unique((*facts.properties.get(name, ()), *rests)), depth=depth + 1)


def _numbered(item: Any, index: int) -> Any:
    if is_number(item):
        return item + index
    return f"{item}{index}" if isinstance(item, str) else item


def name_like(pattern: str, facts: Facts, steps: Steps) -> str | None:
    """A name that matches a pattern, and if there is one no other pattern and no property; `None` for none we find."""
    mine, others = language(pattern), [p for p in sorted(facts.pattern_properties) if p != pattern]
    if mine is None:
        return sample(pattern)
    elsewhere = languages(others)
    for without in (elsewhere, []):
        for least in range(NAME_LENGTHS):
            try:
                found = word([mine], without, steps=steps, least=least)
            except Unclear:
                continue
            if found is not None and found not in facts.properties:
                return found
    return None


def text_of(facts: Facts, length: int, steps: Steps) -> str:
    """A text of at least this length that format and pattern may take."""
    for text in sorted(facts.formats):
        if text in FORMAT_SAMPLES:
            return FORMAT_SAMPLES[text]
    if facts.patterns:
        found = _of_patterns(facts, length, steps)
        if found is not None:
            return found
    for pattern in sorted(facts.patterns):
        found = sample(pattern)
        if found is not None:
            return found + (found[-1:] or "a") * (length - len(found))
    return "a" * length if length else "a" if facts.limits.get("maxLength", 1) else ""


def _of_patterns(facts: Facts, length: int, steps: Steps) -> str | None:
    """A shortest text of all the patterns we read."""
    most = facts.limits.get("maxLength")
    known = languages(sorted(facts.patterns))
    try:
        return word(known, steps=steps, least=length, most=None if most is None else int(most)) if known else None
    except Unclear:
        return None


def numbers(facts: Facts, *, fraction: bool) -> Iterator[Any]:
    """Numbers within the bounds, nearest to them first."""
    low, high = facts.limits.get("minimum"), facts.limits.get("maximum")
    step: Any = 0.5 if fraction else 1
    for text in sorted(facts.multiples, key=len):
        step = float(text) if "." in text or "e" in text else int(text)
    start: Any = low[0] if low else high[0] if high else (0.5 if fraction else 0)
    if step not in (1, 0.5) and step:
        start = start // step * step
    sign = -1 if high and not low else 1
    for count in range(4):
        value = start + sign * step * count
        value = int(value) if not fraction and float(value).is_integer() else value
        too_low = low and (value < low[0] or (value == low[0] and low[1]))
        too_high = high and (value > high[0] or (value == high[0] and high[1]))
        if not too_low and not too_high:
            yield value
    raise NoValue


def _count(facts: Facts, keyword: str) -> int:
    count = int(facts.limits.get(keyword, 0))
    if count > MINIMAL_LENGTH:
        raise NoValue
    return count


def distinct(values: Iterator[Any]) -> Iterator[Any]:
    """Values without repetitions."""
    seen: set[str] = set()
    for value in values:
        key = canonical(value)
        if key not in seen:
            seen.add(key)
            yield value
