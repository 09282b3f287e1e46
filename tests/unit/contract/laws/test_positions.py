"""The law of proofs wherever in a description a schema stands, whoever sends what it describes, however it travels."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contract import Report
from tests.unit.contract.describing import compared
from tests.unit.contract.laws.counted import examples
from tests.unit.contract.laws.edits import pairs
from tests.unit.contract.laws.instances import DICE, near
from tests.unit.contract.laws.oracle import Opinions
from tests.unit.contract.laws.positions import POSITIONS, Position
from tests.unit.contract.laws.schemas import wholes
from tests.unit.contract.laws.test_compatible import is_compatible, witnessed
from tests.unit.contract.laws.wires import is_meant, wire_of
from tests.unit.contract.laws.words import NEW, OLD, OLD_TEXT, TEXT

VALUES = 30


def _of(way: str) -> list[str]:
    return [name for name, position in POSITIONS.items() if (position.way == "json") == (way == "json")]


@pytest.mark.parametrize("place", _of("json"))
@examples(10)
@given(st.data())
def test_no_json_contradicts_what_is_said_of_it_at_any_place(place: str, data: st.DataObject) -> None:
    position, words = POSITIONS[place], data.draw(_words(POSITIONS[place]))
    version = "3.0.3" if words.is_old else "3.1.0"
    old, new = data.draw(pairs(wholes(words, 2), words), label="pair")
    report = compared(position.described(old, version), position.described(new, version))
    good, bad = (old, new) if position.by_client else (new, old)
    opinions = Opinions(good, bad, position.world(is_old=words.is_old))
    if is_compatible(report):
        assert [v for v in near(data.draw(DICE), (good, bad), VALUES) if opinions.lost(v)] == []
    witnessed(report, opinions)


@pytest.mark.parametrize("place", _of("text"))
@examples(15)
@given(st.data())
def test_no_text_contradicts_what_is_said_of_it_at_any_place(place: str, data: st.DataObject) -> None:
    position, words = POSITIONS[place], data.draw(_words(POSITIONS[place]))
    version = "3.0.3" if words.is_old else "3.1.0"
    old, new = data.draw(pairs(wholes(words, 2), words), label="pair")
    report = compared(position.described(old, version), position.described(new, version))
    good, bad = (old, new) if position.by_client else (new, old)
    sends, takes = Opinions(good, bad, position.world(is_old=words.is_old)).plain
    if is_compatible(report):
        for value in near(data.draw(DICE), (good, bad), VALUES):
            wire = wire_of(value, position.listed)
            if wire is not None and sends.sends(value):
                assert is_meant(wire, position.listed, takes.takes), f"{value} is not taken"
    for value in _witnesses(report, position):
        wire = wire_of(value, position.listed)
        assert wire is not None, f"{value} is not written"
        assert is_meant(wire, position.listed, sends.sends), f"nobody sends {value}"
        assert not is_meant(wire, position.listed, takes.takes), f"{value} is still taken"


def _words(position: Position) -> st.SearchStrategy[Any]:
    new, old = (NEW, OLD) if position.way == "json" else (TEXT, OLD_TEXT)
    return st.sampled_from((new, old) if position.since == "3.0" else (new,))


def _witnesses(report: Report, position: Position) -> list[Any]:
    """The values shown; of a form, that of its field."""
    values = [f.witness.value for f in report.findings if f.witness is not None]
    return [v["q"] if position.way == "form" and isinstance(v, dict) else v for v in values]
