"""A property that one part of an `allOf` declares and another forbids cannot be there, so it cannot go either."""

import pytest

from tests.unit.contract.describing import api, compared
from tests.unit.contract.telling import harm


def _part(name: str, **more: object) -> dict[str, object]:
    return {"type": "object", "properties": {name: {"type": "string"}}, **more}


CLOSED = {"allOf": [_part("a", additionalProperties=False), _part("b")]}
OPEN = {"allOf": [_part("a"), _part("b")]}


@pytest.mark.parametrize("side", ["request", "response"])
def test_a_property_that_is_no_longer_forbidden_is_new_and_not_gone(side: str) -> None:
    report = compared(api(CLOSED, side=side), api(OPEN, side=side))
    assert sorted(f.rule for f in report.findings) == [f"{side}-object-opened", f"{side}-property-added"]


TEXT = {"type": "string"}
NEVER = {"not": {}}
"""What OpenAPI 3.0 has for the schema `false`."""


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_schema_that_excludes_everything_forbids(version: str) -> None:
    old, new = ({"type": "object", "properties": {"a": s}} for s in (TEXT, NEVER))
    for side, rules in (("request", ["request-value-forbidden"]), ("response", ["response-value-vanished"])):
        documents = (api(s, side=side, version=version) for s in (old, new))
        assert harm(compared(*documents)) == rules


@pytest.mark.parametrize("closed", [{"additionalProperties": NEVER}, {"additionalProperties": {"not": True}}])
def test_it_is_the_schema_false_written_otherwise(closed: dict[str, object]) -> None:
    for one, other in (
        (_part("a", additionalProperties=False), _part("a", **closed)),
        ({"type": "object", "properties": {"a": False}}, {"type": "object", "properties": {"a": NEVER}}),
    ):
        for side in ("request", "response"):
            assert harm(compared(api(one, side=side), api(other, side=side))) == []
            assert harm(compared(api(other, side=side), api(one, side=side))) == []
