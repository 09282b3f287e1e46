"""Keywords that say nothing: inert for the types that are left, or implied by the enum."""

from typing import Any

from bot.contract.schema.facts import Facts
from bot.contract.schema.keywords import (
    FORMAT_PATTERNS,
    INTEGERS,
    LIMITED,
    NUMBER_FORMATS,
    NUMBERS,
    formats_of,
)
from bot.contract.schema.languages import TRIVIAL, language
from bot.contract.schema.nodes import Node
from bot.contract.schema.values import exact, is_number, type_of


def pruned(facts: Facts) -> Facts:
    """Without the keywords that say nothing: inert for the types that are left, or implied by the enum."""
    if facts.enum is not None:
        _prune_enum(facts)
    types = facts.types
    if facts.limits:
        facts.limits = {k: v for k, v in facts.limits.items() if LIMITED[k] & types}
    numbers = not types.isdisjoint(NUMBERS)
    if not numbers and facts.multiples:
        facts.multiples = frozenset()
    if "string" not in types and facts.patterns:
        facts.patterns = frozenset()
    if facts.formats:
        facts.formats = formats_of(facts.formats, types)
    if "array" not in types:
        facts.items, facts.prefixes, facts.unique_items = (), (), False
    if "object" not in types:
        _prune_members(facts)
    return facts


def _prune_members(facts: Facts) -> None:
    """What objects are asked for. Nothing is written anew where there is nothing: most schemas are texts."""
    if facts.properties or facts.required or facts.pattern_properties:
        facts.properties, facts.required, facts.pattern_properties = {}, {}, {}
    facts.closures, facts.open_said = (), False


def _prune_enum(facts: Facts) -> None:
    enum = {k: v for k, v in (facts.enum or {}).items() if type_of(v) in facts.types and _within(v, facts)}
    facts.types &= frozenset(type_of(v) for v in enum.values())
    whole_boolean = facts.types - {"null"} == {"boolean"} and {"true", "false"} <= set(enum)
    facts.enum = None if whole_boolean or facts.types == {"null"} else enum
    if facts.types <= {"null", "boolean", "integer", "fraction", "string"}:
        for text in sorted(facts.patterns - TRIVIAL):
            if language(text) is None:
                node = facts.where["pattern"]
                beside = Node(node.file, f"{node.pointer}/pattern", text)
                facts.other["pattern"] = (*facts.other.get("pattern", ()), beside)
        facts.formats -= NUMBER_FORMATS | FORMAT_PATTERNS.keys()
        facts.limits, facts.multiples, facts.patterns = {}, frozenset(), frozenset()


def _within(value: object, facts: Facts) -> bool:
    """A listed value that is not ruled out by what stands beside the list."""
    if isinstance(value, str):
        length = facts.limits.get("minLength", 0) <= len(value) <= facts.limits.get("maxLength", len(value))
        formats = [FORMAT_PATTERNS[f] for f in facts.formats & FORMAT_PATTERNS.keys()]
        return length and all(_may_match(text, value) for text in (*facts.patterns, *formats))
    if not is_number(value):
        return True
    bounds = [(k, facts.limits[k]) for k in ("minimum", "maximum") if k in facts.limits]
    for name in facts.formats & INTEGERS.keys():
        bounds += [("minimum", (INTEGERS[name][0], False)), ("maximum", (INTEGERS[name][1], False))]
    inside = not any(tighter(k, (limit[0], limit[1]), (value, False)) for k, limit in bounds)
    return inside and all(exact(value) % exact(m) == 0 for m in facts.multiples)


def _may_match(pattern: str, text: str) -> bool:
    read = None if pattern in TRIVIAL else language(pattern)
    return read is None or read.holds(text)


def tighter(side: str, new: tuple[Any, bool], have: tuple[Any, bool]) -> bool:
    """Whether a bound, with its exclusiveness, leaves less than the one there is."""
    if new[0] == have[0]:
        return new[1] and not have[1]
    return bool(new[0] > have[0]) if side == "minimum" else bool(new[0] < have[0])
