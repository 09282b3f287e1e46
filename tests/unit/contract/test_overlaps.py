"""A value that matches two variants of a `oneOf` is refused: told where more values do, silent where no other do."""

import json

import pytest

from tests.unit.contract.laws.oracle import Opinions, World
from tests.unit.contract.laws.words import Whole
from tests.unit.contract.telling import TEXT, WHOLE, harm, request, response, thing, told

OVERLAP = (
    "request-variants-overlap",
    "response-variants-overlap",
    "request-variants-parted",
    "response-variants-parted",
)
CAT = thing(name=TEXT, lives=WHOLE)
DOG = thing(name=TEXT, bark=WHOLE)
HEN = thing(name=TEXT)
SHORT, LONG = {"type": "string", "maxLength": 3}, {"type": "string", "minLength": 2}

SILENT = {
    "a name that the other variant does not know": ([CAT, DOG], [thing(name=TEXT, lives=TEXT), DOG]),
    "such a name in a list": ([CAT, DOG], [thing(name=TEXT, lives={"type": "array"}), DOG]),
    "a variant less": ([CAT, DOG, HEN], [CAT, DOG]),
    "a variant less, another changed": (
        [{**CAT, "title": "cat"}, DOG, HEN],
        [{**thing(name=TEXT, lives=TEXT), "title": "cat"}, DOG],
    ),
    "a name more": ([CAT, DOG], [thing(name=TEXT, lives=WHOLE, age=WHOLE), DOG]),
    "a variant more that needs a name nobody declared": ([CAT, DOG], [CAT, DOG, thing("coat", coat=TEXT)]),
    "a union more whose variants need such a name": (
        [CAT, DOG],
        [CAT, DOG, {"oneOf": [thing("coat", coat=TEXT), thing("hat", hat=TEXT)]}],
    ),
    "wider where no other variant is": ([{"type": "integer", "maximum": 5}, TEXT], [WHOLE, TEXT]),
}
SPEAKS = {
    "a name that the other variant knows": ([thing(name=WHOLE), DOG], [thing(name=TEXT), DOG], {"name": "a"}),
    "a name that another variant takes any of": (
        [CAT, {"type": "object"}],
        [thing(name=TEXT, lives=TEXT), {"type": "object"}],
        {"lives": "nine"},
    ),
    "longer texts": ([SHORT, {"type": "string", "minLength": 5}], [{"type": "string"}, LONG], "aaaaa"),
    "a variant more": ([CAT], [CAT, HEN], {"name": "a"}),
}


@pytest.mark.parametrize("case", SILENT)
def test_it_is_silent_where_no_other_values_match_two(case: str) -> None:
    old, new = ({"oneOf": branches} for branches in SILENT[case])
    for report in (request(old, new), response(old, new)):
        assert {f.rule for f in report.findings} & {"request-variants-overlap", "response-variants-overlap"} == set()


@pytest.mark.parametrize("case", SPEAKS)
def test_it_speaks_where_a_value_was_taken_that_now_matches_two(case: str) -> None:
    before, after, value = SPEAKS[case]
    old, new = {"oneOf": before}, {"oneOf": after}
    assert Opinions(Whole(old, {}), Whole(new, {}), World("readOnly")).proves(value)
    said = {f.rule for f in request(old, new).findings if f.cls.value in ("risky", "breaking")}
    assert said & {"request-variants-overlap", "request-variants-exclusive"}


FEW = {"type": "string", "maxLength": 5}
CARD, IBAN = thing("card", card=TEXT), thing("iban", iban=TEXT)
REWRITTEN = {
    "wrapped": ({"oneOf": [CARD, IBAN]}, {"oneOf": [{"allOf": [CARD]}, {"allOf": [IBAN]}]}),
    "a type said outside": ({"type": "object", "oneOf": [CARD, IBAN]}, {"oneOf": [{"allOf": [CARD]}, IBAN]}),
    "a part drawn out": (
        {"oneOf": [thing("card", "id", card=TEXT, id=TEXT), thing("iban", "id", iban=TEXT, id=TEXT)]},
        {"allOf": [thing("id", id=TEXT), {"oneOf": [CARD, IBAN]}]},
    ),
    "a property moved into each": (
        {**thing(note=FEW), "oneOf": [CARD, IBAN]},
        {"oneOf": [thing("card", card=TEXT, note=FEW), thing("iban", iban=TEXT, note=FEW)]},
    ),
    "a limit moved into each": (
        {**thing(note=FEW), "oneOf": [CARD, IBAN]},
        {**thing(note=TEXT), "oneOf": [thing("card", card=TEXT, note=FEW), thing("iban", iban=TEXT, note=FEW)]},
    ),
}
"""Variants that share values (`{"card": …, "iban": …}`), told by their names alone, the same before and after."""


@pytest.mark.parametrize("case", REWRITTEN)
def test_variants_that_are_only_rewritten_hurt_nobody(case: str) -> None:
    one, other = REWRITTEN[case]
    for old, new in ((one, other), (other, one)):
        assert harm(request(old, new)) == harm(response(old, new)) == []


@pytest.mark.parametrize("case", REWRITTEN)
def test_a_variant_that_is_rewritten_and_narrowed_breaks(case: str) -> None:
    old, new = REWRITTEN[case]
    tight = json.loads(
        json.dumps(new).replace('"card": {"type": "string"}', '"card": {"type": "string", "maxLength": 3}')
    )
    assert harm(request(old, tight)) == ["request-max-length-tightened"]


def test_variants_of_the_same_names_that_share_no_value_are_two() -> None:
    """The one went and the other came: it is no variant whose constant changed."""
    card, cash = (thing("kind", kind={"const": kind}) for kind in ("card", "cash"))
    report = request({"oneOf": [card, thing("a", a=TEXT)]}, {"oneOf": [cash, thing("b", b=TEXT)]})
    assert {"request-variant-removed", "request-variant-added"} <= {rule for rule, _ in told(report)}
    assert not any("enum" in rule for rule, _ in told(report))


def test_a_variant_that_is_never_met_alone_has_no_example_and_the_reason_is_told() -> None:
    """Its every value matches another one as well, and `oneOf` takes exactly one."""
    old, new = {"oneOf": [CAT, DOG]}, {"oneOf": [CAT, DOG, HEN]}
    (found,) = [f for f in response(old, new).findings if f.rule == "response-variant-added"]
    assert found.why_no_witness is not None
    assert found.why_no_witness.startswith("each of its values matches another variant of the `oneOf` as well")
    named = {**CAT, "title": "cat", "required": ["lives"]}
    (shown,) = [f for f in response({"oneOf": [named]}, {"oneOf": [named, TEXT]}).findings if f.cls.value == "breaking"]
    assert (shown.rule, shown.why_no_witness) == ("response-variant-added", None)
