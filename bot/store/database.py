"""One SQLite file, one thread that writes it, one fsync for all who wait.

Works are queued; the thread takes all that wait into one transaction, commits, and only then answers them. So many
acknowledgements share one fsync, and an answer means: on the disk. A work may run twice; it touches only the database.
Source: sqlite.org/wal.html, sqlite.org/pragma.html#pragma_synchronous (FULL syncs the log at every commit).
"""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar, cast

from msgspec import json

from bot.forge.faults import BotError
from bot.store.waiting import Batch, Insert, Rows, Work, together

T = TypeVar("T")
VERSION = 2
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SCHEMA = Path(__file__).with_name("schema.sql")
_BATCH = 512


class StoreFault(BotError):
    """The database could not be read or written."""


def micros(moment: datetime) -> int:
    """A moment as it stands in the database."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(micros: int) -> datetime:
    """The moment that stands in the database."""
    return _EPOCH + timedelta(microseconds=micros)


class Database:
    """The file, made where it is missing. Everything in the process that stores shares one of these."""

    def __init__(self, path: Path | str, *, now: Callable[[], datetime]) -> None:
        """Open the file and write the schema; raises StoreFault where that cannot be."""
        self.now = now
        self._closed = False
        self._gathered: dict[asyncio.AbstractEventLoop, Batch] = {}
        self._works: SimpleQueue[Batch | None] = SimpleQueue()
        try:
            self._connection = _opened(Path(path), now())
        except (sqlite3.Error, OSError) as fault:
            raise StoreFault(f"cannot open the database {path}: {fault}") from fault
        self._thread = Thread(target=self._work, name="store", daemon=True)
        self._thread.start()

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returned, once it is on the disk."""
        return await self._worked(work, writes=True)

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returned; it must not write."""
        return await self._worked(work, writes=False)

    async def add(self, *inserts: Insert) -> None:
        """Write rows, once they are on the disk: all of them or none.

        A statement is run once for all who wait: each run gives the interpreter's lock away and must get it back.
        """
        await self._wait(Rows(asyncio.get_running_loop(), inserts))

    def close(self) -> None:
        """Finish what waits and close the file."""
        for loop in list(self._gathered):
            self._hand_over(loop)
        self._closed = True
        self._works.put(None)
        self._thread.join()

    async def _worked(self, run: Callable[[sqlite3.Connection], T], *, writes: bool) -> T:
        return cast(T, await self._wait(Work(asyncio.get_running_loop(), run, writes=writes)))

    def _wait(self, waiting: Work | Rows) -> "asyncio.Future[object]":
        """Gather what one turn of the event loop asks for, and hand it over together at the turn's end."""
        if self._closed:
            raise StoreFault("the database is closed")
        gathered = self._gathered.setdefault(waiting.loop, [])
        if not gathered:
            waiting.loop.call_soon(self._hand_over, waiting.loop)
        gathered.append(waiting)
        return waiting.waiter

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        if gathered := self._gathered.pop(loop, None):  # closing may have come first
            self._works.put(gathered)

    def _work(self) -> None:
        going = True
        while going:
            batch, going = self._batch()
            if batch:
                self._perform(batch)
                _answer(batch)
        self._connection.close()

    def _batch(self) -> tuple[Batch, bool]:
        """All that waits, at least one; False at the end of the days."""
        batch: Batch = []
        works = self._works.get()
        while works is not None:
            batch += works
            if len(batch) >= _BATCH:
                return batch, True
            try:
                works = self._works.get_nowait()
            except Empty:
                return batch, True
        return batch, False

    def _perform(self, batch: Batch) -> None:
        try:
            self._transact(batch)
        except BaseException as fault:  # noqa: BLE001  # it belongs to who waits, and the thread must live
            if len(batch) == 1:
                batch[0].fault = _told(fault)
            else:  # one of them spoils it for all: each by itself, then
                for waiting in batch:
                    self._perform([waiting])

    def _transact(self, batch: Batch) -> None:
        connection = self._connection
        # A plain BEGIN that writes later may fail as busy without waiting; IMMEDIATE waits its turn at once.
        connection.execute("BEGIN IMMEDIATE" if any(waiting.writes for waiting in batch) else "BEGIN")
        try:
            for sql, rows in together(batch).items():
                connection.execute(sql, (json.encode(rows).decode(),))
            for waiting in batch:
                if isinstance(waiting, Work):
                    waiting.outcome = waiting.run(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _answer(batch: Batch) -> None:
    for loop in {waiting.loop for waiting in batch}:
        theirs = [waiting for waiting in batch if waiting.loop is loop]
        if not loop.is_closed():
            loop.call_soon_threadsafe(_tell, theirs)


def _tell(batch: Batch) -> None:
    for waiting in batch:
        waiting.tell()


def _told(fault: BaseException) -> BaseException:
    if not isinstance(fault, sqlite3.Error):
        return fault
    told = StoreFault(f"the database said: {fault}")
    told.__cause__ = fault
    return told


def _opened(path: Path, now: datetime) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False, cached_statements=64)
    try:
        connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-4096; PRAGMA wal_autocheckpoint=4000;"
        )
        _migrate(connection, now)
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection, now: datetime) -> None:
    connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA.read_text(encoding='utf-8')} COMMIT;")
    connection.execute(
        "INSERT INTO about (id, version, made_at) VALUES (1, ?, ?) ON CONFLICT DO NOTHING", (VERSION, micros(now))
    )
    (version,) = connection.execute("SELECT version FROM about").fetchone()
    if version != VERSION:
        raise sqlite3.DatabaseError(
            f"it is of version {version}, this program writes {VERSION}; delete it, nothing is lost"
        )
