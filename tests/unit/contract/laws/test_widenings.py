"""What can only let more in breaks nobody who sends, and the way back nobody who reads: no false alarm."""

from typing import Any

import pytest
from hypothesis import given

from bot.contract import Cause, Report
from tests.unit.contract.describing import compared
from tests.unit.contract.laws.counted import examples
from tests.unit.contract.laws.positions import POSITIONS
from tests.unit.contract.laws.widenings import widened
from tests.unit.contract.laws.words import Whole


def _breaks(report: Report) -> list[str]:
    assert report.unread == ()
    return [f.rule for f in report.findings if f.cls is Cause.BREAKING]


@pytest.mark.parametrize("place", [name for name, p in POSITIONS.items() if p.way == "json"])
@examples(20)
@given(widened())
def test_letting_more_in_breaks_nobody_who_sends_and_letting_less_out_nobody_who_reads(
    place: str, pair: tuple[Whole, Whole]
) -> None:
    position = POSITIONS[place]
    narrow, wide = (position.described(whole, "3.1.0") for whole in pair)
    old, new = (narrow, wide) if position.by_client else (wide, narrow)
    assert _breaks(compared(old, new)) == []


def test_letting_less_in_does_break() -> None:
    """The control."""
    narrow, wide = (Whole({"type": "string", "maxLength": n}, {}) for n in (3, 4))
    position: Any = POSITIONS["request body"]
    assert _breaks(compared(position.described(wide, "3.1.0"), position.described(narrow, "3.1.0")))
