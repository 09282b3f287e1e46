"""A pattern that every name matches says what `additionalProperties` says, of the names beside it as well."""

from typing import Any

import pytest

from tests.unit.contract.telling import TEXT, WHOLE, harm, request, response, thing

FEW = {**TEXT, "maxLength": 3}
MAP = {"type": "object", "additionalProperties": TEXT}


def named(**patterns: Any) -> dict[str, Any]:
    return {"type": "object", "patternProperties": {".*": patterns.pop("every"), **patterns}}


SAME: dict[str, tuple[Any, Any]] = {
    "alone": (MAP, named(every=TEXT)),
    "beside what it leaves nothing to": (MAP, {**named(every=TEXT), "additionalProperties": False}),
    "beside a name": ({**thing(a=TEXT), "additionalProperties": TEXT}, {**thing(a=TEXT), **named(every=TEXT)}),
    "of anything": (thing(a=TEXT), {**thing(a=TEXT), **named(every={})}),
    "in a part": ({"allOf": [MAP]}, {"allOf": [named(every=TEXT), {}]}),
}


@pytest.mark.parametrize("case", SAME)
def test_one_may_be_written_for_the_other(case: str) -> None:
    one, other = SAME[case]
    for old, new in ((one, other), (other, one)):
        assert harm(request(old, new)) == harm(response(old, new)) == []


NARROWER: dict[str, tuple[Any, Any, list[str]]] = {
    "values": (MAP, named(every=FEW), ["request-max-length-tightened"]),
    "a name that stands beside it": (
        {**thing(a={}), "additionalProperties": TEXT},
        {**thing(a={}), **named(every=TEXT)},
        ["request-type-narrowed"],
    ),
    "names of a pattern, for whom the rest spoke not": (
        {"type": "object", "patternProperties": {"^x": {"maxLength": 3}}, "additionalProperties": TEXT},
        named(every=TEXT, **{"^x": {"maxLength": 3}}),
        ["request-type-narrowed"],
    ),
    "names of a pattern, by another part": (
        {"type": "object", "patternProperties": {"^x": {}}, "additionalProperties": TEXT},
        {"allOf": [{"type": "object", "patternProperties": {"^x": {}}}, {"additionalProperties": TEXT}]},
        ["request-type-narrowed"],
    ),
}


@pytest.mark.parametrize("case", NARROWER)
def test_what_it_says_more_is_told(case: str) -> None:
    old, new, rules = NARROWER[case]
    assert harm(request(old, new)) == rules
    assert harm(request(new, old)) == []
    assert harm(response(new, old)) != []


def test_another_type_of_all_names_breaks() -> None:
    assert harm(request(MAP, named(every=WHOLE))) == ["request-type-changed"]
