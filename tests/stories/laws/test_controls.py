"""Each law fails where what keeps it is taken away: else it would prove nothing."""

import asyncio
from collections.abc import Callable

import pytest

from tests.stories.laws import parts
from tests.stories.laws.ending import differences
from tests.stories.laws.mortal import Doom
from tests.stories.laws.played import Played, played, undisturbed
from tests.stories.laws.scenes import BREAK, PROMOTE, Scene


def apart(scene: Scene, disturbed: Played) -> list[str]:
    """How it ended otherwise than it should."""
    return [*differences(undisturbed(scene).ending, disturbed.ending), *disturbed.problems]


@pytest.mark.parametrize("scene", [PROMOTE, BREAK], ids=lambda scene: scene.name)
def test_without_the_journal_reads_that_trail_have_things_done_twice(scene: Scene):
    poked = asyncio.run(played(scene, lag=5.0, pokes=True, with_parts=parts.without_journal))
    assert apart(scene, poked) or poked.doom.writes > undisturbed(scene).doom.writes


def _deaths(scene: Scene, patch: pytest.MonkeyPatch, take_away: Callable[[pytest.MonkeyPatch], None]) -> list[str]:
    """What the deaths before each write come to, with something taken away."""
    writes = undisturbed(scene).doom.writes
    with patch.context() as context:
        take_away(context)
        ended = [asyncio.run(played(scene, doom=Doom(write=write))) for write in range(1, writes + 1)]
    return [line for one in ended for line in apart(scene, one)]


def test_with_the_reaction_first_a_death_leaves_a_word_without_its_effect(monkeypatch: pytest.MonkeyPatch):
    assert _deaths(PROMOTE, monkeypatch, parts.reaction_first)


def test_without_the_ledger_a_command_is_judged_again(monkeypatch: pytest.MonkeyPatch):
    assert _deaths(PROMOTE, monkeypatch, parts.without_ledger)
