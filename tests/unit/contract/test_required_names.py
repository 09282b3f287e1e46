"""A name that comes to be required, or stops being so, while its declaration comes or goes as well."""

from typing import Any

import pytest

from bot.contract import Cause, Evidence
from tests.unit.contract.telling import TEXT, request, response, thing

SHUT = {"type": "object", "additionalProperties": False}

NEEDED: dict[str, tuple[Any, Any]] = {
    "declared no more, but required": (thing(a=TEXT), {"type": "object", "required": ["a"]}),
    "declared no more beside others, but required": (thing(a=TEXT, b=TEXT), thing("a", b=TEXT)),
    "declared no more in a map, but required": (
        {**thing(a=TEXT), "additionalProperties": TEXT},
        {"type": "object", "additionalProperties": TEXT, "required": ["a"]},
    ),
    "declared where it is forbidden": (SHUT, {"allOf": [SHUT, thing("a", a=TEXT)]}),
}
"""The first version does without the name; the second asks for it."""


@pytest.mark.parametrize("case", NEEDED)
def test_a_call_without_the_name_is_refused_now(case: str) -> None:
    before, after = NEEDED[case]
    broken = [f for f in request(before, after).findings if f.cls is Cause.BREAKING]
    assert [(f.rule, f.evidence) for f in broken] == [("request-property-became-required", Evidence.PROVEN)]
    assert broken[0].witness is not None
    assert broken[0].witness.value == {}


@pytest.mark.parametrize("case", NEEDED)
def test_an_answer_without_the_name_is_new(case: str) -> None:
    after, before = NEEDED[case]
    rules = [f.rule for f in response(before, after).findings if f.cls is Cause.BREAKING]
    assert rules == ["response-property-became-optional"]


MENTIONED: dict[str, dict[str, Any]] = {
    "in a test": {"if": {"properties": {"a": {}}}},
    "in one way": {"if": {"required": ["b"]}, "then": {"properties": {"a": {}}}},
    "beside another name": {"dependentSchemas": {"b": {"properties": {"a": {}}}}},
}


@pytest.mark.parametrize("where", MENTIONED)
def test_a_name_that_only_a_condition_speaks_of_may_be_sent(where: str) -> None:
    loose, tight = {**thing(b=TEXT), **MENTIONED[where]}, thing(a=TEXT, b=TEXT)
    assert "request-type-narrowed" in [f.rule for f in request(loose, tight).findings if f.cls is Cause.BREAKING]
    assert "response-type-widened" in [f.rule for f in response(tight, loose).findings if f.cls is Cause.BREAKING]
