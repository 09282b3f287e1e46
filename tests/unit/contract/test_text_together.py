"""A text is one value for all that is said of it together, and one text is a list and a value alike."""

from typing import Any

import pytest

from bot.contract import Cause, Evidence, Report
from tests.unit.contract.describing import compared
from tests.unit.contract.telling import TEXT, WHOLE, body, harm, operation, query, told

FORM = "application/x-www-form-urlencoded"
NOTHING = {"not": {}}
LIST = {"type": "array"}

LOST: dict[str, tuple[Any, Any]] = {
    "a condition beside the type": (
        {**WHOLE, "if": {"const": 0}, "else": NOTHING},
        {**TEXT, "if": {"const": 0}, "else": NOTHING},
    ),
    "another type in a union beside the type": (WHOLE, {**WHOLE, "anyOf": [TEXT, {"maxLength": 1, **TEXT}]}),
    "a union beside the type": (
        {"anyOf": [{**TEXT, "format": "uuid"}, {"type": "boolean"}]},
        {**TEXT, "format": "uuid"},
    ),
    "two variants that both take a text": (WHOLE, {"oneOf": [TEXT, {"type": "string", "description": "again"}]}),
    "listed values of more types": ({"type": "number"}, {"enum": [1.5, "x1"]}),
    "a list of none": (TEXT, {**LIST, "maxItems": 0}),
    "a list whose items are told apart": (TEXT, {**LIST, "prefixItems": [WHOLE]}),
    "a list under a condition": (TEXT, {**LIST, "if": {}, "then": {"minItems": 2}}),
    "a list of what else may be there": (TEXT, {**LIST, "unevaluatedItems": LIST}),
    "a list in a union": (TEXT, {**LIST, "anyOf": [{"minItems": 2}, {"minItems": 3}]}),
}
"""Every text, or many a text, that the first took is refused by the second."""


def _header(schema: Any) -> dict[str, Any]:
    return operation(responses={"200": {"description": "ok", "headers": {"X-A": {"schema": schema}}}})


def _breaks(report: Report) -> bool:
    assert report.unread == ()
    return any(f.cls is Cause.BREAKING for f in report.findings)


@pytest.mark.parametrize("case", LOST)
def test_a_text_that_is_refused_now_is_a_break_wherever_it_travels(case: str) -> None:
    old, new = LOST[case]
    assert _breaks(compared(query(old), query(new)))
    fields = ({"type": "object", "properties": {"a": s}} for s in (old, new))
    assert _breaks(compared(*(body(s, FORM) for s in fields)))
    if "list" not in case:
        assert _breaks(compared(_header(new), _header(old)))


def test_one_value_that_becomes_a_plain_list_still_widens() -> None:
    for new in (LIST, {**LIST, "items": TEXT}, {**LIST, "maxItems": 5}, {**LIST, "uniqueItems": True}):
        report = compared(query(TEXT), query(new))
        assert told(report)[0] == ("request-parameter-becomes-list", "safe")
        assert harm(report) == []


def test_a_list_joined_in_one_text_proves_nothing_against_who_takes_any_text() -> None:
    for old, new in ((query(LIST, explode=False), query(TEXT, explode=False)), (_header(TEXT), _header(LIST))):
        (finding,) = compared(old, new).findings
        assert (finding.cls, finding.evidence) == (Cause.BREAKING, Evidence.UNPROVEN)
    (finding,) = compared(query(LIST, explode=False), query({**TEXT, "maxLength": 2}, explode=False)).findings
    assert finding.witness is not None
    assert finding.witness.value == ["a", "a"]


def test_one_field_of_a_form_is_a_list_of_one() -> None:
    (finding,) = compared(*(body({"type": "object", "properties": {"a": s}}, FORM) for s in (TEXT, LIST))).findings
    assert (finding.rule, finding.evidence) == ("request-type-changed", Evidence.UNPROVEN)
    (finding,) = compared(*(body({"type": "object", "properties": {"a": s}}, FORM) for s in (LIST, TEXT))).findings
    assert finding.witness is not None
    assert len(finding.witness.value["a"]) == 2  # type: ignore[index, call-overload]


def test_a_proof_for_values_is_one_for_their_texts() -> None:
    old, new = ({"oneOf": [{**WHOLE, "maximum": n}, {**TEXT, "maxLength": 5}]} for n in (3, 4))
    assert harm(compared(query(old), query(new))) == []


def test_a_variant_that_is_null_is_never_sent_as_text() -> None:
    old, new = ({"oneOf": [TEXT, WHOLE, *more]} for more in ([{"type": "null"}], []))
    for one, other in ((old, new), (new, old)):
        assert told(compared(query(one), query(other))) == []
        assert told(compared(_header(one), _header(other))) == []
