"""A pull request whose comment somebody deletes three times a day: nothing is said any more, the check is still set."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.contract import Report
from bot.forge.effects import OpenPull, Say, SetCheck, WriteCard
from bot.forge.facts import Click, CommentDeleted
from tests.unit.duties.pulls.reports import BREAKS
from tests.unit.duties.pulls.scene import LEE, ME, NOW, QUIET, STRANGER, Scene, comment, of_kind, pull_facts

HOUR = timedelta(hours=1)


def deleted(scene: Scene, *, after: timedelta = HOUR) -> Scene:
    """The scene after somebody deleted our comment; the journal keeps what was in it."""
    facts = scene.thread()
    (card,) = (one for one in facts.comments if one.ours and "stagekeeper:card" in one.body)
    now = scene.now + after
    facts = replace(
        facts,
        comments=tuple(one for one in facts.comments if one != card),
        deletions=(*facts.deletions, CommentDeleted(now, STRANGER, ME)),
    )
    return replace(scene, facts=facts, now=now, remembered=card.body)


def paused(report: Report = BREAKS, **more: object) -> Scene:
    scene = replace(Scene(report=report), **more).settled()
    for _ in range(3):
        scene = deleted(scene).settled()
    return scene


def card(scene: Scene) -> str:
    return next(one.body for one in scene.thread().comments if one.ours and "stagekeeper:card" in one.body)


def test_the_third_deletion_in_a_day_leaves_one_comment_that_says_so() -> None:
    scene = paused()
    assert card(scene).startswith("<!-- stagekeeper:card paused ")
    assert "Paused: my card was deleted 3 times in a day" in card(scene)
    assert scene.plan().look_again_at == scene.now + timedelta(days=1)


def test_in_a_pause_the_check_of_a_new_head_is_set_and_nothing_else_is_done() -> None:
    scene = paused(comments=(comment(5, LEE, "/awesome Smaller units"),), report=QUIET)
    head = pull_facts(head="d" * 40)
    facts = scene.thread()
    scene = replace(scene, facts=replace(facts, pull=replace(facts.pull or head, head="d" * 40, check=None)))
    scene = replace(scene, report=BREAKS)
    plan = scene.plan()
    assert [type(effect) for effect in plan.effects] == [SetCheck, WriteCard]  # its comment names the check's text
    assert of_kind(plan, OpenPull, Say) == []
    assert scene.after(plan).plan().effects == ()


def test_a_click_in_a_pause_is_kept_for_afterwards() -> None:
    click = Click("guid", "new-version", STRANGER, NOW)
    scene = replace(paused(), clicks=(click,))
    plan = scene.plan()
    assert [effect.remembers for effect in plan.effects if isinstance(effect, WriteCard)] == [True]
    scene = replace(scene.after(plan), now=scene.now + timedelta(days=2))
    assert any(isinstance(effect, Say) and effect.kind == "answer-click" for effect in scene.plan().effects)


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_after_a_day_the_comment_stands_there_again(is_open: bool) -> None:
    scene = paused()
    facts = replace(scene.thread(), open=is_open)
    scene = replace(scene, facts=facts, now=scene.now + timedelta(days=1)).settled()
    assert "Paused" not in card(scene)
