"""Values as they travel in a path, a query, a header or a form: text, and every value the text may stand for."""

import json
import re
from collections.abc import Iterator
from itertools import product
from math import prod
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


def readings(value: Any, *, listed: bool, joined: str | None = None) -> list[Any]:
    """Every value that the texts of a value may stand for; none where we do not write it, or where there are too many.

    Each scalar may be text, a number or a boolean; one text alone may be a list of one where `listed` says so. `joined`
    stands between the items of a list that is one text: then that text may be one value, and one value may be a list.
    """
    if isinstance(value, dict):
        columns = [readings(v, listed=listed) for v in value.values()]
        return [dict(zip(value, row, strict=True)) for row in _rows(columns)] if value and all(columns) else []
    texts = texts_of(value)
    if texts is None:
        return []
    if joined is not None:
        whole = joined.join(texts)
        return [*_scalars(whole), *map(list, _rows([list(_scalars(t)) for t in whole.split(joined)]))]
    rows = [list(row) for row in _rows([list(_scalars(t)) for t in texts])]
    alone = [row[0] for row in rows] if len(texts) == 1 and not (isinstance(value, list) and not listed) else []
    return [*alone, *(rows if listed or isinstance(value, list) else ())]


def _rows(columns: list[list[Any]]) -> list[tuple[Any, ...]]:
    """One of each column, in every way; none where there are too many ways to look at all."""
    return list(product(*columns)) if prod(map(len, columns)) <= TEXTS else []


def _scalars(text: str) -> Iterator[Any]:
    yield text
    if _INTEGER.fullmatch(text):
        yield int(text)
    elif _NUMBER.fullmatch(text):
        yield float(text)
    if text in _WORDS:
        yield _WORDS[text]
