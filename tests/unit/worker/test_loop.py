import asyncio
import logging
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.forge.effects import LookAt, Plan, Say, SetStageLabel
from bot.forge.facts import Noticed, Want
from bot.forge.faults import BotError, Gone, Parked, Unreachable
from bot.forge.questions import AccountOf
from bot.forge.subjects import Thread
from bot.worker.waits import ATTEMPTS
from tests.unit.worker.scene import BEGIN, REPO, thread

SEVEN = Thread(REPO, 7)
HOUR = timedelta(hours=1)


def seconds(number):
    return timedelta(seconds=number)


async def test_what_is_due_is_looked_at_once_and_then_sleeps(scene):
    assert await scene.play() == 1
    assert await scene.worker().drain(horizon=HOUR) == 0


async def test_a_plan_says_when_to_look_again(scene):
    scene.decide = lambda look, _: Plan(look_again_at=BEGIN + HOUR if look.now == BEGIN else None)
    assert await scene.play(horizon=2 * HOUR) == 2
    assert scene.clock.now() == BEGIN + HOUR


async def test_an_hour_that_has_passed_is_not_looked_at_in_a_circle(scene):
    scene.plan = Plan(look_again_at=BEGIN)
    assert await scene.play(horizon=seconds(3)) == 4


async def test_questions_are_answered_in_rounds_until_there_is_a_plan(scene):
    def decide(_look, answers):
        logins = [question.login for question in answers]
        return Plan() if len(logins) == 3 else frozenset({AccountOf(f"p{len(logins)}")})

    scene.decide = decide
    await scene.play()
    assert [len(answers) for _, answers in scene.looks] == [0, 1, 2, 3]


async def test_a_core_that_asks_for_ever_is_a_fault(scene):
    scene.decide = lambda _, answers: frozenset({AccountOf(f"p{len(answers)}")})
    with pytest.raises(BotError, match="12 rounds of questions; the last: AccountOf"):
        await scene.worker().look(SEVEN)


async def test_a_core_that_asks_the_same_again_is_a_fault(scene):
    scene.decide = lambda _, answers: frozenset({AccountOf("lee")})
    with pytest.raises(BotError, match="asked again"):
        await scene.worker().look(SEVEN)


async def test_a_read_behind_its_webhook_decides_nothing_and_is_read_again(scene):
    reads = []

    async def observe(subject):
        reads.append(scene.clock.now() - BEGIN)
        return thread(7, updated_at=BEGIN + seconds(9) if len(reads) > 3 else BEGIN)

    scene.observe = observe
    await scene.queue.put(Noticed((SEVEN,), Want(updated_at=BEGIN + seconds(9))))
    await scene.worker().drain(horizon=HOUR)
    assert reads == [seconds(0), seconds(1), seconds(3), seconds(7)]
    assert len(scene.looks) == 1


async def test_what_never_becomes_readable_does_not_hold_a_thread_up_for_ever(scene):
    await scene.queue.put(Noticed((SEVEN,), Want(head="never", comment=999)))
    await scene.worker().drain(horizon=HOUR)
    assert scene.looks[0][0].now == BEGIN + seconds(15), "decided on what there is, in the end"
    assert scene.clock.now() == BEGIN + seconds(1 + 2 + 4 + 8 + 16 + 32 + 60)


async def test_a_limit_parks_the_subject_until_its_hour(scene):
    async def observe(subject):
        if scene.clock.now() < BEGIN + HOUR:
            raise Parked(BEGIN + HOUR)
        return thread(7)

    scene.observe = observe
    assert await scene.play(horizon=2 * HOUR) == 2
    assert scene.clock.now() == BEGIN + HOUR


@pytest.mark.parametrize(
    "fault", [Unreachable("no answer"), BotError("403"), KeyError("bug")], ids=lambda f: type(f).__name__
)
async def test_a_fault_is_tried_again_ever_more_rarely_and_then_given_up_with_its_reason(scene, caplog, fault):
    tries = []

    async def observe(subject):
        tries.append(scene.clock.now() - BEGIN)
        raise fault

    caplog.set_level(logging.CRITICAL)
    scene.observe = observe
    await scene.play(horizon=timedelta(days=1))
    waits = [(later - sooner).total_seconds() for sooner, later in pairwise(tries)]
    assert waits == [2**power for power in range(1, ATTEMPTS)]
    (dead,) = await scene.queue.dead()
    assert dead.reason == f"{type(fault).__name__}: {fault}"


async def test_what_is_gone_is_done(scene):
    async def observe(subject):
        raise Gone("there is no such thread")

    scene.observe = observe
    assert await scene.play(horizon=HOUR) == 1
    assert (await scene.queue.depth()).dead == 0


async def test_what_was_announced_and_is_not_there_yet_is_looked_for_again(scene):
    async def observe(subject):
        if scene.clock.now() < BEGIN + seconds(3):
            raise Gone("there is no such thread")
        return thread(7, updated_at=BEGIN + seconds(1))

    scene.observe = observe
    await scene.queue.put(Noticed((SEVEN,), Want(updated_at=BEGIN + seconds(1))))
    assert await scene.worker().drain(horizon=HOUR) == 3
    assert len(scene.looks) == 1


async def test_what_was_announced_and_deleted_since_is_given_up_quietly(scene):
    async def observe(subject):
        raise Gone("there is no such thread")

    scene.observe = observe
    await scene.queue.put(Noticed((SEVEN,), Want(updated_at=BEGIN)))
    assert await scene.worker().drain(horizon=HOUR) == 5
    assert (await scene.queue.depth()).dead == 0


async def test_a_fault_on_one_subject_holds_up_no_other(scene):
    async def observe(subject):
        if subject.number == 3:
            raise ZeroDivisionError("a bug")
        return thread(subject.number)

    scene.observe = observe
    await scene.queue.put(Noticed(tuple(Thread(REPO, number) for number in range(1, 6))))
    await scene.worker().drain(horizon=timedelta(0))
    assert {look.facts.subject.number for look, _ in scene.looks} == {1, 2, 4, 5}


async def test_only_a_bug_is_logged_with_its_traceback(scene, caplog):
    async def bug(subject):
        raise ZeroDivisionError("a bug")

    async def gone(subject):
        raise Unreachable("no answer")

    for observe in (bug, gone):
        scene.observe = observe
        await scene.play(number=1 if observe is bug else 2)
    assert [bool(record.exc_info) for record in caplog.records] == [True, False]


async def test_looking_at_another_subject_is_an_effect(scene):
    scene.decide = lambda look, _: Plan((LookAt(Thread(REPO, 8)),) if look.facts.subject == SEVEN else ())
    assert await scene.play() == 2


async def test_a_dry_run_shows_the_plan_and_leaves_no_trace(scene):
    scene.plan = Plan((SetStageLabel(SEVEN, "stage: idea"),))
    assert await scene.worker().look(SEVEN, dry_run=True) == scene.plan
    assert scene.written == []
    assert await scene.queue.next_due_at() is None
    assert await scene.journal.entry(scene.plan.effects[0].key) is None


async def test_looking_now_applies_the_plan(scene):
    scene.plan = Plan((SetStageLabel(SEVEN, "stage: idea"),))
    assert await scene.worker().look(SEVEN) == scene.plan
    assert [effect for effect, _ in scene.written] == list(scene.plan.effects)
    assert await scene.queue.claim() is None


async def test_a_faulty_look_on_demand_tells_and_stays_in_the_queue(scene):
    async def observe(subject):
        raise Unreachable("no answer")

    scene.observe = observe
    with pytest.raises(Unreachable, match="no answer"):
        await scene.worker().look(SEVEN)
    assert await scene.queue.next_due_at() == BEGIN + seconds(2)


async def test_an_empty_store_does_nothing_one_time_for_fifteen_seconds(empty):
    scene = empty
    scene.plan = Plan((SetStageLabel(SEVEN, "stage: idea"), Say(SEVEN, "c1", "moved", "Moved.")))
    await scene.play(horizon=seconds(14))
    assert scene.written == []
    await scene.worker().drain(horizon=seconds(15))
    assert len(scene.written) == 2


async def test_an_empty_store_waits_for_its_first_sweep(empty):
    scene = empty
    scene.plan = Plan((Say(SEVEN, "c1", "moved", "Moved."),))
    await scene.queue.put(Noticed((SEVEN,)))
    worker = scene.worker(awaits_sweep=True)
    await worker.drain(horizon=seconds(60))
    assert scene.written == []
    await scene.filled()
    await worker.drain(horizon=seconds(5))
    assert len(scene.written) == 1


async def test_it_runs_until_stopped_and_looks_at_several_subjects_at_once(scene):
    together = asyncio.Barrier(3)

    async def observe(subject):
        await together.wait()  # none gets past before all three are being looked at
        return thread(subject.number)

    scene.observe = observe
    scene.clock.wait_until = forever
    worker = scene.worker()
    running = asyncio.ensure_future(worker.run())
    await scene.queue.put(Noticed(tuple(Thread(REPO, number) for number in (1, 2, 3))))
    async with asyncio.timeout(60):
        while len(scene.looks) < 3:
            await scene.database.read(lambda _: None)
        worker.stop()
        await running
    assert (await scene.queue.depth()).claimed == 0


async def forever(_moment):
    await asyncio.Event().wait()
