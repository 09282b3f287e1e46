"""The bot in a process of its own lives by the sandbox's clock, told over HTTP."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox import Clock, Sandbox
from bot.worker.remote_clock import RemoteClock

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def gh():
    async with Sandbox(clock=Clock(START, ticking=False)) as gh:
        yield gh


@pytest.fixture
async def clock(gh):
    async with RemoteClock(f"{gh.url}/_sandbox/clock") as clock:
        yield clock


async def test_a_clock_that_stands_stands_here_too(gh, clock):
    assert clock.now() == START
    assert clock.now() == START == gh.clock.now()


async def test_a_clock_that_ticks_is_not_behind():
    async with Sandbox(clock=Clock(START)) as gh, RemoteClock(f"{gh.url}/_sandbox/clock") as clock:
        before = gh.clock.now()
        async with asyncio.timeout(10):
            await clock.wait_until(before + timedelta(milliseconds=20))
        assert gh.clock.now() >= before + timedelta(milliseconds=20)


async def test_who_waits_is_woken_when_the_clock_is_moved_there(gh, clock):
    waiting = asyncio.create_task(clock.wait_until(START + MINUTE))
    await asyncio.sleep(0)
    gh.clock.advance(MINUTE)
    async with asyncio.timeout(10):
        await waiting
    assert clock.now() == START + MINUTE


async def test_a_move_is_noticed_though_nobody_waits(gh, clock):
    gh.clock.advance(MINUTE)
    async with asyncio.timeout(10):
        while clock.now() == START:
            await asyncio.sleep(0)
    assert clock.now() == START + MINUTE


async def test_a_moment_that_is_none_is_refused_in_a_sentence(gh, clock):
    for nonsense in ("soon", "2026-03-02T09:00:00"):
        async with clock._session.get(f"{gh.url}/_sandbox/clock", params={"until": nonsense}) as answer:
            assert answer.status == 400
            assert (await answer.json())["message"]
