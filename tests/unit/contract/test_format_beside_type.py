"""A format that narrows while the type widens, or the other way round, is a change of its own."""

import pytest

from tests.unit.contract.describing import api, compared

WIDE = {"type": "integer", "format": "int64"}
OTHER = {"type": ["integer", "string"], "format": "int32"}


@pytest.mark.parametrize(("side", "old", "new"), [("request", WIDE, OTHER), ("response", OTHER, WIDE)])
def test_a_format_that_goes_another_way_than_the_type_breaks(side: str, old: object, new: object) -> None:
    report = compared(api(old, side=side), api(new, side=side))
    (finding,) = (f for f in report.findings if f.is_breaking)
    assert finding.rule.startswith(f"{side}-format-")
    assert finding.witness


def test_a_format_that_goes_with_the_type_is_told_once() -> None:
    for old, new in ((WIDE, {"type": "number"}), ({"type": "string", "format": "date"}, WIDE)):
        report = compared(api(old), api(new))
        assert len(report.findings) == 1


FRACTION = {"type": "number", "format": "double"}
WHOLE = {"type": "integer"}


@pytest.mark.parametrize(("side", "old", "new"), [("response", FRACTION, WHOLE), ("request", WHOLE, FRACTION)])
def test_a_format_of_fractions_says_nothing_of_whole_numbers(side: str, old: object, new: object) -> None:
    report = compared(api(old, side=side), api(new, side=side))
    assert [f.rule.removeprefix(f"{side}-type-") for f in report.findings] == [
        "narrowed" if side == "response" else "widened"
    ]
    assert not any(f.is_breaking for f in report.findings)
