"""A schema's text without what says nothing: prose, and the order of lists that have none."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.contract.schema.keywords import PROSE
from bot.contract.schema.values import canonical

_NAMED = frozenset(("properties", "patternProperties", "dependentSchemas", "dependentRequired", "mapping"))
"""Keywords under which stand names."""

UNORDERED = frozenset(("enum", "required", "type", "oneOf", "anyOf", "allOf"))
"""Lists whose order says nothing."""


def bare(value: object) -> object:
    """A value without what is written for people, in the one order, where order says nothing."""
    return json.loads(bare_text(value))


def bare_text(value: object, known: Mapping[int, str] | None = None) -> str:
    """The canonical text of a bare value, each of its parts written once.

    `known` are such texts of items of lists, by the items' identity.
    """
    return _text(value, known or {}, named=False)


def _text(value: object, known: Mapping[int, str], *, named: bool) -> str:
    """`named` where the keys are names and no keywords."""
    if isinstance(value, list):
        return f"[{','.join(_items(value, known))}]"
    if isinstance(value, dict):
        return f"{{{','.join(_members(value, known, named=named))}}}"
    return canonical(value)


def _items(values: list[Any], known: Mapping[int, str]) -> list[str]:
    return [known.get(id(v)) or _text(v, known, named=False) for v in values]


def _members(value: dict[Any, Any], known: Mapping[int, str], *, named: bool) -> Iterator[str]:
    for key in sorted(value, key=str):
        if not named and key in PROSE:
            continue
        below = value[key]
        if key in UNORDERED and isinstance(below, list):
            text = f"[{','.join(sorted(_items(below, known)))}]"
        else:
            text = _text(below, known, named=key in _NAMED and not named)
        yield f"{canonical(str(key))}:{text}"
