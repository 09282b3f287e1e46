"""Killed at any moment, nothing is lost and nothing is done twice; and without what makes it so, these tests fail.

`STAGEKEEPER_KILLS=50 python -m pytest tests/store` is the long run.
"""

import asyncio
import os
import random

import pytest

from tests.store.troupe import Troupe

KILLS = int(os.environ.get("STAGEKEEPER_KILLS", "4"))
PER_KILL = 40


async def played(database, *, kills=KILLS, replicas=1):
    """Webhooks come in while processes are killed; the forge, when all is quiet."""
    moments = random.Random(7)
    async with Troupe(database, replicas=replicas) as troupe:
        for round_ in range(kills):
            telling = asyncio.ensure_future(troupe.tell(range(round_ * PER_KILL, (round_ + 1) * PER_KILL)))
            await asyncio.sleep(moments.uniform(0.02, 0.4))
            replica = moments.choice(troupe.replicas)
            await replica.kill()
            await telling
            await replica.start()
        await troupe.settle(patience_s=20)
        return troupe.forge


@pytest.mark.parametrize("replicas", [1, 2], ids=["alone", "two-on-one-file"])
async def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_done_twice(tmp_path, replicas):
    forge = await played(tmp_path / "store.db", replicas=replicas)
    assert (forge.lost(), forge.doubled()) == (set(), set())
    assert len(forge.answers) == KILLS * PER_KILL


@pytest.mark.parametrize(
    ("without", "doubles"),
    [
        pytest.param((), False, id="with-both"),
        pytest.param(("journal",), True, id="without-the-journal"),
        pytest.param(("claims",), True, id="without-claims"),
    ],
)
async def test_journal_and_claims_are_what_keeps_things_from_being_done_twice(tmp_path, without, doubles):
    async with Troupe(tmp_path / "store.db", replicas=2, without=without) as troupe:
        for begin in (0, 60, *((120, 180, 240, 300) if doubles else ())):  # a new store holds back for a while at first
            await troupe.tell(range(begin, begin + 60))
            await troupe.settle(patience_s=10 if not without else 2)
            if troupe.forge.doubled():
                break
        assert bool(troupe.forge.doubled()) is doubles


@pytest.mark.parametrize(
    ("without", "loses"), [((), False), (("waiting-for-the-commit",), True)], ids=["after", "before"]
)
async def test_accepting_after_the_commit_is_what_keeps_webhooks_from_being_lost(tmp_path, without, loses):
    async with Troupe(tmp_path / "store.db", without=without) as troupe:
        await troupe.tell(range(20), busily=False)
        await troupe.replicas[0].kill()
        await troupe.replicas[0].start()
        await troupe.settle(patience_s=2 if loses else 10)
        assert bool(troupe.forge.lost()) is loses


async def test_the_subjects_of_a_process_that_is_dead_for_good_go_on(tmp_path):
    async with Troupe(tmp_path / "store.db", replicas=2) as troupe:
        await troupe.tell(range(60))
        gone = troupe.replicas.pop()
        await gone.kill()
        await troupe.settle(patience_s=10)
        assert (troupe.forge.lost(), troupe.forge.doubled()) == (set(), set())
