"""The clock of a sandbox in another process, for trying a bot of one's own against it."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

import aiohttp

POLL = timedelta(seconds=1)
"""How often the other clock is read; between two readings real time is added."""


class RemoteClock:
    """Follows the clock at `url` (`http://127.0.0.1:4000/_sandbox/clock`). A reading that fails leaves the last one."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._ahead = timedelta(0)

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5))
        await self._read()
        self._following = asyncio.create_task(self._follow())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._following.cancel()
        with suppress(asyncio.CancelledError):
            await self._following
        await self._session.close()

    def now(self) -> datetime:
        """The other clock's present, in UTC."""
        return datetime.now(UTC) + self._ahead

    async def wait_until(self, moment: datetime) -> None:
        """Return when the moment has come there."""
        while moment > self.now():
            await asyncio.sleep(min((moment - self.now()).total_seconds(), POLL.total_seconds()))

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(POLL.total_seconds())
            await self._read()

    async def _read(self) -> None:
        with suppress(aiohttp.ClientError, TimeoutError, KeyError, ValueError):
            async with self._session.get(self._url) as response:
                told = datetime.fromisoformat((await response.json())["now"])
                self._ahead = told - datetime.now(UTC)
