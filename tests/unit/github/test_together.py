"""Several requests at a time."""

import asyncio

import pytest

from bot.forge.faults import BotError, Gone, Parked, Unreachable
from bot.github.together import AT_ONCE, together
from tests.github.moments import NOW


async def test_results_keep_their_order() -> None:
    async def after(rounds: int) -> int:
        for _ in range(rounds):
            await asyncio.sleep(0)
        return rounds

    assert await together(after(n) for n in (5, 1, 3)) == [5, 1, 3]


async def test_never_more_than_github_likes_at_once() -> None:
    running, most = 0, 0

    async def job() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    await together(job() for _ in range(100))
    assert most == AT_ONCE


@pytest.mark.parametrize(
    ("faults", "told"),
    [
        pytest.param([BotError("a"), Parked(NOW), Unreachable("b")], Parked, id="when-to-come-back-first"),
        pytest.param([Unreachable("b"), Gone("c")], Gone, id="then-that-there-is-nothing"),
        pytest.param([Unreachable("b"), BotError("a")], Unreachable, id="else-the-first"),
    ],
)
async def test_one_fault_is_told(faults: list[Exception], told: type[Exception]) -> None:
    async def failing(fault: Exception) -> None:
        await asyncio.sleep(0)
        raise fault

    with pytest.raises(told):
        await together(failing(fault) for fault in faults)
