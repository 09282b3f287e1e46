"""Descriptions that the benchmark makes: real ones cut down, changed in so many places, and hostile ones."""

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

_REF = re.compile(r'"\$ref": "#/components/(\w+)/([^"]+)"')


def cut_down(document: dict[str, Any], size: int) -> dict[str, Any]:
    """The first paths of a description with all they name, up to so many bytes of JSON."""
    paths: dict[str, Any] = {}
    components: dict[str, dict[str, Any]] = {}
    used = 0
    for path, item in document["paths"].items():
        paths[path] = item
        new = list(_named(document, item, components))
        used += len(json.dumps(item, indent=2)) + sum(len(json.dumps(v, indent=2)) for v in new)
        if used > size:
            break
    return {**{k: document[k] for k in ("openapi", "info", "servers")}, "paths": paths, "components": components}


def _named(document: dict[str, Any], item: Any, known: dict[str, dict[str, Any]]) -> Iterator[Any]:
    stack = [item]
    while stack:
        for kind, name in _REF.findall(json.dumps(stack.pop())):
            if name not in known.setdefault(kind, {}):
                known[kind][name] = document["components"][kind][name]
                stack.append(known[kind][name])
                yield known[kind][name]


def changed(document: dict[str, Any], count: int) -> dict[str, Any]:
    """The description with a property of so many schemas of another type, or the schema itself where it has none."""
    new = deepcopy(document)
    schemas = list(new["components"]["schemas"].values())
    if len(schemas) < count:
        raise SystemExit(f"only {len(schemas)} schemas can be changed")
    for schema in schemas[:count]:
        holder = schema.get("properties") or schema
        name = next((n for n, p in holder.items() if isinstance(p, dict) and p.get("type") == "string"), None)
        if holder is schema or name is None:
            schema["maxProperties"] = 90
        else:
            holder[name] = {"type": "integer"}
    return new


def as_json(document: Any, path: Path) -> Path:
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False))
    return path


def as_yaml(document: Any, path: Path) -> Path:
    path.write_text(yaml.dump(document, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=120))
    return path


def _api(schema: Any, **schemas: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    operation = {"requestBody": {"content": content}, "responses": {"200": {"description": "ok", "content": content}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hostile", "version": "1"},
        "paths": {"/a": {"post": operation}},
        "components": {"schemas": schemas},
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _chain(length: int, link: Callable[[Any], Any], end: Any) -> dict[str, Any]:
    schemas = {f"S{i}": link(_ref(f"S{i + 1}")) for i in range(length)}
    return _api(_ref("S0"), **schemas, **{f"S{length}": end})


def _many_operations(count: int, kind: str) -> dict[str, Any]:
    api = _api(_ref("A"), A={"type": "object", "properties": {"x": {"type": kind}}})
    answer = {"200": {"description": "ok", "content": {"application/json": {"schema": _ref("A")}}}}
    api["paths"] = {f"/p{i}": {"get": {"responses": answer}} for i in range(count)}
    return api


def _aliases(width: int, depth: int) -> bytes:
    rows = [f"a0: &a0 [{','.join('1' * width)}]"]
    rows += [f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * width)}]" for i in range(1, depth)]
    return ("openapi: 3.1.0\n" + "\n".join(rows)).encode()


def _merges(depth: int) -> bytes:
    rows = ["m0: &m0 {k0: 1}"]
    rows += [f"m{i}: &m{i} {{<<: [{','.join([f'*m{i - 1}'] * 9)}], k{i}: 1}}" for i in range(1, depth)]
    return ("openapi: 3.1.0\n" + "\n".join(rows)).encode()


def _bytes(document: Any) -> bytes:
    return json.dumps(document, separators=(",", ":")).encode()


def _deep(kind: Any, levels: int) -> Any:
    for _ in range(levels):
        kind = {"allOf": [kind, {"title": "t"}]}
    return kind


def _taking(names: str, count: int, *, required: bool) -> dict[str, Any]:
    api = _api({"type": "string"})
    listed = [{"in": "query", "name": f"{names}{i}", "schema": {}, "required": required} for i in range(count)]
    api["paths"]["/a"]["post"]["parameters"] = listed
    return api


def _of_media_types(kind: Any, count: int) -> dict[str, Any]:
    api = _api(kind)
    api["paths"]["/a"]["post"]["requestBody"]["content"] = {f"a/b{i}": {"schema": kind} for i in range(count)}
    return api


def wide() -> dict[str, tuple[bytes, bytes]]:
    """Pairs of at most a megabyte in which thousands of things stand beside one another, and nearly all are edited."""

    def pair(make: Callable[[str, str], Any]) -> tuple[bytes, bytes]:
        return _bytes(make("string", "p")), _bytes(make("integer", "q"))

    def properties(of: Callable[[int], Any], count: int) -> Any:
        return _api({"type": "object", "properties": {f"p{i}": of(i) for i in range(count)}})

    def named(name: str) -> Any:
        return {"type": "object", "properties": {name: {"type": "string"}}}

    return {
        "15,000 properties, every type another": pair(lambda kind, _: properties(lambda i: {"type": kind}, 15_000)),
        "6,000 patterns that explode, each another": pair(
            lambda _, name: properties(lambda i: {"type": "string", "pattern": f"^(a|b)*a(a|b){{9}}c{i}{name}$"}, 6_000)
        ),
        "9,000 patterns upon one text, one gone": (
            _bytes(_api({"allOf": [{"pattern": f"^(a|b)*{i}(a|b)*$"} for i in range(9_000)]})),
            _bytes(_api({"allOf": [{"pattern": f"^(a|b)*{i}(a|b)*$"} for i in range(1, 9_000)]})),
        ),
        "3,800 unions upon one value, one gone": (
            _bytes(_api({"allOf": [{"anyOf": [named(f"p{i}"), named(f"q{i}")]} for i in range(3_800)]})),
            _bytes(_api({"allOf": [{"anyOf": [named(f"p{i}"), named(f"q{i}")]} for i in range(1, 3_800)]})),
        ),
        "8,000 variants, each another": pair(
            lambda _, name: _api({"anyOf": [named(f"{name}{i}") for i in range(8_000)]})
        ),
        "90 times 100 levels of allOf": pair(lambda kind, _: properties(lambda i: _deep({"type": kind}, 100), 90)),
        "9,000 parameters gone, 9,000 required ones new": pair(
            lambda _, name: _taking(name, 9_000, required=name == "q")
        ),
        "15,000 media types, every schema another": pair(lambda kind, _: _of_media_types({"type": kind}, 15_000)),
        "a path of 16,000 holes": pair(
            lambda kind, _: {**_api({}), "paths": {"/{a}" * 16_000: {"get": {"responses": {}, "x": kind}}}}
        ),
        "120 names of 4,000 characters, one in another": pair(lambda kind, _: _api(_within(kind, 120))),
    }


def _within(kind: str, levels: int) -> Any:
    schema: Any = {"type": kind}
    for _ in range(levels):
        schema = {"type": "object", "properties": {"n" * 4_000: schema, "other": {"type": kind}}}
    return schema


def hostile() -> dict[str, tuple[bytes, bytes]]:
    """Pairs of at most a megabyte each that were made to do harm."""
    text, number = {"type": "string"}, {"type": "integer"}
    plain = _bytes(_api(text))

    def pair(make: Callable[[Any], Any]) -> tuple[bytes, bytes]:
        return _bytes(make(text)), _bytes(make(number))

    deep = b'{"openapi":"3.1.0","paths":{"/a":' + b'{"x":' * 100_000 + b"1" + b"}" * 100_000 + b"}}"
    levels = b'{"openapi":"3.1.0","paths":{"/a":' + b'{"x":' * 900 + b"1" + b"}" * 900 + b"}}"
    return {
        "100,000 brackets": (plain, b"[" * 100_000),
        "100,000 objects within": (plain, deep),
        "900 levels": (plain, levels),
        "100,000 dashes of YAML": (plain, b"- " * 100_000),
        "aliases that unfold to 9^12": (plain, _aliases(9, 12)),
        "merge keys that unfold to 9^12": (plain, _merges(12)),
        "a chain of 14,000 references": pair(lambda end: _chain(14_000, lambda below: below, end)),
        "a chain of 12,000 allOf": pair(lambda end: _chain(12_000, lambda below: {"allOf": [below]}, end)),
        "a chain of 9,000 properties": pair(lambda end: _chain(9_000, lambda b: {"properties": {"next": b}}, end)),
        "a chain of 9,000 null unions": pair(
            lambda end: _chain(9_000, lambda b: {"anyOf": [b, {"type": "null"}]}, end)
        ),
        "30 fans of anyOf": pair(lambda end: _chain(30, lambda below: {"anyOf": [below, below]}, end)),
        "40 fans of required properties": pair(
            lambda end: _chain(40, lambda b: {"properties": {"a": b, "b": b}, "required": ["a", "b"]}, end)
        ),
        "20,000 enum values": (
            _bytes(_api({"enum": [f"v{i}" for i in range(20_000)]})),
            _bytes(_api({"enum": [f"v{i}" for i in range(1, 20_000)]})),
        ),
        "4,000 branches": (
            _bytes(_api({"oneOf": [{"const": f"v{i}"} for i in range(4_000)]})),
            _bytes(_api({"oneOf": [{"const": f"v{i}"} for i in range(1, 4_001)]})),
        ),
        "4,000 referred branches": (
            _bytes(
                _api({"anyOf": [_ref(f"B{i}") for i in range(4_000)]}, **{f"B{i}": {"const": i} for i in range(4_000)})
            ),
            _bytes(
                _api({"anyOf": [_ref(f"B{i}") for i in range(3_999)]}, **{f"B{i}": {"const": i} for i in range(3_999)})
            ),
        ),
        "5,000 operations": (_bytes(_many_operations(5_000, "string")), _bytes(_many_operations(5_000, "integer"))),
        "40,000 empty paths": (
            _bytes({**_api(text), "paths": {f"/p{i}": {} for i in range(40_000)}}),
            _bytes({**_api(text), "paths": {f"/q{i}": {} for i in range(40_000)}}),
        ),
        "9,000 paths gone, 9,000 new": (
            _bytes({**_api(text), "paths": {f"/p{i}/{{a}}": {"get": {"responses": {}}} for i in range(9_000)}}),
            _bytes({**_api(text), "paths": {f"/q{i}/{{a}}": {"get": {"responses": {}}} for i in range(9_000)}}),
        ),
        "a pattern that explodes": pair(lambda _: _api({"type": "string", "pattern": "^(((a+)+)+)+$"})),
        "a NUL byte": (plain, plain[:-1] + b"\0}"),
        "bytes that are no UTF-8": (plain, plain.replace(b"Hostile", b"\xff\xfe")),
        "a key 50,000 times": (
            plain,
            b'{"openapi":"3.1.0","paths":{' + b",".join([b'"/a":{"get":{}}'] * 50_000) + b"}}",
        ),
        "numbers beyond reason": (plain, plain.replace(b'"string"', b'"number","maximum":1' + b"0" * 4_000)),
        "wrong types everywhere": (
            plain,
            _bytes(
                {**_api({"type": 5, "enum": "a", "properties": [], "anyOf": {}, "$ref": 5}), "paths": [1], "servers": 1}
            ),
        ),
    }
