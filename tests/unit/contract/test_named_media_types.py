"""Media types that are named (`components.mediaTypes`, OpenAPI 3.2) are compared where they are used."""

from typing import Any

import pytest

from tests.unit.contract.describing import compared
from tests.unit.contract.telling import TEXT, harm, operation, thing, told

JSON = "application/json"
NAMED = {JSON: {"$ref": "#/components/mediaTypes/Payment"}}


def described(content: Any, kept: Any, *, at: str) -> dict[str, Any]:
    """An API of one call with content in a body, an answer, a parameter or a header; `kept` is the named media type."""
    answer: dict[str, Any] = {"description": "ok"}
    members: dict[str, dict[str, Any]] = {
        "body": {"requestBody": {"required": True, "content": content}},
        "answer": {"responses": {"200": {**answer, "content": content}}},
        "parameter": {"parameters": [{"name": "q", "in": "query", "required": True, "content": content}]},
        "header": {"responses": {"200": {**answer, "headers": {"X-Q": {"required": True, "content": content}}}}},
    }
    return {
        **operation(**members[at]),
        "openapi": "3.2.0",
        "components": {"mediaTypes": {"Payment": kept}} if kept else {},
    }


LOOSE, STRICT = {"schema": thing(a=TEXT)}, {"schema": thing("a", a=TEXT)}
PLACES = {
    "body": ["request-property-became-required"],
    "parameter": ["request-property-became-required"],
    "answer": ["response-property-became-optional"],
    "header": ["response-property-became-optional"],
}


@pytest.mark.parametrize("at", PLACES)
def test_a_change_of_a_named_media_type_is_told_where_it_is_used(at: str) -> None:
    sent = at in ("body", "parameter")
    old, new = (LOOSE, STRICT) if sent else (STRICT, LOOSE)
    report = compared(*(described(NAMED, s, at=at) for s in (old, new)))
    assert harm(report) == PLACES[at]
    assert report.findings[0].witness is not None


@pytest.mark.parametrize("at", PLACES)
def test_giving_a_media_type_a_name_is_no_change(at: str) -> None:
    named, inline = described(NAMED, LOOSE, at=at), described({JSON: LOOSE}, None, at=at)
    assert told(compared(named, inline)) == told(compared(inline, named)) == []


def test_a_media_type_that_is_named_and_nowhere_is_said_to_be_unread() -> None:
    report = compared(described(NAMED, LOOSE, at="body"), described(NAMED, None, at="body"))
    assert [u.pointer for u in report.unread] == ["/paths/~1payments/get/requestBody/content/application~1json"]
