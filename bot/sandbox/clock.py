"""The one clock that a sandbox, and a bot beside it, live by."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta


class Clock:
    """A clock that can be moved forward; everyone who waits on it is woken by the move.

    `ticking`: real time passes too. Otherwise only `advance` moves it.
    """

    def __init__(self, start: datetime | None = None, *, ticking: bool = True) -> None:
        self._ticking = ticking
        self._origin = datetime.now(UTC)
        self._offset = (start or self._origin) - self._origin
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """The sandbox's present, in UTC."""
        return (datetime.now(UTC) if self._ticking else self._origin) + self._offset

    @property
    def ticking(self) -> bool:
        """Whether real time passes too."""
        return self._ticking

    @property
    def ahead(self) -> timedelta:
        """How far it is before real time, as far as it was set or moved."""
        return self._offset

    def advance(self, by: timedelta) -> datetime:
        """Move forward and wake who waits; the new present."""
        if by < timedelta(0):
            raise ValueError("a clock is moved forward only")
        self._offset += by
        self._moved.set()
        self._moved = asyncio.Event()
        return self.now()

    def tick(self) -> None:
        """From now on real time passes too."""
        if not self._ticking:
            self._offset += self._origin - datetime.now(UTC)
            self._ticking = True
            self._moved.set()
            self._moved = asyncio.Event()

    async def wait_until(self, moment: datetime) -> None:
        """Return when the moment has come, by itself or because somebody moved the clock."""
        while (left := moment - self.now()) > timedelta(0):
            moved = self._moved
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left.total_seconds() if self._ticking else None):
                    await moved.wait()
