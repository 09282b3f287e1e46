"""Schemas that carry their name themselves, and operations that stand beside a path item's `$ref`."""

from typing import Any

import pytest

from bot.contract import Options, Report
from bot.contract.openapi.judge import judge
from tests.unit.contract.describing import api, source


def _judged(old: dict[str, Any], new: dict[str, Any]) -> Report:
    report = judge(source(old), source(new), Options())
    assert report == judge(source(old), source(new), Options(), whole=True)
    return report


@pytest.mark.parametrize(
    ("named", "reference"),
    [
        ({"$anchor": "money"}, {"$ref": "#money"}),
        ({"$dynamicAnchor": "money"}, {"$ref": "#money"}),
        ({"$dynamicAnchor": "money"}, {"$dynamicRef": "#money"}),
        ({"$id": "https://schemas.example.com/money"}, {"$ref": "https://schemas.example.com/money"}),
    ],
)
def test_a_schema_is_found_by_the_name_it_carries(named: dict[str, str], reference: dict[str, str]) -> None:
    def described(kind: str) -> dict[str, Any]:
        return api({"type": "object", "properties": {"price": reference}}, Money={**named, "type": kind})

    (finding,) = _judged(described("string"), described("integer")).findings
    assert finding.rule == "request-type-changed"
    assert finding.new
    assert finding.new.pointer == "/components/schemas/Money/type"
    assert not _judged(described("string"), described("string")).findings


def test_an_operation_beside_the_reference_of_a_path_item_is_seen() -> None:
    operation = {"responses": {"200": {"description": "ok"}}}

    def described(**beside: Any) -> dict[str, Any]:
        item = {"$ref": "#/components/pathItems/Pay", **beside}
        document = api()
        return {**document, "paths": {"/pay": item}, "components": {"pathItems": {"Pay": {"get": operation}}}}

    assert [f.rule for f in _judged(described(post=operation), described()).findings] == ["operation-removed"]
    assert [f.rule for f in _judged(described(), described(post=operation)).findings] == ["operation-added"]


def test_a_parameter_beside_the_reference_of_a_path_item_counts_for_its_operations() -> None:
    operation = {"responses": {"200": {"description": "ok"}}}
    key = {"name": "key", "in": "query", "required": True, "schema": {"type": "string"}}

    def described(**beside: Any) -> dict[str, Any]:
        item = {"$ref": "#/components/pathItems/Pay", **beside}
        return {**api(), "paths": {"/pay": item}, "components": {"pathItems": {"Pay": {"get": operation}}}}

    report = _judged(described(), described(parameters=[key]))
    assert [f.rule for f in report.findings] == ["request-parameter-added-required"]
    assert not report.unread
    assert [f.rule for f in _judged(described(parameters=[key]), described()).findings] == ["request-parameter-removed"]
