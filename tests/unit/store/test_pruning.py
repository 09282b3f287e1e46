from datetime import timedelta

import pytest

from bot.forge.effects import ONE_TIME, Grant, Hide, OpenIssue, OpenPull, Say, Withdraw
from bot.forge.facts import Actor, ActorKind, Click, GrantKind, Noticed
from bot.forge.subjects import Commit, Repo, Repository, Thread
from bot.store.journal import SqliteJournal
from bot.store.limits import FUSE, SqliteLimits
from bot.store.pruning import AT_ONCE, CLICKS, JOURNAL, Pruning

REPO = Repo("acme", "apis")
SEVEN = Thread(REPO, 7)
COMMIT = Commit(REPO, "a" * 40)
DAY = timedelta(days=1).total_seconds()
ONE_TIME_EFFECTS = [
    Say(SEVEN, "cmd:1:a", "invitation", "Welcome"),
    Hide(SEVEN, "IC_1"),
    OpenPull(SEVEN, "c" * 40, "stagekeeper/payments-v2-from-7", "main", "d" * 40, (), "Add v2", ""),
    Grant(SEVEN, "cmd:1:a", "bo", GrantKind.TEAM, "acme/beta"),
    Withdraw(SEVEN, "cmd:2:a", "bo", GrantKind.TEAM, "acme/beta"),
    OpenIssue(Repository(REPO), "onboarding", "Begin", ""),
]


@pytest.fixture
def pruning(database):
    return Pruning(database)


@pytest.fixture
def journal(database):
    return SqliteJournal(database)


async def test_an_effect_that_was_done_long_ago_is_forgotten_and_a_young_one_kept(journal, pruning, clock):
    await _done(journal, "react:old")
    clock.move(JOURNAL.total_seconds())
    await _done(journal, "react:new")
    assert await pruning.prune() == {}
    clock.move(1)
    assert await pruning.prune() == {"effect": 1}
    assert await journal.entry("react:old") is None
    assert await journal.entry("react:new") is not None


@pytest.mark.parametrize("effect", ONE_TIME_EFFECTS, ids=lambda effect: type(effect).__name__)
async def test_what_is_done_once_is_never_forgotten(effect, journal, pruning, clock):
    """Somebody may have deleted the comment, or left the team: GitHub does not show that it was done."""
    await _done(journal, effect.key)
    clock.move(10 * JOURNAL.total_seconds())
    assert await pruning.prune() == {}
    assert (await journal.entry(effect.key)).done


def test_no_kind_of_effect_that_is_done_once_is_left_out():
    assert {type(effect) for effect in ONE_TIME_EFFECTS} == set(ONE_TIME)


async def test_what_was_begun_and_not_ended_is_never_forgotten(journal, pruning, clock):
    await journal.start("say:1", SEVEN, "v1")
    clock.move(10 * JOURNAL.total_seconds())
    assert await pruning.prune() == {}
    assert (await journal.entry("say:1")).done is False


async def test_the_newest_ledger_of_a_thread_is_never_forgotten(journal, pruning, clock):
    await journal.remember(SEVEN, "ledger")
    clock.move(10 * JOURNAL.total_seconds())
    await pruning.prune()
    assert await journal.remembered(SEVEN) == "ledger"


async def test_a_click_that_nobody_takes_is_forgotten_after_a_month(queue, pruning, clock):
    click = Click("guid-1", "recheck", Actor(ActorKind.USER, 5, "lee"), clock.now())
    await queue.put(Noticed((COMMIT,), click=click))
    clock.move(CLICKS.total_seconds())
    await pruning.prune()
    assert await queue.clicks(COMMIT) == (click,)
    clock.move(1)
    assert await pruning.prune() == {"click": 1}
    assert await queue.clicks(COMMIT) == ()


async def test_a_subject_that_sleeps_is_forgotten_and_put_again_like_a_new_one(queue, pruning, clock):
    await queue.put(Noticed((COMMIT,)))
    await queue.claim()
    await queue.done(COMMIT, None)
    assert await pruning.prune() == {"look": 1}
    await queue.put(Noticed((COMMIT,)))
    assert (await queue.claim()).subject == COMMIT


async def test_what_is_due_claimed_failed_or_given_up_stays(queue, pruning, clock):
    threads = [Thread(REPO, number) for number in range(1, 6)]
    await queue.put(Noticed(tuple(threads)))
    due, claimed, failed, later, dead = [(await queue.claim()).subject for _ in threads]
    await queue.postpone(due, clock.now(), "parked")
    await queue.fail(failed, clock.now(), "broken")
    await queue.done(later, clock.now() + timedelta(days=2))
    await queue.bury(dead, "hopeless")
    clock.move(DAY)
    assert await pruning.prune() == {}
    assert (await queue.depth()).claimed == 1
    assert [one.subject for one in await queue.dead()] == [dead]
    assert claimed in threads


async def test_a_pace_that_has_passed_counts_like_none_and_one_that_binds_stays(database, pruning, clock):
    fuse = SqliteLimits(database, FUSE)
    await fuse.take("acme/apis#7", 120)
    held_until = await fuse.take("acme/apis#7", 60)
    assert await pruning.prune() == {}
    assert await fuse.take("acme/apis#7", 60) == held_until
    clock.move(3 * 3600)
    assert await pruning.prune() == {"pace": 1}


async def test_many_rows_go_in_several_transactions(journal, pruning, clock):
    for number in range(AT_ONCE + 1):
        await _done(journal, f"react:{number}")
    clock.move(JOURNAL.total_seconds() + 1)
    assert await pruning.prune() == {"effect": AT_ONCE + 1}


async def _done(journal, key):
    await journal.start(key, SEVEN, "v1")
    await journal.finish(key, None)
