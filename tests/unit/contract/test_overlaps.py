"""A value that matches two variants of a `oneOf` is refused: told where more values do, silent where no other do."""

import pytest

from tests.unit.contract.laws.oracle import Opinions, World
from tests.unit.contract.laws.words import Whole
from tests.unit.contract.telling import TEXT, WHOLE, request, response, thing

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
    told = {f.rule for f in request(old, new).findings if f.cls.value in ("risky", "breaking")}
    assert told & {"request-variants-overlap", "request-variants-exclusive"}


def test_a_variant_that_is_never_met_alone_has_no_example_and_the_reason_is_told() -> None:
    """Its every value matches another one as well, and `oneOf` takes exactly one."""
    old, new = {"oneOf": [CAT, DOG]}, {"oneOf": [CAT, DOG, HEN]}
    (found,) = [f for f in response(old, new).findings if f.rule == "response-variant-added"]
    assert found.why_no_witness is not None
    assert found.why_no_witness.startswith("each of its values matches another variant of the `oneOf` as well")
    told = {**CAT, "title": "cat", "required": ["lives"]}
    (shown,) = [f for f in response({"oneOf": [told]}, {"oneOf": [told, TEXT]}).findings if f.cls.value == "breaking"]
    assert (shown.rule, shown.why_no_witness) == ("response-variant-added", None)
