"""The law of proofs, for schemas drawn at random: compatible means no instance tells, proven means one does.

The second opinion is `jsonschema`, over a normal form of its own (`oracle`). `--seeds 10` draws ten times as many.
"""

from collections import Counter
from typing import Any

import pytest

from bot.contract import Cause, Options, Report
from tests.unit.contract.describing import api, compared
from tests.unit.contract.drawing import Drawing
from tests.unit.contract.oracle import Receiver, sender

CHUNKS = 8
PAIRS = {"declared": 30, "closed": 12}
VALUES = 40


@pytest.mark.parametrize("side", ["request", "response"])
@pytest.mark.parametrize("world", PAIRS)
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_value_contradicts_what_is_said_of_two_schemas(side: str, world: str, chunk: int, seeds: int) -> None:
    count = PAIRS[world] * seeds
    met: Counter[str] = Counter()
    for seed in range(chunk * 1_000_000, chunk * 1_000_000 + count):
        met.update(_held(seed, side, world))
    assert met["pairs"] == count


def _held(seed: int, side: str, world: str) -> list[str]:
    """What was said of one pair, after holding it against drawn values."""
    drawing = Drawing(seed)
    old, old_components, new, new_components = drawing.pair()
    report = compared(
        api(old, side=side, **old_components), api(new, side=side, **new_components), Options(world=world)
    )
    good, bad = (old, old_components), (new, new_components)
    if side == "response":
        good, bad = bad, good
    hidden = "readOnly" if side == "request" else "writeOnly"
    takes = Receiver(*bad, hidden=hidden, world=world, reads=side == "response")
    told = ["pairs"]
    if _is_compatible(report):
        sends = sender(*good, hidden=hidden, world=world)
        for value in (*drawing.values(*good, VALUES), *drawing.values(*bad, VALUES // 2)):
            assert not (sends.is_valid(value) and not takes.is_valid(value)), (seed, value, old, new)
        told.append("compatible")
    fills = sender(*good, hidden=hidden, world=world, fills=True)
    for finding in report.findings:
        if finding.witness is not None:
            value = finding.witness.value
            assert fills.is_valid(value), (seed, finding.rule, value, old, new)
            assert not takes.is_valid(value), (seed, finding.rule, value, old, new)
            told.append("witness")
    return told


def _is_compatible(report: Report) -> bool:
    return not report.unread and not any(f.cls in (Cause.BREAKING, Cause.RISKY) for f in report.findings)


def test_the_draw_holds_both_kinds() -> None:
    """The control: among the drawn pairs many are compatible and many are not, or the law would hold of nothing."""
    met = Counter(told for seed in range(40) for told in _held(seed, "request", "declared"))
    assert met["compatible"] >= 8
    assert met["witness"] >= 8


LIES: dict[str, tuple[Any, Any, Any]] = {
    "a value that is refused": ({"type": "integer"}, {"type": "string"}, 5),
    "a name that is declared": (
        {"type": "object", "properties": {"a": {"type": "integer"}}},
        {"type": "object", "properties": {"a": {"type": "string"}}},
        {"a": 5},
    ),
}


@pytest.mark.parametrize("case", LIES)
def test_the_second_opinion_sees_a_break(case: str) -> None:
    good, bad, value = LIES[case]
    for world in PAIRS:
        assert sender(good, {}, hidden="readOnly", world=world).is_valid(value)
        assert not Receiver(bad, {}, hidden="readOnly", world=world, reads=False).is_valid(value)


def test_the_second_opinion_knows_the_worlds() -> None:
    named = {"type": "object", "properties": {"a": {"type": "string"}}}
    shut = {**named, "additionalProperties": False}
    value = {"a": "x", "b": 1}
    assert not sender(named, {}, hidden="readOnly", world="declared").is_valid(value)
    assert sender(named, {}, hidden="readOnly", world="closed").is_valid(value)
    assert Receiver(shut, {}, hidden="writeOnly", world="declared", reads=True).is_valid(value)
    assert not Receiver(shut, {}, hidden="writeOnly", world="closed", reads=True).is_valid(value)
