"""JSON text → values; the last of two equal keys wins and is noted."""

import json
from collections import Counter

from bot.contract.limits import NESTED
from bot.contract.openapi.unreadable import Unreadable


def read_json(text: str) -> tuple[object, tuple[str, ...]]:
    """The value and what was odd about it. Raises Unreadable with the line.

    The standard library's parser, because it keeps 2^64 exact and lets us see duplicate keys.
    """
    double: dict[str, None] = {}

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(items)
        if len(found) < len(items):
            double.update((k, None) for k, n in Counter(k for k, _ in items).items() if n > 1)
        return found

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_float=_finite, parse_constant=_no_constant)
    except json.JSONDecodeError as why:
        raise Unreadable(
            f"it is not JSON: {why.msg[:1].lower()}{why.msg[1:]} (column {why.colno})", why.lineno
        ) from why
    except (RecursionError, ValueError) as why:
        raise Unreadable("it is not JSON that can be read: nested too deeply, or a number out of range") from why
    return value, tuple(twice(key) for key in double)


def twice(key: str) -> str:
    """What is to be said of a key that stands twice."""
    return f"the key `{key}` stands twice in one object; the last one counts"


def nests_too_deeply(value: object) -> bool:
    """More levels than NESTED."""
    level: list[dict[str, object] | list[object]] = [value] if isinstance(value, dict | list) else []
    for _ in range(NESTED):
        level = [c for v in level for c in (v.values() if isinstance(v, dict) else v) if isinstance(c, dict | list)]
        if not level:
            return False
    return True


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _finite(text: str) -> float | str:
    number = float(text)
    return text if number in (float("inf"), float("-inf")) else number
