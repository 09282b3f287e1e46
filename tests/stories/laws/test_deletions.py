"""The database is deleted between any two looks; GitHub is the truth, so the end is the same."""

import asyncio
from itertools import count

import pytest

from tests.stories.laws.ending import differences
from tests.stories.laws.mortal import Doom
from tests.stories.laws.played import Played, played, undisturbed
from tests.stories.laws.scenes import BREAK, INVITE, NEEDS_WORK, PROMOTE, ROAD, Scene

LAGS = [pytest.param(0.0, id="no lag"), pytest.param(5.0, id="5 s lag")]


def forgetful(scene: Scene, look: int, lag: float, **options: bool) -> Played:
    return asyncio.run(played(scene, lag=lag, doom=Doom(look=look, forgets=True, **options)))


@pytest.mark.parametrize("lag", LAGS)
@pytest.mark.parametrize("scene", [PROMOTE, NEEDS_WORK, INVITE, BREAK], ids=lambda scene: scene.name)
def test_a_database_lost_before_any_look_changes_nothing(scene: Scene, lag: float):
    for look in count(1):
        lost = forgetful(scene, look, lag)
        assert differences(undisturbed(scene).ending, lost.ending) == [], f"lost before look {look}"
        assert lost.problems == ()
        if not lost.deaths:
            break
    assert look > 1


def test_a_database_lost_at_every_turn_of_the_demo_changes_nothing():
    """Whenever somebody has done something, it is lost before the second look that follows."""
    lost = forgetful(ROAD, 2, 0.3, again=True)
    assert lost.deaths > 10
    assert differences(undisturbed(ROAD).ending, lost.ending) == []
    assert lost.problems == ()
