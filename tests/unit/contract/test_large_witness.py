"""Examples for names that match a pattern, and for limits of many: put together in counted steps."""

from typing import Any

import jsonschema
import pytest

from bot.contract import Cause, Evidence
from tests.unit.contract.telling import TEXT, WHOLE, request, response, thing

OBJECT = {"type": "object"}
MAP = {"type": "object", "additionalProperties": TEXT}
LIST = {"type": "array", "items": TEXT}


def named(**patterns: Any) -> dict[str, Any]:
    return {**OBJECT, "patternProperties": {"^x-": patterns.pop("x", {})}, **patterns}


NARROWED = {
    "what a name that matches must be": (named(x=TEXT), named(x=WHOLE)),
    "a limit of it": (named(x=TEXT), named(x={**TEXT, "maxLength": 2})),
    "beside names that are declared": (
        named(x=TEXT, properties={"x-": TEXT}),
        named(x={**TEXT, "maxLength": 2}, properties={"x-": TEXT}),
    ),
    "beside a closed rest": (named(x=TEXT, additionalProperties=False), named(x=WHOLE, additionalProperties=False)),
    "beside another pattern": (
        {**OBJECT, "patternProperties": {"^x-": TEXT, "^x-a": {"type": "string"}}},
        {**OBJECT, "patternProperties": {"^x-": WHOLE, "^x-a": {"type": "string"}}},
    ),
    "below it": (named(x=thing(a=TEXT)), named(x=thing("a", a=TEXT))),
    "below it in a list": ({"type": "array", "items": named(x=TEXT)}, {"type": "array", "items": named(x=WHOLE)}),
    "a pattern that is new": (OBJECT, named(x=WHOLE)),
    "as many items": (LIST, {**LIST, "maxItems": 300}),
    "many items": (LIST, {**LIST, "maxItems": 4000}),
    "many objects": ({**LIST, "items": thing("a", a=TEXT)}, {**LIST, "items": thing("a", a=TEXT), "maxItems": 1000}),
    "many that differ": ({**LIST, "uniqueItems": True}, {**LIST, "uniqueItems": True, "maxItems": 1000}),
    "many at least": ({**LIST, "minItems": 500}, {**LIST, "minItems": 1000}),
    "an item among many": ({**LIST, "minItems": 500}, {**LIST, "minItems": 500, "items": WHOLE}),
    "many properties": (MAP, {**MAP, "maxProperties": 1500}),
    "a long text": (TEXT, {**TEXT, "maxLength": 65_535}),
}


@pytest.mark.parametrize("edit", NARROWED)
def test_it_is_shown_by_a_value_of_many_or_with_a_name_of_its_own(edit: str) -> None:
    old, new = NARROWED[edit]
    found = [f for f in request(old, new).findings if f.cls is Cause.BREAKING]
    assert found
    for finding in found:
        assert finding.evidence is Evidence.PROVEN
        assert finding.witness is not None
        jsonschema.Draft202012Validator(old).validate(finding.witness.value)
        assert not jsonschema.Draft202012Validator(new).is_valid(finding.witness.value)


@pytest.mark.parametrize("edit", NARROWED)
def test_the_other_way_round_it_is_shown_in_a_response(edit: str) -> None:
    new, old = NARROWED[edit]
    found = [f for f in response(old, new).findings if f.cls is Cause.BREAKING]
    assert {f.evidence for f in found} == {Evidence.PROVEN}


def test_a_limit_beyond_all_bounds_is_told_without_an_example() -> None:
    for edit in ({**LIST, "maxItems": 10**6}, {**LIST, "maxItems": 10**30}):
        (finding,) = [f for f in request(LIST, edit).findings if f.cls is Cause.BREAKING]
        assert finding.evidence is Evidence.UNPROVEN


def test_names_of_another_kind_in_a_closed_object_are_no_more_than_an_object_that_opens() -> None:
    """Who reads a response refuses no name merely because it is new."""
    old = named(x=WHOLE, additionalProperties=False)
    new = {**OBJECT, "patternProperties": {"^y-": WHOLE}, "additionalProperties": False}
    told = [(f.cls, f.rule) for f in response(old, new).findings]
    assert told == [(Cause.SAFE, "response-name-pattern-added"), (Cause.SAFE, "response-object-opened")]
