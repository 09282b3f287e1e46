import asyncio
import sqlite3
import threading
from datetime import UTC, datetime, timedelta

import pytest

from bot.store.database import Database, StoreFault, micros, moment


async def test_a_moment_comes_back_to_the_microsecond():
    when = datetime(2026, 9, 2, 10, 11, 12, 345678, tzinfo=UTC)
    assert moment(micros(when)) == when
    assert moment(micros(when) + 1) == when + timedelta(microseconds=1)


async def test_all_who_wait_share_one_commit(database):
    commits = []
    database._connection.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)
    busy = asyncio.ensure_future(database.write(held := Held()))
    await held.begun()
    writes = [
        database.write(lambda connection: connection.execute("UPDATE about SET version = 1").rowcount)
        for _ in range(50)
    ]
    waiting = asyncio.gather(*writes)
    await asyncio.sleep(0)
    held.release()
    await busy
    assert await waiting == [1] * 50
    assert len(commits) == 2


async def test_one_that_fails_spoils_no_other_of_its_commit(database):
    def wrong(connection):
        connection.execute("UPDATE about SET made_at = 5")
        return connection.execute("SELECT nothing").fetchone()

    def right(connection):
        return connection.execute("UPDATE about SET swept_at = 7").rowcount

    outcomes = await asyncio.gather(*(database.write(work) for work in (right, wrong, right)), return_exceptions=True)
    assert outcomes[::2] == [1, 1]
    assert isinstance(outcomes[1], StoreFault)
    made_at, swept_at = await database.read(
        lambda connection: connection.execute("SELECT made_at, swept_at FROM about").fetchone()
    )
    assert made_at != 5
    assert swept_at == 7


async def test_what_was_answered_is_on_the_disk(database, tmp_path):
    await database.write(lambda connection: connection.execute("UPDATE about SET swept_at = 7").rowcount)
    other = sqlite3.connect(tmp_path / "store.db")
    assert other.execute("SELECT swept_at FROM about").fetchone() == (7,)
    other.close()


async def test_every_commit_is_synced(database):
    assert database._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert database._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_who_went_away_while_waiting_disturbs_nobody(database):
    waiting = asyncio.ensure_future(database.write(lambda connection: 1))
    await asyncio.sleep(0)
    waiting.cancel()
    assert await database.write(lambda connection: 2) == 2


async def test_a_file_that_is_no_database_is_a_clear_fault(tmp_path, clock):
    (tmp_path / "notes.txt").write_text("not a database, but a long enough text to look like one " * 20)
    with pytest.raises(StoreFault, match=r"cannot open the database .*notes.txt: file is not a database"):
        Database(tmp_path / "notes.txt", now=clock.now)


async def test_a_database_of_another_version_is_not_touched(tmp_path, clock):
    Database(tmp_path / "new.db", now=clock.now).close()
    connection = sqlite3.connect(tmp_path / "new.db")
    connection.execute("UPDATE about SET version = 99")
    connection.commit()
    connection.close()
    with pytest.raises(StoreFault, match="version 99"):
        Database(tmp_path / "new.db", now=clock.now)


async def test_closing_finishes_what_waits(tmp_path, clock):
    database = Database(tmp_path / "deep" / "new.db", now=clock.now)
    waiting = [asyncio.ensure_future(database.write(lambda connection: 1)) for _ in range(3)]
    await asyncio.sleep(0)
    database.close()
    assert await asyncio.gather(*waiting) == [1, 1, 1]


class Held:
    """A work that waits in the writer's thread until released."""

    def __init__(self):
        self._begun = threading.Event()
        self._released = threading.Event()

    def __call__(self, connection):
        self._begun.set()
        self._released.wait(5)

    async def begun(self):
        await asyncio.to_thread(self._begun.wait, 5)

    def release(self):
        self._released.set()
