"""Whether types, bounds, lengths, multiples, patterns and formats of one schema lie within another's."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bot.contract.limits import PATTERN_TOGETHER, PROOF_MULTIPLES
from bot.contract.schema.encoded import BYTE, says_base64
from bot.contract.schema.facts import Facts
from bot.contract.schema.keywords import (
    FORMAT_PATTERNS,
    INTEGERS,
    LIMITED,
    NUMBER_FORMATS,
    NUMBERS,
    STRING_FORMATS,
    TEXT_LENGTHS,
    UPPER,
    WIDER_FORMATS,
)
from bot.contract.schema.languages import TRIVIAL, included, languages, word
from bot.contract.schema.values import exact
from bot.contract.schema.views import View
from bot.contract.steps import Steps, Unclear

if TYPE_CHECKING:
    from fractions import Fraction

_SCALARS = frozenset(("boolean", "integer", "fraction", "string"))


def scalars_fit(f: Facts, g: Facts, view: View, steps: Steps) -> bool:
    """Everything that concerns numbers, texts and sizes."""
    types = f.types - {"null"} if view.text else _told_types(f)
    if view.text and types <= _SCALARS and is_any_text(g):
        return True
    if not types <= g.types or g.enum is not None:
        return False
    return (
        all(_limit_fits(f, k, v, steps) for k, v in g.limits.items() if types & LIMITED[k] and k not in _OF_MEMBERS)
        and (not types & NUMBERS or _multiples_fit(f, g.multiples))
        and all(_pattern_fits(f, p, steps) for p in g.patterns if "string" in types)
        and all(_format_fits(f, name, steps) for name in g.formats)
        and (f.unique_items or not g.unique_items or "array" not in types or f.limits.get("maxItems", 2) < 2)
    )


_OF_MEMBERS = ("minProperties", "maxProperties")


def _told_types(f: Facts) -> frozenset[str]:
    """Multiples of a whole number are whole numbers; as text they may still be written `1.0`."""
    is_whole = "fraction" in f.types and any(exact(m).denominator == 1 for m in f.multiples)
    return f.types - {"fraction"} if is_whole else f.types


def is_any_text(facts: Facts) -> bool:
    """Text of any form is taken, so the text of a number is."""
    said = (facts.formats, facts.patterns, facts.limits, facts.groups, facts.other, facts.broken)
    return facts.enum is None and "string" in facts.types and not any(said)


def _limit_fits(f: Facts, keyword: str, limit: Any, steps: Steps) -> bool:
    if keyword in ("minimum", "maximum"):
        return any(_bound_fits(keyword, have, limit, f) for have in _bounds(f, keyword))
    have = f.limits.get(keyword)
    if have is not None and (have <= limit if keyword in UPPER else have >= limit):
        return True
    if keyword == "maxItems":
        return any(most <= limit for most in _ends(f))
    return keyword in ("minLength", "maxLength") and _length_fits(f, keyword, limit, steps)


def _ends(f: Facts) -> Iterator[int]:
    """Numbers of items after which no further one may follow."""
    if any(rest.value is False for rest in f.items):
        yield 0
    yield from (len(before) for before, after in f.prefixes if any(rest.value is False for rest in after))


def _bounds(f: Facts, keyword: str) -> Iterator[tuple[Any, bool]]:
    if keyword in f.limits:
        yield f.limits[keyword]
    for name in sorted(f.formats & INTEGERS.keys()):
        yield INTEGERS[name][keyword == "maximum"], False


def whole_bounds(f: Facts) -> tuple[int, int] | None:
    """The least and the greatest whole number there may be; `None` where one of them is not said."""
    low, high = ([_nearest(sign, b, whole=True)[0] for b in _bounds(f, k)] for sign, k in _SIDES)
    return (int(max(low)), -int(max(high))) if low and high else None


_SIDES = ((1, "minimum"), (-1, "maximum"))


def _bound_fits(keyword: str, have: tuple[Any, bool], limit: tuple[Any, bool], f: Facts) -> bool:
    """For whole numbers, "more than 0" is "at least 1"."""
    sign = 1 if keyword == "minimum" else -1
    mine, theirs = (_nearest(sign, b, whole="fraction" not in f.types) for b in (have, limit))
    return mine[0] > theirs[0] or (mine[0] == theirs[0] and (mine[1] or not theirs[1]))


def _nearest(sign: int, bound: tuple[Any, bool], *, whole: bool) -> "tuple[Fraction | int, bool]":
    value, exclusive = exact(bound[0]) * sign, bound[1]
    if not whole:
        return value, exclusive
    least = value.__ceil__()
    return least + 1 if exclusive and least == value else least, False


def _length_fits(f: Facts, keyword: str, limit: Any, steps: Steps) -> bool:
    """Formats and patterns say how long their texts are."""
    for name in sorted(f.formats & TEXT_LENGTHS.keys()):
        low, high = TEXT_LENGTHS[name]
        if high <= limit if keyword == "maxLength" else low >= limit:
            return True
    known = languages(sorted(f.patterns))
    least, most = int(f.limits.get("minLength", 0)), f.limits.get("maxLength")
    try:
        if keyword == "maxLength":
            return bool(known) and word(known, steps=steps, least=max(least, int(limit) + 1), most=most) is None
        return bool(known) and word(known, steps=steps, least=least, most=int(limit) - 1) is None
    except Unclear:
        return False


def _multiples_fit(f: Facts, wanted: frozenset[str]) -> bool:
    """Many are not held one against another: only the same ones are known to fit then."""
    if len(f.multiples) * len(wanted) > PROOF_MULTIPLES:
        return wanted <= f.multiples
    return all(_is_multiple(f, exact(m)) for m in wanted)


def _is_multiple(f: Facts, wanted: "Fraction") -> bool:
    steps = [exact(m) for m in f.multiples]
    if "fraction" not in f.types:
        steps.append(exact(1))
    return any((step / wanted).denominator == 1 for step in steps)


def _pattern_fits(f: Facts, pattern: str, steps: Steps) -> bool:
    if pattern in TRIVIAL or pattern in f.patterns:
        return True
    if len(f.patterns) > PATTERN_TOGETHER:
        return False
    least, most = int(f.limits.get("minLength", 0)), f.limits.get("maxLength")
    patterns = f.patterns.union(FORMAT_PATTERNS[name] for name in f.formats & FORMAT_PATTERNS.keys())
    return included(sorted(patterns), pattern, steps=steps, least=least, most=None if most is None else int(most))


def _format_fits(f: Facts, name: str, steps: Steps) -> bool:
    if (name in STRING_FORMATS and "string" not in f.types) or (name in NUMBER_FORMATS and not f.types & NUMBERS):
        return True
    if (
        name in f.formats
        or (name == BYTE and says_base64(f))
        or any(name in WIDER_FORMATS.get(have, ()) for have in f.formats)
    ):
        return True
    bounds = INTEGERS.get(name)
    if bounds is None or "fraction" in f.types:
        return False
    return _limit_fits(f, "minimum", (bounds[0], False), steps) and _limit_fits(f, "maximum", (bounds[1], False), steps)
