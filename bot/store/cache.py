"""Content that never changes, kept by its name: blobs by git's object id, verdicts by the two blobs compared."""

import sqlite3

from bot.store.database import Database, micros

BLOB_BYTES = 256 * 1024 * 1024
VERDICT_BYTES = 64 * 1024 * 1024
PRUNE_EVERY = 100
"""So often, in things kept, is looked for what is too much; the first of a process counts."""


class SqliteCache:
    """The cache in SQLite; each kind keeps at most its share of bytes, the oldest go first."""

    def __init__(self, database: Database, *, blob_bytes: int = BLOB_BYTES, verdict_bytes: int = VERDICT_BYTES) -> None:
        self._database = database
        self._blob_bytes = blob_bytes
        self._verdict_bytes = verdict_bytes
        self._kept = 0

    async def blob(self, oid: str) -> bytes | None:
        """A blob by its object id; None where it is not kept."""
        return await self._read("SELECT data FROM blob WHERE oid = ?", oid)

    async def keep_blob(self, oid: str, data: bytes) -> None:
        """Keep a blob."""
        await self._keep("INSERT OR REPLACE INTO blob VALUES (?, ?, ?)", oid, data)

    async def verdict(self, old: str, new: str, engine: str) -> bytes | None:
        """What this engine said of these two blobs; None where it was not asked."""
        return await self._read("SELECT report FROM verdict WHERE old = ? AND new = ? AND engine = ?", old, new, engine)

    async def keep_verdict(self, old: str, new: str, engine: str, report: bytes) -> None:
        """Keep what an engine said."""
        await self._keep("INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?, ?)", old, new, engine, report)

    async def _read(self, sql: str, *key: str) -> bytes | None:
        row = await self._database.read(lambda connection: connection.execute(sql, key).fetchone())
        return bytes(row[0]) if row else None

    async def _keep(self, sql: str, *values: object) -> None:
        row = (*values, micros(self._database.now()))
        prunes = self._kept % PRUNE_EVERY == 0
        self._kept += 1

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(sql, row)
            if prunes:
                self._prune(connection)

        await self._database.write(work)

    def _prune(self, connection: sqlite3.Connection) -> None:
        connection.execute(_PRUNE.format(table="blob", content="data"), (self._blob_bytes,))
        connection.execute(_PRUNE.format(table="verdict", content="report"), (self._verdict_bytes,))


_PRUNE = """
DELETE FROM {table} WHERE rowid IN (
    SELECT rowid FROM (
        SELECT rowid, sum(length({content})) OVER (ORDER BY kept_at DESC, rowid DESC) AS kept FROM {table}
    ) WHERE kept > ?
)
"""
