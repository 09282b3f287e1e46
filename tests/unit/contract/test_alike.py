"""Two schemas are alike only where they mean the same: constants to the letter, null in the words of either dialect."""

from typing import Any

import pytest

from bot.contract import Cause
from tests.unit.contract.describing import api, compared, ref
from tests.unit.contract.telling import TEXT, WHOLE, harm, request

CONSTANTS: dict[str, tuple[Any, Any]] = {
    "listed": ({"enum": [{"title": "a"}]}, {"enum": [{"title": "b"}]}),
    "in a variant": ({"oneOf": [{"const": {"title": "a"}}, TEXT]}, {"oneOf": [{"const": {"title": "b"}}, TEXT]}),
    "forbidden": ({"not": {"const": {"title": "a"}}}, {"not": {"const": {"title": "b"}}}),
    "under a condition": (
        {"if": {"const": {"description": "a"}}, "then": False},
        {"if": {"const": {"description": "b"}}, "then": False},
    ),
    "of a property in a variant": (
        {"anyOf": [{"properties": {"a": {"enum": [{"x-y": 1}]}}, "required": ["a"]}, TEXT]},
        {"anyOf": [{"properties": {"a": {"enum": [{"x-y": 2}]}}, "required": ["a"]}, TEXT]},
    ),
}
"""They differ in a name that would be prose in a schema, and is a part of the value here."""


@pytest.mark.parametrize("case", CONSTANTS)
def test_a_name_in_a_constant_is_no_prose(case: str) -> None:
    assert [f.cls for f in request(*CONSTANTS[case]).findings] == [Cause.BREAKING]


DIALECTS: dict[str, tuple[Any, Any]] = {
    "a variant twice": (
        {"oneOf": [TEXT, *[{**WHOLE, "maximum": 2, "exclusiveMaximum": True}] * 2]},
        {"oneOf": [TEXT, *[{**WHOLE, "exclusiveMaximum": 2}] * 2]},
    ),
    "a forbidden list that may be null": (
        {"not": {"type": "array", "items": {**TEXT, "format": "ksuid"}, "nullable": True}},
        {"not": {"type": ["array", "null"], "items": {**TEXT, "format": "ksuid"}}},
    ),
}
"""The same schema in the words of 3.0 and of 3.1, where no proof sees through it."""


@pytest.mark.parametrize("case", DIALECTS)
def test_what_cannot_be_proved_is_seen_to_be_the_same_in_3_0_and_3_1(case: str) -> None:
    old, new = DIALECTS[case]
    for side in ("request", "response"):
        one, other = api(old, side=side, version="3.0.3"), api(new, side=side)
        assert harm(compared(one, other)) == harm(compared(other, one)) == []


def test_a_schema_that_holds_itself_is_alike_whatever_says_nothing_in_it() -> None:
    loop = {"oneOf": [{"type": "object"}, {"type": "object", "properties": {"next": ref("Loop")}}]}
    for idle in ({"if": True}, {"minProperties": 0}, {"then": False}, {"maxContains": 3}, {"uniqueItems": False}):
        for side in ("request", "response"):
            one, other = (api(ref("Loop"), side=side, Loop=s) for s in (loop, {**loop, **idle}))
            assert harm(compared(one, other)) == harm(compared(other, one)) == []
