"""Where plain contravariance lies in schemas: each line with its own promise."""

from typing import Any

import pytest

from bot.contract import Evidence
from tests.unit.contract.describing import api, compared, ref
from tests.unit.contract.telling import CAT, DOG, TEXT, WHOLE, harm, request, response, thing, told

# oneOf


def test_one_of_is_monotone_where_its_variants_cannot_overlap() -> None:
    wider = {**CAT, "properties": {"kind": {"const": "cat"}, "name": TEXT}}
    assert harm(request({"oneOf": [CAT, DOG]}, {"oneOf": [wider, DOG]})) == []


def test_one_of_whose_variants_come_to_overlap_is_risky_where_any_of_is_not() -> None:
    old, new = ([{"maxLength": 3, **TEXT}, {"minLength": n, **TEXT}] for n in (4, 2))
    assert harm(request({"oneOf": old}, {"oneOf": new})) == ["request-variants-overlap"]
    assert harm(request({"anyOf": old}, {"anyOf": new})) == []


# not, if, contains


def test_what_not_forbids_flips() -> None:
    few, more = ({**TEXT, "not": {"enum": e}} for e in (["a"], ["a", "b"]))
    assert told(request(few, more)) == [("request-condition-added", "breaking")]
    assert told(request(more, few)) == [("request-condition-removed", "safe")]


def test_then_is_monotone_under_an_unchanged_if() -> None:
    base = thing(a=TEXT, b=TEXT)
    loose = {**base, "if": {"required": ["a"]}, "then": {"properties": {"b": {"maxLength": 9}}}}
    tight = {**base, "if": {"required": ["a"]}, "then": {"properties": {"b": {"maxLength": 5}}}}
    assert harm(request(tight, loose)) == []
    assert harm(request(loose, tight)) == ["request-condition-added"]


def test_a_changed_if_is_not_ordered() -> None:
    base = thing(a=TEXT, b=TEXT)
    old = {**base, "if": {"required": ["a"]}, "then": {"maxProperties": 1}, "else": {"maxProperties": 2}}
    assert harm(request(old, {**old, "if": {"required": ["b"]}})) == ["request-condition-changed"]


def test_contains_narrows_only_without_an_upper_count() -> None:
    one, two = ({"enum": e} for e in (["a"], ["a", "b"]))
    assert harm(request({"type": "array", "contains": one}, {"type": "array", "contains": two})) == []
    counted = ({"type": "array", "contains": c, "maxContains": 1} for c in (one, two))
    assert harm(request(*counted)) == ["request-condition-changed"]


def test_contains_that_asks_for_none_says_nothing() -> None:
    idle = {"type": "array", "contains": {"const": 1}, "minContains": 0}
    assert told(request({"type": "array"}, idle)) == []


# additionalProperties, prefixItems, unevaluated, dependent


def test_a_property_that_moves_into_a_map_is_compared_with_the_maps_values() -> None:
    named, a_map = {**thing(a=WHOLE), "additionalProperties": WHOLE}, {"type": "object", "additionalProperties": WHOLE}
    assert told(request(named, a_map)) == []
    assert told(request(a_map, named)) == []
    assert harm(request({**thing(a=TEXT), "additionalProperties": WHOLE}, a_map)) == ["request-type-changed"]


def test_a_property_gone_from_a_closed_object_is_refused() -> None:
    old, new = ({**thing(**p), "additionalProperties": False} for p in ({"a": TEXT, "b": TEXT}, {"a": TEXT}))
    assert told(request(old, new)) == [("request-property-refused", "breaking")]


def test_a_property_moved_under_a_name_pattern_is_compared_with_its_schema() -> None:
    old = thing(xa=TEXT)
    new = {"type": "object", "patternProperties": {"^x": TEXT}}
    assert harm(request(old, new)) == []
    assert "request-type-changed" in harm(request(thing(xa=WHOLE), new))
    closed = {"type": "object", "patternProperties": {"^x": TEXT}, "additionalProperties": False}
    opened = {"type": "object", "additionalProperties": False}
    assert harm(request(opened, closed)) == []
    assert harm(request(closed, opened)) == ["request-name-pattern-added"]


def test_a_slot_is_compared_with_what_held_for_it_before() -> None:
    old, new = ({"type": "array", "prefixItems": p, "items": TEXT} for p in ([TEXT], [TEXT, TEXT]))
    assert told(request(old, new)) == []
    assert harm(request(old, {**new, "prefixItems": [TEXT, WHOLE]})) == ["request-type-changed"]


def test_names_of_allof_parts_intersect_under_closed_parts() -> None:
    def shut(*names: str) -> dict[str, Any]:
        return {**thing(**dict.fromkeys(names, TEXT)), "additionalProperties": False}

    old = {"allOf": [shut("a", "b"), shut("a", "b", "c")]}
    assert told(request(old, {"allOf": [shut("a", "b"), shut("a", "b")]})) == []
    assert harm(request(old, {"allOf": [shut("a", "b"), shut("a")]})) == ["request-property-refused"]


def test_unevaluated_properties_close_what_no_part_names() -> None:
    old = {"allOf": [thing(a=TEXT), thing(b=TEXT)], "unevaluatedProperties": False}
    assert harm(request(old, {"allOf": [thing(a=TEXT)], "unevaluatedProperties": False})) == [
        "request-property-refused"
    ]
    assert told(request(old, {**thing(a=TEXT, b=TEXT), "unevaluatedProperties": False})) == []


def test_a_dependency_on_an_undeclared_name_is_risky_only() -> None:
    base = thing(a=TEXT, b=TEXT)
    assert told(request(base, {**base, "dependentRequired": {"z": ["a"]}})) == [
        ("request-condition-undeclared", "risky")
    ]
    assert harm(request(base, {**base, "dependentRequired": {"a": ["b"]}})) == ["request-condition-added"]


def test_required_of_an_undeclared_name_is_risky() -> None:
    assert told(request(thing(a=TEXT), thing("z", a=TEXT))) == [("request-undeclared-required", "risky")]


# null, default, format, content, numbers


def test_nullable_beside_an_enum_without_null_is_read_in_two_ways() -> None:
    old = {**TEXT, "enum": ["a"]}
    assert told(request({**old, "nullable": True}, old, "3.0.3")) == [("request-null-unclear", "risky")]
    both = {**TEXT, "enum": ["a", None], "nullable": True}
    assert told(request(both, old, "3.0.3")) == [("request-null-refused", "breaking")]
    assert told(request(old, {**old, "nullable": True}, "3.0.3")) == [("request-null-respelled", "safe")]
    assert told(response({**old, "nullable": True}, old, "3.0.3")) == [("response-null-respelled", "safe")]
    assert told(response(old, {**old, "nullable": True}, "3.0.3")) == [("response-null-unclear", "risky")]


@pytest.mark.parametrize("beside", [{"description": "The price."}, {"minProperties": 1}, {"x-note": 1}], ids=str)
@pytest.mark.parametrize("kind", ["oneOf", "anyOf"])
def test_a_reference_with_words_beside_it_is_followed_within_a_variant(beside: dict[str, Any], kind: str) -> None:
    def bought(amount: Any) -> dict[str, Any]:
        priced = thing("kind", kind={"const": "priced"}, prices={"type": "array", "items": {**ref("Price"), **beside}})
        union = {kind: [ref("Priced"), ref("Free")]}
        free = thing("kind", kind={"const": "free"})
        return api(union, side="response", Priced=priced, Free=free, Price=thing("amount", amount=amount))

    assert told(compared(bought(WHOLE), bought(TEXT))) == [("response-type-changed", "breaking")]


def test_a_default_beside_a_union_of_plain_values_is_seen() -> None:
    either = [{**TEXT, "format": "date"}, {**TEXT, "format": "date-time"}]
    old, new = ({"anyOf": either, "default": day} for day in ("2026-01-31", "2026-02-28"))
    assert told(request(thing(day=old), thing(day=new))) == [("request-default-changed", "risky")]
    spelled = {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}], "default": "2026-01-31"}
    assert told(request(thing(day=old), thing(day=spelled))) == []


UNCLEAR = {"anyOf": [TEXT, WHOLE], "nullable": True}
CLEAR = {"anyOf": [TEXT, WHOLE, {"type": "null"}]}


def test_null_that_some_tools_took_and_all_take_now_is_told_once() -> None:
    old, new = ({**api(schema, side="both", version=v)} for schema, v in ((UNCLEAR, "3.0.3"), (CLEAR, "3.1.0")))
    assert told(compared(old, new)) == [("response-null-unclear", "risky"), ("request-null-respelled", "safe")]
    assert told(compared(new, old)) == [("request-null-unclear", "risky"), ("response-null-respelled", "safe")]


def test_an_enum_without_null_takes_none_in_3_1_whatever_its_types_say() -> None:
    old = {**TEXT, "enum": ["a"], "nullable": True}
    new = {"type": ["string", "null"], "enum": ["a"]}
    before, after = api(old, side="both", version="3.0.3"), api(new, side="both")
    assert told(compared(before, after)) == [("request-null-unclear", "risky"), ("response-null-respelled", "safe")]


def test_a_default_is_risky_in_requests_and_documentation_in_responses() -> None:
    old, new = (thing(a={**TEXT, "default": d}) for d in "xy")
    assert told(request(old, new)) == [("request-default-changed", "risky")]
    assert told(response(old, new)) == [("response-default-changed", "doc")]


def test_newly_required_is_a_break_though_there_is_a_default() -> None:
    assert harm(request(thing(a=TEXT), thing("b", a=TEXT, b={**TEXT, "default": "x"}))) == [
        "request-property-added-required"
    ]


def test_formats_are_sets_of_values() -> None:
    small, large = ({**WHOLE, "format": f} for f in ("int32", "int64"))
    assert harm(request(small, large)) == []
    assert harm(request(large, small)) == ["request-format-tightened"]
    assert harm(response(small, large)) == ["response-format-loosened"]


@pytest.mark.parametrize("way", [1, -1])
def test_formats_nobody_knows_are_risky(way: int) -> None:
    old, new = ({**TEXT, "format": f} for f in ("ksuid", "ulid")[::way])
    assert told(request(old, new)) == [("request-format-unclear", "risky")]
    assert told(request(TEXT, new)) == [("request-format-unclear", "risky")]


def test_content_keywords_are_judged_as_they_are_written() -> None:
    old, new = ({**TEXT, "contentEncoding": e} for e in ("base64", "base32"))
    (finding,) = request(old, new).findings
    assert (finding.rule, finding.evidence) == ("request-condition-changed", Evidence.STRUCTURAL)


def test_no_witness_is_built_on_whether_one_point_zero_is_an_integer() -> None:
    report = request({"type": "number"}, WHOLE)
    assert harm(report) == ["request-type-narrowed"]
    (finding,) = report.findings
    assert finding.witness is not None
    assert finding.witness.value % 1 != 0  # type: ignore[operator]


def test_a_pattern_that_takes_all_the_old_one_took_widens() -> None:
    few, more = ({**TEXT, "pattern": p} for p in ("^[a-f]{2}$", "^[a-z]+$"))
    assert harm(request(few, more)) == []
    assert harm(request(more, few)) == ["request-pattern-added"]
    assert told(request(few, {**TEXT, "pattern": "^(?=x)y$"})) == [("request-pattern-changed", "risky")]
    assert told(request({**TEXT, "pattern": "^[ab]$"}, {**TEXT, "pattern": "^(a|b)$"})) == []
