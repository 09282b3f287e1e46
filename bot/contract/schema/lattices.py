"""How two values of one keyword relate: fewer values taken, more, other ones. Pure; each function is one lattice."""

from collections.abc import Iterable
from typing import Any

from bot.contract.limits import PATTERN_TOGETHER
from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED
from bot.contract.schema.keywords import UPPER, WIDER_FORMATS
from bot.contract.schema.languages import included
from bot.contract.steps import Steps

_EVERYTHING = {"", ".*", "^.*$", "^.*", ".*$"}
"""Patterns that every text matches."""


def relation(*, kept: bool, back: bool) -> str | None:
    """`kept`: every old value is still taken; `back`: every new value was taken before. `None`: the same values."""
    if kept and back:
        return None
    return WIDENED if kept else NARROWED if back else CHANGED


def together(relations: Iterable[str | None]) -> str | None:
    """What several relations of parts that must all hold come to; `None` when nothing changed."""
    found = {r for r in relations if r is not None}
    return found.pop() if len(found) == 1 else CHANGED if found else None


def of_types(old: frozenset[str], new: frozenset[str]) -> str | None:
    """Sets of which a value must be one."""
    return relation(kept=old <= new, back=new <= old)


def of_limits(keyword: str, old: Any, new: Any) -> str:
    """A counted limit, or a bound with its exclusiveness; `None` is no limit."""
    if old is None or new is None:
        return NARROWED if old is None else WIDENED
    if keyword == "minimum":
        return NARROWED if new > old else WIDENED
    if keyword == "maximum":
        return NARROWED if (new[0], not new[1]) < (old[0], not old[1]) else WIDENED
    return NARROWED if (new < old) == (keyword in UPPER) else WIDENED


def of_multiples(old: frozenset[str], new: frozenset[str]) -> str:
    """Numbers of which a value must be a multiple of each."""
    if old < new or new < old:
        return NARROWED if old < new else WIDENED
    if len(old) == 1 and len(new) == 1:
        (a,), (b,) = old, new
        if "." not in a + b and "e" not in a + b:
            if int(b) % int(a) == 0:
                return NARROWED
            if int(a) % int(b) == 0:
                return WIDENED
    return CHANGED


def of_patterns(old: frozenset[str], new: frozenset[str], steps: Steps) -> str | None:
    """Patterns of which a text must match each; what cannot be proved of their languages counts as changed."""
    o, n = sorted(old - _EVERYTHING), sorted(new - _EVERYTHING)
    if not o or not n:
        return NARROWED if n else WIDENED if o else None
    if len(o) + len(n) > PATTERN_TOGETHER:
        return relation(kept=new <= old, back=old <= new)
    return relation(kept=all(included(o, p, steps=steps) for p in n), back=all(included(n, p, steps=steps) for p in o))


def of_formats(old: frozenset[str], new: frozenset[str]) -> str:
    """Formats of which a value must have each."""
    if old < new or new < old:
        return NARROWED if old < new else WIDENED
    if all(any(w in new for w in WIDER_FORMATS.get(f, ())) for f in old - new) and new - old:
        return WIDENED
    if all(any(w in old for w in WIDER_FORMATS.get(f, ())) for f in new - old) and old - new:
        return NARROWED
    return CHANGED


def of_dependents(old: dict[str, frozenset[str]], new: dict[str, frozenset[str]]) -> str | None:
    """Names that must be there when another one is."""
    names = old.keys() | new.keys()
    nothing = frozenset[str]()
    return relation(
        kept=all(new.get(n, nothing) <= old.get(n, nothing) for n in names),
        back=all(old.get(n, nothing) <= new.get(n, nothing) for n in names),
    )
