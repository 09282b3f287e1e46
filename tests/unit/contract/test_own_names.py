"""Names that begin with `x-` where a description may use any name: they are no extensions there."""

from typing import Any

from tests.unit.contract.describing import compared
from tests.unit.contract.telling import TEXT, operation, told


def answered(**response: Any) -> dict[str, Any]:
    return operation(responses={"200": {"description": "ok", **response}})


def test_a_header_may_be_called_anything() -> None:
    """Most headers of one's own are written `x-…`."""
    old, new = answered(headers={"x-rate-limit": {"schema": TEXT, "required": True}}), answered()
    assert told(compared(old, new)) == [("response-required-header-removed", "breaking")]


def test_a_security_scheme_may_be_called_anything() -> None:
    def secured(name: str) -> dict[str, Any]:
        scheme = {"type": "apiKey", "in": "header", "name": "Key"}
        return {**operation(security=[{name: []}]), "components": {"securitySchemes": {name: scheme}}}

    assert told(compared(secured("x-key"), secured("key"))) == []


def test_a_webhook_and_a_callback_may_be_called_anything() -> None:
    hook = {"post": {"responses": {"200": {"description": "ok"}}}}
    assert told(compared({**operation(), "webhooks": {"x-paid": hook}}, operation())) == [
        ("webhook-removed", "breaking")
    ]
    called = operation(callbacks={"x-paid": {"{$request.query.url}": hook}})
    assert told(compared(called, operation())) == [("webhook-removed", "breaking")]


def test_a_media_type_may_be_called_anything() -> None:
    shape = {"x-world/x-3d": {"schema": TEXT}, "text/plain": {"schema": TEXT}}
    old, new = answered(content=shape), answered(content={"text/plain": {"schema": TEXT}})
    assert told(compared(old, new)) == [("response-media-type-removed", "breaking")]


def test_an_extension_that_is_no_object_says_nothing_there() -> None:
    plain = answered(headers={"X-A": {"schema": TEXT}}, content={"text/plain": {"schema": TEXT}})
    said = answered(
        headers={"X-A": {"schema": TEXT}, "x-note": "for people"},
        content={"text/plain": {"schema": TEXT}, "x-note": ["for people"]},
    )
    assert told(compared(plain, said)) == []


def test_extensions_of_paths_responses_and_callbacks_say_nothing() -> None:
    old, new = operation(), operation()
    new["paths"]["x-note"] = {"get": {"responses": {}}}
    new["paths"]["/payments"]["get"]["responses"]["x-note"] = {"description": "none"}
    assert told(compared(old, new)) == []
