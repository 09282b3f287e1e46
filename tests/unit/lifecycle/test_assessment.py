"""A report judged: stages of operations, ids of findings, what an owner's word changes."""

import pytest

from bot.config import DEFAULT
from bot.contract import Operation, Report, Side
from bot.contract.replacing import replace
from bot.lifecycle.assessment import ApiStage, Dismissal, assessed, finding_ids
from bot.lifecycle.policy import Verdict
from tests.unit.duties.pulls.reports import REQUIRED, UNREADABLE, report


def _assessed(stage: str, found: Report, **dismissals: Dismissal):  # type: ignore[no-untyped-def]
    rule = DEFAULT.stage(stage)
    assert rule is not None
    return assessed("payments", "a.yaml", ApiStage(rule), found, DEFAULT, dismissals=dismissals)


@pytest.mark.parametrize(
    ("api", "mark", "judged_as"),
    [
        pytest.param("ga", None, "ga", id="without a mark the API's stage holds"),
        pytest.param("private-beta", "ga", "ga", id="a stricter mark counts"),
        pytest.param("private-beta", "Stable", "ga", id="in other companies' words too"),
        pytest.param("ga", "beta", "ga", id="a lower mark does not, until we know since when it is there"),
        pytest.param("ga", "whatever", "ga", id="an unknown mark means nothing"),
        pytest.param("public-beta", "private_beta", "public-beta", id="nor does a lower one in another spelling"),
        pytest.param("ga", "deprecated", "deprecated", id="a deprecated operation of a GA API is deprecated"),
    ],
)
def test_an_operation_is_judged_by_the_stricter_of_its_mark_and_its_api(
    api: str, mark: str | None, judged_as: str
) -> None:
    marked = replace(REQUIRED, operations=(Operation("get", "/a", Side.REQUEST, stage_old=mark, stage_new="idea"),))
    assert _assessed(api, report(marked)).findings[0].stage.name == judged_as


def test_a_mark_of_the_new_version_lowers_and_raises_nothing() -> None:
    marked = replace(REQUIRED, operations=(Operation("get", "/a", Side.REQUEST, None, "ga"),))
    assert _assessed("idea", report(marked)).findings[0].stage.name == "idea"


def test_a_finding_counts_by_the_strictest_operation_it_touches() -> None:
    operations = (Operation("get", "/a", Side.REQUEST), Operation("get", "/b", Side.REQUEST, "ga"))
    assert _assessed("idea", report(replace(REQUIRED, operations=operations))).verdict is Verdict.FAILS


def test_a_false_alarm_is_listed_and_stops_nothing() -> None:
    word = Dismissal("lee", "never sent", "https://example.org")
    judged = _assessed("ga", report(REQUIRED), **{REQUIRED.fingerprint: word})
    assert judged.verdict is Verdict.LISTED
    assert judged.shown[0].dismissed == word


def test_an_unreadable_description_has_no_findings_and_fails_from_public_beta_on() -> None:
    assert [_assessed(stage, UNREADABLE).verdict for stage in ("private-beta", "public-beta", "ga")] == [
        Verdict.LISTED,
        Verdict.FAILS,
        Verdict.FAILS,
    ]


def test_an_id_is_the_beginning_of_the_fingerprint_and_as_long_as_it_takes() -> None:
    first, second, third = "aaaa1" + "0" * 59, "aaaa2" + "0" * 59, "bbbb" + "0" * 60
    assert finding_ids([first, third]) == {first: "F-aaaa", third: "F-bbbb"}
    assert finding_ids([first, second]) == {first: "F-aaaa1", second: "F-aaaa2"}


def test_a_fingerprint_that_is_no_plain_word_still_gives_an_id_one_can_type() -> None:
    (found,) = finding_ids(["operation-removed:GET /a"]).values()
    assert found[:2] == "F-"
    assert found[2:].isalnum()
