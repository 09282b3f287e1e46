"""The bot dies before or after any of its writes; the next one, on the same database, comes to the same end.

Here with reads that trail far behind; without, in processes that are really killed: `test_kills`.

Before a write that is not the first of its effect is the same moment as after the one before it: the journal says
"begun". Blobs and trees are named by their content, and nobody sees them: after each it is as after the first.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.stories.laws.ending import differences
from tests.stories.laws.mortal import Doom
from tests.stories.laws.played import played, undisturbed
from tests.stories.laws.scenes import BREAK, FLOOR, PROMOTE, Scene

LAG_S = 5.0
WRITES = {PROMOTE: 5, BREAK: 16, FLOOR: 12}
"""Of the undisturbed scene."""
FIRST_OF_AN_EFFECT = {PROMOTE: (1, 2, 4, 5), BREAK: (1, 2, 3, 4, 14, 15, 16), FLOOR: (1, 2, 4, 5, 10, 11, 12)}
NAMED_BY_CONTENT = {PROMOTE: (), BREAK: range(5, 12), FLOOR: (6,)}
"""Further blobs, and the tree, of a commit that no branch has yet."""


def _dooms(scene: Scene) -> Iterable[Doom]:
    yield from (Doom(write=write) for write in FIRST_OF_AN_EFFECT[scene])
    writes = range(1, WRITES[scene] + 1)
    yield from (Doom(write=write, after=True) for write in writes if write not in NAMED_BY_CONTENT[scene])


EVERY = [
    pytest.param(scene, doom, id=f"{scene.name}, {'after' if doom.after else 'before'} {doom.write}")
    for scene in WRITES
    for doom in _dooms(scene)
]


@pytest.mark.parametrize("scene", WRITES, ids=lambda scene: scene.name)
def test_every_write_is_one_of_those_that_are_tried(scene: Scene):
    peace = undisturbed(scene)
    assert (peace.came_about, peace.doom.writes, peace.problems) == (True, WRITES[scene], ())


@pytest.mark.parametrize(("scene", "doom"), EVERY)
def test_a_death_at_any_write_changes_nothing(scene: Scene, doom: Doom):
    dead = asyncio.run(played(scene, lag=LAG_S, doom=replace(doom)))
    assert dead.deaths == 1
    assert differences(undisturbed(scene).ending, dead.ending) == []
    assert dead.problems == ()
