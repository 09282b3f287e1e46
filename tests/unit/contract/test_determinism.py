"""The same bytes for the same change: whatever the order of names, the process, or its hash seed."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.contract import Report
from tests.unit.contract.describing import api, compared, ref

MANY_EDITS = (
    api(
        {"oneOf": [ref("Card"), ref("Cash"), ref("Iban")]},
        side="both",
        Card={
            "type": "object",
            "properties": {"kind": {"const": "card"}, "pan": {"type": "string", "maxLength": 19}},
            "required": ["kind", "pan"],
        },
        Cash={
            "type": "object",
            "properties": {"kind": {"const": "cash"}, "notes": {"enum": ["5", "10", "20"]}},
            "required": ["kind"],
        },
        Iban={"type": "object", "properties": {"kind": {"const": "iban"}}, "required": ["kind"]},
    ),
    api(
        {"oneOf": [ref("Card"), ref("Cash"), ref("Cheque")]},
        side="both",
        Card={
            "type": "object",
            "properties": {
                "kind": {"const": "card"},
                "pan": {"type": "string", "maxLength": 16},
                "cvc": {"type": "string"},
            },
            "required": ["kind", "pan", "cvc"],
        },
        Cash={
            "type": "object",
            "properties": {"kind": {"const": "cash"}, "notes": {"enum": ["10", "20", "50"]}},
            "required": ["kind", "notes"],
        },
        Cheque={"type": "object", "properties": {"kind": {"const": "cheque"}}, "required": ["kind"]},
    ),
)
"""A pair with edits of many kinds."""


UNORDERED = ("required", "enum", "oneOf", "anyOf", "allOf", "type", "parameters")
"""Lists whose order says nothing."""


def shuffled(value: Any, dice: random.Random) -> Any:
    """The same document with every map, and every list whose order says nothing, in another order."""
    if isinstance(value, dict):
        names = list(value)
        dice.shuffle(names)
        return {
            n: dice.sample(shuffled(value[n], dice), len(value[n]))
            if n in UNORDERED and isinstance(value[n], list)
            else shuffled(value[n], dice)
            for n in names
        }
    return [shuffled(v, dice) for v in value] if isinstance(value, list) else value


def without_places(report: Report) -> Any:
    """The report without pointers and lines, which rightly follow the order of lists."""
    raw = json.loads(report.to_json())
    for finding in raw["findings"]:
        finding["old"] = finding["new"] = None
    return raw


@pytest.mark.parametrize("seed", range(8))
def test_shuffling_every_map_and_unordered_list_changes_nothing(seed: int) -> None:
    dice = random.Random(seed)
    plain = compared(*MANY_EDITS)
    mixed = compared(*(shuffled(d, dice) for d in MANY_EDITS))
    assert len(plain.findings) > 8
    assert without_places(mixed) == without_places(plain)


def test_a_process_under_load_writes_the_same_bytes() -> None:
    """Steps are counted, never timed: four processes that keep every core busy change nothing."""
    program = "\n".join(("import sys", "while not sys.stdin.closed and sys.stdin.fileno() >= 0: sum(range(10_000))"))
    calm = compared(*MANY_EDITS).to_json()
    busy = [subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE) for _ in range(4)]
    try:
        assert compared(*MANY_EDITS).to_json() == calm
    finally:
        for process in busy:
            process.kill()
            process.communicate()


def test_two_processes_with_different_hash_seeds_write_the_same_bytes() -> None:
    program = (
        "from tests.unit.contract.test_determinism import MANY_EDITS\n"
        "from tests.unit.contract.describing import compared\n"
        "print(compared(*MANY_EDITS).to_json())"
    )
    root = Path(__file__).parents[3]
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            cwd=root,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_a_further_edit_gives_another_fingerprint() -> None:
    old = api({"type": "string", "maxLength": 9})
    first = compared(old, api({"type": "string", "maxLength": 5})).findings[0]
    second = compared(old, api({"type": "string", "maxLength": 4})).findings[0]
    assert first.rule == second.rule
    assert first.fingerprint != second.fingerprint


def test_prose_and_lines_leave_the_fingerprint_alone() -> None:
    old, new = api({"type": "string", "maxLength": 9}), api({"type": "string", "maxLength": 5})
    told = compared(old, {**new, "info": {"title": "Other", "version": "2"}, "tags": [{"name": "a"}]})
    assert told.findings[0].fingerprint == compared(old, new).findings[0].fingerprint


def test_a_report_survives_its_json() -> None:
    report = compared(*MANY_EDITS)
    assert Report.from_json(report.to_json()) == report


def _named_twice(inner: Any, *parts: Any) -> dict[str, Any]:
    component = {"type": "object", "properties": {"b": inner}}
    whole = api({"$ref": "#/components/schemas/S"}, side="response", S=component)
    ((_, item),) = whole["paths"].items()
    (method,) = item
    other = json.loads(json.dumps(item[method]))
    for media in other["responses"]["200"]["content"].values():
        media["schema"] = {"allOf": [*parts]}
    whole["paths"]["/other"] = {method: other}
    return whole


def test_a_part_that_says_nothing_is_no_place_of_its_own() -> None:
    """`b` stands in a component, and once more beside it as "anything": one cause, in whatever order they are named."""
    parts = ({"$ref": "#/components/schemas/S"}, {"type": "object", "properties": {"b": True}})
    union = {"anyOf": [{"type": "object"}, {"type": "string"}]}
    for order in (parts, parts[::-1]):
        found = compared(_named_twice({"type": "object"}, *order), _named_twice(union, *order)).findings
        assert [(f.rule, f.operations_total) for f in found] == [("response-variant-added", 2)]


SAID_TWICE: dict[str, tuple[list[Any], Any]] = {
    "type": ([{"type": "integer", "minimum": 0}, {"type": "number", "multipleOf": 2}], {}),
    "pattern": ([{"type": "string", "pattern": "^a"}, {"pattern": "z$"}], {"type": "string"}),
    "maxLength": ([{"type": "string", "maxLength": 5, "minLength": 1}, {"maxLength": 7}], {"type": "string"}),
    "enum": ([{"enum": ["a", "b"]}, {"enum": ["b", "a", "c"]}], {"type": "string"}),
}


@pytest.mark.parametrize("keyword", SAID_TWICE)
def test_where_two_parts_say_the_same_word_their_order_does_not_tell_where_it_stands(keyword: str) -> None:
    parts, new = SAID_TWICE[keyword]
    one, other = (compared(api({"allOf": p}, side="both"), api(new, side="both")) for p in (parts, parts[::-1]))
    assert {f.fingerprint for f in one.findings} == {f.fingerprint for f in other.findings} != set()


def test_where_two_parts_name_properties_their_order_does_not_tell_where_a_new_one_is_missing() -> None:
    a, b = ({"type": "object", "properties": {name: {"type": "string"}}} for name in "ab")
    more = {**b, "required": ["n"], "properties": {**b["properties"], "n": {"type": "string"}}}
    new = api({"allOf": [a, more]}, side="both")
    one, other = (compared(api({"allOf": parts}, side="both"), new) for parts in ([a, b], [b, a]))
    assert {f.fingerprint for f in one.findings} == {f.fingerprint for f in other.findings} != set()


def test_the_order_of_the_ways_in_tells_nothing() -> None:
    ways: list[Any] = [{"key": []}, {"login": ["read"]}, {"login": ["write"], "key": []}]
    schemes = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}, "login": {"type": "oauth2", "flows": {}}}

    def document(security: list[Any]) -> dict[str, Any]:
        return {**api({"type": "string"}), "components": {"securitySchemes": schemes}, "security": security}

    told = {compared(document(some), document(ways[1:2])).to_json() for some in (ways, ways[::-1])}
    told |= {compared(document(ways[1:2]), document(some)).to_json() for some in (ways, ways[::-1])}
    assert len(told) == 2
