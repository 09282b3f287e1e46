"""What is left unevaluated depends on all that stands beside it: the keyword may stay and mean something else."""

from typing import Any

import pytest

from bot.contract import Cause
from tests.unit.contract.telling import TEXT, WHOLE, harm, request, response, thing

A, O = {"type": "array"}, {"type": "object"}  # noqa: E741 - short, like their neighbours
ITEMS, NAMES = {"unevaluatedItems": False}, {"unevaluatedProperties": False}
HAS_A = {"properties": {"a": TEXT}}
HAS_B = {"properties": {"b": TEXT}}

FEWER_ITEMS: dict[str, tuple[Any, Any]] = {
    "items of anything": ({**A, "items": {}, **ITEMS}, {**A, **ITEMS}),
    "a slot": ({**A, "prefixItems": [TEXT, TEXT], **ITEMS}, {**A, "prefixItems": [TEXT], **ITEMS}),
    "what is contained": ({**A, "contains": TEXT, "minContains": 0, **ITEMS}, {**A, **ITEMS}),
    "items in a part": ({**A, "allOf": [{"items": TEXT}], **ITEMS}, {**A, "allOf": [{}], **ITEMS}),
    "items in a variant": (
        {**A, "anyOf": [{"items": TEXT}, {"items": WHOLE}], **ITEMS},
        {**A, "anyOf": [{"items": TEXT}, {}], **ITEMS},
    ),
    "slots under a condition": (
        {**A, "if": {"prefixItems": [TEXT]}, "then": {"prefixItems": [TEXT, TEXT]}, **ITEMS},
        {**A, "if": {"prefixItems": [TEXT]}, **ITEMS},
    ),
}
"""Nothing speaks of some items any more."""

FEWER_NAMES: dict[str, tuple[Any, Any]] = {
    "a pattern": ({**O, "patternProperties": {"^x": {}}, **NAMES}, {**O, **NAMES}),
    "all other names": ({**O, **HAS_A, "additionalProperties": {}, **NAMES}, {**O, **HAS_A, **NAMES}),
    "a pattern in a part": (
        {**O, "allOf": [{"patternProperties": {"^x": {}}}], **NAMES},
        {**O, "allOf": [{}], **NAMES},
    ),
    "a name in a variant": ({**O, "anyOf": [HAS_A, HAS_B], **NAMES}, {**O, "anyOf": [HAS_A, {}], **NAMES}),
    "a name under a condition": ({**O, **HAS_A, "if": {**HAS_B, "required": ["b"]}, **NAMES}, {**O, **HAS_A, **NAMES}),
    "a name that comes with another": (
        {**O, **HAS_A, "dependentSchemas": {"a": HAS_B}, **NAMES},
        {**O, **HAS_A, "dependentSchemas": {"a": {}}, **NAMES},
    ),
    "a name beside variants": (
        {**O, "properties": {"a": TEXT, "c": TEXT}, "anyOf": [HAS_A, HAS_B], **NAMES},
        {**O, **HAS_A, "anyOf": [HAS_A, HAS_B], **NAMES},
    ),
    "a name that another part speaks of now": (
        {"allOf": [{**O, "properties": {"a": TEXT, "b": TEXT}, **NAMES}]},
        {"allOf": [{**O, **HAS_A, **NAMES}, HAS_B]},
    ),
}
"""Nothing speaks of some names any more, and a caller may send them."""


def _breaks(report: Any) -> bool:
    assert report.unread == ()
    return any(f.cls is Cause.BREAKING for f in report.findings)


@pytest.mark.parametrize("case", {**FEWER_ITEMS, **FEWER_NAMES})
def test_a_call_with_what_nothing_speaks_of_any_more_is_refused(case: str) -> None:
    assert _breaks(request(*{**FEWER_ITEMS, **FEWER_NAMES}[case]))


@pytest.mark.parametrize("case", FEWER_ITEMS)
def test_an_answer_with_items_that_nothing_spoke_of_is_new(case: str) -> None:
    assert _breaks(response(*FEWER_ITEMS[case][::-1]))


@pytest.mark.parametrize("case", {**FEWER_ITEMS, **FEWER_NAMES})
def test_more_that_is_spoken_of_is_no_break_of_the_keyword(case: str) -> None:
    less, more = {**FEWER_ITEMS, **FEWER_NAMES}[case][::-1]
    broken = [f.old.pointer for f in request(less, more).findings if f.cls is Cause.BREAKING and f.old is not None]
    assert [p for p in broken if "unevaluated" in p] == []


@pytest.mark.parametrize("case", FEWER_NAMES)
def test_names_that_are_spoken_of_now_hurt_nobody_who_reads(case: str) -> None:
    assert not _breaks(response(*FEWER_NAMES[case][::-1]))


ELSEWHERE: dict[str, tuple[Any, Any]] = {
    "a name moved into a part": (
        {**O, "properties": {"a": TEXT, "b": TEXT}, **NAMES},
        {**O, **HAS_A, "allOf": [HAS_B], **NAMES},
    ),
    "variants in another order": ({**O, "anyOf": [HAS_A, HAS_B], **NAMES}, {**O, "anyOf": [HAS_B, HAS_A], **NAMES}),
    "slots of one part": (
        {**A, "prefixItems": [TEXT, TEXT], **ITEMS},
        {**A, "prefixItems": [TEXT, TEXT], "allOf": [{"prefixItems": [TEXT]}], **ITEMS},
    ),
}


@pytest.mark.parametrize("case", ELSEWHERE)
def test_what_is_spoken_of_elsewhere_beside_it_is_no_change(case: str) -> None:
    one, other = ELSEWHERE[case]
    for old, new in ((one, other), (other, one)):
        assert harm(request(old, new)) == harm(response(old, new)) == []


CLOSED = {"additionalProperties": False}
BOTH = thing(a=TEXT, b=TEXT)
SHUT: dict[str, tuple[Any, Any]] = {
    "the keyword alone": ({**BOTH, **CLOSED}, {**BOTH, **NAMES}),
    "parts drawn out": ({**BOTH, **CLOSED}, {"allOf": [thing(a=TEXT), {**O, **HAS_B}], **NAMES}),
    "a part and what stands beside it": ({**BOTH, **CLOSED}, {**O, "allOf": [HAS_A], **HAS_B, **NAMES}),
}
"""Closed in the words of 3.0, and in those that 3.1 has for objects of several parts."""


@pytest.mark.parametrize("case", SHUT)
def test_what_was_closed_before_is_not_closed_again(case: str) -> None:
    one, other = SHUT[case]
    for old, new in ((one, other), (other, one)):
        assert harm(request(old, new)) == harm(response(old, new)) == []
        assert harm(request({**old, "minProperties": 1}, {**new, "minProperties": 2})) == [
            "request-min-properties-tightened"
        ]


def test_variants_whose_names_are_listed_in_one_object_are_closed_already() -> None:
    old = {**O, "anyOf": [thing("a", a=TEXT), thing("b", b=TEXT)], **NAMES}
    assert harm(request(old, {**BOTH, **CLOSED})) == []


K = {"k": {"enum": ["x", "y"]}}
OF_X = {"if": {"properties": {"k": {"const": "x"}}}, "then": HAS_B}
NARROWER: dict[str, tuple[Any, Any, str]] = {
    "a name that no part has": ({**BOTH, **CLOSED}, {"allOf": [thing(a=TEXT)], **NAMES}, "request-property-refused"),
    "a name of one variant": (
        {**thing(b=TEXT, **K), **CLOSED},
        {**O, "anyOf": [thing("k", k={"const": "x"}, b=TEXT), thing("k", k={"const": "y"})], **NAMES},
        "request-unevaluated-closed",
    ),
    "a name under a condition": (
        {**thing(b=TEXT, **K), **CLOSED},
        {**thing(**K), **OF_X, **NAMES},
        "request-unevaluated-closed",
    ),
    "a name that stood under a condition": (
        {**thing(**K), **OF_X, **NAMES},
        {**thing(**K), **CLOSED},
        "request-object-closed",
    ),
    "an object that was open": (thing(a=TEXT), {**thing(a=TEXT), **NAMES}, "request-unevaluated-closed"),
}


@pytest.mark.parametrize("case", NARROWER)
def test_a_name_that_was_taken_and_is_refused_in_places_is_still_told(case: str) -> None:
    old, new, rule = NARROWER[case]
    assert rule in harm(request(old, new))
