"""GitHub refuses, stumbles, answers and is not heard, tells twice: once that is over, all is as if it had not been."""

import asyncio

import pytest

from bot.cli.demo.play import Play
from tests.stories.laws.ending import differences
from tests.stories.laws.played import played, undisturbed
from tests.stories.laws.scenes import BREAK, INVITE, NEEDS_WORK, PROMOTE, Scene

# What only the bot does in these scenes: a fault of a person's own request would be theirs.
WRITES = ("issues/update-comment", "reactions/create-for-issue-comment", "issues/add-labels", "checks/create")
FAULTS = [
    *((match, "lost-answer") for match in WRITES),
    *((match, "bad-gateway") for match in WRITES),
    ("issues/update-comment", "unavailable"),
    ("issues/update-comment", "secondary-limit"),
    ("reactions/create-for-issue-comment", "too-many-requests"),
    ("issues/update-comment", "primary-limit"),
    ("graphql:*", "graphql-limit"),
    ("graphql:*", "bad-gateway"),
]
SCENES = [PROMOTE, NEEDS_WORK, INVITE, BREAK]


def _ends_the_same(scene: Scene, match: str, preset: str | None, **options: object) -> None:
    def mishap(play: Play) -> None:
        play.theatre.gh.faults.add(match, preset, **options)

    disturbed = asyncio.run(played(scene, mishap=mishap))
    assert differences(undisturbed(scene).ending, disturbed.ending) == []
    assert disturbed.problems == ()


@pytest.mark.parametrize(("match", "preset"), FAULTS, ids=lambda value: value.replace("*", "any"))
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_fault_of_githubs_changes_nothing_in_the_end(scene: Scene, match: str, preset: str):
    _ends_the_same(scene, match, preset)


@pytest.mark.parametrize("guid", ["same", "other"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_webhook_that_comes_twice_changes_nothing(scene: Scene, guid: str):
    _ends_the_same(scene, "hook:*", None, duplicate=guid)
