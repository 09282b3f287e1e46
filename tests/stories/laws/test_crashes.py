"""The bot dies before or after any of its writes; the next one, on the same database, comes to the same end.

Here with reads that trail far behind; without, in processes that are really killed: `test_kills`.
"""

import asyncio

import pytest

from tests.stories.laws.ending import differences
from tests.stories.laws.mortal import Doom
from tests.stories.laws.played import played, undisturbed
from tests.stories.laws.scenes import BREAK, FLOOR, PROMOTE, Scene

LAG_S = 5.0
PLACES = [pytest.param(False, id="before the write"), pytest.param(True, id="after it")]
WRITES = {PROMOTE: 5, BREAK: 16, FLOOR: 12}
"""Of the undisturbed scene."""
EVERY = [
    pytest.param(scene, write, id=f"{scene.name} {write}")
    for scene, writes in WRITES.items()
    for write in range(1, writes + 1)
]


@pytest.mark.parametrize("scene", WRITES, ids=lambda scene: scene.name)
def test_every_write_is_one_of_those_that_are_tried(scene: Scene):
    peace = undisturbed(scene)
    assert (peace.came_about, peace.doom.writes, peace.problems) == (True, WRITES[scene], ())


@pytest.mark.parametrize("after", PLACES)
@pytest.mark.parametrize(("scene", "write"), EVERY)
def test_a_death_at_any_write_changes_nothing(scene: Scene, write: int, after: bool):
    dead = asyncio.run(played(scene, lag=LAG_S, doom=Doom(write=write, after=after)))
    assert dead.deaths == 1
    assert differences(undisturbed(scene).ending, dead.ending) == []
    assert dead.problems == ()
