"""A theatre whose bot may die: at a write to GitHub, before it or after it, or between two looks."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp

from bot.app import HTTP_TIMEOUT, Bot
from bot.cli.demo.theatre import Leaping, Theatre
from bot.forge.facts import Noticed
from bot.forge.subjects import subject
from bot.github.client import _reading
from bot.settings import Settings
from bot.store.queue import Claim, SqliteQueue
from bot.worker.comparing import Comparing, run

PATIENCE = timedelta(minutes=5)
"""How far the bot is let ahead: over every wait that a mishap may cost, not over a day."""
RESTLESS = 400
"""So many looks at one go, then the bot does not come to rest at all."""


class Died(BaseException):
    """The process is gone: nothing of it may go on, so nothing may catch this."""


@dataclass(slots=True)
class Doom:
    """The bot dies at its `write`-th write (from 1), or before its `look`-th look; never where both are None."""

    write: int | None = None
    after: bool = False
    look: int | None = None
    forgets: bool = False
    """The database goes with it."""
    again: bool = False
    """Not once: whenever the bot is to come to rest, the looks are counted anew, and it dies once more."""
    writes: int = 0
    looks: int = 0

    def begins_write(self) -> None:
        self.writes += 1
        if self.write == self.writes and not self.after:
            raise Died

    def ends_write(self) -> None:
        if self.write == self.writes and self.after:
            raise Died

    def begins_look(self) -> None:
        self.looks += 1
        if self.look == self.looks:
            raise Died


class MortalBot(Bot):
    """The bot, with its queue watched. What a control takes away is taken away in `with_parts`."""

    doom: Doom
    with_parts: Callable[["MortalBot"], None] | None = None

    def _worker(self):
        self.queue = WatchedQueue(self.queue, self.doom)
        if self.with_parts:
            self.with_parts(self)
        self._comparing = Comparing(judge=_judged, verdicts=self.cache)
        return super()._worker()


async def _judged(payload: bytes) -> bytes:
    """The judge's own function, without its child process: a hundred bots would start a hundred of them."""
    return _verdict(payload)


_verdict = functools.lru_cache(maxsize=50)(run)


class WatchedQueue:
    """The queue; the bot may die where a look would begin."""

    def __init__(self, queue: SqliteQueue, doom: Doom) -> None:
        self._queue, self._doom = queue, doom

    def __getattr__(self, name: str):
        return getattr(self._queue, name)

    async def claim(self) -> Claim | None:
        if (due_at := await self._queue.next_due_at()) and due_at <= self._queue._database.now():
            self._doom.begins_look()
        return await self._queue.claim()


class Mortal(Theatre):
    """`settle` brings the bot to rest, and back to life where it dies on the way: on the same database, or none."""

    def __init__(
        self,
        folder: Path,
        *,
        lag: timedelta,
        with_parts: Callable[[MortalBot], None] | None = None,
        http_timeout: timedelta = HTTP_TIMEOUT,
    ) -> None:
        super().__init__(folder, lag=lag)
        self._http_timeout = http_timeout
        self.doom = self._next_doom = Doom()
        self._with_parts, self._pokes = with_parts, False
        self.deaths = 0

    def begin(self, doom: Doom, *, pokes: bool) -> None:
        """From here on the doom counts. `pokes`: after every write everything is looked at again."""
        self._be_doomed(doom)
        self._pokes = pokes

    def _be_doomed(self, doom: Doom) -> None:
        self.doom = self._next_doom = self.bot.queue._doom = doom

    def _settings(self) -> Settings:
        settings = super()._settings()
        return Settings(
            **{name: getattr(settings, name) for name in Settings.__slots__ if name != "database"},
            database=self._folder / "bot.sqlite",
        )

    async def _start_bot(self) -> None:
        bot = MortalBot(self._settings(), clock=Leaping(self.clock), http_timeout=self._http_timeout)
        bot.doom, bot.with_parts = self.doom, self._with_parts
        self.bot = await self._bot_exits.enter_async_context(bot)
        bot.github._session.trace_configs.append(self._watch())
        server, self.bot_url = await self.bot.listen()
        self._bot_exits.push_async_callback(server.stop)
        self.gh.hooks.url = f"{self.bot_url}/github/webhook"

    def _watch(self) -> aiohttp.TraceConfig:
        async def begins(_session, _context, params) -> None:
            if _is_write(params):
                self.doom.begins_write()

        async def ends(_session, _context, params) -> None:
            if _is_write(params):
                self.doom.ends_write()
                if self._pokes:
                    await self.poke()

        watch = aiohttp.TraceConfig()
        watch.on_request_start.append(begins)
        watch.on_request_end.append(ends)
        watch.freeze()
        return watch

    async def poke(self) -> None:
        """Have everything that was ever looked at looked at again, with no word of what is new: as a sweep does."""
        sql = "SELECT subject FROM look"
        rows = await self.bot.database.read(lambda connection: connection.execute(sql).fetchall())
        await self.bot.queue.put(Noticed(tuple(subject(text) for (text,) in rows)))

    async def settle(self) -> int:
        looks = self.doom.looks = 0
        while True:
            await self.gh.deliveries_settled()
            try:
                more = await self.bot.worker.drain(horizon=PATIENCE)
            except Died:
                await self.rise_again()
                continue
            looks += more
            if not more:
                self._be_doomed(self._next_doom)
                return looks
            if looks > RESTLESS:
                raise AssertionError("the bot does not come to rest")

    async def rise_again(self) -> None:
        """The next process, on the same database or on none."""
        self.deaths += 1
        doom, self.doom = self.doom, Doom()
        self._next_doom = doom if doom.again else self.doom
        await self._stop_bot(forgets=doom.forgets)
        await self._start_bot()
        await self.bot.sweep.due()

    async def _stop_bot(self, *, forgets: bool) -> None:
        database = self.bot.settings.database
        await self._bot_exits.aclose()
        if forgets:
            for file in database.parent.glob(f"{database.name}*"):
                file.unlink()


def _is_write(params) -> bool:
    """Whether a request changes something at GitHub; a token that is minted does not."""
    return params.method not in {"GET", "HEAD"} and not _reading.get() and "access_tokens" not in params.url.path
