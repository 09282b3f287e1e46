"""How fast we may write: the generic cell rate algorithm, one row per account and rate, right across processes.

GitHub takes 80 content-creating requests a minute and 500 an hour from one installation. Ours are lower, and rate plus
burst together stay at or below GitHub's. Source: "Rate limits for the REST API", secondary limits.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store.database import Database, micros, moment
from bot.store.queue import micros_of


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in a period, evenly, with `burst` of them at once."""

    name: str
    count: int
    period: timedelta
    burst: int


MUTATIONS = (
    Rate("minute", 60, timedelta(minutes=1), burst=20),
    Rate("hour", 450, timedelta(hours=1), burst=50),
)

FUSE = (Rate("fuse", 60, timedelta(hours=1), burst=120),)
"""Effects on one subject: no story comes near; a loop that nobody thought of is slowed to one a minute."""


class SqliteLimits:
    """The pace of mutations, kept in SQLite."""

    def __init__(self, database: Database, rates: tuple[Rate, ...] = MUTATIONS) -> None:
        self._database = database
        self._rates = rates

    async def take(self, account: str, count: int = 1) -> datetime | None:
        """None: go ahead, and it is counted. Else when to come back; nothing is counted then."""

        def work(connection: sqlite3.Connection) -> datetime | None:
            now = micros(self._database.now())
            arrivals = [(rate, *_arrival(connection, account, rate, count, now)) for rate in self._rates]
            if (allowed_at := max(allowed_at for _, _, allowed_at in arrivals)) > now:
                return moment(allowed_at)
            for rate, arrival, _ in arrivals:
                connection.execute(_MOVE, (account, rate.name, arrival))
            return None

        return await self._database.write(work)


_MOVE = "INSERT INTO pace VALUES (?1, ?2, ?3) ON CONFLICT (account, rate) DO UPDATE SET arrival = excluded.arrival"


def _arrival(connection: sqlite3.Connection, account: str, rate: Rate, count: int, now: int) -> tuple[int, int]:
    """The theoretical arrival time after this mutation, and when it is allowed. Source: GCRA, ITU-T I.371."""
    row = connection.execute("SELECT arrival FROM pace WHERE account = ? AND rate = ?", (account, rate.name)).fetchone()
    step = micros_of(rate.period) // rate.count
    arrival = max(now, row[0] if row else 0) + count * step
    return arrival, arrival - max(rate.burst, count) * step
