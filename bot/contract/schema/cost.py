"""How much work native code would have with a value: it forgets what it has judged, and cannot be stopped.

Where unions nest in unions, each level of the value multiplies the work by the branches that look into it. A cheap
bound is tried first; where it is too high the work is counted exactly, as far as a limit.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from bot.contract.limits import VALIDATOR_COUNTED, VALIDATOR_DEPTH, VALIDATOR_WORK

_LISTS = ("allOf", "anyOf", "oneOf")
_ALONE = ("not", "if", "then", "else")
_REST = ("additionalProperties", "unevaluatedProperties", "items", "contains", "unevaluatedItems")


class TooMuch(Exception):
    """More work than we let native code do."""


class Outline(Struct, frozen=True):
    """What one schema looks at: definitions it names, and how often it looks into the same member of a value."""

    names: frozenset[str]
    fan: int


def outline(schema: object) -> Outline:
    """The outline of one definition."""
    names: set[str] = set()
    looks: Counter[str] = Counter()
    stack: list[tuple[object, bool]] = [(schema, True)]
    while stack:
        at, is_same = stack.pop()
        if not isinstance(at, dict):
            continue
        if "$ref" in at:
            names.add(at["$ref"].rsplit("/", 1)[-1])
        stack += [(s, is_same) for s in _same_value(at)]
        for key, below in _below(at):
            stack.append((below, False))
            looks[key] += is_same and isinstance(below, dict) and not _is_leaf(below)
    return Outline(frozenset(names), max(looks.values(), default=0))


def work_bound(outlines: dict[str, Outline], root: Outline, depth: int) -> int:
    """No more work than this per member of a value that nests so deep, up to a constant."""
    fans = sorted((o.fan for o in (root, *outlines.values())), reverse=True)
    again = max((o.fan for name, o in outlines.items() if o.fan > 1 and _returns(outlines, name)), default=1)
    bound = int(again**depth)
    for fan in fans[:depth]:
        bound *= max(fan, 1)
    return bound


def _returns(outlines: dict[str, Outline], name: str) -> bool:
    """The definition leads to itself."""
    seen: set[str] = set()
    stack = [*outlines[name].names]
    while stack:
        at = stack.pop()
        if at == name:
            return True
        if at not in seen:
            seen.add(at)
            stack += outlines[at].names if at in outlines else ()
    return False


def depth_of(value: Any) -> int:
    """How deep a value nests."""
    level, depth = [value], 0
    while level and depth < VALIDATOR_DEPTH:
        level = [c for v in level if isinstance(v, dict | list) for c in (v.values() if isinstance(v, dict) else v)]
        depth += 1
    return depth


class Counting:
    """The work for values of one schema, counted."""

    def __init__(self, whole: dict[str, Any]) -> None:
        self.whole = whole
        self.definitions: dict[str, Any] = whole.get("$defs", {})
        self.known: dict[tuple[int, int], int] = {}

    @property
    def looks(self) -> int:
        """How many parts of values were looked at, by one schema each."""
        return len(self.known)

    def work(self, value: Any) -> int:
        """The work for one value. Raises TooMuch."""
        return self._of(self.whole, value, 0)

    def _of(self, schema: Any, value: Any, depth: int) -> int:
        if not isinstance(schema, dict):
            return 1
        key = (id(schema), id(value))
        if key in self.known:
            return self.known[key]
        if depth > VALIDATOR_DEPTH or len(self.known) > VALIDATOR_COUNTED:
            raise TooMuch
        total = 1
        if "$ref" in schema:
            total += self._of(self.definitions[schema["$ref"].rsplit("/", 1)[-1]], value, depth + 1)
        for inner in _same_value(schema):
            total += self._of(inner, value, depth + 1)
        for inner, part in _parts(schema, value):
            total += self._of(inner, part, depth + 1)
        if "unevaluatedProperties" in schema or "unevaluatedItems" in schema:
            total *= 2
        if total > VALIDATOR_WORK:
            raise TooMuch
        self.known[key] = total
        return total


def _same_value(schema: dict[str, Any]) -> Iterator[Any]:
    for keyword in _LISTS:
        yield from schema.get(keyword, ())
    for keyword in _ALONE:
        if keyword in schema:
            yield schema[keyword]
    yield from schema.get("dependentSchemas", {}).values()


def _below(schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, inner in schema.get("properties", {}).items():
        yield f".{name}", inner
    for inner in schema.get("patternProperties", {}).values():
        yield "*", inner
    for inner in schema.get("prefixItems", ()):
        yield "[]", inner
    for keyword in _REST:
        if keyword in schema:
            yield "*" if "Properties" in keyword else "[]", schema[keyword]


def _parts(schema: dict[str, Any], value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        named = schema.get("properties", {})
        yield from ((named[name], part) for name, part in value.items() if name in named)
        for inner in (*schema.get("patternProperties", {}).values(), *_rest(schema, "Properties")):
            yield from ((inner, part) for part in value.values())
    elif isinstance(value, list):
        slots = schema.get("prefixItems", ())
        yield from zip(slots, value, strict=False)
        for inner in _rest(schema, ""):
            yield from ((inner, part) for part in value)


def _rest(schema: dict[str, Any], what: str) -> list[Any]:
    return [schema[k] for k in _REST if k in schema and ("Properties" in k) is bool(what)]


def _is_leaf(schema: dict[str, Any]) -> bool:
    """It looks no deeper into a value."""
    return not any(k in schema for k in ("$ref", "properties", "patternProperties", *_LISTS, *_ALONE, *_REST))
