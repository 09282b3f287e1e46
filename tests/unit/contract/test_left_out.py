"""A default speaks to who may leave the value out; where nobody may, it is documentation."""

from typing import Any

import pytest

from tests.unit.contract.describing import api, compared, ref
from tests.unit.contract.telling import TEXT, body, operation, query, request, thing, told

A, B = ({**TEXT, "default": value} for value in "ab")
RISKY, DOC = [("request-default-changed", "risky")], [("request-default-unneeded", "doc")]

NEEDED: dict[str, Any] = {
    "a required property": lambda s: thing("a", a=s),
    "a required property of an object that may be left out": lambda s: thing(b=thing("a", a=s)),
    "an item": lambda s: {"type": "array", "items": s},
    "a slot": lambda s: {"type": "array", "prefixItems": [s]},
    "a value of a map": lambda s: {"type": "object", "additionalProperties": s},
    "a required property of a part": lambda s: {"allOf": [thing("a", a=s), thing(b=TEXT)]},
    "a property that another part requires": lambda s: {"allOf": [thing(a=s), {"required": ["a"]}]},
    "a required body": lambda s: s,
}


@pytest.mark.parametrize("place", NEEDED)
def test_the_default_of_what_must_be_given_is_documentation(place: str) -> None:
    assert told(request(*(NEEDED[place](s) for s in (A, B)))) == DOC


OMITTED: dict[str, Any] = {
    "a property": lambda s: thing(a=s),
    "an optional property of a required object": lambda s: thing("b", b=thing(a=s)),
}


@pytest.mark.parametrize("place", OMITTED)
def test_the_default_of_what_may_be_left_out_is_risky(place: str) -> None:
    assert told(request(*(OMITTED[place](s) for s in (A, B)))) == RISKY


def test_one_place_where_it_may_be_left_out_is_enough() -> None:
    def shared(*required: str, s: Any) -> dict[str, Any]:
        whole = {"type": "object", "properties": {"x": ref("Word"), "y": ref("Word")}, "required": list(required)}
        return api(whole, Word=s)

    assert told(compared(shared("x", "y", s=A), shared("x", "y", s=B))) == DOC
    assert told(compared(shared("x", s=A), shared("x", s=B))) == RISKY


def test_who_may_leave_it_out_is_told_by_the_old_description() -> None:
    """What was required is sent by every caller; what was optional is left out by some."""
    assert told(request(thing("a", a=A), thing(a=B))) == [("request-property-became-optional", "safe"), *DOC]
    assert ("request-default-changed", "risky") in told(request(thing(a=A), thing("a", a=B)))


def test_the_default_of_a_whole_body_counts_where_no_body_is_needed() -> None:
    def taken(schema: Any, *, required: bool) -> dict[str, Any]:
        content = {"application/json": {"schema": schema}}
        return operation(requestBody={"content": content, "required": required})

    assert told(compared(taken(A, required=True), taken(B, required=True))) == DOC
    assert told(compared(taken(A, required=False), taken(B, required=False))) == RISKY


def test_parameters_and_form_fields_are_asked_the_same() -> None:
    assert told(compared(query(A, required=True), query(B, required=True))) == DOC
    assert told(compared(query(A), query(B))) == RISKY
    form = "application/x-www-form-urlencoded"
    assert told(compared(*(body(thing("a", a=s), form) for s in (A, B)))) == DOC
    assert told(compared(*(body(thing(a=s), form) for s in (A, B)))) == RISKY


def test_a_branch_is_asked_where_it_is_one_and_a_schema_that_holds_itself_once() -> None:
    def knot(s: Any, *required: str) -> dict[str, Any]:
        node = {"type": "object", "required": list(required), "properties": {"a": {"anyOf": [s, ref("Node")]}}}
        return api(ref("Node"), Node=node)

    assert told(compared(knot(A, "a"), knot(B, "a"))) == DOC
    assert told(compared(knot(A), knot(B))) == RISKY


def test_newly_required_breaks_whatever_the_default() -> None:
    assert ("request-property-became-required", "breaking") in told(request(thing(a=A), thing("a", a=A)))
