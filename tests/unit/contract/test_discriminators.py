"""A discriminator tells which variant a value is meant to be: that much is a constant of each variant."""

import json
from typing import Any

import jsonschema
import pytest

from bot.contract import Cause, Evidence, Finding, Options, Report
from bot.contract.openapi.judge import judge
from tests.unit.contract.describing import api, ref, source
from tests.unit.contract.telling import thing

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
CAT = thing("kind", kind=TEXT, lives=TEXT, name=TEXT)
DOG = thing("kind", kind=TEXT, bark=TEXT, name=TEXT)
"""Two open objects: without the discriminator any value of one is a value of the other."""

BY_KIND = {"propertyName": "kind"}
REFERRED = {**BY_KIND, "mapping": {"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog"}}
BARE = {**BY_KIND, "mapping": {"cat": "Cat", "dog": "Dog"}}
SEVERAL = {**BY_KIND, "mapping": {"cat": "Cat", "kitten": "#/components/schemas/Cat", "dog": "Dog"}}
ELSEWHERE = {**BY_KIND, "mapping": {"cat": "Cat", "dog": "Dog", "hen": "Hen"}}


def union(*names: str, kind: str = "oneOf", by: dict[str, Any] = BY_KIND) -> dict[str, Any]:
    return {kind: [ref(name) for name in names], "discriminator": by}


def judged(
    old: dict[str, Any], new: dict[str, Any], *, side: str = "request", version: str = "3.1.0", what: Any = None
) -> Report:
    """The report on two sets of components; the body is the component `Pet`."""
    documents = [source(api(what or ref("Pet"), side=side, version=version, **c)) for c in (old, new)]
    report = judge(*documents, Options())
    assert report == judge(*documents, Options(), whole=True)
    assert report.unread == ()
    return report


def told(report: Report) -> list[tuple[str, str, str]]:
    return [(f.cls.name, f.rule, f.evidence.name) for f in report.findings]


def breaking(report: Report) -> Finding:
    (found,) = [f for f in report.findings if f.cls is Cause.BREAKING]
    return found


def convinces(finding: Finding, components: tuple[dict[str, Any], dict[str, Any]], takes: str = "Pet") -> Any:
    """The witness, which another validator finds valid and then not, every variant with its constants spelt out."""
    assert finding.evidence is Evidence.PROVEN
    assert finding.witness is not None
    good, bad = components if finding.side.value == "request" else components[::-1]
    value = finding.witness.value
    assert plain(good, takes).is_valid(value)
    assert not plain(bad, takes).is_valid(value)
    return value


def plain(components: dict[str, Any], takes: str) -> jsonschema.Draft202012Validator:
    """The components as plain JSON Schema, by the letter of the specification."""
    spelt = {name: _spelt(schema) for name, schema in components.items()}
    root = {"$ref": f"#/components/schemas/{takes}", "components": {"schemas": spelt}}
    return jsonschema.Draft202012Validator(root)


def _spelt(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    out = {k: _spelt(v) for k, v in schema.items() if k != "discriminator"}
    out |= {k: {n: _spelt(s) for n, s in schema[k].items()} for k in ("properties",) if k in schema}
    said = schema.get("discriminator")
    for key in ("allOf", "oneOf", "anyOf"):
        if key in schema:
            out[key] = [_spelt(s) for s in schema[key]]
            if said and key != "allOf":
                out[key] = [_constant(s, said) for s in out[key]]
    return out


def _constant(branch: Any, said: dict[str, Any]) -> Any:
    if "$ref" not in branch:
        return branch
    name = branch["$ref"].rsplit("/", 1)[-1]
    values = [v for v, to in said.get("mapping", {}).items() if to.rsplit("/", 1)[-1] == name] or [name]
    prop = said["propertyName"]
    return {"allOf": [branch], "required": [prop], "properties": {prop: {"enum": values}}}


NAMES = [
    pytest.param(BY_KIND, {"Cat"}, id="by the names of the schemas"),
    pytest.param(REFERRED, {"cat"}, id="by a mapping of references"),
    pytest.param(BARE, {"cat"}, id="by a mapping of bare names"),
    pytest.param(SEVERAL, {"cat", "kitten"}, id="by several values for one schema"),
    pytest.param(ELSEWHERE, {"cat"}, id="by a mapping that also names what is no variant"),
]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("kind", ["oneOf", "anyOf"])
@pytest.mark.parametrize(("by", "values"), NAMES)
def test_a_narrowed_variant_is_shown_by_a_value_that_says_it_is_one(
    by: dict[str, Any], values: set[str], kind: str, version: str
) -> None:
    pet = union("Cat", "Dog", kind=kind, by=by)
    old = {"Pet": pet, "Cat": CAT, "Dog": DOG, "Hen": DOG}
    new = {**old, "Cat": {**CAT, "required": ["kind", "lives"]}}
    report = judged(old, new, version=version)
    assert told(report) == [("BREAKING", "request-property-became-required", "PROVEN")]
    assert convinces(report.findings[0], (old, new))["kind"] in values


@pytest.mark.parametrize(("by", "values"), NAMES)
def test_a_widened_variant_is_shown_in_a_response(by: dict[str, Any], values: set[str]) -> None:
    old = {"Pet": union("Cat", "Dog", by=by), "Cat": CAT, "Dog": DOG, "Hen": DOG}
    new = {**old, "Cat": {**CAT, "properties": {**CAT["properties"], "lives": WHOLE}}}
    report = judged(old, new, side="response")
    assert told(report) == [("BREAKING", "response-type-changed", "PROVEN")]
    assert convinces(report.findings[0], (old, new))["kind"] in values


def test_a_variant_below_a_property_and_in_a_list_is_shown_in_a_whole_body() -> None:
    pet = union("Cat", "Dog")
    old = {"Pet": thing("pets", pets={"type": "array", "items": pet}), "Cat": CAT, "Dog": DOG}
    new = {**old, "Dog": {**DOG, "required": ["kind", "bark"]}}
    value = convinces(breaking(judged(old, new)), (old, new))
    assert value == {"pets": [{"kind": "Dog"}]}


def test_a_union_in_a_union_is_told_apart_by_both() -> None:
    lion = thing("kind", "size", kind=TEXT, size=TEXT, mane=TEXT)
    tom = thing("kind", "size", kind=TEXT, size=TEXT, lives=TEXT)
    cat = union("Tom", "Lion", by={"propertyName": "size", "mapping": {"small": "Tom", "big": "Lion"}})
    old = {"Pet": union("Cat", "Dog"), "Cat": cat, "Dog": DOG, "Tom": tom, "Lion": lion}
    new = {**old, "Lion": {**lion, "required": ["kind", "size", "mane"]}}
    value = convinces(breaking(judged(old, new)), (old, new))
    assert value == {"kind": "Cat", "size": "big"}


def test_a_union_in_a_union_by_the_same_property_takes_the_values_of_the_inner_one() -> None:
    old = {"Pet": union("Feline", "Dog"), "Feline": union("Cat", "Lion"), "Cat": CAT, "Dog": DOG, "Lion": CAT}
    new = {**old, "Lion": {**CAT, "required": ["kind", "lives"]}}
    finding = breaking(judged(old, new))
    assert finding.evidence is Evidence.PROVEN
    assert finding.witness is not None
    assert finding.witness.value == {"kind": "Lion"}


def test_what_a_variant_lists_itself_counts_for_more_than_its_name() -> None:
    """Authors who write `kind: {enum: [cat]}` in a schema called `Cat` mean `cat`."""
    cat, dog = (
        {**s, "properties": {**s["properties"], "kind": {"enum": [v]}}} for s, v in ((CAT, "cat"), (DOG, "dog"))
    )
    old = {"Pet": union("Cat", "Dog"), "Cat": cat, "Dog": dog}
    new = {**old, "Cat": {**cat, "required": ["kind", "lives"]}}
    finding = breaking(judged(old, new))
    assert finding.witness is not None
    assert finding.witness.value == {"kind": "cat"}


REFUSING = [
    pytest.param({**CAT, "properties": {**CAT["properties"], "kind": WHOLE}}, id="the property is a number"),
    pytest.param({**CAT, "properties": {**CAT["properties"], "kind": {**TEXT, "pattern": "^x"}}}, id="another text"),
    pytest.param({**CAT, "properties": {**CAT["properties"], "kind": {**TEXT, "readOnly": True}}}, id="never sent"),
    pytest.param({**thing("lives", lives=TEXT), "additionalProperties": False}, id="no such property"),
]


@pytest.mark.parametrize("cat", REFUSING)
def test_a_variant_that_cannot_hold_its_name_is_not_emptied_by_it(cat: dict[str, Any]) -> None:
    """An empty variant would be within anything, and every break of it refuted."""
    old = {"Pet": union("Cat", "Dog"), "Cat": cat, "Dog": DOG}
    new = {**old, "Cat": {**cat, "properties": {**cat["properties"], "lives": WHOLE}}}
    assert breaking(judged(old, new)).evidence in (Evidence.PROVEN, Evidence.UNPROVEN)


FEWER = [
    pytest.param(("Cat", "Dog"), ("Cat",), id="one left"),
    pytest.param(("Cat", "Dog", "Hen"), ("Cat", "Dog"), id="two left"),
]


@pytest.mark.parametrize("kind", ["oneOf", "anyOf"])
@pytest.mark.parametrize("by", [BY_KIND, ELSEWHERE])
@pytest.mark.parametrize(("before", "after"), FEWER)
def test_a_variant_that_went_breaks_requests_and_nothing_in_responses(
    before: tuple[str, ...], after: tuple[str, ...], by: dict[str, Any], kind: str
) -> None:
    rest = {"Cat": CAT, "Dog": DOG, "Hen": DOG}
    old, new = ({"Pet": union(*names, kind=kind, by=by), **rest} for names in (before, after))
    asked = judged(old, new)
    assert told(asked) == [("BREAKING", "request-variant-removed", "PROVEN")]
    gone = (set(before) - set(after)).pop()
    assert convinces(asked.findings[0], (old, new))["kind"] in (gone, gone.lower())
    assert told(judged(old, new, side="response")) == [("SAFE", "response-variant-removed", "STRUCTURAL")]


@pytest.mark.parametrize("kind", ["oneOf", "anyOf"])
@pytest.mark.parametrize(("after", "before"), FEWER)
def test_a_variant_that_came_is_new_to_who_reads_it_and_nothing_to_who_sends(
    before: tuple[str, ...], after: tuple[str, ...], kind: str
) -> None:
    rest = {"Cat": CAT, "Dog": DOG, "Hen": DOG}
    old, new = ({"Pet": union(*names, kind=kind), **rest} for names in (before, after))
    assert told(judged(old, new)) == [("SAFE", "request-variant-added", "STRUCTURAL")]
    met = judged(old, new, side="response")
    assert told(met) == [("BREAKING", "response-variant-added", "PROVEN")]
    convinces(met.findings[0], (old, new))


def test_a_value_that_means_no_variant_any_more_is_shown() -> None:
    old = {"Pet": union("Cat", "Dog", by=SEVERAL), "Cat": CAT, "Dog": DOG}
    new = {**old, "Pet": union("Cat", "Dog", by=BARE)}
    report = judged(old, new)
    assert told(report) == [("BREAKING", "request-discriminator-value-removed", "PROVEN")]
    assert convinces(report.findings[0], (old, new)) == {"kind": "kitten"}


def test_a_component_renamed_under_a_discriminator_that_sends_its_name_is_shown() -> None:
    old = {"Pet": union("Cat", "Dog"), "Cat": {**CAT, "title": "A cat"}, "Dog": DOG}
    new = {"Pet": union("Feline", "Dog"), "Feline": {**CAT, "title": "A cat"}, "Dog": DOG}
    finding = breaking(judged(old, new))
    assert finding.rule == "request-discriminator-value-removed"
    assert convinces(finding, (old, new)) == {"kind": "Cat"}


def test_a_mapping_turned_round_is_shown_by_a_value_that_now_means_another_variant() -> None:
    cat = {**CAT, "required": ["kind", "lives"]}
    turned = {**BY_KIND, "mapping": {"cat": "Dog", "dog": "Cat"}}
    old = {"Pet": union("Cat", "Dog", by=BARE), "Cat": cat, "Dog": DOG}
    new = {**old, "Pet": union("Cat", "Dog", by=turned)}
    report = judged(old, new)
    finding = breaking(report)
    assert finding.rule == "request-discriminator-value-moved"
    convinces(finding, (old, new))


@pytest.mark.parametrize("side", ["request", "response"])
def test_a_value_that_means_another_known_variant_breaks_both_sides_and_others_are_no_part_of_it(side: str) -> None:
    """Who reads `puppy` as a cat meets a dog: that is more than a value nobody knew."""
    before = {**BY_KIND, "mapping": {"cat": "Cat", "puppy": "Cat", "dog": "Dog"}}
    after = {**BY_KIND, "mapping": {"cat": "Cat", "puppy": "Dog", "dog": "Dog", "hound": "Dog"}}
    old = {"Pet": union("Cat", "Dog", by=before), "Cat": {**CAT, "required": ["kind", "lives"]}, "Dog": DOG}
    report = judged(old, {**old, "Pet": union("Cat", "Dog", by=after)}, side=side)
    rules = {f.rule: f.cls for f in report.findings}
    assert rules == {
        f"{side}-discriminator-value-moved": Cause.BREAKING,
        f"{side}-discriminator-value-added": Cause.RISKY if side == "response" else Cause.SAFE,
    }


def test_one_schema_that_became_a_union_of_it_and_others_takes_what_it_took() -> None:
    cat = {**CAT, "properties": {**CAT["properties"], "kind": {"enum": ["Cat"]}}}
    old = {"Pet": ref("Cat"), "Cat": cat, "Dog": DOG}
    new = {**old, "Pet": union("Cat", "Dog")}
    assert [f.rule for f in judged(old, new).findings if f.cls is not Cause.SAFE] == []


def test_one_schema_that_became_a_union_that_asks_for_a_name_is_told() -> None:
    old = {"Pet": ref("Cat"), "Cat": CAT, "Dog": DOG}
    new = {**old, "Pet": union("Cat", "Dog")}
    rules = [f.rule for f in judged(old, new).findings if f.cls is not Cause.SAFE]
    assert rules == ["request-discriminator-added"]


SAME = [
    pytest.param(union("Cat", "Dog"), union("Dog", "Cat"), id="in another order"),
    pytest.param(union("Cat", "Dog"), union("Cat", "Dog", by={**BY_KIND, "mapping": {"Cat": "Cat"}}), id="spelt out"),
    pytest.param(union("Cat", "Dog"), union("Cat", "Dog", kind="anyOf"), id="told apart, one match is all there is"),
    pytest.param(union("Cat", "Dog"), {"allOf": [union("Cat", "Dog")]}, id="wrapped"),
]  # fmt: skip


@pytest.mark.parametrize("side", ["request", "response"])
@pytest.mark.parametrize(("before", "after"), SAME)
def test_the_same_union_written_otherwise_is_no_change(before: Any, after: Any, side: str) -> None:
    for one, other in ((before, after), (after, before)):
        old, new = ({"Pet": pet, "Cat": CAT, "Dog": DOG} for pet in (one, other))
        assert told(judged(old, new, side=side)) == []


def test_constants_that_the_discriminator_means_anyway_are_no_news() -> None:
    """`kind: string` → `kind: {enum: [Cat]}` within the variant `Cat`: any other value meant no `Cat` before."""
    old = {"Pet": union("Cat", "Dog"), "Cat": CAT, "Dog": DOG}
    new = {**old, "Cat": {**CAT, "properties": {**CAT["properties"], "kind": {"enum": ["Cat"]}}}}
    assert [t for t in told(judged(old, new)) if t[0] != "SAFE"] == []


def test_a_default_variant_takes_what_names_no_other() -> None:
    """`defaultMapping` (OpenAPI 3.2) names the variant of values that name none."""
    by = {"propertyName": "kind", "defaultMapping": "Cat"}
    cat, dog = ({**s, "required": []} for s in (CAT, DOG))
    old = {"Pet": union("Cat", "Dog", by=by), "Cat": cat, "Dog": dog}
    new = {**old, "Cat": {**cat, "required": ["lives"]}}
    finding = breaking(judged(old, new, version="3.2.0"))
    assert finding.evidence is Evidence.PROVEN
    assert finding.witness is not None
    assert finding.witness.value.get("kind") in (None, "Cat")  # type: ignore[attr-defined]


def test_another_default_variant_is_told() -> None:
    def by(default: str | None) -> dict[str, Any]:
        return {**BY_KIND, **({"defaultMapping": default} if default else {})}

    def rules(before: str | None, after: str | None) -> list[tuple[str, str]]:
        cat, dog = ({**s, "required": []} for s in (CAT, DOG))
        pets = [{"Pet": union("Cat", "Dog", by=by(d)), "Cat": cat, "Dog": dog} for d in (before, after)]
        return [(f.rule, f.cls.name) for f in judged(pets[0], pets[1], version="3.2.0").findings]

    assert rules("Cat", "#/components/schemas/Cat") == []
    assert rules("Cat", "Dog") == [("request-discriminator-value-moved", "BREAKING")]
    assert rules("Cat", None) == [("request-discriminator-value-removed", "BREAKING")]
    assert rules(None, "Cat") == [("request-discriminator-value-added", "SAFE")]


def test_a_variant_may_be_null_or_inline_beside_the_named_ones() -> None:
    inline = thing("kind", kind={"enum": ["rock"]}, weight=WHOLE)
    pet = {"oneOf": [ref("Cat"), ref("Dog"), inline, {"type": "null"}], "discriminator": BY_KIND}
    old = {"Pet": pet, "Cat": CAT, "Dog": DOG}
    new = {**old, "Cat": {**CAT, "required": ["kind", "lives"]}}
    assert convinces(breaking(judged(old, new)), (old, new)) == {"kind": "Cat"}


NOWHERE = {"cat": 5, "dog": None, "hen": "#/nowhere"}
ODD = [None, 5, [], "kind", {}, {"propertyName": 5}, {**BY_KIND, "mapping": 5}, {**BY_KIND, "mapping": NOWHERE}]


@pytest.mark.parametrize("said", ODD)
def test_a_discriminator_of_another_shape_does_no_harm(said: Any) -> None:
    old = {"Pet": {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": said}, "Cat": CAT, "Dog": DOG}
    new = json.loads(json.dumps(old))
    new["Cat"]["required"] = ["kind", "lives"]
    documents = [source(api(ref("Pet"), **c)) for c in (old, new)]
    assert [f.rule for f in judge(*documents, Options()).findings] == ["request-property-became-required"]


def test_variants_renamed_under_the_same_values_are_compared_with_what_they_were() -> None:
    renamed = {**BY_KIND, "mapping": {"cat": "Feline", "dog": "Canine"}}
    feline, canine = {**CAT, "required": ["kind", "lives"]}, {**DOG, "required": ["kind", "bark"]}
    old = {"Pet": union("Cat", "Dog", by=BARE), "Cat": CAT, "Dog": DOG}
    new = {"Pet": union("Feline", "Canine", by=renamed), "Feline": feline, "Canine": canine}
    report = judged(old, new)
    assert told(report) == [("BREAKING", "request-property-became-required", "PROVEN")] * 2
    assert sorted(convinces(f, (old, new))["kind"] for f in report.findings) == ["cat", "dog"]
