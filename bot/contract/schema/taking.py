"""Whether a schema takes one given value, as far as the facts tell: yes, no, or not known.

A reader of our own beside the independent validator: it judges the values an `enum` lists, by the thousand.
"""

from collections.abc import Iterable
from typing import Any

from bot.contract.limits import PROPERTY_PATTERNS, TAKING_DEPTH
from bot.contract.schema.facts import Closure, Facts, Group
from bot.contract.schema.keywords import INTEGERS, NUMBER_FORMATS, NUMBERS, STRING_FORMATS
from bot.contract.schema.languages import TRIVIAL, language
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.values import canonical, exact, is_number, type_of
from bot.contract.schema.views import PLAIN, View
from bot.contract.steps import Steps

_SIZES = {"minLength": str, "maxLength": str, "minItems": list, "maxItems": list, "minProperties": dict}


class Taking:
    """Answers for the schemas of one document, seen in one way, spending counted steps."""

    def __init__(self, shapes: Shapes, steps: Steps, view: View = PLAIN) -> None:
        self.shapes = shapes
        self.steps = steps
        self.view = view

    def takes(self, schema: Schema, value: Any, depth: int = 0) -> bool | None:
        """Whether the value is one of the schema's; `None` where that is not known."""
        if not schema:
            return True
        if depth > TAKING_DEPTH or not self.steps.spend():
            return None
        self.shapes.steps.take(6)
        facts = self.shapes.facts(schema)
        if facts.never or type_of(value) not in facts.types:
            return False
        if facts.enum is not None and canonical(value) not in facts.enum:
            return False
        return every(self._checks(facts, value, depth))

    def _checks(self, facts: Facts, value: Any, depth: int) -> Iterable[bool | None]:
        yield sized(facts, value)
        if isinstance(value, str):
            yield from (text_matches(p, value) for p in sorted(facts.patterns))
            yield from (None for f in facts.formats if f in STRING_FORMATS or f not in NUMBER_FORMATS)
        elif is_number(value):
            yield from (exact(value) % exact(m) == 0 for m in facts.multiples)
            yield from (_of_format(f, value) for f in facts.formats if f not in STRING_FORMATS)
        elif isinstance(value, dict):
            yield from self._members(facts, value, depth)
        elif isinstance(value, list):
            if facts.unique_items:
                yield len({canonical(v) for v in value}) == len(value)
            yield from (self.takes(facts.slot(i), v, depth + 1) for i, v in enumerate(value))
        yield from (self._group(group, value, depth) for group in facts.groups)
        if facts.broken:
            yield None
        if facts.other:
            for part in facts.parts:
                yield from self._others(facts, part, value, depth)

    def _members(self, facts: Facts, value: dict[str, Any], depth: int) -> Iterable[bool | None]:
        if len(facts.pattern_properties) > PROPERTY_PATTERNS:
            yield None
            return
        yield from (name in value for name in facts.required if not self._is_hidden(facts, name))
        for name, inner in value.items():
            if self._is_hidden(facts, name):
                continue
            yield self.takes(facts.properties.get(name, ()), inner, depth + 1)
            for text, schema in facts.pattern_properties.items():
                yield when(text_matches(text, name), lambda s=schema, v=inner: self.takes(s, v, depth + 1))
            for closure in facts.closures:
                rest = (closure.rest,)
                yield when(covers(closure, name), lambda s=rest, v=inner: self.takes(s, v, depth + 1))

    def _is_hidden(self, facts: Facts, name: str) -> bool:
        return is_hidden(self.shapes, facts, name, self.view)

    def _group(self, group: Group, value: Any, depth: int) -> bool | None:
        told = [self.takes(self.shapes.variant(group, b), value, depth + 1) for b in group.branches]
        if group.kind == "anyOf":
            return True if True in told else None if None in told else False
        certain = told.count(True)
        return False if certain > 1 else None if None in told else certain == 1

    def _others(self, facts: Facts, part: Node, value: Any, depth: int) -> Iterable[bool | None]:
        """The keywords of one schema that have no lattice of their own."""
        keywords = part.fields.keys() & facts.other.keys()
        if "not" in keywords:
            keywords -= {"not"}
            yield _not(self.takes((part.child("not"),), value, depth + 1))
        if "if" in keywords:
            keywords -= {"if", "then", "else"}
            yield self._if(part, value, depth)
        for keyword in sorted(keywords - {"then", "else"}):
            if keyword == "dependentRequired" and isinstance(value, dict):
                yield _dependent(part.fields[keyword], value)
            elif keyword == "propertyNames" and isinstance(value, dict):
                names = part.child(keyword)
                yield every(self.takes((names,), name, depth + 1) for name in value)
            elif keyword == "pattern" and isinstance(part.fields[keyword], str):
                yield text_matches(str(part.fields[keyword]), value) if isinstance(value, str) else True
            elif (keyword in _OF_OBJECTS and not isinstance(value, dict)) or (
                keyword in _OF_ARRAYS and not isinstance(value, list)
            ):
                yield True
            else:
                yield None

    def _if(self, part: Node, value: Any, depth: int) -> bool | None:
        told = self.takes((part.child("if"),), value, depth + 1)
        ways = [
            self.takes((part.child(k),), value, depth + 1) if k in part.fields else True
            for k, meant in (("then", True), ("else", False))
            if told is None or told is meant
        ]
        return ways[0] if len(ways) == 1 else True if all(w is True for w in ways) else None


_OF_OBJECTS = frozenset(("dependentRequired", "dependentSchemas", "propertyNames", "unevaluatedProperties"))
_OF_ARRAYS = frozenset(("contains", "minContains", "maxContains", "unevaluatedItems"))


def every(told: Iterable[bool | None]) -> bool | None:
    """All of it: one "no" is enough, then one "not known"."""
    answer: bool | None = True
    for each in told:
        if each is False:
            return False
        if each is None:
            answer = None
    return answer


def when(condition: bool | None, then: Any) -> bool | None:  # noqa: FBT001 - the condition is the subject
    """What must hold only under a condition that may be unknown."""
    if condition is False:
        return True
    told: bool | None = then()
    return told if condition is True or told is True else None


def text_matches(pattern: str, text: str) -> bool | None:
    """The pattern is found in the text; `None` for patterns we do not read."""
    if pattern in TRIVIAL and "\n" not in text:
        return True
    read = language(pattern)
    return None if read is None else read.holds(text)


def covers(closure: Closure, name: str) -> bool | None:
    """The name falls under what the closure says of further names."""
    if name in closure.names:
        return False
    told = [text_matches(p, name) for p in closure.patterns]
    return False if True in told else None if None in told else True


def is_hidden(shapes: Shapes, facts: Facts, name: str, view: View) -> bool:
    """The property does not travel this way."""
    if view.hidden is None or name not in facts.properties:
        return False
    inner = shapes.facts(facts.properties[name])
    return inner.read_only if view.hidden == "readOnly" else inner.write_only


def sized(facts: Facts, value: Any) -> bool:
    """Within the limits of length, count and size."""
    for keyword, limit in facts.limits.items():
        if keyword in ("minimum", "maximum"):
            if is_number(value) and not _on_the_right_side(keyword, limit, value):
                return False
        elif isinstance(value, _SIZES.get(keyword, dict)):
            too_far = len(value) > limit if keyword.startswith("max") else len(value) < limit
            if too_far:
                return False
    return True


def _on_the_right_side(keyword: str, limit: tuple[Any, bool], value: Any) -> bool:
    bound, exclusive = limit
    if value == bound:
        return not exclusive
    return bool(value > bound) if keyword == "minimum" else bool(value < bound)


def _of_format(name: str, value: Any) -> bool | None:
    bounds = INTEGERS.get(name)
    if bounds is None:
        return True if name in NUMBER_FORMATS and type_of(value) in NUMBERS else None
    return bool(bounds[0] <= value <= bounds[1])


def _not(told: bool | None) -> bool | None:  # noqa: FBT001 - the subject
    return None if told is None else not told


def _dependent(said: object, value: dict[str, Any]) -> bool | None:
    if not isinstance(said, dict):
        return None
    needed = [names for trigger, names in said.items() if trigger in value]
    if not all(isinstance(names, list) for names in needed):
        return None
    return all(name in value for names in needed for name in names)
