"""YAML that would run away once it is read: said to be unreadable, and why."""

import pytest

from bot.contract import Options, Source, compare
from bot.contract.openapi.read_yaml import read_yaml

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n"


def _nested_keys(levels: int) -> str:
    return "".join("  " * level + "?\n" for level in range(levels)) + "  " * levels + "a\n"


BOMBS = {
    "a number of five thousand digits": ("x: " + "9" * 5_000 + "\n", "digits"),
    "a long text by four thousand aliases": (
        f"x: &x {'a' * 20_000}\ny: [{', '.join(['*x'] * 4_000)}]\n",
        "aliases unfold to more than 32 million characters",
    ),
    "keys that are maps of keys that are maps": (f"x:\n  {_nested_keys(300)}", "I could not read it"),
}


@pytest.mark.parametrize("what", BOMBS)
def test_what_would_run_away_is_unreadable(what: str) -> None:
    text, why = BOMBS[what]
    report = compare(Source("a.yaml", HEAD.encode()), Source("a.yaml", (HEAD + text).encode()), Options())
    assert not report.readable
    assert why in report.unread[0].what


def test_texts_that_aliases_repeat_within_measure_are_read() -> None:
    prose = "Some *words* & others, *written* so. " * 50
    text = f"x: &x {{note: '{prose}'}}\ny: [{', '.join(['*x'] * 300)}]\n"
    value, _ = read_yaml(HEAD + text)
    assert isinstance(value, dict)
    assert value["y"] == [value["x"]] * 300


def test_a_key_that_is_a_map_is_called_the_same_each_time() -> None:
    assert read_yaml("? {b: 1, a: 2}\n: c\n")[0] == {"[['a', 2], ['b', 1]]": "c"}
