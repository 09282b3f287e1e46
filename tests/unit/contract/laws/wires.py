"""Values as they travel as text: what is written for a value, and every value that may be meant by it.

Written from the specification (OpenAPI 3.1.1, 4.8.12 "Style Values"), on its own beside the engine's.
"""

import json
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

Wire = tuple[str, ...]

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def wire_of(value: Any, listed: str) -> Wire | None:
    """The texts of a value; `None` for what is not written (null, an empty list, anything deeper)."""
    texts = [_text(v) for v in value] if isinstance(value, list) else [_text(value)]
    known = [t for t in texts if t is not None and "," not in t]
    if not known or len(known) < len(texts):
        return None
    return (",".join(known),) if listed == "comma" else tuple(known)


def meanings(wire: Wire, listed: str) -> list[Any]:
    """Every value that some reader may take the texts for."""
    alone = list(_scalars(wire[0])) if len(wire) == 1 else []
    texts = wire[0].split(",") if listed == "comma" else wire
    return [*alone, *map(list, product(*(list(_scalars(t)) for t in texts)))]


def is_meant(wire: Wire, listed: str, takes: Callable[[Any], bool]) -> bool:
    """Some value that is meant by the texts is taken."""
    return any(takes(v) for v in meanings(wire, listed))


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    return None if value is None or isinstance(value, list | dict) else json.dumps(value)


def _scalars(text: str) -> Iterator[Any]:
    yield text
    if _NUMBER.fullmatch(text):
        yield json.loads(text)
    if text in ("true", "false"):
        yield text == "true"
