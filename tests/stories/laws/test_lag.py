"""The demo's whole story, and every scene, come to the same end however far reads trail behind."""

import asyncio
from dataclasses import replace

import pytest

from bot.cli.demo.play import Play
from bot.cli.demo.story import STORY
from tests.stories.laws.ending import differences
from tests.stories.laws.played import played, undisturbed
from tests.stories.laws.scenes import ROAD, SCENES, Scene


async def _story(play: Play) -> None:
    for step in STORY:
        await step.play(play)


WHOLE = replace(ROAD, name="the demo's story", played=_story, came_about=lambda play: play.read("labels"))


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_lag_changes_neither_the_end_nor_how_much_is_written(scene: Scene):
    """The stories themselves are told with reads 0.3 s behind."""
    late = asyncio.run(played(scene, lag=5.0))
    assert late.came_about
    assert differences(undisturbed(scene).ending, late.ending) == []
    assert late.doom.writes == undisturbed(scene).doom.writes
    assert late.problems == ()


def test_the_demo_is_told_the_same_with_reads_five_seconds_behind():
    late = asyncio.run(played(WHOLE, lag=5.0))
    assert differences(undisturbed(WHOLE).ending, late.ending) == []
    assert late.problems == ()


@pytest.mark.parametrize("lag", [0.0, 5.0])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_looking_again_after_every_write_does_nothing_twice(scene: Scene, lag: float):
    """The look is asked for with no word of what is new, so it decides from whatever can be read by then."""
    poked = asyncio.run(played(scene, lag=lag, pokes=True))
    assert differences(undisturbed(scene).ending, poked.ending) == []
    assert poked.problems == ()
