"""A sandbox and the bot beside it, on one clock: they speak over HTTP only, as the bot and GitHub do."""

from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.app import Bot
from bot.sandbox import Clock, Person, Sandbox
from bot.sandbox.scenarios import payments
from bot.settings import Settings

REPO = f"{payments.ORGANIZATION}/{payments.REPOSITORY}"
BEGINNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday."""
LAG = timedelta(milliseconds=300)
HORIZON = timedelta(seconds=25)
"""How far the bot is let ahead of the story: over lags and the first seconds of an empty store, not over days."""


class Leaping:
    """The sandbox's clock as the bot waits on it: nobody sleeps, the clock is moved to the moment awaited."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        """The sandbox's present."""
        return self._clock.now()

    async def wait_until(self, moment: datetime) -> None:
        """Move the clock there."""
        if (left := moment - self._clock.now()) > timedelta(0):
            self._clock.advance(left)


class Theatre:
    """`async with Theatre(folder) as theatre:`; the database is a file in `folder`, and can be thrown away."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        lag: timedelta = LAG,
        clock: Clock | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        """`files`: what the repository begins with, where that is not the scenario's own."""
        self._folder = folder
        self._files = files
        self._numbers: Iterator[int] = count(1)
        self.clock = clock or Clock(BEGINNING, ticking=False)
        self.gh = Sandbox(clock=self.clock, lag=lag, port=port)
        self._bot_exits = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self.gh.__aenter__()
        set_the_scene(self.gh, self._files)
        await self._start_bot()
        self.gh.seed.install(payments.ORGANIZATION, hook_url=f"{self.bot_url}/github/webhook")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._bot_exits.aclose()
        await self.gh.__aexit__(kind, error, trace)

    async def _start_bot(self, settings: Settings | None = None) -> None:
        bot = Bot(settings or self._settings(), clock=Leaping(self.clock))
        self.bot = await self._bot_exits.enter_async_context(bot)
        server, self.bot_url = await self.bot.listen()
        self._bot_exits.push_async_callback(server.stop)

    def _settings(self) -> Settings:
        return Settings(
            app_id=str(self.gh.app_id),
            private_key=self.gh.private_key,
            webhook_secrets=(self.gh.webhook_secret,),
            api_url=self.gh.api_url,
            graphql_url=self.gh.graphql_url,
            database=self._folder / f"bot-{next(self._numbers)}.sqlite",
            host="127.0.0.1",
            port=0,
            public_url=None,
            clock_url=None,
        )

    async def settle(self) -> int:
        """Deliver every hook, have the bot look until nothing is due; how many looks that were."""
        looks = 0
        while True:
            await self.gh.deliveries_settled()
            more = await self.bot.worker.drain(horizon=HORIZON)
            looks += more
            if not more:
                return looks

    async def catch_up(self) -> None:
        """What a bot does at its start: sweep what it may have missed, then look."""
        await self.bot.sweep.due()
        await self.settle()

    async def lose_the_database(self) -> None:
        """End the bot, delete its database, start it again with an empty one."""
        old = self.bot.settings.database
        await self._bot_exits.aclose()
        for file in old.parent.glob(f"{old.name}*"):
            file.unlink()
        self._bot_exits = AsyncExitStack()
        await self._start_bot()
        self.gh.hooks.url = f"{self.bot_url}/github/webhook"
        await self.catch_up()

    async def start_again(self, **changes: Any) -> None:
        """End the bot, and start it again on the same database with some settings changed."""
        settings = replace(self.bot.settings, **changes)
        await self._bot_exits.aclose()
        self._bot_exits = AsyncExitStack()
        await self._start_bot(settings)
        self.gh.hooks.url = f"{self.bot_url}/github/webhook"
        await self.catch_up()

    async def work(self) -> None:
        """The bot as `serve` runs it, beside a clock that ticks; until cancelled."""
        settings = self._settings()
        await self._bot_exits.aclose()
        self._bot_exits = AsyncExitStack()
        async with Bot(settings, clock=self.clock) as bot:
            server, url = await bot.listen()
            self.gh.hooks.url = f"{url}/github/webhook"
            try:
                await bot.work()
            finally:
                await server.stop()

    def pass_days(self, days: int) -> None:
        """Let time go by."""
        self.clock.advance(timedelta(days=days))

    def person(self, login: str) -> Person:
        """Somebody with a keyboard."""
        return self.gh.acting_as(login)


def set_the_scene(gh: Sandbox, files: Mapping[str, bytes] | None = None) -> None:
    """Everybody, their teams, and the repository as it is before anything happens."""
    gh.seed.organization(payments.ORGANIZATION)
    for one in payments.people():
        gh.seed.user(one.login, name=one.name)
    gh.seed.repository(REPO, files=payments.files() if files is None else dict(files), by="lee")
    for team in payments.teams():
        gh.seed.team(payments.ORGANIZATION, team.slug, team.members, name=team.name)
        for login in team.members:
            gh.seed.grant(REPO, login, team.role)
    gh.seed.branch_rule(REPO, payments.DEFAULT_BRANCH, checks={"API stage policy": gh.app_id})
