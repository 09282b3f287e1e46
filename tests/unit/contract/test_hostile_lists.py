"""Lists of thousands beside one another outside of schemas: the cost grows with them, not with their square."""

from typing import Any

import pytest

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
    "values of a discriminator": (_variants(0), _variants(1), {"request-discriminator-value-moved"}),
}


@pytest.mark.parametrize("what", LISTS)
def test_what_changed_in_a_list_of_thousands_is_told(what: str) -> None:
    old, new, rules = LISTS[what]
    report = compared(old, new)
    assert {f.rule for f in report.findings} == rules
    assert report.unread == ()
