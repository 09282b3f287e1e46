"""The steps of a description's history and what they add up to: one reckoning for the bot and the command line."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.contract import Options, Report
from bot.contract.report import Unread
from bot.forge.questions import Revision
from bot.lifecycle.churn import churn
from bot.lifecycle.stability import Step, stability, step, steps_to_judge
from tests.unit.contract.describing import api, compared

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def _revision(days_ago: int, blob: str | None = "b" * 40) -> Revision:
    return Revision(f"{days_ago:040}", blob, NOW - timedelta(days=days_ago), "")


def _report(old: object, new: object, options: Options | None = None) -> Report:
    return compared(api(old), api(new), options)


REPORTS = (
    pytest.param(_report({"type": "string"}, {"type": "integer"}), 1, 1, id="a break"),
    pytest.param(_report({"type": "string"}, {"type": ["string", "null"]}), 0, 1, id="something wider"),
    pytest.param(_report({"const": 1}, {"enum": [1]}), 0, 0, id="the same in other words"),
    pytest.param(_report({"type": "string"}, {"type": "string", "description": "d"}), 0, 0, id="words only"),
    pytest.param(_report({"type": "string"}, {"type": "integer", "madeUp": 1}), None, 1, id="not judged in full"),
    pytest.param(Report("1", (), (Unread("a", "", 1, "no"),), readable=False), None, 0, id="not readable"),
    pytest.param(None, None, 0, id="not compared"),
)


@pytest.mark.parametrize(("report", "breaks", "touched"), REPORTS)
def test_a_step_counts_what_breaks_and_whom_it_touches(report: Report | None, breaks: int | None, touched: int) -> None:
    found = step(_revision(1), report)
    assert (found.breaks, len(found.touched)) == (breaks, touched)


def test_equal_contents_are_no_step_and_a_gap_is_bridged() -> None:
    history = [_revision(1, "c"), _revision(2, "b"), _revision(3, None), _revision(4, "b"), _revision(5, "a")]
    assert [(old.blob, new.blob) for old, new in steps_to_judge(history)] == [("a", "b"), ("b", "c")]


def test_what_was_not_judged_counts_as_a_break_and_is_named() -> None:
    steps = [Step(_revision(50), 2), Step(_revision(20), None), Step(_revision(10), 0)]
    found = stability([one.revision for one in reversed(steps)], steps, now=NOW)
    assert (found.last_break, found.breaks_30_days, found.breaks_90_days) == (steps[1], 1, 3)
    assert found.unread == (steps[1].revision,)


def test_the_churn_is_of_ninety_days_and_of_operations_that_still_are() -> None:
    a, b, gone = ("GET", "/a"), ("GET", "/b"), ("GET", "/gone")
    old, wide, busy = (
        Step(_revision(91), 0, (a, b), 9),
        Step(_revision(60), 0, (a, gone), 2),
        Step(_revision(30), 1, (a,), 7),
    )
    found = churn((old, wide, busy), frozenset((a, b)), now=NOW)
    assert (found.touched, found.operations, found.share, found.changes) == (1, 2, 0.5, 9)
    assert (found.widest, found.busiest, found.changes_in_30_days) == (wide, busy, 3.0)


def test_of_nothing_the_churn_is_nothing() -> None:
    found = churn((), frozenset(), now=NOW)
    assert (found.share, found.changes, found.widest, found.busiest) == (0.0, 0, None, None)
