"""Values as they travel in a path, a query, or a header: text, and every value the text may stand for."""

import re
from collections.abc import Iterator
from typing import Any

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,30})")
_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_WORDS = {"true": True, "false": False}


def texts_of(value: Any) -> list[str] | None:
    """How a scalar, or a list of scalars, is written; `None` for what we do not write."""
    if isinstance(value, list):
        parts = [texts_of(v) for v in value]
        return [p[0] for p in parts if p] if value and all(p and len(p) == 1 for p in parts) else None
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, int | float):
        return [str(value)]
    return [value] if isinstance(value, str) else None


def readings(texts: list[str], *, listed: bool) -> Iterator[Any]:
    """Every value the texts may stand for: as text, as numbers, as booleans; one text alone, or a list."""
    columns = [list(_scalars(t)) for t in texts]
    if len(texts) == 1:
        yield from columns[0]
    if listed:
        for kind in (str, int, float, bool):
            row = [next((v for v in c if type(v) is kind), None) for c in columns]
            if all(v is not None for v in row):
                yield row


def _scalars(text: str) -> Iterator[Any]:
    yield text
    if _INTEGER.fullmatch(text):
        yield int(text)
    if _NUMBER.fullmatch(text):
        yield float(text)
    if text in _WORDS:
        yield _WORDS[text]
