"""What was written to GitHub, by the keys of effects; reads of GitHub may trail behind it by seconds."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.forge.subjects import Repo, Subject, subject
from bot.store.database import Database, micros, moment

_START = """
INSERT INTO effect (key, subject, value, state, at) VALUES (?1, ?2, ?3, 'started', ?4)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, state = 'started', at = excluded.at
"""
_FINISH = "UPDATE effect SET state = 'done', at = ?2, reference = coalesce(?3, reference) WHERE key = ?1"
_REMEMBER = "INSERT INTO ledger VALUES (?1, ?2) ON CONFLICT (subject) DO UPDATE SET text = excluded.text"


@dataclass(frozen=True, slots=True)
class Entry:
    """The last that was written under a key."""

    value: str
    done: bool
    """False: begun, and nobody knows whether it took."""
    at: datetime
    reference: str | None


class SqliteJournal:
    """The journal of effects in SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def entry(self, key: str) -> Entry | None:
        """What was last written under this key; None where nothing was."""
        sql = "SELECT value, state = 'done', at, reference FROM effect WHERE key = ?"
        row = await self._database.read(lambda connection: connection.execute(sql, (key,)).fetchone())
        return row and Entry(row[0], bool(row[1]), moment(row[2]), row[3])

    async def start(self, key: str, subject: Subject, value: str) -> None:
        """Note, before the write, that it begins."""
        await self._run(_START, key, str(subject), value, self._now())

    async def finish(self, key: str, reference: str | None) -> None:
        """Note that the write took; `reference` is what it is found by again."""
        await self._run(_FINISH, key, self._now(), reference)

    async def remember(self, subject: Subject, ledger: str) -> None:
        """Keep the newest ledger of a thread."""
        await self._run(_REMEMBER, str(subject), ledger)

    async def remembered(self, subject: Subject) -> str | None:
        """The newest ledger that we wrote into a thread; None where this store has seen none."""
        sql = "SELECT text FROM ledger WHERE subject = ?"
        row = await self._database.read(lambda connection: connection.execute(sql, (str(subject),)).fetchone())
        return str(row[0]) if row else None

    async def signed_otherwise(self, name: str) -> tuple[Subject, ...]:
        """The threads whose newest ledger is not signed with the key of that name."""
        sql = "SELECT subject FROM ledger WHERE instr(text, ' ' || ? || ' ') = 0 ORDER BY subject"
        rows = await self._database.read(lambda connection: connection.execute(sql, (name,)).fetchall())
        return tuple(subject(text) for (text,) in rows)

    async def remembered_in(self, repo: Repo) -> tuple[Subject, ...]:
        """The threads of a repository that we wrote a ledger into."""
        sql = "SELECT subject FROM ledger WHERE subject > ?1 || '#' AND subject < ?1 || '$' ORDER BY subject"
        rows = await self._database.read(lambda connection: connection.execute(sql, (str(repo),)).fetchall())
        return tuple(subject(text) for (text,) in rows)

    async def made_at(self) -> datetime:
        """When this store was made: before that it remembers nothing."""
        sql = "SELECT made_at FROM about"
        row = await self._database.read(lambda connection: connection.execute(sql).fetchone())
        return moment(row[0])

    async def swept_at(self) -> datetime | None:
        """When the newest sweep that ended had begun; None in a blank store."""
        sql = "SELECT swept_at FROM about WHERE swept_at IS NOT NULL"
        row = await self._database.read(lambda connection: connection.execute(sql).fetchone())
        return row and moment(row[0])

    async def swept(self, begun_at: datetime) -> None:
        """Note that a sweep has ended: the store is no longer blank."""
        await self._run("UPDATE about SET swept_at = ?1", micros(begun_at))

    async def _run(self, sql: str, *values: object) -> None:
        def work(connection: sqlite3.Connection) -> None:
            connection.execute(sql, values)

        await self._database.write(work)

    def _now(self) -> int:
        return micros(self._database.now())
