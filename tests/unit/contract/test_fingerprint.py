"""A fingerprint names one change wherever it is met again: the same for the same change, another for a further one."""

from typing import Any

import pytest

from bot.contract import Finding, Report
from tests.unit.contract.describing import api, compared, ref

TEXT = {"type": "string"}
CARD = {"type": "object", "properties": {"kind": {"const": "card"}, "pan": {"type": "string", "maxLength": 19}}}
CASH = {"type": "object", "properties": {"kind": {"const": "cash"}}}


def _one(report: Report, rule: str) -> Finding:
    (finding,) = (f for f in report.findings if f.rule == rule)
    return finding


def _marks(report: Report) -> dict[str, str]:
    return {f.rule: f.fingerprint for f in report.findings}


def _card(limit: int, **more: Any) -> dict[str, Any]:
    return {**CARD, **more, "properties": {**CARD["properties"], "pan": {"type": "string", "maxLength": limit}}}


def test_a_renamed_component_keeps_its_old_name() -> None:
    old = api(ref("Card"), Card=CARD)
    kept = compared(old, api(ref("Card"), Card=_card(16)))
    renamed = compared(old, api(ref("PaymentCard"), PaymentCard=_card(16)))
    assert _marks(kept) == _marks(renamed)


def test_other_operations_that_use_the_component_change_nothing() -> None:
    def shared(limit: int, *paths: str) -> dict[str, Any]:
        document = api(ref("Card"), Card=_card(limit))
        document["paths"] = dict.fromkeys(paths, document["paths"]["/payments"])
        return document

    one = compared(shared(19, "/payments"), shared(16, "/payments"))
    two = compared(shared(19, "/a", "/payments"), shared(16, "/a", "/payments"))
    assert _marks(one) == _marks(two)


def test_a_shared_parameter_added_to_a_further_operation_is_a_further_change() -> None:
    key = {"$ref": "#/components/parameters/Key"}

    def document(*with_key: str) -> dict[str, Any]:
        found = api()
        found["components"]["parameters"] = {"Key": {"name": "key", "in": "query", "required": True, "schema": TEXT}}
        found["paths"] = {
            p: {"get": {"parameters": [key] if p in with_key else [], "responses": {"200": {"description": "ok"}}}}
            for p in ("/a", "/b")
        }
        return found

    rule = "request-parameter-added-required"
    first, both = (_one(compared(document(), document(*w)), rule) for w in (("/a",), ("/a", "/b")))
    assert first.fingerprint != both.fingerprint


@pytest.mark.parametrize("order", [1, -1])
def test_a_variant_is_known_by_what_it_is_and_not_by_its_place_or_its_prose(order: int) -> None:
    plain = compared(api({"oneOf": [CARD, CASH]}), api({"oneOf": [_card(16), CASH]}))
    old = {"oneOf": [{**CARD, "description": "A card"}, {**CASH, "title": "Cash"}][::order]}
    new = {"oneOf": [_card(16, description="A plastic card"), {**CASH, "title": "Cash"}][::order]}
    assert _marks(compared(api(old), api(new))) == _marks(plain)


FURTHER: dict[str, tuple[Any, Any, Any]] = {
    "a limit": ({**TEXT, "maxLength": 9}, {**TEXT, "maxLength": 5}, {**TEXT, "maxLength": 4}),
    "a value": ({"enum": ["a", "b", "c"]}, {"enum": ["a", "b"]}, {"enum": ["a"]}),
    "a condition": (
        {**TEXT, "not": {"const": "a"}},
        {**TEXT, "not": {"enum": ["a", "b"]}},
        {**TEXT, "not": {"enum": ["a", "b", "c"]}},
    ),
    "a condition added": (TEXT, {**TEXT, "not": {"const": "a"}}, {**TEXT, "not": {"enum": ["a", "b"]}}),
    "a pattern of names": (
        {"type": "object"},
        {"type": "object", "patternProperties": {"^a": TEXT}},
        {"type": "object", "patternProperties": {"^a": {**TEXT, "maxLength": 3}}},
    ),
    "a default": ({**TEXT, "default": "a"}, {**TEXT, "default": "b"}, {**TEXT, "default": "c"}),
    "a type": (TEXT, {"type": "integer"}, {"type": "boolean"}),
}


@pytest.mark.parametrize("kind", FURTHER)
def test_a_further_edit_is_another_change(kind: str) -> None:
    old, new, further = FURTHER[kind]
    first, second = (compared(api(old), api(s)) for s in (new, further))
    assert first.findings
    assert not {f.fingerprint for f in first.findings} & {f.fingerprint for f in second.findings}


def test_both_sides_of_one_edit_are_two_changes() -> None:
    report = compared(api(TEXT, side="both"), api({"type": "integer"}, side="both"))
    assert len({f.fingerprint for f in report.findings}) == len(report.findings) == 2
