"""Values as they travel in a path, a query, a header or a form: text, and every value the text may stand for."""

import json
import re
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from bot.contract.limits import TEXTS

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,30})")
_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_WORDS = {"true": True, "false": False}


def text_of(value: Any) -> str | None:
    """How a scalar is written; `None` for what is no scalar, and for null."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return json.dumps(value)
    return value if isinstance(value, str) else None


def texts_of(value: Any) -> list[str] | None:
    """How a scalar, or a list of scalars, is written; `None` for what we do not write."""
    if isinstance(value, list):
        parts = [text_of(v) for v in value]
        return [p for p in parts if p is not None] if value and None not in parts else None
    alone = text_of(value)
    return None if alone is None else [alone]


def readings(value: Any, *, listed: bool) -> list[Any]:
    """Every value that the texts of a value may stand for; none where we do not write it.

    Each scalar may be text, a number or a boolean; one text alone may be a list of one where `listed` says so.
    """
    if isinstance(value, dict):
        columns = [readings(v, listed=False) for v in value.values()]
        if not value or not all(columns):
            return []
        return [dict(zip(value, row, strict=True)) for row in islice(product(*columns), TEXTS)]
    texts = texts_of(value)
    if texts is None:
        return []
    rows = [list(row) for row in islice(product(*(list(_scalars(t)) for t in texts)), TEXTS)]
    alone = [row[0] for row in rows] if len(texts) == 1 and not (isinstance(value, list) and not listed) else []
    return [*alone, *(rows if listed or isinstance(value, list) else ())]


def _scalars(text: str) -> Iterator[Any]:
    yield text
    if _INTEGER.fullmatch(text):
        yield int(text)
    if _NUMBER.fullmatch(text):
        yield float(text)
    if text in _WORDS:
        yield _WORDS[text]
