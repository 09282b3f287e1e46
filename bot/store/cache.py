"""Content that never changes, kept by its name: blobs by git's object id, verdicts by the two blobs compared."""

import sqlite3

from bot.store.database import Database, micros

BLOB_BYTES = 256 * 1024 * 1024
VERDICT_BYTES = 64 * 1024 * 1024


class SqliteCache:
    """The cache in SQLite; each kind keeps at most its share of bytes, the oldest go first."""

    def __init__(self, database: Database, *, blob_bytes: int = BLOB_BYTES, verdict_bytes: int = VERDICT_BYTES) -> None:
        self._database = database
        self._blob_bytes = blob_bytes
        self._verdict_bytes = verdict_bytes

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

    async def prune(self) -> int:
        """Drop the oldest until each kind fits its share; how many."""

        def work(connection: sqlite3.Connection) -> int:
            return (
                connection.execute(_PRUNE.format(table="blob", content="data"), (self._blob_bytes,)).rowcount
                + connection.execute(_PRUNE.format(table="verdict", content="report"), (self._verdict_bytes,)).rowcount
            )

        return await self._database.write(work)

    async def _read(self, sql: str, *key: str) -> bytes | None:
        row = await self._database.read(lambda connection: connection.execute(sql, key).fetchone())
        return bytes(row[0]) if row else None

    async def _keep(self, sql: str, *values: object) -> None:
        row = (*values, micros(self._database.now()))

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(sql, row)

        await self._database.write(work)


_PRUNE = """
DELETE FROM {table} WHERE rowid IN (
    SELECT rowid FROM (
        SELECT rowid, sum(length({content})) OVER (ORDER BY kept_at DESC, rowid DESC) AS kept FROM {table}
    ) WHERE kept > ?
)
"""
