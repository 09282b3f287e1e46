"""One component in several places: what is proved of one place says nothing of another."""

from typing import Any

from bot.contract import Cause, Evidence, Report
from tests.unit.contract.describing import compared, ref

TEXT = {"type": "string"}
ANY = {"type": "object"}


def _described(card: Any, **bodies: Any) -> dict[str, Any]:
    """One operation for each body, in the order of their names."""
    paths = {
        f"/{name}": {
            "post": {
                "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
                "responses": {"200": {"description": "ok"}},
            }
        }
        for name, body in bodies.items()
    }
    components = {"schemas": {"Card": card}}
    return {"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": paths, "components": components}


def _compared(old: Any, new: Any, **bodies: Any) -> Report:
    return compared(_described(old, **bodies), _described(new, **bodies))


def _told(report: Report) -> list[tuple[Cause, Evidence]]:
    assert report.unread == ()
    return [(f.cls, f.evidence) for f in report.findings]


def _card(most: int) -> dict[str, Any]:
    return {"type": "object", "properties": {"pan": {**TEXT, "maxLength": most}}}


def test_a_break_that_another_variant_takes_in_one_operation_is_a_break_in_the_next() -> None:
    report = _compared(_card(19), _card(16), a={"anyOf": [ref("Card"), ANY]}, b=ref("Card"))
    assert _told(report) == [(Cause.BREAKING, Evidence.PROVEN)]
    assert report.findings[0].witness is not None
    assert report.findings[0].witness.path == "/b"


def test_a_break_that_another_variant_takes_in_one_property_is_a_break_in_the_next() -> None:
    properties = {"a": {"anyOf": [ref("Card"), ANY]}, "b": {"type": "array", "items": ref("Card")}}
    report = _compared(_card(19), _card(16), a={"type": "object", "properties": properties})
    assert _told(report) == [(Cause.BREAKING, Evidence.PROVEN)]
    assert report.findings[0].witness is not None
    assert report.findings[0].witness.value == {"b": [{"pan": "a" * 17}]}


def test_a_break_that_a_part_beside_the_component_rules_out_is_a_break_without_it() -> None:
    old, new = ({"type": "object", "properties": {"pan": s}} for s in (TEXT, {**TEXT, "not": {"const": "x"}}))
    fixed = {"allOf": [ref("Card"), {"properties": {"pan": {"const": "y"}}}]}
    for bodies in ({"a": fixed, "b": ref("Card")}, {"a": ref("Card"), "b": fixed}):
        assert _told(_compared(old, new, **bodies)) == [(Cause.BREAKING, Evidence.PROVEN)]
    assert _told(_compared(old, new, a=fixed)) == [(Cause.SAFE, Evidence.REFUTED)]


def test_what_is_taken_in_every_place_breaks_nobody() -> None:
    bodies = {"a": {"anyOf": [ref("Card"), ANY]}, "b": {"anyOf": [ANY, ref("Card"), TEXT]}}
    assert _told(_compared(_card(19), _card(16), **bodies)) == [(Cause.SAFE, Evidence.REFUTED)]
    listed = {"c": {"type": "array", "items": {"anyOf": [ANY, ref("Card")]}}}
    assert _told(_compared(_card(19), _card(16), **bodies, **listed)) == [(Cause.SAFE, Evidence.REFUTED)]
