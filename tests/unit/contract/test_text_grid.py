"""Every edit of a plain value, where it travels as text: in a query and in a response's header, both ways."""

import json
from typing import Any

import pytest

from bot.contract import Cause
from tests.unit.contract.describing import compared
from tests.unit.contract.grid import EDITS
from tests.unit.contract.laws.oracle import Receiver, World
from tests.unit.contract.laws.words import Whole
from tests.unit.contract.test_grid import CONVENTIONS

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
TEXTS = (
    *("", "a", "b", "aa", "aaa", "aaaa", "0", "1", "2", "3", "4", "5", "6", "7", "9", "11", "123", "-1"),
    *("0.5", "2.5", "5.5", "01", "true", "false", "zz", "2024-01-31", "123e4567-e89b-42d3-a456-426614174000"),
    *("2147483648", "9223372036854775808"),
)
NO_TEXT = {"array", "object", "properties", "$ref", "title"}
PLAIN = {
    **{name: pair for name, pair in EDITS.items() if not NO_TEXT & set(str(pair).split("'"))},
    "text and boolean": (TEXT, {"type": "boolean"}),
    "boolean and number": ({"type": "boolean"}, WHOLE),
    "listed texts and numbers": ({"enum": ["1", "2"]}, {"enum": [1, 2]}),
    "a number and short text": (WHOLE, {"type": "string", "maxLength": 1}),
    "a number or text": ({"type": ["integer", "string"]}, WHOLE),
    "a bounded number and text": ({"type": "integer", "minimum": 5}, TEXT),
    "listed numbers and text": ({"type": "integer", "enum": [1, 2]}, TEXT),
    "variants": ({"anyOf": [WHOLE, {"type": "string", "maxLength": 1}]}, TEXT),
}
LISTS = frozenset(("type any string", "anyOf set"))
"""Edits of a schema that takes lists as well, which a query and a header can carry."""

UNSEEN = frozenset(("not of a type",))
"""Edits of what a text that means one value may still mean another by; no proof for texts sees through `not`."""


def _readings(text: str) -> list[Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return [text]
    return [text, value] if isinstance(value, int | float) else [text]


def _taken(schema: Any) -> set[str]:
    takes = Receiver(Whole(schema, {}), World("readOnly")).takes
    return {t for t in TEXTS if any(takes(v) for v in _readings(t))}


def _described(schema: Any, place: str) -> dict[str, Any]:
    said: dict[str, Any] = {"responses": {"200": {"description": "ok"}}}
    if place == "query":
        said["parameters"] = [{"name": "q", "in": "query", "schema": schema}]
    else:
        said["responses"]["200"]["headers"] = {"X-A": {"schema": schema}}
    return {"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": {"/a": {"get": said}}}


@pytest.mark.parametrize("back", [False, True], ids=["forth", "back"])
@pytest.mark.parametrize("place", ["query", "header"])
@pytest.mark.parametrize("edit", PLAIN)
def test_texts_that_are_lost_are_said_and_no_others(edit: str, place: str, *, back: bool) -> None:
    old, new = PLAIN[edit][::-1] if back else PLAIN[edit]
    report = compared(*(_described(s, place) for s in (old, new)))
    lost = _taken(old) - _taken(new) if place == "query" else _taken(new) - _taken(old)
    harm = [f.rule for f in report.findings if f.cls in (Cause.BREAKING, Cause.RISKY)]
    breaks = [f.rule for f in report.findings if f.cls is Cause.BREAKING]
    if lost:
        assert harm, sorted(lost)
    elif edit not in LISTS | UNSEEN and (edit, {"query": "request"}.get(place, "response"), back) not in CONVENTIONS:
        assert breaks == []
