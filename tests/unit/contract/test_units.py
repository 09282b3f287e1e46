"""A description is cut into units as text; what is odd about one is said of it, and the rest is compared."""

import gc
import json
from typing import Any

import pytest

from bot.contract import Source, compare
from bot.contract.openapi.reading import read
from tests.unit.contract.describing import api, compared, source
from tests.unit.contract.test_touched import SHOP


def _twice(text: str) -> bytes:
    """The description with a property named twice, the second time as written here."""
    plain = json.dumps(api({"type": "object", "properties": {"a": {"type": "string"}}}))
    return plain.replace(
        '"a": {"type": "string"}', f'"a": {{"type": "integer"}}, {text}: {{"type": "string"}}'
    ).encode()


WAYS = {
    "plainly": '"a"',
    "with blanks before the colon": '"a" \t\n',
    "with an escape": '"\\u0061"',
    "beside an escaped quotation mark": '"\\u0022": true, "\\u0022\\u0022": true, "a"',
    "with another of its own": '"a": {"x": 1, "x": 2}, "a"',
}


@pytest.mark.parametrize("how", WAYS)
def test_of_two_equal_keys_the_last_counts_and_it_is_said(how: str) -> None:
    report = compared(api({"type": "object", "properties": {"a": {"type": "string"}}}), _twice(WAYS[how]))
    assert "The key `a` stands twice in one object; the last one counts." in {u.what for u in report.unread}
    assert not [f for f in report.findings if "`a`" in f.sentence]


@pytest.mark.parametrize("section", ["paths", "components"])
def test_a_unit_that_stands_twice_is_said_once_and_the_last_counts(section: str) -> None:
    kind = '"/payments": {}' if section == "paths" else '"schemas": {"A": {}, "A": {}, "A": {"type": "string"}}'
    text = json.dumps({**api({"type": "string"}), "components": {"schemas": {}}})
    text = text.replace('"/payments"', f'{kind}, "/payments"') if section == "paths" else text
    text = text.replace('"schemas": {}', kind) if section == "components" else text
    report = compared(api({"type": "string"}), text.encode())
    assert [u.what.split(" stands")[0] for u in report.unread] == [
        f"The key `{'/payments' if section == 'paths' else 'A'}`"
    ]
    assert not report.findings


FIRST = {
    "openapi": '"9"',
    "paths": '{"/a": {"get": {}}, "/b": 1}',
    "components": '{"schemas": {"A": 1}}',
    "tags": "[1]",
}


@pytest.mark.parametrize("name", FIRST)
def test_a_top_member_that_stands_twice_counts_as_the_last(name: str) -> None:
    last = {**api({"type": "integer"}), "tags": [{"name": "a"}]}
    text = f'{{"{name}": {FIRST[name]}, ' + json.dumps(last)[1:]
    report = compared(api({"type": "string"}), text.encode())
    assert [f.rule for f in report.findings] == ["request-type-changed"]
    assert [u.what for u in report.unread] == [f"The key `{name}` stands twice in one object; the last one counts."]


def test_a_part_that_nests_too_deeply_is_unread_and_the_rest_is_compared() -> None:
    deep: Any = {"type": "string"}
    for _ in range(300):
        deep = {"items": deep}
    old, new = api({"type": "string"}), api({"type": "integer"})
    new["paths"]["/deep"] = {"get": {"x-deep": deep, "responses": {}}}
    report = compared(old, new)
    assert [f.rule for f in report.findings] == ["request-type-changed"]
    assert ("/paths/~1deep", "It nests more than 254 levels deep.") in {(u.pointer, u.what) for u in report.unread}


SURPRISES: dict[str, Any] = {
    "a section that is a list": {**SHOP, "webhooks": []},
    "components that are text": {**SHOP, "components": "none"},
    "a kind of components that is a list": {**SHOP, "components": {"schemas": [], "parameters": {}}},
    "a member nobody knows": {**SHOP, "x-unheard-of": {"a": [1, {"b": None}]}},
    "nothing in a section": {**SHOP, "webhooks": {}, "components": {"schemas": {}}},
    "strange names": {**SHOP, "paths": {"/a~b/{c}\\\"'": {}, "": {}, "/ü": {}, "/\ud83d\ude00": {}}},
    "numbers beyond a machine's": {**SHOP, "x-big": 2**70, "paths": {"/a": {"x": [2**64, -(2**63) - 1, 1e-9]}}},
}


@pytest.mark.parametrize("what", SURPRISES)
@pytest.mark.parametrize("indent", [None, 2])
def test_what_is_cut_reads_as_what_is_read_whole(what: str, indent: int | None) -> None:
    text = json.dumps(SURPRISES[what], indent=indent)
    reading = read(text.encode())
    assert reading.starts
    assert json.dumps(reading.value) == json.dumps(SURPRISES[what])
    assert reading.value == json.loads(text)
    for pointer, unit in reading.units.items():
        start = reading.starts[pointer]
        assert text.encode()[start : start + len(unit.text)] == bytes(unit.text)


@pytest.mark.parametrize(
    "text", [b'{"openapi": "\\ud800"}', b'{"openapi": NaN}', b'{"openapi": 01}', b"{openapi: 3.1.0}"]
)
def test_what_cannot_be_cut_is_left_to_the_readers_of_whole_files(text: bytes) -> None:
    reading = read(text)
    assert not reading.starts
    assert reading.problem or isinstance(reading.value, dict)


def test_a_comparison_leaves_the_search_for_dead_objects_as_it_was() -> None:
    pair = source(api({"type": "string"})), source(api({"type": "integer"}))
    for was_on in (True, False):
        (gc.enable if was_on else gc.disable)()
        try:
            compare(*pair)
            compare(Source("a", b"{"), pair[1])
            assert gc.isenabled() is was_on
        finally:
            gc.enable()
