"""Labels, put on and taken off in the sandbox."""

import pytest

from bot.forge.effects import EnsureLabels, Label, SetLabels, SetStageLabel
from bot.forge.faults import Unreachable
from bot.forge.subjects import Repository
from tests.github.conftest import REPO, Stage


async def _labels(stage: Stage, number: int) -> set[str]:
    return {label["name"] for label in (await stage.lee.get(f"/repos/acme/apis/issues/{number}"))["labels"]}


async def test_the_new_stage_is_put_on_before_the_old_is_taken_off(stage: Stage) -> None:
    thread = await stage.issue(labels=["stage: idea", "help wanted"])
    effect = SetStageLabel(thread, "stage: private-beta", ("stage: idea",))
    await stage.apply(effect, await stage.facts(thread))
    assert await _labels(stage, thread.number) == {"stage: private-beta", "help wanted"}
    ours = [
        name
        for _, name, _, actor in stage.gh.calls
        if actor == stage.gh.bot_login and name.endswith(("labels", "label"))
    ]
    assert ours == ["issues/add-labels", "issues/remove-label"]


async def test_a_label_that_is_off_already_is_no_fault(stage: Stage) -> None:
    thread = await stage.issue()
    await stage.apply(SetLabels(thread, "verdict", off=("breaking",)), await stage.facts(thread))
    assert await _labels(stage, thread.number) == set()


async def test_only_missing_labels_are_created_and_peoples_stay_as_they_made_them(stage: Stage) -> None:
    await stage.lee.post("/repos/acme/apis/labels", {"name": "Stage: Idea", "color": "ff0000"})
    wanted = (Label("stage: idea", "ededed", "An idea"), Label("stage: ga", "00ff00", "For everybody"))
    effect = EnsureLabels(Repository(REPO), wanted)
    thread = await stage.issue()
    await stage.apply(effect, await stage.facts(thread))
    labels = {row["name"]: row["color"] for row in await stage.lee.get("/repos/acme/apis/labels")}
    assert labels == {"Stage: Idea": "ff0000", "stage: ga": "00ff00"}


async def test_a_label_that_an_earlier_try_created_is_no_fault(stage: Stage) -> None:
    stage.gh.faults.add("issues/create-label", "lost-answer")
    thread = await stage.issue()
    effect = EnsureLabels(Repository(REPO), (Label("stage: ga", "00ff00", ""),))
    facts = await stage.facts(thread)
    with pytest.raises(Unreachable):
        await stage.apply(effect, facts)
    await stage.apply(effect, facts, again=True)
    assert [row["name"] for row in await stage.lee.get("/repos/acme/apis/labels")] == ["stage: ga"]
