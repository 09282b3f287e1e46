"""Controls: what is drawn is worth holding a law against, and the second opinion sees what it must."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.contract.schema.keywords import ANNOTATIONS, VOCABULARY
from tests.unit.contract.describing import compared
from tests.unit.contract.laws.edits import at as standing_at
from tests.unit.contract.laws.edits import places
from tests.unit.contract.laws.oracle import Opinions, World
from tests.unit.contract.laws.positions import POSITIONS
from tests.unit.contract.laws.schemas import wholes
from tests.unit.contract.laws.test_compatible import held, is_compatible
from tests.unit.contract.laws.wires import meanings, wire_of
from tests.unit.contract.laws.words import NEW, OLD, Whole, ref

NEVER_DRAWN = {
    "$recursiveRef": "a word of 2019-09",
    "$recursiveAnchor": "a word of 2019-09",
    "$vocabulary": "of meta-schemas",
    "$dynamicRef": "where it leads depends on who refers; it is judged as a reference or not at all",
    "additionalItems": "a word of draft 7, which is unread",
    "dependencies": "a word of draft 7, which is unread",
    "contentEncoding": "refuses no value",
    "contentMediaType": "refuses no value",
    "contentSchema": "refuses no value",
    "xml": "refuses no value",
}
"""Keywords of the table of which no value tells."""


def test_every_keyword_of_the_table_is_drawn() -> None:
    found: set[str] = set()

    @settings(max_examples=700, derandomize=True, database=None)
    @given(st.sampled_from((NEW, NEW, NEW, OLD)).flatmap(wholes))
    def drawn(whole: Whole) -> None:
        for root in (whole.schema, *whole.components.values()):
            schemas = (standing_at(root, path) for path in places(root))
            found.update(word for schema in schemas if isinstance(schema, dict) for word in schema)

    drawn()
    assert VOCABULARY - ANNOTATIONS - found == NEVER_DRAWN.keys()
    assert {"nullable", "readOnly", "writeOnly", "default", "discriminator"} <= found


def test_much_of_what_is_drawn_is_compatible_and_much_is_proven_not_to_be() -> None:
    met: Counter[str] = Counter()

    @settings(max_examples=60, derandomize=True, database=None, deadline=None)
    @given(st.data())
    def told(data: st.DataObject) -> None:
        met.update(held(data, NEW, "request", "declared"))

    told()
    assert met["compatible"] >= 12
    assert met["witness"] >= 12


LOST: dict[str, tuple[Any, Any, Any]] = {
    "a value that is refused": ({"type": "integer"}, {"type": "string"}, 5),
    "a name that is declared": (
        {"type": "object", "properties": {"a": {"type": "integer"}}},
        {"type": "object", "properties": {"a": {"type": "string"}}},
        {"a": 5},
    ),
    "a value that another variant is meant by": (
        {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "k"}},
        {"oneOf": [ref("Cat")], "discriminator": {"propertyName": "k"}},
        {"k": "Dog"},
    ),
}
COMPONENTS: dict[str, Any] = {
    name: {"type": "object", "properties": {"k": {"enum": [name]}}, "required": ["k"]} for name in ("Cat", "Dog")
}


@pytest.mark.parametrize("case", LOST)
@pytest.mark.parametrize("world", ["declared", "closed"])
def test_the_second_opinion_sees_a_break(case: str, world: str) -> None:
    good, bad, value = LOST[case]
    opinions = Opinions(Whole(good, COMPONENTS), Whole(bad, COMPONENTS), World("readOnly", world))
    assert opinions.lost(value)
    assert opinions.proves(value)


def _lost(good: Any, bad: Any, value: Any, **world: Any) -> bool:
    return Opinions(Whole(good, {}), Whole(bad, {}), World("readOnly", **world)).lost(value)


def test_the_second_opinion_knows_the_worlds() -> None:
    named = {"type": "object", "properties": {"a": {"type": "string"}}}
    shut = {**named, "additionalProperties": False}
    stranger = {"a": "x", "b": 1}
    assert not _lost(named, shut, stranger)
    assert _lost(named, shut, stranger, name="closed")
    opened = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}
    assert _lost(opened, shut, stranger)
    assert not _lost(opened, shut, stranger, reads=True)
    assert _lost(opened, shut, stranger, reads=True, name="closed")


def test_the_second_opinion_leaves_out_what_does_not_travel() -> None:
    given_back = {"type": "object", "properties": {"a": {"type": "string", "readOnly": True}}, "required": ["a"]}
    assert not _lost(given_back, given_back, {})
    assert not _lost(given_back, {"type": "object", "maxProperties": 0}, {"a": "x"})
    assert _lost(given_back, {**given_back, "minProperties": 1}, {})


def test_the_second_opinion_reads_the_words_of_3_0() -> None:
    old = {"type": "integer", "minimum": 0, "exclusiveMinimum": True, "nullable": True}
    assert _lost({"enum": [None, 1]}, {**old, "minimum": 1}, 1, is_old=True)
    assert not _lost({"enum": [None, 1]}, old, None, is_old=True)
    assert not _lost(old, {"type": "integer", "minimum": 1, "nullable": True}, 0, is_old=True)


def test_texts_are_written_as_they_travel() -> None:
    assert wire_of([1, True, "a"], "each") == ("1", "true", "a")
    assert wire_of([1, True], "comma") == ("1,true",)
    assert wire_of([None], "each") is wire_of({}, "each") is wire_of([], "comma") is None
    assert meanings(("1",), "each") == ["1", 1, ["1"], [1]]
    assert ["1", True] in meanings(("1,true",), "comma")
    assert "1,true" in meanings(("1,true",), "comma")


@pytest.mark.parametrize("place", POSITIONS)
def test_a_break_is_one_at_every_place(place: str) -> None:
    position = POSITIONS[place]
    narrow, wide = (position.described(Whole({"type": "string", "maxLength": n}, {}), "3.1.0") for n in (2, 3))
    old, new = (wide, narrow) if position.by_client else (narrow, wide)
    assert not is_compatible(compared(old, new))
    assert is_compatible(compared(new, old))
