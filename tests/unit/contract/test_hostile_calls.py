"""Operations, callbacks and what else stands around schemas: what has no end is compared as far as counted."""

from typing import Any

import pytest

from tests.unit.contract.describing import compared

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
OK = {"200": {"description": "ok"}}


def whole(paths: Any, **components: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": paths, "components": components}


def _calling(kind: Any, *names: str) -> dict[str, Any]:
    """A callback that takes a value, and in whose answer others are called."""
    operation = {
        "requestBody": {"content": {"application/json": {"schema": kind}}},
        "responses": OK,
        "callbacks": {f"c{i}": {"$ref": f"#/components/callbacks/{name}"} for i, name in enumerate(names)},
    }
    return {"{$request.body#/url}": {"post": operation}}


def _called(first: str, **callbacks: Any) -> dict[str, Any]:
    back = {"c": {"$ref": f"#/components/callbacks/{first}"}}
    return whole({"/p": {"get": {"responses": OK, "callbacks": back}}}, callbacks=callbacks)


CALLBACKS = {
    "one that calls itself": lambda kind: _called("C", C=_calling(kind, "C")),
    "a ring": lambda kind: _called("C0", **{f"C{i}": _calling(kind, f"C{(i + 1) % 50}") for i in range(50)}),
    "fans": lambda kind: _called("C0", **{f"C{i}": _calling(kind, *[f"C{i + 1}"] * 9) for i in range(50)}),
    "a knot": lambda kind: _called(
        "C0", **{f"C{i}": _calling(kind, *(f"C{(i * 7 + j) % 30}" for j in range(9))) for i in range(30)}
    ),
}


@pytest.mark.parametrize("what", CALLBACKS)
def test_callbacks_that_never_end_are_compared_as_far_as_some_callbacks_deep(what: str) -> None:
    make = CALLBACKS[what]
    report = compared(make(TEXT), make(NUMBER))
    assert {f.rule for f in report.findings} == {"response-type-changed"}
    assert all(len(o.path) < 500 for f in report.findings for o in f.operations)
    assert compared(make(TEXT), make(TEXT)).findings == ()


def test_a_callback_too_deep_to_be_judged_is_said() -> None:
    def chain(kind: Any) -> dict[str, Any]:
        inner = {f"C{i}": _calling(TEXT, f"C{i + 1}") for i in range(20)}
        return _called("C0", **inner, C20=_calling(kind))

    (unread,) = compared(chain(TEXT), chain(NUMBER)).unread
    assert unread.what == "Callbacks that stand within 4 others are not judged."
    assert unread.pointer == "/components/callbacks/C3/{$request.body#~1url}/post/callbacks"
