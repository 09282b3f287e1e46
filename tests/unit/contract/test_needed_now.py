"""A required property is not required of requests while it is `readOnly`."""

from typing import Any

import pytest

from bot.contract import Evidence
from tests.unit.contract.describing import api, compared

READ_ONLY = {"type": "string", "readOnly": True}


def _schema(field: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": {"id": field}, "required": list(required)}


@pytest.mark.parametrize("before", [("id",), ()])
def test_a_required_property_that_requests_may_now_set_is_newly_required_of_them(before: tuple[str, ...]) -> None:
    report = compared(api(_schema(READ_ONLY, *before)), api(_schema({"type": "string"}, "id")))
    (finding,) = report.findings
    assert (finding.rule, finding.cls.name) == ("request-property-became-required", "BREAKING")
    assert finding.evidence is Evidence.PROVEN


def test_an_optional_property_that_requests_may_now_set_refuses_nobody() -> None:
    report = compared(api(_schema(READ_ONLY)), api(_schema({"type": "string"})))
    assert [f.rule for f in report.findings] == ["request-read-only-changed"]
