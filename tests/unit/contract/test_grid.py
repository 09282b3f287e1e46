"""Every keyword, edited, at every place, on both sides, both ways; instances tell the truth. Nothing is silent.

Truth: a value over declared names that one version takes and the other refuses, in the direction that hurts the side
that sends it. The second opinion of the laws says which values those are.
"""

import random
from itertools import islice
from typing import Any

import pytest

from bot.contract import Cause, Evidence, Report
from bot.contract.schema.keywords import ANNOTATIONS, VOCABULARY
from tests.unit.contract.describing import api, compared
from tests.unit.contract.grid import COMPONENTS, CONDITIONS, EDITS, OLD_EDITS, POOL, POSITIONS
from tests.unit.contract.laws.instances import near
from tests.unit.contract.laws.oracle import Opinions, World
from tests.unit.contract.laws.words import Whole

WAYS = [(side, back) for side in ("request", "response") for back in (False, True)]
PLACES = {**POSITIONS, **CONDITIONS}
MORE = 12
"""Values near the edited schemas, beside those of the pool."""


NEW_PLACES = ("slot", "pattern", *(c for c in CONDITIONS if c != "negated"))
"""Places that OpenAPI 3.0 does not know."""

CONVENTIONS: dict[tuple[str, str, bool], str] = {
    **dict.fromkeys(
        [
            (edit, side, back)
            for edit in ("oneOf overlap grows", "oneOf overlap grows by a bound")
            for side, back in (("request", True), ("response", False))
        ],
        "variants of a `oneOf` that overlap are read as `anyOf`; there the branch does take less (or more)",
    ),
    **dict.fromkeys(
        [
            (f"unevaluated{what}", side, back)
            for what in ("Items by what is beside it", "Properties by a pattern", "Properties by a variant")
            for side, back in (("request", True), ("response", False))
        ],
        "what comes was shut out before by a keyword further out, which a place by itself does not see",
    ),
}
"""(edit, side, back) that hurts nobody and is still called breaking, with the reason."""


def _opinions(old: Any, new: Any, side: str, *, is_old: bool) -> Opinions:
    good, bad = (Whole(s, COMPONENTS) for s in ((old, new) if side == "request" else (new, old)))
    hidden = "readOnly" if side == "request" else "writeOnly"
    return Opinions(good, bad, World(hidden, reads=side == "response", is_old=is_old))


def _lost(pair: tuple[Any, Any], position: str, side: str, *, is_old: bool = False) -> list[Any]:
    """The first value that was taken and is not, in the direction that hurts; none where there is none."""
    put, holds = PLACES[position]
    opinions = _opinions(*map(put, pair), side, is_old=is_old)
    others = near(random.Random(0), [Whole(s, COMPONENTS) for s in pair], MORE)
    return list(islice((holds(v) for v in (*POOL, *others) if opinions.lost(holds(v))), 1))


def _report(pair: tuple[Any, Any], position: str, side: str, version: str) -> Report:
    old, new = map(PLACES[position][0], pair)
    documents = (api(s, side=side, version=version, **COMPONENTS) for s in (old, new))
    return compared(*documents)


def _held(edit: str, pair: tuple[Any, Any], position: str, *, version: str = "3.1.0") -> None:
    for side, back in WAYS:
        told = pair[::-1] if back else pair
        report = _report(told, position, side, version)
        lost = _lost(told, position, side, is_old=version == "3.0.3")
        harm = [f for f in report.findings if f.cls in (Cause.BREAKING, Cause.RISKY)]
        assert report.unread == (), (side, back)
        if lost:
            assert harm, (side, back, lost)
            assert all(f.evidence is not Evidence.REFUTED for f in harm)
        elif position in POSITIONS and (edit, side, back) not in CONVENTIONS:
            assert [f.rule for f in harm if f.cls is Cause.BREAKING] == [], (side, back)


@pytest.mark.parametrize("position", PLACES)
@pytest.mark.parametrize("edit", EDITS)
def test_what_hurts_is_said_and_what_does_not_is_not_called_a_break(edit: str, position: str) -> None:
    _held(edit, EDITS[edit], position)


@pytest.mark.parametrize("position", [p for p in PLACES if p not in NEW_PLACES])
@pytest.mark.parametrize("edit", OLD_EDITS)
def test_the_same_holds_of_the_words_of_3_0(edit: str, position: str) -> None:
    _held(edit, OLD_EDITS[edit], position, version="3.0.3")


@pytest.mark.parametrize("edit", {**EDITS, **OLD_EDITS})
def test_some_value_tells_each_edit(edit: str) -> None:
    """The control: an edit that no value of the pool tells would hold the engine to nothing."""
    pair, is_old = {**EDITS, **OLD_EDITS}[edit], edit in OLD_EDITS and edit not in EDITS
    ways = (pair, pair[::-1])
    assert any(_lost(way, "whole", side, is_old=is_old) for way in ways for side in ("request", "response"))


NOT_IN_THE_GRID = {
    "$recursiveRef": "a word of 2019-09",
    "$recursiveAnchor": "a word of 2019-09",
    "$vocabulary": "of meta-schemas",
    "$dynamicRef": "a reference or nothing",
    "additionalItems": "a word of draft 7",
    "dependencies": "a word of draft 7",
    "contentEncoding": "refuses no value",
    "contentMediaType": "refuses no value",
    "contentSchema": "refuses no value",
    "xml": "refuses no value",
}


def test_every_keyword_of_the_table_stands_in_the_grid() -> None:
    text = str(EDITS)
    assert {k for k in VOCABULARY - ANNOTATIONS if f"'{k}'" not in text} == NOT_IN_THE_GRID.keys()
