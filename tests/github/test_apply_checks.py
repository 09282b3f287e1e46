"""The check run on a commit: made, changed, annotated fifty at a time."""

from dataclasses import replace
from typing import Any

import pytest

from bot.forge.effects import Annotation, Button, Conclusion, Level, SetCheck
from bot.forge.facts import ThreadFacts
from bot.forge.faults import Unreachable
from bot.forge.subjects import Thread
from tests.github.conftest import REPO, Stage


async def _pull(stage: Stage) -> ThreadFacts:
    number = stage.gh.seed.pull("acme/apis", branch="change", files={"a.md": b"a\n" * 300}, title="Change", who="lee")
    facts = await stage.room.observe(Thread(REPO, number))
    assert isinstance(facts, ThreadFacts)
    return facts


def _check(facts: ThreadFacts, **more: Any) -> SetCheck:
    assert facts.pull is not None
    check = SetCheck(facts.subject, facts.pull.head, "Contract", Conclusion.FAILURE, "1 break", "An operation is gone")
    return replace(check, **more)


def _annotations(count: int, words: str = "gone") -> tuple[Annotation, ...]:
    return tuple(Annotation("a.md", n, n, Level.FAILURE, f"break {n}", words) for n in range(1, count + 1))


async def _runs(stage: Stage, facts: ThreadFacts) -> list[Any]:
    assert facts.pull is not None
    found = await stage.lee.get(f"/repos/acme/apis/commits/{facts.pull.head}/check-runs?filter=all")
    return list(found["check_runs"])


async def test_a_check_is_made_with_its_buttons_and_then_changed(stage: Stage) -> None:
    facts = await _pull(stage)
    check = _check(facts, buttons=(Button("Open version PR", "A pull request with v2", "new-version"),))
    first = await stage.apply(check, facts)
    second = await stage.apply(_check(facts, conclusion=Conclusion.SUCCESS, title="Nothing breaks"), facts)
    (run,) = await _runs(stage, facts)
    assert first == second == str(run["id"])
    assert (run["conclusion"], run["output"]["title"], run["external_id"]) == (
        "success",
        "Nothing breaks",
        run["head_sha"],
    )


async def test_a_check_whose_answer_was_lost_is_found_and_not_made_twice(stage: Stage) -> None:
    facts = await _pull(stage)
    stage.gh.faults.add("checks/create", "lost-answer")
    with pytest.raises(Unreachable):
        await stage.apply(_check(facts, annotations=_annotations(3)), facts)
    await stage.apply(_check(facts, annotations=_annotations(3)), facts, again=True)
    (run,) = await _runs(stage, facts)
    assert run["output"]["annotations_count"] == 3


async def test_annotations_go_fifty_at_a_time(stage: Stage) -> None:
    facts = await _pull(stage)
    number = await stage.apply(_check(facts, annotations=_annotations(120)), facts)
    lines = set[int]()
    for page in (1, 2):
        path = f"/repos/acme/apis/check-runs/{number}/annotations?per_page=100&page={page}"
        lines |= {one["start_line"] for one in await stage.lee.get(path)}
    assert lines == set(range(1, 121))
    assert [name for method, name, _, _ in stage.gh.calls if name in {"checks/create", "checks/update"}] == [
        "checks/create",
        "checks/update",
        "checks/update",
    ]


async def test_annotations_that_were_lost_on_the_way_are_added_and_none_twice(stage: Stage) -> None:
    facts = await _pull(stage)
    stage.gh.faults.add("checks/update", "lost-answer")
    check = _check(facts, annotations=_annotations(120))
    with pytest.raises(Unreachable):
        await stage.apply(check, facts)
    await stage.apply(check, facts, again=True)
    (run,) = await _runs(stage, facts)
    assert run["output"]["annotations_count"] == 120


async def test_other_annotations_mean_another_run_since_old_ones_cannot_be_taken_off(stage: Stage) -> None:
    facts = await _pull(stage)
    await stage.apply(_check(facts, annotations=_annotations(3)), facts)
    await stage.apply(_check(facts, annotations=_annotations(3, "changed")), facts)
    assert [run["output"]["annotations_count"] for run in await _runs(stage, facts)] == [3, 3]


async def test_a_rerun_makes_a_fresh_run(stage: Stage) -> None:
    facts = await _pull(stage)
    await stage.apply(_check(facts), facts)
    (run,) = await _runs(stage, facts)
    await stage.lee.post(f"/repos/acme/apis/check-runs/{run['id']}/rerequest")
    asked = await stage.room.observe(facts.subject)
    assert isinstance(asked, ThreadFacts)
    assert asked.pull is not None
    assert asked.pull.check is not None
    assert (asked.pull.check.status, asked.pull.check.suite_status) == ("completed", "queued")
    await stage.apply(_check(facts, rerun_of=run["id"]), asked)
    seen = await stage.room.observe(facts.subject)
    assert isinstance(seen, ThreadFacts)
    assert seen.pull is not None
    assert seen.pull.check is not None
    assert seen.pull.check.id > run["id"]
    assert seen.pull.check.suite_status == "completed"
