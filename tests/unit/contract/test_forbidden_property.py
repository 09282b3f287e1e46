"""A property that one part of an `allOf` declares and another forbids cannot be there, so it cannot go either."""

import pytest

from tests.unit.contract.describing import api, compared


def _part(name: str, **more: object) -> dict[str, object]:
    return {"type": "object", "properties": {name: {"type": "string"}}, **more}


CLOSED = {"allOf": [_part("a", additionalProperties=False), _part("b")]}
OPEN = {"allOf": [_part("a"), _part("b")]}


@pytest.mark.parametrize("side", ["request", "response"])
def test_a_property_that_is_no_longer_forbidden_is_new_and_not_gone(side: str) -> None:
    report = compared(api(CLOSED, side=side), api(OPEN, side=side))
    assert sorted(f.rule for f in report.findings) == [f"{side}-object-opened", f"{side}-property-added"]
