"""The room's one door: look at a subject, answer questions about it, apply effects, read webhooks."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self, assert_never

import aiohttp
from cachetools import LRUCache

from bot.forge.effects import Effect
from bot.forge.facts import Facts, Noticed, Stale
from bot.forge.faults import Gone
from bot.forge.questions import Question
from bot.forge.subjects import Commit, Repo, Repository, Subject, Thread
from bot.github import sweep
from bot.github.answers import Known, answer_all
from bot.github.apply import apply_effect
from bot.github.apply.desk import Desk
from bot.github.auth import Tokens, app_client, loaded
from bot.github.client import Link
from bot.github.contents import BlobCache, Contents
from bot.github.eye import Eye, Found
from bot.github.installations import Installations
from bot.github.observe import observe_thread
from bot.github.observe_repository import observe_commit, observe_repository
from bot.github.subjects import noticed

CONFIG = ".github/stagekeeper.yml"
API_VERSION = "2022-11-28"
"""Enterprise Server knows no other. Source: "API Versions"."""


async def _freely(_installation: int) -> None:
    """No limit of our own."""


class GitHubRoom:
    """GitHub, as the worker sees it. Use it with `async with`: it holds the process's one HTTP client."""

    def __init__(
        self,
        *,
        app_id: int,
        private_key: str | bytes,
        blobs: BlobCache,
        clock: Callable[[], datetime],
        api_url: str = "https://api.github.com",
        graphql_url: str = "https://api.github.com/graphql",
        api_version: str = API_VERSION,
        config_path: str = CONFIG,
        session_timeout: timedelta = timedelta(seconds=10),
        before_write: Callable[[int], Awaitable[None]] = _freely,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Raises BotError for a key that cannot be read."""
        self._app_id, self._key = int(app_id), loaded(private_key)
        self._blobs, self._clock, self._config_path = blobs, clock, config_path
        self._urls, self._version, self._timeout = (api_url, graphql_url), api_version, session_timeout
        self._before_write, self._sleep = before_write, sleep
        self._known = Known(clock)
        self._pages: LRUCache[Thread, tuple[str, ...]] = LRUCache(10_000)
        self._cards: LRUCache[Thread, Found] = LRUCache(10_000)

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=self._timeout.total_seconds())
        self._session = aiohttp.ClientSession(timeout=timeout)
        link = Link(
            session=self._session,
            api_url=self._urls[0],
            graphql_url=self._urls[1],
            version=self._version,
            now=self._clock,
            before_write=self._before_write,
            sleep=self._sleep,
        )
        app = app_client(link, self._app_id, self._key)
        self.installations = Installations(link, app, Tokens(app, self._clock))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def observe(self, subject: Subject) -> Facts:
        """The subject as it is now. Raises Gone, Parked, Unreachable, BotError."""
        try:
            return await self._observed(subject)
        except Gone:
            # installed anew, or moved to somebody else: what we know of its installation may be old
            self.installations.forget_repo(subject.repo)
            return await self._observed(subject)

    async def _observed(self, subject: Subject) -> Facts:
        eye = await self._eye(subject.repo)
        match subject:
            case Thread():
                return await observe_thread(eye, subject)
            case Repository():
                return await observe_repository(eye, subject)
            case Commit():
                return await observe_commit(eye, subject)
            case _:
                assert_never(subject)

    async def answer(
        self, subject: Subject, questions: Collection[Question[object]]
    ) -> Mapping[Question[object], object]:
        """The answers to all these questions about the subject's repository."""
        return await answer_all(await self._eye(subject.repo), questions, self._known)

    async def apply(self, effect: Effect, facts: Facts, *, again: bool) -> str | None:
        """Make an effect true; what the journal shall keep of it. `again`: an earlier try may have taken."""
        repo = facts.subject.repo
        client = await self.installations.of_repo(repo)
        desk = Desk(
            client=client,
            repo=repo,
            me=facts.me if hasattr(facts, "me") else await self.installations.me(client),
            facts=facts,
            again=again,
            app=self._app_id,
            installations=self.installations,
        )
        return await apply_effect(desk, effect)

    def read(self, event: str, payload: bytes, guid: str) -> Noticed:
        """Where a webhook says to look. Raises ValueError for what is no JSON."""
        me = self.installations.known_me
        return noticed(event, payload, guid, us=me.id if me else None, now=self._clock())

    def failed_deliveries(self, since: datetime) -> AsyncIterator[Noticed]:
        """What the webhooks told that did not reach us since then."""
        return sweep.failed_deliveries(self.installations, self.read, since)

    def clicks(self, since: datetime) -> AsyncIterator[Noticed]:
        """What clicks on our buttons told since then, delivered or not: for a store that has lost them."""
        return sweep.clicks(self.installations, self.read, since)

    def changed(self, since: datetime) -> AsyncIterator[Subject]:
        """Every thread that changed since then, and every repository, wherever the app is installed."""
        return sweep.changed(self.installations, since)

    def forget(self, stale: Collection[Stale]) -> None:
        """Forget what a webhook says is no longer so."""
        if Stale.ROSTERS in stale:
            self._known.people.clear()
        if Stale.TOKENS in stale:
            self.installations.forget()

    async def _eye(self, repo: Repo) -> Eye:
        client = await self.installations.of_repo(repo)
        return Eye(
            client=client,
            contents=Contents(client, repo, self._blobs),
            me=await self.installations.me(client),
            app=self._app_id,
            config_path=self._config_path,
            installations=self.installations,
            pages=self._pages,
            cards=self._cards,
        )
