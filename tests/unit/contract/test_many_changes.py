"""A change that touches nearly everything, as a program makes it, is told in full."""

import json

from bot.contract import Cause, Options, Source, compare

SCHEMAS = 200


def _described(limit: int, last: str) -> Source:
    texts = {f"p{i}": {"type": "string", "maxLength": limit} for i in range(20)}
    schemas = {f"S{i:03}": {"type": "object", "properties": texts} for i in range(SCHEMAS)}
    schemas["Z"] = {"type": "object", "properties": {"z": {"type": last}}}
    paths = {f"/{name}": {"post": _takes(name)} for name in schemas}
    whole = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}
    return Source("api.json", json.dumps({**whole, "components": {"schemas": schemas}}).encode())


def _takes(name: str) -> dict[str, object]:
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}, "responses": {}}


def test_a_break_is_told_among_four_thousand_safe_changes() -> None:
    report = compare(_described(5, "string"), _described(9, "integer"), Options())
    assert report.unread == ()
    assert len(report.findings) == 20 * SCHEMAS + 1
    assert [f.rule for f in report.findings if f.cls is Cause.BREAKING] == ["request-type-changed"]
