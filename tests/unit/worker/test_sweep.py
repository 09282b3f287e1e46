from datetime import timedelta

import pytest

from bot.forge.facts import Noticed, Want
from bot.forge.faults import Unreachable
from bot.forge.subjects import Repo, Repository, Thread
from bot.worker.sweep import Sweep
from tests.unit.worker.scene import REPO

SEVEN, EIGHT = Thread(REPO, 7), Thread(REPO, 8)
WHOLE = Repository(Repo("acme", "apis"))


class Missed:
    """What GitHub would tell a sweep, and what it was asked."""

    def __init__(self, scene):
        self.scene = scene
        self.asked = []
        self.put = []
        self.fault = None
        self.old = ()
        self.pruned = 0

    def sweep(self):
        return Sweep(
            put=self.putting,
            failed_deliveries=self.asking("failed", Noticed((SEVEN,), Want(comment=3))),
            clicks=self.asking("clicks", Noticed((EIGHT,))),
            changed=self.asking("changed", WHOLE),
            signed_otherwise=self.signed_otherwise,
            swept_at=self.scene.journal.swept_at,
            swept=self.scene.journal.swept,
            prune=self.pruning,
            clock=self.scene.clock,
        )

    async def signed_otherwise(self):
        return self.old

    async def pruning(self):
        self.pruned += 1

    async def putting(self, noticed):
        self.put.append(noticed)

    def asking(self, name, found):
        async def ask(since):
            self.asked.append((name, self.scene.clock.now() - since))
            if self.fault == name:
                raise Unreachable("no answer")
            yield found

        return ask


@pytest.fixture
def missed(empty):
    return Missed(empty)


def minutes(number):
    return timedelta(minutes=number)


async def test_a_blank_store_asks_for_failures_clicks_and_all_that_changed(missed):
    await missed.sweep().due()
    three_days = timedelta(days=3)
    assert missed.asked == [("failed", three_days), ("clicks", three_days), ("changed", timedelta(days=90))]
    assert missed.put == [Noticed((SEVEN,), Want(comment=3)), Noticed((EIGHT,)), Noticed((WHOLE,))]
    assert await missed.scene.journal.swept_at() is not None


async def test_later_sweeps_ask_only_for_what_is_new(missed):
    sweep = missed.sweep()
    for _ in range(7):
        await sweep.due()
        missed.scene.clock.move(600)
    changed = [(asked, since) for asked, since in missed.asked if asked == "changed"]
    assert changed == [("changed", timedelta(days=90)), ("changed", minutes(65))]
    assert [since for asked, since in missed.asked if asked == "failed"][1:] == [minutes(15)] * 6


async def test_a_process_that_starts_sweeps_from_where_the_last_one_ended(missed):
    await missed.sweep().due()
    missed.scene.clock.move(60)
    missed.asked.clear()
    await missed.sweep().due()
    assert missed.asked == [("failed", timedelta(days=3)), ("changed", minutes(6))]


@pytest.mark.parametrize("which", ["failed", "clicks", "changed"])
async def test_a_sweep_that_fails_leaves_the_store_blank_and_is_made_again(missed, which):
    missed.fault = which
    sweep = missed.sweep()
    with pytest.raises(Unreachable):
        await sweep.due()
    assert await missed.scene.journal.swept_at() is None
    missed.fault = None
    missed.asked.clear()
    await sweep.due()
    assert [asked for asked, _ in missed.asked] == ["failed", "clicks", "changed"]


async def test_what_another_key_signed_is_looked_at_once_by_each_process(missed):
    missed.old = (Thread(REPO, 70), Thread(REPO, 71))
    sweep = missed.sweep()
    await sweep.due()
    await sweep.due()
    put = [one for one in missed.put if one.subjects[0] in missed.old]
    assert put == [Noticed((one,)) for one in missed.old]


async def test_the_store_forgets_what_it_may_after_each_hourly_sweep(scene):
    missed = Missed(scene)
    sweep = missed.sweep()
    await sweep.due()
    scene.clock.move(600)
    await sweep.due()
    assert missed.pruned == 1
    scene.clock.move(3600)
    await sweep.due()
    assert missed.pruned == 2
