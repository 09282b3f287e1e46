"""Patterns that are made to cost much: many upon one text, and many that explode each."""

import pytest

from bot.contract.limits import PATTERN_STEPS, PATTERN_STEPS_IN_ALL, PATTERN_TOGETHER
from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED
from bot.contract.schema.languages import _word, included, language, word
from bot.contract.schema.lattices import of_patterns
from bot.contract.steps import Steps, Unclear, unbounded

from .describing import api, compared

PROPERTIES = 400


def _exploding(end: str) -> dict[str, object]:
    pattern = "^(a|b)*a(a|b){{9}}c{}{}$"
    texts = {f"p{i}": {"type": "string", "pattern": pattern.format(i, end)} for i in range(PROPERTIES)}
    return api({"type": "object", "properties": texts})


def test_patterns_that_explode_are_told_each_and_searched_as_far_as_there_are_steps() -> None:
    before = _word.cache_info().misses
    report = compared(_exploding("x"), _exploding("y"))
    assert (len(report.findings), report.unread) == (PROPERTIES, ())
    assert _word.cache_info().misses - before < 2 * (2 * PATTERN_STEPS_IN_ALL / PATTERN_STEPS) + 2


def test_what_was_found_before_costs_as_much_as_at_first() -> None:
    code = language("^[A-Z]{3}-[0-9]+$")
    assert code is not None
    left = []
    for _ in range(2):
        steps = Steps(1_000)
        word([code], steps=steps)
        left.append(steps.left)
    assert left[0] == left[1] < 1_000


def test_nothing_is_claimed_of_patterns_without_steps() -> None:
    code = language("^a$")
    assert code is not None
    with pytest.raises(Unclear):
        word([code], steps=Steps(0))
    assert not included(["^a$"], "a", steps=Steps(0))


def test_more_patterns_than_are_held_against_one_another_are_told_by_what_they_are() -> None:
    many = frozenset(f"^[ab]*{i}$" for i in range(PATTERN_TOGETHER))
    more = many | {"^x"}
    assert of_patterns(many, more, unbounded()) == NARROWED
    assert of_patterns(more, many, unbounded()) == WIDENED
    assert of_patterns(many, more - {"^[ab]*1$"}, unbounded()) == CHANGED
