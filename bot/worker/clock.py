"""The time of the machine, for a process that lives by it."""

import asyncio
from datetime import UTC, datetime


class SystemClock:
    """Real time."""

    def now(self) -> datetime:
        """The present, in UTC."""
        return datetime.now(UTC)

    async def wait_until(self, moment: datetime) -> None:
        """Return when the moment has come."""
        while (left := (moment - self.now()).total_seconds()) > 0:
            await asyncio.sleep(left)
