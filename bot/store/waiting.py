"""Who waits for a commit, and with what."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence

Row = tuple[object, ...]
Insert = tuple[str, Sequence[Row]]
"""A statement whose one parameter is a JSON array of rows, and rows for it."""


class Waiting:
    """Somebody who waits for the commit."""

    __slots__ = ("fault", "loop", "outcome", "waiter")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.waiter: asyncio.Future[object] = loop.create_future()
        self.outcome: object = None
        self.fault: BaseException | None = None

    def tell(self) -> None:
        """Give the outcome to who waits; called in their event loop."""
        if self.waiter.done():  # who waited was cancelled
            return
        if self.fault is not None:
            self.waiter.set_exception(self.fault)
        else:
            self.waiter.set_result(self.outcome)


class Work(Waiting):
    """Something to be run in the transaction."""

    __slots__ = ("run", "writes")

    def __init__(
        self, loop: asyncio.AbstractEventLoop, run: Callable[[sqlite3.Connection], object], *, writes: bool
    ) -> None:
        super().__init__(loop)
        self.run = run
        self.writes = writes


class Rows(Waiting):
    """Rows for statements that take those of everybody at once."""

    __slots__ = ("inserts",)
    writes = True

    def __init__(self, loop: asyncio.AbstractEventLoop, inserts: Sequence[Insert]) -> None:
        super().__init__(loop)
        self.inserts = inserts


Batch = list[Work | Rows]


def together(batch: Batch) -> dict[str, list[Row]]:
    """The rows of everybody, by statement."""
    together: dict[str, list[Row]] = {}
    for waiting in batch:
        if isinstance(waiting, Rows):
            for sql, rows in waiting.inserts:
                together.setdefault(sql, []).extend(rows)
    return together
