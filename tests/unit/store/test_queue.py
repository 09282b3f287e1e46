import asyncio
import os
from datetime import timedelta

import pytest

from bot.forge.facts import Actor, ActorKind, Click, Noticed, Want
from bot.forge.faults import ClaimLost
from bot.forge.subjects import Commit, Repo, Repository, Thread
from bot.store.holder import Holder, _born
from bot.store.queue import _NEXT, SqliteQueue

REPO = Repo("acme", "apis")
SEVEN = Thread(REPO, 7)
EIGHT = Thread(REPO, 8)
SOMEONE_ALIVE = Holder("here", os.getppid(), "1", "a")
ELSEWHERE = Holder("another-host", 1, "1", "b")


def about(*subjects, **want):
    return Noticed(subjects, Want(**want))


async def test_nothing_is_due_in_an_empty_queue(queue):
    assert await queue.claim() is None
    assert await queue.next_due_at() is None


@pytest.mark.parametrize("subject", [SEVEN, Repository(REPO), Commit(REPO, "a" * 40)], ids=str)
async def test_every_kind_of_subject_comes_back_as_it_was_put(queue, subject):
    await queue.put(about(subject))
    assert (await queue.claim()).subject == subject


async def test_thirty_webhooks_on_one_thread_are_one_look(queue):
    await asyncio.gather(*(queue.put(about(SEVEN)) for _ in range(30)))
    claim = await queue.claim()
    await queue.done(claim.subject, None)
    assert await queue.claim() is None


async def test_a_webhook_during_a_look_makes_another_look(queue):
    await queue.put(about(SEVEN))
    await queue.claim()
    await queue.put(about(SEVEN))
    assert await queue.claim() is None, "one worker per subject at a time"
    await queue.done(SEVEN, None)
    assert (await queue.claim()).subject == SEVEN


async def test_what_has_been_due_longest_comes_first(queue, clock):
    await queue.put(about(EIGHT))
    clock.move(1)
    await queue.put(about(SEVEN))
    clock.move(1)
    await queue.put(about(EIGHT))
    assert [(await queue.claim()).subject, (await queue.claim()).subject] == [EIGHT, SEVEN]


async def test_a_done_subject_sleeps_until_the_hour_it_asked_for(queue, clock):
    await queue.put(about(SEVEN))
    await queue.claim()
    thursday = clock.now() + timedelta(days=3)
    await queue.done(SEVEN, thursday)
    assert await queue.next_due_at() == thursday
    clock.move(3 * 86400 - 1)
    assert await queue.claim() is None
    clock.move(1)
    assert (await queue.claim()).subject == SEVEN


async def test_a_webhook_wakes_a_sleeper_early(queue, clock):
    await queue.put(about(SEVEN))
    await queue.claim()
    await queue.done(SEVEN, clock.now() + timedelta(days=3))
    await queue.put(about(SEVEN))
    assert await queue.claim()


async def test_what_must_be_seen_is_the_newest_of_all_that_was_announced(queue, clock):
    first, second = clock.now(), clock.now() + timedelta(seconds=5)
    await queue.put(about(SEVEN, updated_at=second, comment=11, head="a", gone=3))
    await queue.put(about(SEVEN, updated_at=first, comment=12, head="b", gone=4))
    await queue.put(about(SEVEN))
    assert (await queue.claim()).want == Want(second, 12, "b", gone=4)


async def test_what_was_seen_is_wanted_no_more(queue):
    await queue.put(about(SEVEN, comment=11))
    await queue.claim()
    await queue.done(SEVEN, None)
    await queue.put(about(SEVEN))
    assert (await queue.claim()).want == Want()


async def test_a_stale_read_keeps_what_is_wanted_and_counts(queue, clock):
    await queue.put(about(SEVEN, comment=11))
    await queue.claim()
    await queue.saw_stale(SEVEN, clock.now() + timedelta(seconds=1))
    assert await queue.claim() is None
    clock.move(1)
    claim = await queue.claim()
    assert (claim.want.comment, claim.stale, claim.attempts) == (11, 1, 1)


async def test_a_failed_try_backs_off_whatever_webhooks_come(queue, clock):
    await queue.put(about(SEVEN))
    await queue.claim()
    await queue.fail(SEVEN, clock.now() + timedelta(seconds=4), "no answer")
    await queue.put(about(SEVEN))
    assert await queue.claim() is None
    clock.move(4)
    assert (await queue.claim()).attempts == 2


async def test_a_limit_holds_whatever_webhooks_come_and_is_no_attempt(queue, clock):
    await queue.put(about(SEVEN))
    await queue.claim()
    await queue.postpone(SEVEN, clock.now() + timedelta(hours=1), "rate limit")
    await queue.put(about(SEVEN))
    clock.move(3599)
    assert await queue.claim() is None
    clock.move(1)
    assert (await queue.claim()).attempts == 1


async def test_success_forgets_the_failures_before_it(queue, clock):
    await queue.put(about(SEVEN))
    await queue.claim()
    await queue.fail(SEVEN, clock.now(), "no answer")
    await queue.claim()
    await queue.done(SEVEN, clock.now())
    assert (await queue.claim()).attempts == 1


async def test_a_failed_try_that_wrote_waits_until_the_write_cannot_arrive_any_more(queue, clock):
    await queue.put(about(SEVEN))
    await queue.claim()
    clock.move(3)
    await queue.writing(SEVEN)
    await queue.fail(SEVEN, clock.now() + timedelta(seconds=2), "no answer")
    assert await queue.next_due_at() == clock.now() + timedelta(seconds=15)


async def test_the_dead_are_kept_with_their_reason(queue):
    await queue.put(about(SEVEN))
    await queue.claim()
    await queue.bury(SEVEN, "BotError: circles")
    assert await queue.claim() is None
    (dead,) = await queue.dead()
    assert (dead.subject, dead.reason) == (SEVEN, "BotError: circles")
    assert (await queue.depth()).dead == 1


async def test_something_new_revives_the_dead(queue):
    await queue.put(about(SEVEN))
    await queue.claim()
    await queue.bury(SEVEN, "BotError: circles")
    await queue.put(about(SEVEN))
    assert (await queue.claim()).attempts == 1


async def test_looking_at_one_subject_claims_it_due_or_not(queue, clock):
    await queue.put(about(SEVEN))
    await queue.claim()
    await queue.done(SEVEN, clock.now() + timedelta(days=1))
    assert (await queue.claim_at(SEVEN)).subject == SEVEN
    assert await queue.claim_at(SEVEN) is None


async def test_another_process_does_not_get_what_is_claimed(database):
    mine, theirs = SqliteQueue(database, holder=SOMEONE_ALIVE), SqliteQueue(database)
    await mine.put(about(SEVEN))
    await mine.claim()
    assert await theirs.claim() is None
    assert await theirs.claim_at(SEVEN) is None


async def test_what_a_dead_process_had_is_freed_at_once_but_its_last_write_may_arrive_first(database, queue, clock):
    gone = SqliteQueue(database, holder=Holder(Holder.me().host, 2**22 + 1, "1", "x"))
    await gone.put(about(SEVEN, EIGHT))
    await gone.claim()
    await gone.claim()
    await gone.writing(SEVEN)
    assert await queue.rescue() == 2
    claim = await queue.claim()
    assert (claim.subject, claim.attempts) == (EIGHT, 2)
    await queue.put(about(SEVEN))
    assert await queue.claim_at(SEVEN) is None, "not even when asked for by name"
    clock.move(14.9)
    assert await queue.claim() is None
    clock.move(0.1)
    assert (await queue.claim()).subject == SEVEN


async def test_a_process_elsewhere_is_given_up_only_when_it_stops_renewing(database, queue, clock):
    far = SqliteQueue(database, holder=ELSEWHERE, lease=timedelta(seconds=30))
    await far.put(about(SEVEN))
    await far.claim()
    clock.move(29)
    await far.renew()
    clock.move(29)
    assert await queue.rescue() == 0
    clock.move(2)
    assert await queue.rescue() == 1
    with pytest.raises(ClaimLost):
        await far.writing(SEVEN)
    with pytest.raises(ClaimLost):
        await far.done(SEVEN, None)


async def test_a_clock_that_leaps_a_month_takes_nothing_from_a_living_process(database, queue, clock):
    await SqliteQueue(database, holder=Holder(Holder.me().host, os.getppid(), _born_of_parent(), "a")).claim_at(SEVEN)
    clock.move(30 * 86400)
    assert await queue.rescue() == 0


async def test_a_click_is_kept_until_it_is_written_down(queue, clock):
    click = Click("guid-1", "open-version", Actor(ActorKind.USER, 5, "lee"), clock.now())
    for _ in range(2):  # delivered twice
        await queue.put(Noticed((SEVEN,), click=click))
    assert await queue.clicks(SEVEN) == (click,)
    assert await queue.clicks(EIGHT) == ()
    await queue.forget_clicks(SEVEN, [click])
    assert await queue.clicks(SEVEN) == ()


async def test_depth_counts_what_waits(queue, clock):
    await queue.put(about(SEVEN, EIGHT))
    await queue.claim()
    clock.move(5)
    depth = await queue.depth()
    assert (depth.waiting, depth.claimed, depth.dead) == (1, 1, 0)
    assert depth.oldest_due_at == clock.now() - timedelta(seconds=5)


async def test_putting_wakes_who_waits(queue):
    waiter = asyncio.ensure_future(queue.woken())
    await queue.put(about(SEVEN))
    await waiter


def test_the_next_due_look_is_found_by_index_and_not_by_a_scan(database):
    (plan,) = database._connection.execute(f"EXPLAIN QUERY PLAN {_NEXT}", (0,)).fetchall()
    assert plan[-1].startswith("SEARCH look USING INDEX look_due")


def _born_of_parent():
    return _born(os.getppid())


async def test_what_is_due_can_be_claimed_also_after_a_failed_try_and_one_that_wrote_and_was_held(queue, clock):
    """Due and not to be had, it would be asked for without a pause, and by a clock that leaps for ever."""
    await queue.put(about(SEVEN))
    await queue.claim()
    await queue.fail(SEVEN, clock.now() + timedelta(seconds=2), "502")
    clock.move(2)
    assert (await queue.claim()).attempts == 2
    await queue.writing(SEVEN)
    await queue.postpone(SEVEN, clock.now() + timedelta(seconds=1), "our own limit")
    await queue.put(about(SEVEN))
    due_at = await queue.next_due_at()
    clock.move((due_at - clock.now()).total_seconds())
    assert (await queue.claim()).subject == SEVEN
