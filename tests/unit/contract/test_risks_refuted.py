"""A risk that speaks of nothing but values is none where a proof says that no caller meets another value."""

from typing import Any

import pytest

from bot.contract import Cause, Evidence
from tests.unit.contract.telling import TEXT, harm, response, thing

A_TO_C = {"oneOf": [{"const": "a", "title": "A"}, {"const": "b"}, {"const": "c"}]}
UUID = {"type": "string", "format": "uuid"}

UNHURT: dict[str, tuple[Any, Any]] = {
    "constants that became a shorter list": ({**TEXT, **A_TO_C}, {**TEXT, "enum": ["a", "b"]}),
    "variants of constants that became one": ({"anyOf": A_TO_C["oneOf"]}, {"enum": ["a", "b"]}),
    "a list that became its bounds": (
        {"type": "integer", "enum": [1, 2, 3]},
        {"type": "integer", "minimum": 1, "maximum": 3},
    ),
    "a pattern that a format implies": ({**UUID, "pattern": "^[0-9a-fA-F-]{36}$"}, UUID),
}


@pytest.mark.parametrize("case", UNHURT)
def test_what_readers_knew_before_is_no_risk(case: str) -> None:
    old, new = UNHURT[case]
    for before, after in ((old, new), (thing(a=old), thing(a=new))):
        report = response(before, after)
        assert harm(report) == []
        assert Evidence.REFUTED in {f.evidence for f in report.findings}


HURT: dict[str, tuple[Any, Any, str]] = {
    "constants that became a longer list": ({**TEXT, **A_TO_C}, {**TEXT, "enum": ["a", "d"]}, "enum-value-added"),
    "a list that became wider bounds": (
        {"type": "integer", "enum": [1, 2, 3]},
        {"type": "integer", "minimum": 1, "maximum": 4},
        "enum-dropped",
    ),
    "a pattern that a format does not imply": ({**UUID, "pattern": "^[0-9a-f-]{36}$"}, UUID, "pattern-removed"),
}


@pytest.mark.parametrize("case", HURT)
def test_what_readers_did_not_know_stays_a_risk(case: str) -> None:
    old, new, rule = HURT[case]
    assert [(f.rule, f.cls) for f in response(old, new).findings if f.cls is not Cause.SAFE] == [
        (f"response-{rule}", Cause.RISKY)
    ]


def test_a_property_that_readers_miss_stays_a_risk_though_no_value_is_new() -> None:
    assert harm(response(thing(a=TEXT), thing(a=False))) == ["response-value-vanished"]


def test_items_that_a_limit_leaves_no_room_for_are_not_told() -> None:
    shut = {"type": "array", "prefixItems": [TEXT], "items": False}
    limited = {"type": "array", "prefixItems": [TEXT], "maxItems": 1}
    assert harm(response(shut, limited)) == harm(response(limited, shut)) == []
