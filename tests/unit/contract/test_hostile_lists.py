"""Lists of thousands beside one another outside of schemas: the cost grows with them, not with their square."""

import json
from typing import Any

import pytest

from bot.contract import Source, compare
from tests.unit.contract.describing import compared

TEXT = {"type": "string"}
OK = {"200": {"description": "ok"}}
MANY = 20_000


def _whole(paths: Any, **more: Any) -> dict[str, Any]:
    return {"openapi": "3.2.0", "info": {"title": "a", "version": "1"}, "paths": paths, **more}


def _part(kinds: list[str]) -> dict[str, Any]:
    schema = {"type": "object", "properties": {"p": TEXT}}
    media = {"schema": schema, "encoding": {"p": {"contentType": ", ".join(kinds)}}}
    return _whole({"/a": {"post": {"requestBody": {"content": {"multipart/form-data": media}}, "responses": OK}}})


def _parts(begin: int) -> dict[str, Any]:
    return _part([f"a/b{i}" for i in range(begin, begin + MANY)])


def _ranges(begin: int) -> dict[str, Any]:
    return _part([*(f"a{i}/*" for i in range(begin, begin + MANY)), *(f"b{i}/c" for i in range(MANY))])


def _secured(alternatives: list[Any], operations: int = 1) -> dict[str, Any]:
    kinds = {f"s{i}": {"type": "apiKey", "in": "header", "name": f"n{i}"} for i in range(9_001)}
    paths = {f"/a{i}": {"get": {"responses": OK}} for i in range(operations)}
    return _whole(paths, security=alternatives, components={"securitySchemes": kinds})


def _ways_in(begin: int, end: int, operations: int = 1) -> dict[str, Any]:
    return _secured([{f"s{i}": []} for i in range(begin, end)], operations)


def _scopes(begin: int) -> dict[str, Any]:
    return _secured([{"oauth": [f"read{i}" for i in range(begin, begin + MANY)]}], 300)


def _variants(shift: int) -> dict[str, Any]:
    """Names that mean one of two variants, or one of thousands."""
    names = [f"B{i}" for i in range(3_000)]
    mapping = {f"m{i}": names[(i + shift) % len(names)] for i in range(MANY)}
    union = {
        "oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in names],
        "discriminator": {"propertyName": "p", "mapping": mapping},
    }
    bases = {n: {"type": "object", "required": ["p"], "properties": {"p": TEXT, n.lower(): TEXT}} for n in names}
    body = {"content": {"application/json": {"schema": union}}}
    return _whole({"/a": {"post": {"requestBody": body, "responses": OK}}}, components={"schemas": bases})


LISTS: dict[str, tuple[Any, Any, set[str]]] = {
    "media types of a part": (_parts(0), _parts(1), {"request-encoding-narrowed"}),
    "ranges of media types of a part": (_ranges(0), _ranges(1), {"request-encoding-narrowed"}),
    "ways in, of which the last is gone": (_ways_in(1, 9_001), _ways_in(0, 9_000), {"security-tightened"}),
    "ways in that are all gone": (_ways_in(0, 4_500), _ways_in(4_500, 9_000), {"security-tightened"}),
    "ways in of many operations": (_ways_in(0, 60, 2_000), _ways_in(1, 61, 2_000), {"security-tightened"}),
    "scopes that many operations ask for": (_scopes(0), _scopes(1), {"security-tightened"}),
    "values of a discriminator": (_variants(0), _variants(1), {"request-discriminator-value-moved"}),
}


@pytest.mark.parametrize("what", LISTS)
def test_what_changed_in_a_list_of_thousands_is_told(what: str) -> None:
    old, new, rules = LISTS[what]
    report = compared(old, new)
    assert {f.rule for f in report.findings} == rules
    assert report.unread == ()


def _of_files(name: str, kind: str) -> Source:
    """A description whose schema has each of thousands of properties in a file of its own."""
    named = {f"p{i}": {"$ref": f"s{i}.json#/x"} for i in range(6_000)}
    content = {"application/json": {"schema": {"type": "object", "properties": named}}}
    document = _whole({"/a": {"get": {"responses": {"200": {"description": "ok", "content": content}}}}})
    return Source(name, json.dumps(document).encode(), lambda _: json.dumps({"x": {"type": kind}}).encode())


def test_each_of_thousands_of_files_is_told() -> None:
    report = compare(_of_files("a.json", "string"), _of_files("a.json", "integer"))
    assert len(report.findings) == 6_000
    assert report.unread == ()
