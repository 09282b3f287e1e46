"""`stagekeeper explain RULE`: every rule explains itself; a near miss is helped."""

import pytest

from bot.contract.rules import rules
from tests.cli.place import Place


@pytest.mark.parametrize("rule", sorted(rules()))
def test_every_rule_tells_why_by_example_and_the_way(place: Place, rule: str) -> None:
    ended = place.run("explain", rule)
    assert (ended.code, ended.err) == (0, "")
    told = " ".join(ended.out.split())
    assert told.startswith(f"{rule} {rules()[rule].cls.value}")
    for part in (rules()[rule].why, rules()[rule].sentence, rules()[rule].fix, "Before", "After"):
        assert " ".join(part.split()) in told


def test_oasdiffs_id_leads_to_ours(place: Place) -> None:
    ended = place.run("explain", "api-removed-without-deprecation")
    assert ended.code == 0
    assert "operation-removed" in ended.out


@pytest.mark.parametrize("word", ["operation-remove", "opration-removed", "removed"])
def test_a_near_miss_names_what_is_near(place: Place, word: str) -> None:
    ended = place.run("explain", word)
    assert (ended.code, ended.out, len(ended.lines)) == (2, "", 1)
    assert "operation-removed" in ended.err or "removed" in ended.err.partition("Near it")[2]


def test_a_word_near_nothing_says_where_all_are(place: Place) -> None:
    ended = place.run("explain", "xyzzy")
    assert (ended.code, ended.err) == (2, "There is no rule `xyzzy`. `stagekeeper explain` lists all of them.\n")


def test_without_a_rule_all_are_listed(place: Place) -> None:
    ended = place.run("explain")
    assert [line.split() for line in ended.out.splitlines()] == [[r.cls.value, r.id] for r in rules().values()]
