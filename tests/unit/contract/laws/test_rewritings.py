"""The same values in other words are no change for anybody, wherever they stand; nor is the same API in 3.0 and 3.1."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.contract import Cause, Report
from tests.unit.contract.describing import compared
from tests.unit.contract.laws.counted import examples
from tests.unit.contract.laws.edits import at, places
from tests.unit.contract.laws.modern import modern_whole
from tests.unit.contract.laws.positions import POSITIONS, Position
from tests.unit.contract.laws.rewritings import REWRITINGS, rewritten
from tests.unit.contract.laws.schemas import wholes
from tests.unit.contract.laws.words import CLEAR, OLD, Schema, Whole


def harm(report: Report) -> list[tuple[str, str]]:
    """What is told that hurts, or was not judged."""
    harmful = [(f.rule, f.cls.value) for f in report.findings if f.cls in (Cause.BREAKING, Cause.RISKY)]
    return harmful + [("unread", u.what) for u in report.unread]


def silent(position: Position, old: tuple[Whole, str], new: tuple[Whole, str]) -> None:
    """Nothing harmful is told, whichever of the two comes first."""
    one, other = (position.described(*each) for each in (old, new))
    assert harm(compared(one, other)) == []
    assert harm(compared(other, one)) == []


@pytest.mark.parametrize("place", [name for name, p in POSITIONS.items() if p.way == "json"])
@examples(20)
@given(st.data())
def test_rewritings_one_after_another_are_silent(place: str, data: st.DataObject) -> None:
    whole = data.draw(wholes(CLEAR, 2))
    other = data.draw(rewritten(whole))
    silent(POSITIONS[place], (whole, "3.1.0"), (other, "3.1.0"))


@pytest.mark.parametrize("place", [name for name, p in POSITIONS.items() if p.since == "3.0" and p.way == "json"])
@examples(20)
@given(wholes(OLD, 2))
def test_the_same_api_in_3_0_and_3_1_is_silent(place: str, whole: Whole) -> None:
    assume(not any(map(_is_read_in_two_ways, (whole.schema, *whole.components.values()))))
    silent(POSITIONS[place], (whole, "3.0.3"), (modern_whole(whole), "3.1.0"))


def _is_read_in_two_ways(schema: Schema) -> bool:
    """`nullable` without a type, or beside a list without null: 3.0 has two readings of it, and 3.1 one."""
    nullable = [s for s in (at(schema, path) for path in places(schema)) if isinstance(s, dict) and "nullable" in s]
    return any("type" not in s or None not in s.get("enum", [None]) for s in nullable)


def test_every_kind_of_rewriting_rewrites() -> None:
    """The control: none of the kinds is idle."""
    met = {name for name, rewrite in REWRITINGS.items() for schema in SOME if rewrite(schema) != schema}
    assert met == REWRITINGS.keys()


SOME: tuple[dict[str, Any], ...] = (
    {"type": "object", "properties": {"a": {}, "b": {}}, "dependentRequired": {"a": ["b"]}},
    {"type": "object", "allOf": [{"properties": {"a": {}}}]},
    {"anyOf": [{"type": "string"}, {"type": "boolean"}, {"type": "null"}]},
    {"type": "integer", "maximum": 5, "exclusiveMinimum": 0},
    {"type": ["string", "null"]},
    {"enum": ["a"]},
)
