"""YAML as we read it: bounded, without surprises, each value with its place."""

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import Config, Problems, read_config
from bot.config.problems import ProblemKind
from bot.config.tree import Place, Plain, read_tree

SCALARS = [
    ("yes", "yes"), ("no", "no"), ("on", "on"), ("Off", "Off"), ("y", "y"), ("true", True), ("FALSE", False),
    ("null", None), ("~", None), ("", None), ("12", 12), ("-3", -3), ("007", 7), ("0x1f", "0x1f"), ("1_000", "1_000"),
    ("1.5", 1.5), ("1e3", 1000.0), (".5", 0.5), ("1:30", "1:30"), ("2026-12-31", "2026-12-31"), ("'12'", "12"),
    ('"true"', "true"), ("0o7", "0o7"), ("=", "="), ("permission:write", "permission:write"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_a_plain_value_is_what_it_looks_like(text: str, value: Plain) -> None:
    assert read_tree(f"key: {text}").value == {"key": value}


def test_keys_and_values_know_their_places() -> None:
    tree = read_tree("a:\n  b: [x, y]\n  c: 1\n")
    assert tree.place(("a",), of_key=True) == Place(1, 1)
    assert tree.place(("a", "b", 1)) == Place(2, 10)
    assert tree.place(("a", "c")) == Place(3, 6)
    assert tree.place(("a", "missing")) == Place(1, 1)
    assert tree.place(("missing",)) == Place(1, 1)


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
def test_lines_are_counted_as_github_counts_them(separator: str) -> None:
    assert read_tree(f"a: x{separator}y # z{separator}\nb: 1").place(("b",)) == Place(2, 4)


def test_columns_count_characters() -> None:
    assert read_tree('"é😀": x').place(("é😀",)) == Place(1, 7)


BROKEN = [
    ("a: [1, 2", 1, 9, ProblemKind.SYNTAX),
    ("a: 'x", 1, 6, ProblemKind.SYNTAX),
    ("a: b\n\tc: d", 2, 1, ProblemKind.SYNTAX),
    ("a: *missing", 1, 4, ProblemKind.SYNTAX),
    ("a: 1\n--- \nb: 2", 2, 1, ProblemKind.SYNTAX),
    ("a: b: c", 1, 5, ProblemKind.SYNTAX),
    ("ok: 1\na: \x07", 2, 4, ProblemKind.SYNTAX),
    ("a: \ud800", 1, 4, ProblemKind.SYNTAX),
    ("a: &a [*a]", 1, 4, ProblemKind.TOO_MANY_VALUES),
    ("[a, b]: c", 1, 1, ProblemKind.WRONG_TYPE),
    ("a: !!python/name:os.system x", 1, 4, ProblemKind.WRONG_TYPE),
    ("a: !!int 99999999999999999999999", 1, 4, ProblemKind.WRONG_TYPE),
    ("a: " + "1" * 5_000, 1, 4, ProblemKind.WRONG_TYPE),
    ("[" * 30_000, 1, 25, ProblemKind.TOO_DEEP),
    ("- " * 30_000, 1, 49, ProblemKind.TOO_DEEP),
    ("? " * 30_000, 1, 49, ProblemKind.TOO_DEEP),
    ("a: " + "é" * 32_767, 1, 1, ProblemKind.TOO_LONG),
]


@pytest.mark.parametrize(("text", "line", "column", "kind"), BROKEN, ids=[row[0][:30] for row in BROKEN])
def test_what_cannot_be_read_is_told_with_its_place(text: str, line: int, column: int, kind: ProblemKind) -> None:
    (found,) = read_tree(text).problems
    assert (found.line, found.column, found.kind) == (line, column, kind)


def test_an_alias_is_read_as_what_it_stands_for() -> None:
    assert read_tree("a: &x [1]\nb: *x").value == {"a": [1], "b": [1]}


def test_aliases_of_aliases_do_not_multiply_without_end() -> None:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12)]
    (found,) = read_tree("\n".join(["l0: &l0 [x]", *levels])).problems
    assert found.kind is ProblemKind.TOO_MANY_VALUES


def test_a_key_that_stands_twice_is_told_wherever_it_is() -> None:
    found = read_tree("a: {b: 1, b: 2}\nc: 1\nc: 2").problems
    assert [(problem.line, problem.column, problem.key_path) for problem in found] == [(1, 11, "a.b"), (3, 1, "c")]


# What is written is YAML 1.1, what is read 1.2: `0E0` is a text to the one and a number to the other.
NUMBERLIKE = re.compile(r"[-+.\deExXoO_]+")
TEXT = st.text(st.characters(exclude_characters="\x85\u2028\u2029", exclude_categories=["Cs"]), max_size=12).filter(
    lambda text: not NUMBERLIKE.fullmatch(text)
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None)
@given(PLAIN)
def test_whatever_is_written_as_yaml_is_read_back(value: Plain) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    tree = read_tree(text)
    assert tree.problems == []
    assert tree.value == value


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"#%@`,? \n\té"), max_size=60))
def test_any_text_gives_settings_or_problems_within_it(text: str) -> None:
    found = read_config(text)
    if isinstance(found, Problems):
        assert len(found) >= 1
        assert all(1 <= problem.line <= text.count("\n") + 1 for problem in found)
        assert all(problem.column >= 1 for problem in found)
    else:
        assert isinstance(found, Config)
