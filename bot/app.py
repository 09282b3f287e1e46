"""The composition root: the one file that knows every room, and puts the bot together from its settings.

The core and its engine are two thirds of what there is to import, and no webhook waits for them: the first look imports
them, and `work` does beside the first webhooks (figures: benchmarks/looks).
"""

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from hashlib import sha256
from importlib import import_module
from types import TracebackType
from typing import Self

from bot.forge.effects import Effect, Plan
from bot.forge.facts import Facts, Look, Secret
from bot.forge.questions import Question
from bot.forge.subjects import Subject
from bot.github.room import GitHubRoom
from bot.settings import Settings
from bot.store.cache import SqliteCache
from bot.store.database import Database
from bot.store.journal import SqliteJournal
from bot.store.limits import FUSE, SqliteLimits
from bot.store.pruning import Pruning
from bot.store.queue import SqliteQueue
from bot.web.health import Figures, Health
from bot.web.intake import Intake
from bot.web.server import Server, routes
from bot.worker.asks import Clock
from bot.worker.clock import SystemClock
from bot.worker.judge import Judge
from bot.worker.loop import Worker
from bot.worker.remote_clock import RemoteClock
from bot.worker.sweep import Sweep

HTTP_TIMEOUT = timedelta(seconds=10)
"""Of a request to GitHub; it must stay below the wait after a crash, in which the last one may still arrive."""


class _Blobs:
    """The store's cache as the GitHub room asks for it."""

    def __init__(self, cache: SqliteCache) -> None:
        self._cache = cache

    async def get(self, oid: str) -> bytes | None:
        return await self._cache.blob(oid)

    async def put(self, oid: str, data: bytes) -> None:
        await self._cache.keep_blob(oid, data)


class Bot:
    """The bot of one process. `async with Bot(settings, clock=...)` opens its store and its GitHub client."""

    def __init__(
        self, settings: Settings, *, clock: Clock, sweeps: bool = True, http_timeout: timedelta = HTTP_TIMEOUT
    ) -> None:
        self.settings = settings
        self.clock = clock
        self._sweeps = sweeps
        self._http_timeout = http_timeout
        self._open = AsyncExitStack()

    async def _sleep(self, seconds: float) -> None:
        """A short wait of the client's, on the clock that everything else waits on."""
        await self.clock.wait_until(self.clock.now() + timedelta(seconds=seconds))

    async def __aenter__(self) -> Self:
        settings, clock = self.settings, self.clock
        self.database = Database(settings.database, now=clock.now)
        self._open.callback(self.database.close)
        self.cache = SqliteCache(self.database)
        self.queue = SqliteQueue(self.database)
        self.journal = SqliteJournal(self.database)
        self._judge = Judge("bot.worker.comparing:run")
        self._open.push_async_callback(self._judge.close)
        self.github = await self._open.enter_async_context(
            GitHubRoom(
                app_id=int(settings.app_id),
                private_key=settings.private_key,
                api_url=settings.api_url,
                graphql_url=settings.graphql_url,
                blobs=_Blobs(self.cache),
                clock=clock.now,
                session_timeout=self._http_timeout,
                sleep=self._sleep,
            )
        )
        self.worker = self._worker()
        self.sweep = self._sweep()
        self.intake = Intake(
            secrets=[secret.encode() for secret in settings.webhook_secrets],
            read=self.github.read,
            put=self.queue.put,
            forget=self.github.forget,
        )
        self.web = routes(self.intake, Health(self._figures))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    def _worker(self) -> Worker:
        return Worker(
            queue=self.queue,
            journal=self.journal,
            observe=self.github.observe,
            answer=self.answer,
            decide=_decide,
            apply=self._apply,
            clock=self.clock,
            secrets=ledger_secrets(self.settings),
            limits=SqliteLimits(self.database),
            fuse=SqliteLimits(self.database, FUSE),
            random=random.random,
            awaits_sweep=self._sweeps,
        )

    def _sweep(self) -> Sweep:
        return Sweep(
            put=self.queue.put,
            failed_deliveries=self.github.failed_deliveries,
            clicks=self.github.clicks,
            changed=self.github.changed,
            signed_otherwise=self._signed_otherwise,
            swept_at=self.journal.swept_at,
            swept=self.journal.swept,
            prune=Pruning(self.database).prune,
            clock=self.clock,
        )

    async def answer(self, subject: Subject, asked: frozenset[Question[object]]) -> Mapping[Question[object], object]:
        """The answers to one round: descriptions by the judge, all the rest by GitHub."""
        from bot.duties.comparison import ComparisonOf, DescriptionOf
        from bot.worker.comparing import Comparing

        async def others(questions: frozenset[Question[object]]) -> Mapping[Question[object], object]:
            return await self.github.answer(subject, questions)

        long = [question for question in asked if isinstance(question, ComparisonOf | DescriptionOf)]
        rest = asked.difference(long)
        found = dict(await others(rest)) if rest else {}
        comparing = Comparing(judge=self._judge.judge, verdicts=self.cache)
        for question in long:
            if isinstance(question, ComparisonOf):
                found[question] = await comparing.comparison(question, others)
            else:
                found[question] = await comparing.description(question, others)
        return found

    async def _apply(self, effect: Effect, facts: Facts, again: bool) -> str | None:  # noqa: FBT001 - the worker's shape
        return await self.github.apply(effect, facts, again=again)

    async def _figures(self) -> Figures:
        depth = await self.queue.depth()
        figures = {f"deliveries_{name}": float(count) for name, count in self.intake.counts.items()}
        figures |= {f"worker_{name}": float(count) for name, count in self.worker.counts.items()}
        old = len(await self._signed_otherwise())
        figures |= {"queue_waiting": float(depth.waiting), "queue_dead": float(depth.dead)}
        return figures | {"ledgers_signed_otherwise": float(old)}

    async def _signed_otherwise(self) -> tuple[Subject, ...]:
        """The threads whose ledger is not signed with the key that signs now."""
        return await self.journal.signed_otherwise(ledger_secrets(self.settings)[0].name)

    async def listen(self) -> tuple[Server, str]:
        """Take webhooks from now on; the server and its address."""
        server = Server(self.web, host=self.settings.host, port=self.settings.port)
        return server, await server.start()

    async def work(self) -> None:
        """Look and sweep until cancelled, then finish what is begun. Neither ends by itself: a bug in one ends both."""
        reading = asyncio.create_task(asyncio.to_thread(_read_the_core))
        working = asyncio.create_task(self.worker.run())
        sweeping = [asyncio.create_task(self.sweep.run())] if self._sweeps else []
        try:
            await asyncio.wait([working, *sweeping], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.worker.stop()
            ended = [task for task in sweeping if not task.cancel()]
            await asyncio.gather(working, reading)
        for task in ended:
            task.result()


def _decide(look: Look, answers: Mapping[Question[object], object]) -> Plan | frozenset[Question[object]]:
    """The core's decision; the first one imports the core."""
    from bot.duties.decide import decide

    return decide(look, answers)


def _read_the_core() -> None:
    """Import what the first look will need."""
    import_module("bot.duties.decide")
    import_module("bot.worker.comparing")


def ledger_secrets(settings: Settings) -> tuple[Secret, ...]:
    """The keys of ledgers: the first signs, all of them verify.

    One made of the App's private key needs no setting, and whoever has that could write as the App anyway. What it
    signed is believed beside keys of the settings as well, so that giving the first of those loses nothing.
    """
    named = tuple(
        Secret(name, sha256(b"ledger key\n" + secret.encode()).digest()) for name, secret in settings.ledger_keys
    )
    return (*named, *map(_of_app_key, (settings.private_key, *settings.former_keys)))


def _of_app_key(private_key: str) -> Secret:
    digest = sha256(b"stagekeeper ledger\n" + private_key.strip().encode()).digest()
    return Secret(f"k{digest.hex()[:6]}", sha256(b"key\n" + digest).digest())


@asynccontextmanager
async def clock_of(settings: Settings) -> AsyncIterator[Clock]:
    """Real time; or, where `STAGEKEEPER_CLOCK` names one, the clock of a sandbox in another process."""
    if settings.clock_url is None:
        yield SystemClock()
        return
    async with RemoteClock(settings.clock_url) as clock:
        yield clock
