"""The law of proofs: what is said to be compatible no value contradicts, and what is said to be proven one shows.

The second opinion is `jsonschema`, over a normal form of its own (`oracle`).
"""

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from bot.contract import Cause, Options, Report
from tests.unit.contract.describing import api, compared
from tests.unit.contract.laws.counted import examples
from tests.unit.contract.laws.edits import pairs
from tests.unit.contract.laws.instances import DICE, near
from tests.unit.contract.laws.oracle import Opinions, World
from tests.unit.contract.laws.schemas import wholes
from tests.unit.contract.laws.words import NEW, OLD, Words

VALUES = 40


def held(data: st.DataObject, words: Words, side: str, world: str) -> list[str]:
    """What was said of one drawn pair, after holding it against drawn values."""
    old, new = data.draw(pairs(wholes(words), words), label="pair")
    version = "3.0.3" if words.is_old else "3.1.0"
    sides = (api(w.schema, side=side, version=version, **w.components) for w in (old, new))
    report = compared(*sides, Options(world=world))
    good, bad = (old, new) if side == "request" else (new, old)
    where = World("readOnly" if side == "request" else "writeOnly", world, side == "response", words.is_old)
    opinions, told = Opinions(good, bad, where), ["pairs"]
    if is_compatible(report):
        lost = [v for v in near(data.draw(DICE), (good, bad), VALUES) if opinions.lost(v)]
        assert lost == []
        told.append("compatible")
    return told + witnessed(report, opinions)


def witnessed(report: Report, opinions: Opinions) -> list[str]:
    """One word for each witness, which must convince."""
    values = [(f.rule, f.witness.value) for f in report.findings if f.witness is not None]
    assert [(rule, value) for rule, value in values if not opinions.proves(value)] == []
    return ["witness"] * len(values)


def is_compatible(report: Report) -> bool:
    """Nothing harmful is told, and nothing was left unjudged."""
    return not report.unread and not any(f.cls in (Cause.BREAKING, Cause.RISKY) for f in report.findings)


@pytest.mark.parametrize("side", ["request", "response"])
@pytest.mark.parametrize("world", ["declared", "closed"])
@examples(100)
@given(st.data())
def test_no_value_contradicts_what_is_said_of_two_schemas(side: str, world: str, data: st.DataObject) -> None:
    for word in held(data, NEW, side, world):
        event(word)


@pytest.mark.parametrize("side", ["request", "response"])
@examples(50)
@given(st.data())
def test_no_value_contradicts_what_is_said_of_two_schemas_of_openapi_3_0(side: str, data: st.DataObject) -> None:
    held(data, OLD, side, "declared")
