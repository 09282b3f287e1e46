"""A schema with a discriminator that lists no variants: its variants are the components that hold it in `allOf`."""

from collections.abc import Iterable
from typing import Any

import pytest

from bot.contract import Cause, Evidence, Options, Report
from bot.contract.openapi.judge import judge
from tests.unit.contract.describing import api, ref, source

KIND = {"propertyName": "kind"}
ANIMAL: dict[str, Any] = {
    "type": "object",
    "properties": {"kind": {"type": "string"}, "name": {"type": "string"}},
    "required": ["kind"],
    "discriminator": KIND,
}
MAPPED = {**ANIMAL, "discriminator": {**KIND, "mapping": {"Cat": "Cat", "Dog": "#/components/schemas/Dog"}}}
WITHOUT_NAME = {**ANIMAL, "properties": {"kind": {"type": "string"}}}


def _heir(of: str, *required: str, **properties: str) -> dict[str, Any]:
    own = {"type": "object", "properties": {n: {"type": t} for n, t in properties.items()}, "required": list(required)}
    return {"allOf": [ref(of), own]}


def _zoo(what: Any = None, **components: Any) -> dict[str, Any]:
    base = {"Animal": ANIMAL, "Cat": _heir("Animal", meow="integer"), "Dog": _heir("Animal", bark="integer")}
    left = {name: schema for name, schema in {**base, **components}.items() if schema is not None}
    return api(what or ref("Animal"), side="both", version="3.0.3", **left)


def _judged(old: dict[str, Any], new: dict[str, Any]) -> Report:
    report = judge(source(old), source(new), Options())
    assert report == judge(source(old), source(new), Options(), whole=True)
    return report


def _said(report: Report) -> Iterable[tuple[str, str]]:
    return [(f.cls.name, f.rule) for f in report.findings]


CHANGED_TYPE = [("BREAKING", "request-type-changed"), ("BREAKING", "response-type-changed")]
HEIRS = [
    pytest.param({"Cat": _heir("Animal", meow="string")}, None, CHANGED_TYPE, id="a property of a variant"),
    pytest.param({"Cat": _heir("Animal", meow="string")}, {"type": "array", "items": ref("Animal")}, CHANGED_TYPE,
                 id="a variant of what a list holds"),
    pytest.param({"Animal": MAPPED, "Cat": _heir("Animal", meow="string")}, None, CHANGED_TYPE, id="a mapped variant"),
    pytest.param({"Lion": _heir("Cat", roar="integer")}, None, CHANGED_TYPE, id="a variant of a variant"),
    pytest.param({"Lion": _heir("Cat", roar="integer")}, ref("Cat"), CHANGED_TYPE, id="the variant of a variant alone"),
    pytest.param({"Dog": _heir("Animal", bark="string")}, ref("Cat"), [], id="the sister of a variant"),
    pytest.param({"Lion": _heir("Cat", roar="string"), "Puma": _heir("Cat", roar="string")}, ref("Puma"), [],
                 id="the sister of the variant of a variant"),
    pytest.param({"Animal": MAPPED}, None, [], id="the mapping says what the names say"),
    pytest.param({"Cat": None}, None, [("BREAKING", "request-discriminator-value-removed"),
                                       ("SAFE", "response-discriminator-value-removed")], id="a variant gone"),
    pytest.param({"Hen": _heir("Animal")}, None, [("RISKY", "response-discriminator-value-added"),
                                                  ("SAFE", "request-discriminator-value-added")], id="a variant more"),
    pytest.param({"Animal": WITHOUT_NAME}, None, [("RISKY", "request-property-removed"),
                                                  ("RISKY", "response-property-removed")],
                 id="what all variants have is told once"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "what", "expected"), HEIRS)
def test_variants_that_only_the_discriminator_means_are_compared(
    changed: dict[str, Any], what: Any, expected: list[tuple[str, str]]
) -> None:
    lion = {"Lion": _heir("Cat", roar="string")} if "Lion" in changed else {}
    if "Puma" in changed:
        lion = {"Lion": _heir("Cat", roar="integer"), "Puma": changed["Puma"]}
    if changed.get("Animal") is MAPPED and "Cat" in changed:
        lion["Animal"] = MAPPED
    assert _said(_judged(_zoo(what, **lion), _zoo(what, **changed))) == expected


def test_a_variant_of_swagger_2_is_compared_as_well() -> None:
    def described(kind: str) -> dict[str, Any]:
        pet = {**ANIMAL, "discriminator": "kind"}
        cat = {"allOf": [{"$ref": "#/definitions/Pet"}, {"properties": {"meow": {"type": kind}}}]}
        answer = {"description": "ok", "schema": {"$ref": "#/definitions/Pet"}}
        paths = {"/pets": {"get": {"responses": {"200": answer}}}}
        info = {"title": "Zoo", "version": "1"}
        return {"swagger": "2.0", "info": info, "paths": paths, "definitions": {"Pet": pet, "Cat": cat}}

    report = _judged(described("integer"), described("string"))
    assert _said(report) == [("BREAKING", "response-type-changed")]
    assert "`(Cat).meow`" in report.findings[0].sentence
    assert report.findings[0].witness is not None
    assert report.findings[0].witness.value == {"kind": "Cat", "meow": "a"}


def test_what_all_variants_take_refutes_no_break_of_one() -> None:
    """The schema with the discriminator takes any `meow`, so a proof for it says nothing of the variant."""
    report = _judged(_zoo(), _zoo(Cat=_heir("Animal", "meow", meow="integer")))
    (first, *_) = report.findings
    assert (first.cls.name, first.rule) == ("BREAKING", "request-property-became-required")
    wanted = "Requests without `(Cat).meow` in the request body of `POST /payments` are now refused; it was optional."
    assert first.sentence == wanted


def test_variants_too_many_or_too_far_down_are_unread_and_never_silent() -> None:
    def zoo(kind: str) -> dict[str, Any]:
        line = {f"S{i}": _heir(f"S{i - 1}" if i else "Animal", meow="string") for i in range(99)}
        return _zoo(**line, S99=_heir("S98", meow=kind))

    report = _judged(zoo("string"), zoo("integer"))
    assert report.findings == ()
    (unread,) = report.unread
    assert unread.what == "The schema has more variants, or variants of variants further down, than are compared."
    assert unread.pointer == "/components/schemas/Animal"
    assert _judged(zoo("string"), zoo("string")).unread == ()


def test_more_variants_than_are_told_apart_in_a_value_are_compared_all_the_same() -> None:
    def zoo(kind: str) -> dict[str, Any]:
        line = {f"S{i}": _heir("Animal", meow="string") for i in range(150)}
        return _zoo(**{**line, "S7": _heir("Animal", meow=kind)}, Lion=_heir("S8", roar=kind))

    found = sorted(_said(_judged(zoo("string"), zoo("integer"))))
    assert found == [*([("BREAKING", "request-type-changed")] * 2), *([("BREAKING", "response-type-changed")] * 2)]


FRIENDLY = {**ANIMAL, "properties": {**ANIMAL["properties"], "friend": ref("Animal")}}
LISTING = {**ANIMAL, "oneOf": [ref("Cat"), ref("Dog")]}
BOX = {"type": "object", "properties": {"pet": ref("Animal")}, "required": ["pet"]}
NAMED = {**ANIMAL, "properties": {**ANIMAL["properties"], "kind": {"enum": ["cat", "dog"]}}}
MAPPED_LOW = {**NAMED, "discriminator": {**KIND, "mapping": {"cat": "Cat", "dog": "Dog"}}}

PROVEN = [
    pytest.param(ref("Animal"), {}, {"kind": "Cat"}, id="the schema itself"),
    pytest.param({"allOf": [ref("Animal")]}, {}, {"kind": "Cat"}, id="wrapped"),
    pytest.param({"type": "array", "items": ref("Animal")}, {}, [{"kind": "Cat"}], id="what a list holds"),
    pytest.param({"oneOf": [ref("Animal"), {"type": "string"}]}, {}, {"kind": "Cat"}, id="a branch of a union"),
    pytest.param({"oneOf": [ref("Box"), {"type": "string"}]}, {"Box": BOX}, {"pet": {"kind": "Cat"}},
                 id="below a branch of a union"),
    pytest.param({"oneOf": [ref("Cat"), ref("Dog")], "discriminator": KIND}, {}, {"kind": "Cat"},
                 id="a union of the variants"),
    pytest.param(ref("Animal"), {"Animal": MAPPED}, {"kind": "Cat"}, id="mapped"),
    pytest.param(ref("Animal"), {"Animal": MAPPED_LOW}, {"kind": "cat"}, id="mapped to values that are listed"),
    pytest.param(ref("Animal"), {"Animal": FRIENDLY}, {"kind": "Cat"}, id="a schema that holds itself"),
    pytest.param(ref("Animal"), {"Animal": LISTING}, {"kind": "Cat"}, id="a schema that lists its variants as well"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "more", "value"), PROVEN)
def test_a_narrowed_variant_is_shown_by_a_value_that_says_it_is_one(
    what: Any, more: dict[str, Any], value: Any
) -> None:
    old = _zoo(what, **more)
    report = _judged(old, _zoo(what, **more, Cat=_heir("Animal", "meow", meow="integer")))
    (first,) = [f for f in report.findings if f.cls is Cause.BREAKING]
    assert (first.rule, first.evidence) == ("request-property-became-required", Evidence.PROVEN)
    assert first.witness is not None
    assert first.witness.value == value


def test_a_widened_variant_is_shown_by_a_value_in_a_response() -> None:
    report = _judged(_zoo(), _zoo(Cat=_heir("Animal", meow="string")))
    (found,) = [f for f in report.findings if f.rule == "response-type-changed"]
    assert found.witness is not None
    assert found.witness.value == {"kind": "Cat", "meow": "a"}


def test_the_variant_of_a_variant_is_shown_by_a_value_that_says_so() -> None:
    lions = (_heir("Cat", *required, roar="string") for required in ((), ("roar",)))
    report = _judged(*(_zoo(Lion=lion) for lion in lions))
    (first, *_) = report.findings
    assert first.witness is not None
    assert first.witness.value == {"kind": "Lion"}


def test_a_break_of_the_schema_itself_is_refused_for_its_own_reason() -> None:
    report = _judged(_zoo(), _zoo(Animal={**ANIMAL, "required": ["kind", "name"]}))
    (first, *_) = report.findings
    assert first.witness is not None
    assert first.witness.why_invalid_now == '"name" is a required property'


def test_a_variant_that_is_gone_is_no_proof_that_can_be_shown() -> None:
    """Files that nobody names may hold further variants: a value that means none we know is one of the schema."""
    (first, *_) = _judged(_zoo(), _zoo(Cat=None)).findings
    assert (first.rule, first.evidence) == ("request-discriminator-value-removed", Evidence.STRUCTURAL)
