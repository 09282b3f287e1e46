"""In the closed world, which is plain JSON Schema, who reads an answer refuses names it does not know."""

from typing import Any

import pytest

from bot.contract import Cause, Evidence, Options
from tests.unit.contract.describing import api, compared

TEXT = {"type": "string"}
SHUT = {"type": "object", "properties": {"a": TEXT}, "additionalProperties": False}
UNEVALUATED = {"type": "object", "properties": {"a": TEXT}, "unevaluatedProperties": False}
OPENED: dict[str, tuple[Any, Any]] = {
    "response-object-opened": (SHUT, {"type": "object", "properties": {"a": TEXT}}),
    "response-property-added": (SHUT, {**SHUT, "properties": {"a": TEXT, "b": TEXT}}),
    "response-unevaluated-opened": (UNEVALUATED, {"type": "object", "properties": {"a": TEXT}}),
}


@pytest.mark.parametrize("rule", OPENED)
def test_a_name_new_in_an_answer_breaks_only_in_the_closed_world(rule: str) -> None:
    old, new = (api(s, side="response") for s in OPENED[rule])
    for world, cls, evidence in (
        ("closed", Cause.BREAKING, Evidence.PROVEN),
        ("declared", Cause.SAFE, Evidence.STRUCTURAL),
    ):
        (finding,) = compared(old, new, Options(world=world)).findings
        assert (finding.rule, finding.cls, finding.evidence) == (rule, cls, evidence)
