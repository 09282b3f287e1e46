"""Patterns as sets of texts: read by us, walked with counted steps, never run."""

import random
import re

import pytest

from bot.contract.schema.languages import included, language, word
from bot.contract.steps import unbounded

PIECES = (
    "a",
    "b",
    "[ab]",
    "[^a]",
    ".",
    r"\d",
    "^",
    "$",
    "(a|b)",
    "(?:ab)*",
    "a?",
    "b+",
    "(a|b){1,2}",
    "|",
    "x{0,1}",
    "a{2}",
    "(?<n>a|)",
)


def _patterns(seed: int, count: int) -> list[tuple[str, re.Pattern[str]]]:
    dice = random.Random(seed)
    found = []
    while len(found) < count:
        pattern = "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 5)))
        try:
            found.append((pattern, re.compile(pattern.replace("?<n>", "").replace("$", r"\Z"))))
        except re.error:
            continue
    return found


@pytest.mark.parametrize("seed", range(5))
def test_a_text_is_held_as_python_finds_it(seed: int) -> None:
    dice = random.Random(seed)
    for pattern, compiled in _patterns(seed, 300):
        read = language(pattern)
        assert read is not None, pattern
        for _ in range(10):
            text = "".join(dice.choice("ab0x ") for _ in range(dice.randint(0, 5)))
            assert read.holds(text) is bool(compiled.search(text)), (pattern, text)


@pytest.mark.parametrize("seed", range(5))
def test_a_word_that_tells_two_patterns_apart_really_does(seed: int) -> None:
    """And where there is said to be none, no short text tells them apart either."""
    pairs = _patterns(seed, 120)
    texts = ["", *"ab0x", *(a + b for a in "ab0x" for b in "ab0x"), "aab", "abab", "bbbb", "aaaa"]
    for (one, first), (other, second) in zip(pairs[::2], pairs[1::2], strict=True):
        left, right = language(one), language(other)
        assert left is not None
        assert right is not None
        found = word([left], [right], steps=unbounded())
        if found is None:
            assert included([one], other, steps=unbounded())
            assert not [t for t in texts if first.search(t) and not second.search(t)], (one, other)
        else:
            assert first.search(found), (one, other, found)
            assert not second.search(found), (one, other, found)


@pytest.mark.parametrize(
    ("inner", "outer", "is_within"),
    [
        ("^[a-z]{3}$", "^[a-z]{1,5}$", True),
        ("^[a-z]{1,5}$", "^[a-z]{3}$", False),
        (r"^\d+$", r"^[0-9a-f]+$", True),
        (r"^\w+$", r"^\d+$", False),
        ("^a", "a", True),
        ("^(((a+)+)+)+$", "^a+$", True),
        ("^(?=a)b", "b", False),
        ("^[A-Z]{2}$", "^.{2}$", True),
    ],
)
def test_what_lies_within_what(inner: str, outer: str, is_within: bool) -> None:
    assert included([inner], outer, steps=unbounded()) is is_within


def test_lengths_count() -> None:
    assert included(["^a*$"], "^a{0,4}$", steps=unbounded(), most=4)
    assert not included(["^a*$"], "^a{0,4}$", steps=unbounded(), most=5)
    assert included(["^a*$"], "^aa", steps=unbounded(), least=2)


@pytest.mark.parametrize(
    "pattern", ["(?=a)", r"\bword", r"(a)\1", r"\p{L}", "(((", "a**", "[z-a]", "((a{1000}){1000})"]
)
def test_what_is_not_read_is_no_language(pattern: str) -> None:
    assert language(pattern) is None


def test_a_word_within_lengths_is_a_shortest() -> None:
    code = language("^[A-Z]{3}-[0-9]+$")
    assert code is not None
    assert word([code], steps=unbounded()) == "AAA-0"
    assert word([code], steps=unbounded(), least=8) == "AAA-0000"
    assert word([code], steps=unbounded(), most=4) is None
