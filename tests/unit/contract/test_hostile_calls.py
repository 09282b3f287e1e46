"""Operations, callbacks and what else stands around schemas: what has no end is compared as far as counted."""

import json
from typing import Any

import pytest

from bot.contract import Report
from bot.contract.openapi.document import Document
from tests.unit.contract.describing import compared, source

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


CROWDED = {
    "paths": whole({f"/p{i}": {} for i in range(6_000)}),
    "schemas": whole({}, schemas={f"S{i}": {} for i in range(11_000)}),
    "members at the top": {**whole({}), **{f"x-{i}": i for i in range(11_000)}},
}


@pytest.mark.parametrize("what", CROWDED)
def test_a_file_of_more_parts_than_can_mean_anything_is_refused_with_the_number_of_both(what: str) -> None:
    report = compared(CROWDED[what], whole({}))
    assert not report.readable
    assert "would be read with" in report.unread[0].what


def test_media_types_times_operations_of_swagger_are_refused_with_their_limit() -> None:
    body = {"parameters": [{"in": "body", "name": "b", "schema": TEXT}], "responses": {}}
    paths = {f"/p{i}": {"post": body} for i in range(1_000)}
    document = {"swagger": "2.0", "info": {}, "paths": paths, "consumes": [f"a/b{i}" for i in range(1_000)]}
    report = compared(document, document)
    assert [u.what for u in report.unread] == [
        "I could not read it: its operations have more parameters and media types, all in all, than 100,000."
    ] * 2


def _answered(schema: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"get": {"responses": {"200": {"description": "ok", "content": content}}}}


def _ring(count: int, kind: Any) -> dict[str, Any]:
    """Schemas of which each leads to the next; those of two rings of other lengths all meet each other."""

    def link(i: int) -> dict[str, Any]:
        next_one = {"$ref": f"#/components/schemas/R{(i + 1) % count}"}
        return {"type": "object", "properties": {"next": next_one, "x": kind}}

    schemas = {f"R{i}": link(i) for i in range(count)}
    return whole({"/p": _answered({"$ref": "#/components/schemas/R0"})}, schemas=schemas)


def _product(count: int, kind: Any) -> dict[str, Any]:
    """Operations of which each reaches each schema."""
    schemas = {f"A{i}": {"type": "object", "properties": {"x": kind}} for i in range(count)}
    every = {f"a{i}": {"$ref": f"#/components/schemas/A{i}"} for i in range(count)}
    schemas["All"] = {"type": "object", "properties": every}
    paths = {f"/p{i}": _answered({"$ref": "#/components/schemas/All"}) for i in range(count)}
    return whole(paths, schemas=schemas)


BEYOND = {
    "rings of other lengths": (_ring(400, TEXT), _ring(401, NUMBER)),
    "operations times schemas": (_product(800, TEXT), _product(800, NUMBER)),
}


@pytest.mark.parametrize("what", BEYOND)
def test_what_grows_without_end_is_told_in_part_and_said_to_be_cut(what: str) -> None:
    old, new = BEYOND[what]
    report = compared(old, new)
    assert "response-type-changed" in {f.rule for f in report.findings}
    (unread,) = report.unread
    assert unread.what.startswith("There is more to compare than a description of this size may ask for")
    assert report.breaking is True


def test_a_report_that_is_cut_is_the_same_whatever_the_order_of_names() -> None:
    old, new = BEYOND["operations times schemas"]
    turned = [json.loads(json.dumps(d), object_pairs_hook=lambda pairs: dict(reversed(pairs))) for d in (old, new)]
    assert _told(compared(*turned)) == _told(compared(old, new))


def _told(report: Report) -> list[tuple[object, ...]]:
    places = ([f.old and f.old.pointer, f.new and f.new.pointer] for f in report.findings)
    return [(f.fingerprint, f.evidence, f.operations, *p) for f, p in zip(report.findings, places, strict=True)]


def test_a_chain_of_references_is_followed_once_for_all_that_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    chain: dict[str, Any] = {f"B{i}": {"$ref": f"#/components/requestBodies/B{i + 1}"} for i in range(400)}
    chain["B400"] = {"content": {"application/json": {"schema": TEXT}}}
    first = {"$ref": "#/components/requestBodies/B0"}
    document = Document(
        source(whole({f"/p{i}": {"post": {"requestBody": first}} for i in range(400)}, requestBodies=chain))
    )
    steps: list[str] = []
    look = document._named
    monkeypatch.setattr(document, "_named", lambda ref, base: (steps.append(ref), look(ref, base))[1])
    for i in range(400):
        node = document.at(f"/paths/~1p{i}/post/requestBody")
        assert node is not None
        assert document.target(node) is not None
    assert len(steps) <= 1_000
