"""The examples of the guide come from the engine, and fit the version that they are said to fit."""

from typing import Any

import pytest

from bot.versioning.migration import migration_guide
from tests.unit.contract.describing import api, compared

SHORT, LONG = {"type": "string", "maxLength": 3}, {"type": "string", "maxLength": 5}


def hooked(sent: Any = None, answered: Any = None) -> dict[str, Any]:
    answer = {"content": {"application/json": {"schema": answered}}} if answered else {}
    body = {"requestBody": {"content": {"application/json": {"schema": sent}}}} if sent else {}
    return {**api(), "webhooks": {"paid": {"post": {**body, "responses": {"200": {"description": "ok", **answer}}}}}}


CASES = {
    "request": (api(LONG), api(SHORT), "This request fits `v1`:", "It does not fit `v2`: ", ""),
    "response": (
        api(SHORT, side="response"),
        api(LONG, side="response"),
        "This answer fits `v2`:",
        "It does not fit `v1`: ",
        "→ 200",
    ),
    "message": (hooked(SHORT), hooked(LONG), "This message fits `v2`:", "It does not fit `v1`: ", ""),
    "answer": (
        hooked(answered=LONG),
        hooked(answered=SHORT),
        "This answer fits `v1`:",
        "It does not fit `v2`: ",
        "→ 200",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_example_fits_the_version_that_it_is_said_to_fit(case: str) -> None:
    old, new, fits, does_not, status = CASES[case]
    guide = migration_guide("payments", "v1", "v2", compared(old, new).findings)
    assert fits in guide
    assert does_not in guide
    assert ("→" in guide) == bool(status)
    assert status in guide
