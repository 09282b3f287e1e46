"""Equality and canonical text of JSON values, where `true` is not `1`."""

import json
from math import isfinite
from typing import TYPE_CHECKING

try:  # as `random` does: `hashlib` reads all of OpenSSL first, which takes longer than a small comparison does to hash
    from _sha256 import sha256  # type: ignore[import-not-found] # not public; after 3.11 it is in `_sha2`
except ImportError:
    from hashlib import sha256

if TYPE_CHECKING:
    from fractions import Fraction

from bot.contract.limits import SHOWN_VALUE


def canonical(value: object) -> str:
    """The one text of a JSON value: keys sorted, no spaces, `1.0` as `1`."""
    if value is None:
        return "null"
    return _ENCODER.encode(value if type(value) is str else _plain(value))


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
"""One for all: `json.dumps` makes one for each value, which takes longer than most values do."""


def same(left: object, right: object) -> bool:
    """Whether two JSON values are the same, booleans and numbers kept apart."""
    return left == right and canonical(left) == canonical(right)


def digest(*parts: object) -> str:
    """A short, stable hash of JSON values."""
    return digest_of(canonical(parts))


def digest_of(text: str) -> str:
    """The same of a canonical text."""
    found: str = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return found


def short(value: object, limit: int = SHOWN_VALUE) -> str:
    """A value as people read it in a sentence: JSON, cut at `limit`."""
    text = canonical(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def is_number(value: object) -> bool:
    """A JSON number; `true` is none, and what is beyond all bounds (`.inf` in YAML) is none either."""
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def exact(value: object) -> "Fraction":
    """A number, or the text of one, without rounding."""
    from fractions import Fraction  # comes with the first number that is compared

    return Fraction(str(value))


def type_of(value: object) -> str:
    """The kind of a JSON value; a number with a fraction is a "fraction"."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "integer"
    for kind, name in ((float, "fraction"), (str, "string"), (list, "array")):
        if isinstance(value, kind):
            return name
    return "object"


def _plain(value: object) -> object:
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
