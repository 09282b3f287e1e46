"""Keeping a sandbox's state in a folder, so that it is there again at the next start.

One row per record in SQLite, written when something has changed; git keeps its own part beside it.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from bot.sandbox.links import Links
from bot.sandbox.state import State, Table


@dataclass(frozen=True, slots=True)
class Saved:
    """What is kept besides the state: the App's secrets, the next id, how far the clock is ahead, where hooks go."""

    private_key: str
    public_key: str
    webhook_secret: str
    next_id: int
    ahead: timedelta
    hook_url: str | None


_NO_PICKLE = (pickle.PickleError, EOFError, ValueError, TypeError, AttributeError, ImportError)
"""What reading something else as a pickle may raise. Source: Python's `pickle`, "Module Interface"."""


class BadFolder(Exception):
    """The folder cannot hold a sandbox's state; the text says why, after the folder's name."""


class Folder:
    """A folder that holds a sandbox. Its content is read back with pickle: open no folder of a stranger."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.git = path / "git"
        self._file = path / "state.sqlite"
        self._written: dict[type[Any], Table[Any]] = {}

    def make(self) -> None:
        """Have the folder; raises BadFolder where it cannot be, or not be written."""
        if self.path.exists() and not self.path.is_dir():
            raise BadFolder("it is a file")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=self.path):
                pass
        except OSError as error:
            raise BadFolder(f"it cannot be made or written ({error.strerror or error})") from error

    def load(self, links: Links) -> tuple[State, Saved] | None:
        """What was kept, or nothing; raises BadFolder where something else stands there."""
        if not self._file.exists():
            return None
        try:
            return self._loaded(links)
        except (sqlite3.Error, *_NO_PICKLE) as error:
            raise BadFolder("what is in it was not kept by a sandbox of this version") from error

    def _loaded(self, links: Links) -> tuple[State, Saved]:
        with self._open() as db:
            rows = [pickle.loads(content) for (content,) in db.execute("SELECT content FROM record ORDER BY id")]
            [(saved,)] = db.execute("SELECT content FROM saved")
        tables: dict[type[Any], dict[int, Any]] = {}
        for row in rows:
            tables.setdefault(type(row), {})[row.id] = row
        self._written = {kind: Table(found) for kind, found in tables.items()}
        return State(links, dict(self._written)), pickle.loads(saved)

    def save(self, state: State, saved: Saved) -> None:
        """Write what has changed since the last time."""
        self.path.mkdir(parents=True, exist_ok=True)
        with self._open() as db:
            for kind, table in state.tables.items():
                before = self._written.get(kind) or Table()
                if before is not table:
                    self._write(db, kind.__qualname__, before, table)
            db.execute("INSERT OR REPLACE INTO saved (one, content) VALUES (1, ?)", [pickle.dumps(saved)])
        self._written = dict(state.tables)

    def _write(self, db: sqlite3.Connection, kind: str, before: Table[Any], after: Table[Any]) -> None:
        gone = [(kind, row.id) for row in before if after.get(row.id) is None]
        new = [(kind, row.id, pickle.dumps(row)) for row in after if before.get(row.id) is not row]
        db.executemany("DELETE FROM record WHERE kind = ? AND id = ?", gone)
        db.executemany("INSERT OR REPLACE INTO record (kind, id, content) VALUES (?, ?, ?)", new)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file)) as db, db:
            db.execute(
                "CREATE TABLE IF NOT EXISTS record (kind TEXT, id INTEGER, content BLOB, PRIMARY KEY (kind, id))"
            )
            db.execute("CREATE TABLE IF NOT EXISTS saved (one INTEGER PRIMARY KEY, content BLOB)")
            yield db
