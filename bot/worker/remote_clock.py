"""The clock of a sandbox in another process, for trying a bot of one's own against it."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

import aiohttp

POLL = timedelta(seconds=1)
"""How often the other clock is read at least, and how soon again after a reading that failed."""
TIMEOUT_S = 30
"""Of a reading; the other clock keeps one who waits for 20 seconds at most."""


class RemoteClock:
    """Follows the clock at `url` (`http://127.0.0.1:4000/_sandbox/clock`). A reading that fails leaves the last one.

    Who waits is kept waiting there, so a move of that clock is felt here at once; one that stands, stands here too.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._told = self._told_at = datetime.now(UTC)
        self._ticking = True

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S, sock_connect=5))
        await self._read({})
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
        return self._told + (datetime.now(UTC) - self._told_at) if self._ticking else self._told

    async def wait_until(self, moment: datetime) -> None:
        """Return when the moment has come there."""
        while moment > self.now():
            if not await self._read({"until": moment.isoformat()}):
                await asyncio.sleep(min(moment - self.now(), POLL).total_seconds())

    async def _follow(self) -> None:
        while True:
            await self.wait_until(self.now() + POLL)

    async def _read(self, asked: Mapping[str, str]) -> bool:
        with suppress(aiohttp.ClientError, TimeoutError, KeyError, ValueError, TypeError):
            async with self._session.get(self._url, params=asked) as response:
                told = await response.json()
                self._told, self._ticking = datetime.fromisoformat(told["now"]), bool(told["ticking"])
                self._told_at = datetime.now(UTC)
                return True
        return False
