"""Whatever the bytes hold, a report comes back, and says what could not be read."""

import json
import random
from typing import Any

import pytest

from bot.contract import Source, compare, describe
from bot.contract.openapi.document import Document
from tests.unit.contract.describing import api, compared, ref, source
from tests.unit.contract.test_determinism import MANY_EDITS

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}

UNREADABLE = {
    "empty": (b"", None),
    "not text": (b"openapi: \xff", 1),
    "a NUL byte": (b"openapi: 3.1.0\ninfo: \x00", 2),
    "broken JSON": (b'{"openapi": "3.1.0",\n "paths": {]}', 2),
    "broken YAML": (b"openapi: 3.1.0\npaths: [a\ninfo: }\n", 3),
    "a map of maps as a key": (b"openapi: 3.1.0\npaths:\n  ? {a: {b: 1}}\n  : {}\n", 3),
    "an unknown alias": (b"openapi: *nobody", 1),
    "a list": (b"[]", 1),
    "plain text": (b"hello", 1),
    "an unknown version": (b"openapi: 4.0.0", 1),
    "no version": (b"{}", 1),
    "deep brackets": (b"[" * 100_000, None),
    "deep dashes": (b"- " * 100_000, 1),
    "deep questions": (b"? " * 100_000, 1),
    "aliases that unfold without end": (
        b"a0: &a0 [1,1,1,1,1,1,1,1,1]\n"
        + b"".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n".encode() for i in range(1, 12)),
        None,
    ),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_is_said_with_its_line(what: str) -> None:
    data, line = UNREADABLE[what]
    for old, new in ((data, api(TEXT)), (api(TEXT), data)):
        report = compared(old, new)
        assert not report.readable
        assert report.breaking is None
        assert report.findings == ()
        assert [u.line for u in report.unread] == [line]
        assert report.unread[0].what.startswith("I could not read it")
    assert not describe(source(data)).readable


def _chain(length: int, link: Any, end: Any) -> dict[str, Any]:
    return {**{f"S{i}": link(ref(f"S{i + 1}")) for i in range(length)}, f"S{length}": end}


LINKS = {
    "references": (lambda below: below, 20_000),
    "allOf": (lambda below: {"allOf": [below]}, 3_000),
    "properties": (lambda below: {"type": "object", "properties": {"next": below}}, 1_500),
    "required properties": (lambda below: {"type": "object", "properties": {"a": below}, "required": ["a"]}, 300),
    "null unions": (lambda below: {"anyOf": [below, {"type": "null"}]}, 2_000),
    "fans of anyOf": (lambda below: {"anyOf": [below, below]}, 30),
    "fans of required properties": (
        lambda below: {"type": "object", "properties": {"a": below, "b": below}, "required": ["a", "b"]},
        40,
    ),
}


@pytest.mark.parametrize("what", LINKS)
def test_a_change_at_the_end_of_a_long_chain_is_found(what: str) -> None:
    link, length = LINKS[what]
    old = api(ref("S0"), **_chain(length, link, TEXT))
    new = api(ref("S0"), **_chain(length, link, NUMBER))
    assert [f.rule for f in compared(old, new).findings] == ["request-type-changed"]


WEIRD = {
    "a schema that is all of itself": {"S0": {"allOf": [ref("S0"), TEXT]}},
    "a reference to itself": {"S0": ref("S0")},
    "a reference to nothing": {"S0": ref("Nobody")},
    "a reference that is no text": {"S0": {"$ref": 5}},
    "a reference out of the repository": {"S0": {"$ref": "../../../etc/passwd"}},
    "a reference to the network": {"S0": {"$ref": "https://example.com/schema.json"}},
    "wrong types": {"S0": {"type": 5, "enum": "a", "maxLength": "x", "properties": [], "required": {}, "anyOf": {}}},
    "a format that is a map": {"S0": {"type": "string", "format": {}, "maxLength": 3}},
    "nothing where a schema belongs": {"S0": None},
    "a list where a schema belongs": {"S0": []},
    "limits beyond reason": {"S0": {"type": "string", "minLength": 10**18}},
    "items beyond reason": {"S0": {"type": "array", "minItems": 10**18}},
    "a pattern that explodes": {"S0": {"type": "string", "pattern": "^(((a+)+)+)+$"}},
    "a pattern that is none": {"S0": {"type": "string", "pattern": "((("}},
    "a pattern that repeats without end": {"S0": {"type": "string", "pattern": "((a{1000}){1000}){1000}"}},
    "numbers beyond reason": {"S0": {"type": "number", "maximum": 10**400, "multipleOf": 1e-300}},
    "a loop of objects": {"S0": {"type": "object", "properties": {"next": ref("S0")}, "required": ["next"]}},
}


@pytest.mark.parametrize("what", WEIRD)
def test_odd_schemas_get_a_report_both_ways(what: str) -> None:
    odd, plain = api(ref("S0"), side="both", **WEIRD[what]), api(ref("S0"), side="both", S0=TEXT)
    for old, new in ((odd, plain), (plain, odd), (odd, odd)):
        assert compared(old, new).readable
    assert describe(source(odd)).readable


def _union(count: int, what: Any = TEXT) -> list[Any]:
    return [
        {"type": "object", "properties": {"k": {"const": f"v{i}"}, "x": what}, "required": ["k"]} for i in range(count)
    ]


def _knot(constant: int) -> dict[str, Any]:
    """Forty unions of ten branches that all lead to each other."""

    def branch(i: int, j: int) -> dict[str, Any]:
        return {"type": "object", "properties": {"n": ref(f"S{(i + j) % 40}"), "k": {"enum": [j + constant]}}}

    return {f"S{i}": {"oneOf": [branch(i, j) for j in range(10)]} for i in range(40)}


HEAVY: dict[str, tuple[Any, Any, str]] = {
    "many branches, one gone": ({"oneOf": _union(1_500)}, {"oneOf": _union(1_499)}, "request-variant-removed"),
    "many branches, all edited": (
        {"oneOf": _union(80)},
        {"oneOf": _union(80, NUMBER)},
        "request-type-changed",
    ),
    "listed values against a union": (
        {"enum": [f"v{i}" for i in range(5_000)]},
        {"anyOf": [{"type": "string", "pattern": "^v[0-9]{1,3}$"}, NUMBER]},
        "request-enum-value-removed",
    ),
    "a pattern that explodes": (
        {"type": "string", "maxLength": 5_000, "pattern": "^(([a-z])+.)+[A-Z]([a-z])+$"},
        {"type": "string", "maxLength": 4_000, "pattern": "^(([a-z])+.)+[A-Z]([a-z])+$"},
        "request-max-length-tightened",
    ),
    "a pattern of a million states": (
        {"type": "string", "pattern": "(a{1000}){1000}"},
        {"type": "string", "pattern": "^((a|b|ab)*c){900}$"},
        "request-pattern-changed",
    ),
    "hundreds of patterns of names": (
        {"type": "object", "properties": {"x1": TEXT}, "patternProperties": {f"^x{i}": TEXT for i in range(500)}},
        {"type": "object", "properties": {"x1": NUMBER}, "patternProperties": {f"^x{i}": TEXT for i in range(500)}},
        "request-type-changed",
    ),
}


@pytest.mark.parametrize("what", HEAVY)
def test_what_would_take_long_is_judged_within_steps(what: str) -> None:
    old, new, rule = HEAVY[what]
    assert rule in {f.rule for f in compared(api(old), api(new)).findings}
    assert compared(api(new), api(old)).readable


def test_a_knot_of_unions_keeps_native_code_busy_for_no_time() -> None:
    report = compared(api(ref("S0"), **_knot(0)), api(ref("S0"), **_knot(1)))
    assert report.breaking is True


def test_a_path_with_its_braces_turned_is_no_template() -> None:
    old, new = api(TEXT), api(NUMBER)
    for document in (old, new):
        document["paths"]["/a}{b"] = document["paths"].pop("/payments")
    del new["paths"]["/a}{b"]
    assert [f.rule for f in compared(old, new).findings] == ["operation-removed"]


def test_many_enum_values_cost_little_and_are_all_compared() -> None:
    old = api({"enum": [f"v{i}" for i in range(20_000)]})
    new = api({"enum": [f"v{i}" for i in range(1, 20_000)]})
    assert [(f.rule, f.old_value) for f in compared(old, new).findings] == [("request-enum-value-removed", '["v0"]')]


def test_one_cause_in_many_operations_is_one_finding() -> None:
    old, new = api(TEXT), api(TEXT)
    for document, kind in ((old, "string"), (new, "integer")):
        answer = {"200": {"description": "ok", "content": {"application/json": {"schema": ref("Item")}}}}
        document["paths"] = {f"/p{i}": {"get": {"responses": answer}} for i in range(500)}
        document["components"] = {"schemas": {"Item": {"type": "object", "properties": {"id": {"type": kind}}}}}
    (finding,) = compared(old, new).findings
    assert finding.operations_total == len(finding.operations) == 500


def test_a_file_is_read_through_the_reader_and_never_outside_the_root() -> None:
    asked: list[str] = []

    def reader(name: str) -> bytes | None:
        asked.append(name)
        return b'{"type": "string"}' if name == "apis/parts/text.json" else None

    document = api({"$ref": "parts/text.json"})
    old = Source("apis/api.json", json.dumps(document).encode(), reader)
    new = Source("apis/api.json", json.dumps(api(NUMBER)).encode(), reader)
    assert [f.rule for f in compare(old, new).findings] == ["request-type-changed"]
    outside = json.dumps(api({"$ref": "../../secrets.json"})).encode()
    compare(Source("apis/api.json", outside, reader), new)
    assert asked == ["apis/parts/text.json"]


def test_a_file_that_is_missing_is_said() -> None:
    document = api({"$ref": "parts/text.json"})
    (unread,) = compared(document, document).unread[:1]
    assert "parts/text.json" in unread.what


def test_a_reference_with_half_a_sign_raises_nothing() -> None:
    document = api({"$ref": "\ud800.json#/A"})
    compared(document, document | {"openapi": "3.1.1"})
    compared(document, api(NUMBER))


@pytest.mark.parametrize("seed", range(150))
def test_a_mutated_description_never_raises(seed: int) -> None:
    dice = random.Random(seed)
    old, new = json.loads(json.dumps(MANY_EDITS))
    for _ in range(dice.randint(1, 6)):
        _mutate(new, dice)
    report = compared(old, new)
    assert report.to_json()
    compared(new, old)
    describe(source(new))


_JUNK = (
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "object",
    [],
    {},
    [None],
    {"$ref": "#/components/schemas/Card"},
    {"type": "null"},
    2**70,
)


def _mutate(document: Any, dice: random.Random) -> None:
    """Replace, remove, copy or rename something, anywhere."""
    holders = [h for h in _containers(document) if h]
    holder = dice.choice(holders)
    key = dice.choice(list(holder)) if isinstance(holder, dict) else dice.randrange(len(holder))
    match dice.randrange(4):
        case 0:
            holder[key] = dice.choice(_JUNK)
        case 1:
            del holder[key]
        case 2:
            other = dice.choice(holders)
            holder[key] = json.loads(json.dumps(other))
        case _:
            if isinstance(holder, dict):
                holder[dice.choice(["allOf", "not", "items", "$ref", "schema", "200", "nullable"])] = holder.pop(key)


def _containers(value: Any) -> list[Any]:
    if not isinstance(value, dict | list):
        return []
    below = value.values() if isinstance(value, dict) else value
    return [value, *(c for v in below for c in _containers(v))]


@pytest.mark.parametrize(("before", "line"), [("", 3), ("---\n", 4), ("# a comment\n---\n", 5)])
def test_several_documents_in_one_file_are_refused_with_the_line_of_the_second(before: str, line: int) -> None:
    text = before + "openapi: 3.1.0\npaths: {}\n---\nopenapi: 3.1.0\n"
    report = compare(Source("a.yaml", text.encode()), Source("a.yaml", text.encode()))
    assert {(u.line, "several YAML documents" in u.what) for u in report.unread} == {(line, True)}


@pytest.mark.parametrize("end", [{"type": "object"}, {"discriminator": {"propertyName": "kind"}}])
def test_a_chain_of_allof_is_walked_once_when_asked_for_variants(end: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    chain: dict[str, Any] = {f"S{i}": {"allOf": [ref(f"S{i + 1}")]} for i in range(300)}
    document = Document(source(api(ref("S0"), **chain, S300=end)))
    steps: list[str] = []
    follow = document.target
    monkeypatch.setattr(document, "target", lambda node: (steps.append(node.pointer), follow(node))[1])
    nodes = [document.at(f"/components/schemas/S{i}") for i in range(300)]
    assert {document.has_variants(node) for node in nodes if node is not None} == {"discriminator" in end}
    assert len(steps) <= 2 * len(nodes)
