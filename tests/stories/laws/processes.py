"""A theatre whose bot is `stagekeeper serve`: a process of its own, killed with a write of its in our hands."""

import asyncio
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from pathlib import Path

from bot.cli.demo.play import BOT
from bot.cli.demo.theatre import BEGINNING, Theatre
from bot.sandbox import Clock
from bot.sandbox.faults import Held
from bot.store.database import micros, moment
from tests.cli.process import environment
from tests.stories.laws.mortal import PATIENCE

SERVE = ("-m", "bot", "serve")
ROOT = Path(__file__).parents[3]
TIMEOUT_S = 60
"""In which a bot at work must do something; only one that is stuck takes so long."""


class Place(Enum):
    """When a process is killed: its write was received by then."""

    BEFORE = auto()
    """It never takes."""
    LATE = auto()
    """It takes when the next process is up, and has done what it does at once."""
    AFTER = auto()
    """It has taken; nobody hears the answer."""


@dataclass(frozen=True, slots=True)
class Kill:
    """At the `write`-th write, from 1."""

    write: int
    place: Place


class Watched(Clock):
    """A clock that tells when somebody begins to wait on it: who does so has done all there was to do."""

    def __init__(self) -> None:
        super().__init__(BEGINNING, ticking=False)
        self.somebody_waits = asyncio.Event()

    async def wait_until(self, moment: datetime) -> None:
        self.somebody_waits.set()
        await super().wait_until(moment)


class Process:
    """`stagekeeper serve`, up and listening."""

    def __init__(self, words: Sequence[str], settings: dict[str, str]) -> None:
        self._words, self._settings = words, settings
        self.told = ""
        self._listening: asyncio.Task[None] | None = None

    async def start(self) -> str:
        """Its address."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *self._words,
            cwd=ROOT,
            env=environment(**self._settings),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        async for line in self._process.stderr:
            self.told += line.decode()
            if "listening on " in self.told:
                self._listening = asyncio.create_task(self._listen())
                return self.told.rpartition("listening on ")[2].strip()
        raise AssertionError(f"it did not start:\n{self.told}")

    async def _listen(self) -> None:
        async for line in self._process.stderr:
            self.told += line.decode()

    async def kill(self) -> None:
        """As `kill -9` does: nothing is finished, nothing is told."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        if self._listening:
            await self._listening


class Processes(Theatre):
    """Until `hand_over` the bot is one in this process, then one of its own; its database stays."""

    def __init__(self, folder: Path, *, words: Sequence[str] = SERVE, lag: timedelta = timedelta(0)) -> None:
        self.clock: Watched
        super().__init__(folder, lag=lag, clock=Watched())
        self._words = words
        self._process: Process | None = None
        self._holding: asyncio.Task[Held] | None = None
        self.kills = 0

    async def __aexit__(self, *failure) -> None:
        if self._process:
            await self._process.kill()
        if self._holding:
            self._holding.cancel()
        await super().__aexit__(*failure)

    async def hand_over(self, kill: Kill | None) -> None:
        """The bot goes on as a process of its own; it is killed when it comes to that write."""
        self._database = self.bot.settings.database
        await self._bot_exits.aclose()
        await self._start()
        await self.settle()
        if kill:
            after = kill.place is Place.AFTER
            self.gh.faults.add("*", actor=BOT, writes=True, skip=kill.write - 1, hold=True, after=after)
            self._kill, self._holding = kill, asyncio.create_task(self.gh.faults.held())

    async def _start(self) -> None:
        self.clock.advance(timedelta(milliseconds=1))  # so that the next first sweep is told from the last one
        self._started_at = self.clock.now()
        self._process = Process(self._words, self._environment())
        self.gh.hooks.url = await self._process.start()

    def _environment(self) -> dict[str, str]:
        key = self._folder / "key.pem"
        key.write_text(self.gh.private_key)
        return {
            "GITHUB_APP_ID": str(self.gh.app_id),
            "GITHUB_PRIVATE_KEY_FILE": str(key),
            "GITHUB_WEBHOOK_SECRET": self.gh.webhook_secret,
            "GITHUB_API_URL": self.gh.api_url,
            "GITHUB_GRAPHQL_URL": self.gh.graphql_url,
            "STAGEKEEPER_CLOCK": f"{self.gh.url}/_sandbox/clock",
            "DATABASE_URL": f"sqlite:///{self._database}",
            "PORT": "0",
        }

    async def settle(self) -> int:
        """Deliver every hook, kill whom doom has reached, move the clock to what is due, until nothing is."""
        if self._process is None:
            return await super().settle()
        while (due_at := await self._idle()) and due_at <= self.clock.now() + PATIENCE:
            self.clock.advance(due_at - self.clock.now())
        return 0

    async def _idle(self) -> datetime | None:
        """Return when nothing is to do at this moment of the clock; when the next thing is, if anything."""
        while True:
            self.clock.somebody_waits.clear()
            await self.gh.deliveries_settled()
            if self._holding and self._holding.done():
                held, self._holding = self._holding.result(), None
                await self._die(held)
            elif not (looks := self._looks()).busy:
                return looks.due_at
            else:
                await self._something_happens()

    async def _something_happens(self) -> None:
        waits = asyncio.create_task(self.clock.somebody_waits.wait())
        awaited = {waits, self._holding} if self._holding else {waits}
        done, _ = await asyncio.wait(awaited, timeout=TIMEOUT_S, return_when=asyncio.FIRST_COMPLETED)
        waits.cancel()
        assert done, f"nothing happens any more:\n{self._process.told}"

    async def _die(self, held: Held) -> None:
        self.kills += 1
        await self._process.kill()
        if self._kill.place is not Place.LATE:
            held.drop()
        await self._start()
        if self._kill.place is Place.LATE:
            await self._idle()
            await self._taken(held)

    async def _taken(self, held: Held) -> None:
        calls = len(self.gh.calls)
        held.go_on()
        while held.key not in {call[1] for call in self.gh.calls[calls:]}:
            await asyncio.sleep(0)

    def _looks(self) -> "Looks":
        with closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as connection:
            (dead,) = connection.execute("SELECT group_concat(reason) FROM look WHERE state = 'dead'").fetchone()
            assert dead is None, f"given up: {dead}"
            swept_at, claimed, due_at = connection.execute(_LOOKS).fetchone()
        swept = swept_at is not None and swept_at >= micros(self._started_at)
        due = None if due_at is None else moment(due_at)
        return Looks(claimed > 0 or not swept or (due is not None and due <= self.clock.now()), due)


_LOOKS = """
SELECT (SELECT swept_at FROM about), count(claimed_by), min(due_at) FILTER (WHERE claimed_by IS NULL) FROM look
"""


@dataclass(frozen=True, slots=True)
class Looks:
    """What stands in the queue of the process."""

    busy: bool
    """It looks, or is about to, or has not swept yet."""
    due_at: datetime | None
