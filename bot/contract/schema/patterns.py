"""Texts that a pattern may match. The pattern is read, never run: our caller lets an independent engine decide."""

import re
from collections.abc import Iterable
from typing import Any

from bot.contract.limits import PATTERN_TEXT

_parser: Any = re._parser  # type: ignore[attr-defined] # the only reader of patterns in the standard library
_CLASSES = {"CATEGORY_DIGIT": "0", "CATEGORY_WORD": "a", "CATEGORY_SPACE": " "}
_OTHER = "aA0 -_.!é"


def sample(pattern: str) -> str | None:
    """One text the pattern is likely to match; `None` where the pattern cannot be read."""
    try:
        parts = _parser.parse(pattern)
        text = "".join(_item(op, arg) for op, arg in parts)
    except (re.error, RecursionError, OverflowError, _Unclear, ValueError):
        return None
    return text[:PATTERN_TEXT]


class _Unclear(Exception):
    """A construct we do not write texts for."""


def _item(op: Any, arg: Any) -> str:
    match str(op):
        case "LITERAL":
            return chr(arg)
        case "NOT_LITERAL":
            return next(c for c in _OTHER if ord(c) != arg)
        case "ANY":
            return "a"
        case "AT":
            return ""
        case "IN":
            return _one_of(arg)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, _, inner = arg
            return _all(inner) * min(int(least), PATTERN_TEXT)
        case "SUBPATTERN":
            return _all(arg[-1])
        case "BRANCH":
            return _all(arg[1][0])
        case "CATEGORY":
            return _CLASSES.get(str(arg), "-")
    raise _Unclear


def _all(parts: Iterable[tuple[Any, Any]]) -> str:
    return "".join(_item(op, arg) for op, arg in parts)


def _one_of(parts: list[tuple[Any, Any]]) -> str:
    if str(parts[0][0]) == "NEGATE":
        return next((c for c in _OTHER if not any(_holds(p, c) for p in parts[1:])), "a")
    op, arg = parts[0]
    return chr(arg[0]) if str(op) == "RANGE" else _item(op, arg)


def _holds(part: tuple[Any, Any], char: str) -> bool:
    op, arg = part
    match str(op):
        case "LITERAL":
            return bool(ord(char) == arg)
        case "RANGE":
            return bool(arg[0] <= ord(char) <= arg[1])
        case "CATEGORY":
            kind = str(arg)
            if kind == "CATEGORY_DIGIT":
                return char.isdigit()
            return char.isspace() if kind == "CATEGORY_SPACE" else char.isalnum() or char == "_"
    return False
