"""What drawn schemas are made of: few names, small values near one another, and which keywords are drawn."""

from dataclasses import dataclass
from typing import Any

NAMES = ("a", "b", "c")
SCALARS: tuple[Any, ...] = ("a", "", "b", "ab", "abc", "x1", "aaaa", 0, 1, 2, 3, 6, -1, 1.5, None, True, False)
CONSTANTS: tuple[Any, ...] = (*SCALARS, {"title": "a"}, {"title": "b"}, ["a", "b"], ["b", "a"], {}, [])
"""Values for lists and constants; a name in them is no prose."""

TYPES = ("string", "integer", "number", "boolean", "null", "object", "array")
PATTERNS: dict[str, tuple[str, ...]] = {
    "^a": ("a", "ab", "aaaa", "b"),
    "^[a-z]+$": ("a", "abc", "x1", ""),
    "^[ab]{1,2}$": ("a", "ba", "aaa", ""),
    "b": ("b", "abc", "a"),
    "^.{2,3}$": ("ab", "abc", "a", "aaaa"),
    "[0-9]$": ("x1", "1", "a"),
}
"""Patterns, each with texts near its edge."""

FORMATS: dict[str, tuple[Any, ...]] = {
    "date": ("2024-01-31", "2024-02-30"),
    "uuid": ("123e4567-e89b-42d3-a456-426614174000", "123e4567"),
    "ipv4": ("127.0.0.1", "1.2.3"),
    "int32": (2**31 - 1, 2**31, -(2**31) - 1),
    "int64": (2**63 - 1, 2**63),
    "double": (1.5,),
}
"""Formats that both opinions judge, each with values near its edge."""

KEY = "k"
"""The property that tells variants apart."""

PLAIN = ("S0", "S1", "S2")
VARIANTS = ("Cat", "Dog", "Cow")

Schema = Any
Components = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Whole:
    """A schema with the components it leads to."""

    schema: Schema
    components: Components


@dataclass(frozen=True, slots=True)
class Words:
    """Which keywords are drawn: those of 3.0 or of 2020-12.

    `is_text`: only what a query or a header can carry. `is_clear`: only what a proof must see through, which leaves out
    the keywords that only exclude (`not`, `if`, `contains` …).
    """

    is_old: bool = False
    is_text: bool = False
    is_clear: bool = False


NEW, OLD = Words(), Words(is_old=True)
CLEAR = Words(is_clear=True)
TEXT, OLD_TEXT = Words(is_text=True), Words(is_old=True, is_text=True)


def ref(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def last_name(reference: dict[str, Any]) -> str:
    """The component that a reference names."""
    return str(reference["$ref"]).rsplit("/", 1)[-1]
