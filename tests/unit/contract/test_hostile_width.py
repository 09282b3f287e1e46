"""Thousands of one thing beside one another, each of them edited: all is told, and none is held against all others."""

from typing import Any

import pytest
import yaml

from bot.contract import Options, Report, Source, compare
from tests.unit.contract.describing import api, compared

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
MANY = 4_000


def _object(name: str, kind: Any = TEXT) -> dict[str, Any]:
    return {"type": "object", "properties": {name: kind}}


def _taking(parameters: list[Any]) -> dict[str, Any]:
    operation = {"parameters": parameters, "responses": {"200": {"description": "ok"}}}
    return {"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {"/p": {"get": operation}}}


def _query(names: str, *, required: bool) -> dict[str, Any]:
    return _taking([{"in": "query", "name": f"{names}{i}", "schema": TEXT, "required": required} for i in range(MANY)])


def _body(kind: Any) -> dict[str, Any]:
    document = api(kind)
    body = document["paths"]["/payments"]["post"]["requestBody"]
    body["content"] = {f"a/b{i}": {"schema": kind} for i in range(MANY)}
    return document


def _deep(kind: Any) -> Any:
    for _ in range(110):
        kind = {"allOf": [kind, {"title": "t"}]}
    return kind


def _headers(kind: Any) -> dict[str, Any]:
    document = api(TEXT)
    answer = document["paths"]["/payments"]["post"]["responses"]["200"]
    answer["headers"] = {f"X-H{i}": {"schema": kind} for i in range(2 * MANY)}
    return document


WIDE: dict[str, tuple[Any, Any, int]] = {
    "unions upon one value": (
        api({"allOf": [{"anyOf": [_object(f"p{i}"), _object(f"q{i}")]} for i in range(MANY)]}),
        api({"allOf": [{"anyOf": [_object(f"p{i}"), _object(f"q{i}")]} for i in range(1, MANY)]}),
        1,
    ),
    "variants nobody can tell apart": (
        api({"anyOf": [_object(f"p{i}") for i in range(MANY)]}),
        api({"anyOf": [_object(f"q{i}") for i in range(MANY)]}),
        2 * MANY,
    ),
    "variants of their own lengths": (
        api({"anyOf": [{"type": "string", "minLength": i, "maxLength": i} for i in range(0, 2 * MANY, 2)]}),
        api({"anyOf": [{"type": "string", "minLength": i, "maxLength": i} for i in range(1, 2 * MANY, 2)]}),
        2 * MANY,
    ),
    "parameters that are new and required": (
        _query("p", required=False),
        _query("q", required=True),
        2 * MANY,
    ),
    "parameters that became required": (_query("p", required=False), _query("p", required=True), MANY),
    "media types": (_body(TEXT), _body(NUMBER), MANY),
    "headers of one answer": (_headers(TEXT), _headers(NUMBER), 2 * MANY),
    "allOf within allOf, in many places": (
        api({"type": "object", "properties": {f"p{i}": _deep(TEXT) for i in range(30)}}),
        api({"type": "object", "properties": {f"p{i}": _deep(NUMBER) for i in range(30)}}),
        30,
    ),
}


@pytest.mark.parametrize("what", WIDE)
def test_each_of_thousands_of_edits_is_told(what: str) -> None:
    old, new, count = WIDE[what]
    report = compared(old, new)
    assert report.unread == ()
    assert len(report.findings) == count


def _yaml(names: str) -> Source:
    document = api({"type": "object", "properties": {f"{names}{i}": TEXT for i in range(2 * MANY)}})
    return Source("api.yaml", yaml.dump(document, Dumper=yaml.CSafeDumper, sort_keys=False).encode())


def _lines(report: Report) -> set[int | None]:
    return {f.new.line for f in report.findings if f.new is not None}


def test_thousands_of_names_in_yaml_have_their_lines() -> None:
    report = compare(_yaml("p"), _yaml("q"), Options())
    assert report.unread == ()
    assert len(report.findings) == 4 * MANY
    assert len(_lines(report)) >= 2 * MANY
