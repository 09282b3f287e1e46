"""A proof sends nothing that does not travel its way, wherever the mark stands."""

from typing import Any

import pytest

from bot.contract import Options
from tests.unit.contract.describing import api, compared
from tests.unit.contract.telling import TEXT, request, thing

MARKED: dict[str, dict[str, Any]] = {
    "in place": {"a": {**TEXT, "readOnly": True}},
    "in a part": {"a": {"allOf": [TEXT, {"readOnly": True}]}},
    "in a component": {"a": {"$ref": "#/components/schemas/Given"}},
}


@pytest.mark.parametrize("where", MARKED)
def test_a_property_the_server_gives_is_in_no_proof_of_a_request(where: str) -> None:
    old, new = ({**thing(**MARKED[where], b=TEXT), "minProperties": n} for n in (1, 2))
    given = {**TEXT, "readOnly": True}
    (finding,) = compared(api(old, Given=given), api(new, Given=given)).findings
    assert finding.witness is not None
    assert finding.witness.value == {"b": "a"}


def test_a_value_that_needs_what_is_not_sent_proves_nothing() -> None:
    others = [TEXT, {"enum": [True]}]
    old = {"properties": {"b": {"readOnly": True}}, "anyOf": [{"required": ["b"]}, *others]}
    new = {"anyOf": [{"anyOf": [{"properties": {"a": {}}, "required": ["b", "a"]}, TEXT]}, *others]}
    assert [f.witness.value for f in request(old, new).findings if f.witness] == []


def test_a_value_that_two_variants_take_is_not_valid_because_one_of_them_would_not_be_sent() -> None:
    old = {"oneOf": [{}, {}]}
    new = {"oneOf": [{}, {"properties": {"b": {"writeOnly": True}}, "dependentSchemas": {"a": TEXT}}]}
    report = compared(*(api(s, side="response") for s in (old, new)), Options(world="closed"))
    assert [f.witness.value for f in report.findings if f.witness and "b" in str(f.witness.value)] == []
