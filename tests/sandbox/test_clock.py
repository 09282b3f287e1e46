"""The clock that sandbox and bot share."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox import Clock

START = datetime(2026, 3, 2, tzinfo=UTC)


async def test_a_clock_that_does_not_tick_moves_by_advance_only():
    clock = Clock(START, ticking=False)
    assert clock.now() == START
    assert clock.advance(timedelta(days=2)) == START + timedelta(days=2) == clock.now()


async def test_a_ticking_clock_goes_on_from_where_it_was_set():
    clock = Clock(START)
    assert timedelta(0) <= clock.now() - START < timedelta(minutes=1)


async def test_who_waits_is_woken_by_the_move_and_only_when_it_is_far_enough():
    clock = Clock(START, ticking=False)
    waiting = asyncio.create_task(clock.wait_until(START + timedelta(hours=2)))
    await asyncio.sleep(0)
    clock.advance(timedelta(hours=1))
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.advance(timedelta(hours=1))
    async with asyncio.timeout(60):
        await waiting


async def test_a_moment_that_has_passed_is_not_waited_for():
    async with asyncio.timeout(60):
        await Clock(START).wait_until(START - timedelta(days=1))


async def test_a_ticking_clock_wakes_by_itself():
    clock = Clock(START)
    async with asyncio.timeout(60):
        await clock.wait_until(clock.now() + timedelta(milliseconds=5))


async def test_time_does_not_go_back():
    with pytest.raises(ValueError, match="forward only"):
        Clock(START).advance(timedelta(seconds=-1))
