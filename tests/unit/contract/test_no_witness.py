"""A break without an example says why there is none."""

from typing import Any

import pytest

from bot.contract import Evidence, Finding, Options, Report
from tests.unit.contract.describing import api, compared, ref
from tests.unit.contract.telling import TEXT, body, operation, request, thing


def only(report: Report, rule: str) -> Finding:
    (finding,) = (f for f in report.findings if f.rule == rule)
    return finding


def test_what_is_shown_or_harmless_needs_no_reason() -> None:
    shown = request({**TEXT, "maxLength": 9}, {**TEXT, "maxLength": 5}).findings
    harmless = request({**TEXT, "maxLength": 5}, {**TEXT, "maxLength": 9}).findings
    assert [f.why_no_witness for f in (*shown, *harmless)] == [None, None]


def test_an_edit_that_refuses_no_value_says_so() -> None:
    finding = only(request(TEXT, {**TEXT, "contentEncoding": "base64"}), "request-condition-added")
    assert finding.witness is None
    assert finding.why_no_witness == "`content*` tells how a text is encoded, and refuses no value"


def test_a_search_without_success_says_so() -> None:
    """The pattern has a text that matches, but none that the search knows how to make."""
    hidden = {**TEXT, "pattern": "^(?=.*q{7}x)(?=.*z{5}).{40}$"}
    report = request(hidden, {**hidden, "minLength": 41})
    found = [f for f in report.findings if f.evidence is Evidence.UNPROVEN]
    assert [f.why_no_witness for f in found] == ["no example that was tried shows it"]


def test_a_search_that_nobody_asked_for_says_so() -> None:
    old, new = api({**TEXT, "maxLength": 9}), api({**TEXT, "maxLength": 5})
    (finding,) = compared(old, new, Options(witnesses=0)).findings
    assert finding.why_no_witness == "no examples were asked for"
    gone = compared(operation(), {**operation(), "paths": {}}, Options(witnesses=0)).findings
    assert [f.why_no_witness for f in gone] == ["no examples were asked for"]


def test_more_causes_than_are_searched_for_say_so() -> None:
    def many(most: int) -> Any:
        return api(thing(**{f"p{i}": {**TEXT, "maxLength": most} for i in range(3)}))

    told = [f.why_no_witness for f in compared(many(9), many(5), Options(witnesses=2)).findings]
    assert sorted(told, key=str) == [None, None, "as many causes as were asked for had their search"]


@pytest.mark.parametrize("name", ["why_no_witness"])
def test_the_reason_is_kept_with_the_report(name: str) -> None:
    report = request(TEXT, {**TEXT, "contentEncoding": "base64"})
    assert Report.from_json(report.to_json()) == report
    assert any(getattr(f, name) for f in report.findings)


def test_a_call_that_cannot_be_put_together_says_so() -> None:
    """No smallest value of the required body is found, so there is no request to show."""
    knot = {"type": "object", "required": ["a"], "properties": {"a": ref("Knot")}}
    old = body(ref("Knot"), "application/json")
    old["components"] = {"schemas": {"Knot": knot}}
    new = {**old, "paths": {}}
    finding = only(compared(old, new), "operation-removed")
    assert finding.witness is None
    assert finding.why_no_witness == "no request was found that worked and no longer does"
