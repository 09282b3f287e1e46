"""Two pull requests on one commit: the one check on it is for both, the worse verdict counts, each is named."""

from typing import Any

import pytest

from bot.cli.demo.theatre import REPO, Theatre
from bot.sandbox.acts import checks
from bot.sandbox.code.records import CheckRun
from bot.sandbox.records import Account
from bot.sandbox.scenarios import payments
from tests.stories.test_pull_requests import BREAKING, FLOOR, SETTINGS, Stage

IDEA = FLOOR.replace(b"stage: ga", b"stage: idea")


@pytest.fixture
async def stage(theatre: Theatre) -> Stage:
    """The same change proposed for `main`, where payments is in GA, and for `next`, where it is an idea."""
    stage = Stage(theatre)
    stage.push("main", {SETTINGS: FLOOR})
    stage.push("next", {SETTINGS: IDEA})
    await theatre.settle()
    return stage


async def _second(stage: Stage, base: str) -> int:
    told = {"title": f"For {base}", "body": "", "head": "change", "base": base}
    number = (await stage.lee.post(f"/repos/{REPO}/pulls", told))["number"]
    await stage.theatre.settle()
    return number


@pytest.mark.parametrize("first", ["main", "next"])
async def test_the_worse_counts_and_both_are_named_whichever_comes_first(stage: Stage, first: str) -> None:
    stage.push("change", BREAKING)
    one = await _second(stage, first)
    other = await _second(stage, "next" if first == "main" else "main")
    ga, idea = (one, other) if first == "main" else (other, one)
    conclusion, title = await stage.check(ga)
    assert conclusion == "failure"
    assert title.index(f"#{ga}: ") < title.index("needs a new version") < title.index(f"#{idea}: ")
    before = await _run(stage, ga)
    await stage.theatre.catch_up()
    assert await _run(stage, ga) == before


async def test_the_check_is_the_others_alone_when_one_is_closed(stage: Stage) -> None:
    stage.push("change", BREAKING)
    ga, idea = await _second(stage, "main"), await _second(stage, "next")
    await stage.lee.patch(f"/repos/{REPO}/pulls/{ga}", {"state": "closed"})
    await stage.theatre.settle()
    conclusion, title = await stage.check(idea)
    assert conclusion == "success"
    assert "#" not in title


async def test_the_button_of_the_one_that_breaks_is_no_question_to_the_other(stage: Stage) -> None:
    stage.push("change", BREAKING)
    ga, idea = await _second(stage, "main"), await _second(stage, "next")
    tx = stage.theatre.gh.begin()
    lee = tx[Account].one(login="lee")
    assert lee is not None
    checks.press(tx, lee, tx[CheckRun][(await _run(stage, ga))["id"]], "new-version")
    stage.theatre.gh.commit(tx)
    await stage.theatre.settle()
    (card,) = await stage.our_words(idea)
    assert card.startswith("<!-- stagekeeper:card pull")


async def _run(stage: Stage, number: int) -> dict[str, Any]:
    head = (await stage.pull(number))["head"]["sha"]
    (run,) = (await stage.lee.get(f"/repos/{REPO}/commits/{head}/check-runs"))["check_runs"]
    return run


def test_the_two_bases_differ_only_in_the_stage() -> None:
    assert FLOOR != IDEA != payments.files()[SETTINGS]
