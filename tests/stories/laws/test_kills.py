"""`stagekeeper serve` is killed with a write of its in GitHub's hands; the next one comes to the same end.

A write that is not the first of its effect is not tried before it takes: for the store that is the same moment as after
the write before it. Of the six blobs, which GitHub names by their content, the first and the last are tried.
"""

import asyncio
from collections.abc import Iterable

import pytest

from tests.stories.laws.ending import differences
from tests.stories.laws.killed import Survived, survived
from tests.stories.laws.played import undisturbed
from tests.stories.laws.processes import Kill, Place
from tests.stories.laws.scenes import BREAK, PROMOTE, Scene

WRITES = {
    PROMOTE: (
        "issues/update-comment",
        "issues/add-labels",
        "issues/remove-label",
        "issues/create-comment",
        "reactions/create-for-issue-comment",
    ),
    BREAK: (
        "checks/create",
        "issues/create-comment",
        "issues/add-labels",
        *("git/create-blob",) * 6,
        "git/create-tree",
        "git/create-commit",
        "git/create-ref",
        "pulls/create",
        "checks/create",
        "issues/create-comment",
        "issues/update-comment",
    ),
}
"""What is written when nothing goes wrong; of what follows the opening of the pull request, in either order."""
FIRST_OF_AN_EFFECT = {PROMOTE: (1, 2, 4, 5), BREAK: (1, 2, 3, 4, 14, 15, 16)}
BLOBS_BETWEEN = {PROMOTE: (), BREAK: (5, 6, 7, 8)}
LATE = {PROMOTE: (2, 4), BREAK: (2, 13)}


def _kills(scene: Scene) -> Iterable[Kill]:
    writes = range(1, len(WRITES[scene]) + 1)
    yield from (Kill(write, Place.AFTER) for write in writes if write not in BLOBS_BETWEEN[scene])
    yield from (Kill(write, Place.BEFORE) for write in FIRST_OF_AN_EFFECT[scene])
    yield from (Kill(write, Place.LATE) for write in LATE[scene])


EVERY = [
    pytest.param(
        scene, kill, id=f"{scene.name}, {kill.place.name.lower()} {kill.write} {WRITES[scene][kill.write - 1]}"
    )
    for scene in WRITES
    for kill in _kills(scene)
]


def apart(scene: Scene, seen: Survived) -> list[str]:
    """How it ended otherwise than it does in one process that nobody kills."""
    return [*differences(undisturbed(scene).ending, seen.ending), *seen.problems]


@pytest.mark.parametrize("scene", WRITES, ids=lambda scene: scene.name)
def test_a_process_of_its_own_writes_what_the_bot_writes_beside_the_sandbox(scene: Scene):
    seen = asyncio.run(survived(scene))
    assert sorted(seen.writes) == sorted(WRITES[scene])
    assert apart(scene, seen) == []


@pytest.mark.parametrize(("scene", "kill"), EVERY)
def test_a_process_killed_at_any_write_changes_nothing(scene: Scene, kill: Kill):
    seen = asyncio.run(survived(scene, kill))
    assert seen.kills == 1
    assert apart(scene, seen) == []


@pytest.mark.parametrize(
    ("part", "kill"),
    [
        pytest.param("reaction_first", Kill(2, Place.BEFORE), id="with the reaction first"),
        pytest.param("without_ledger", Kill(2, Place.AFTER), id="without the ledger"),
        pytest.param("impatient", Kill(4, Place.LATE), id="without the wait for what may still arrive"),
    ],
)
def test_a_kill_shows_where_what_keeps_the_law_is_taken_away(part: str, kill: Kill):
    seen = asyncio.run(survived(PROMOTE, kill, words=("-m", "tests.stories.laws.amiss", part, "serve")))
    assert seen.kills == 1
    assert apart(PROMOTE, seen)
