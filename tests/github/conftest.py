"""The room against a running sandbox, which must end without a problem. GraphQL tests wait for no lag."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.forge.effects import Effect
from bot.forge.facts import Actor, ActorKind, RepositoryFacts, ThreadFacts
from bot.forge.subjects import Repo, Thread
from bot.github.room import GitHubRoom
from bot.sandbox import Clock, Sandbox
from tests.github.moments import NOW

REPO = Repo("acme", "apis")
CONFIG = b"version: 1\nmode: enforce\n"
PAYMENTS = b"openapi: 3.1.0\ninfo: {title: Payments, version: 1.0.0}\npaths: {}\n"


@dataclass
class Shelf:
    """Blobs in memory."""

    kept: dict[str, bytes] = field(default_factory=dict)

    async def get(self, oid: str) -> bytes | None:
        return self.kept.get(oid)

    async def put(self, oid: str, data: bytes) -> None:
        self.kept[oid] = data


@dataclass
class Naps:
    """Waits that were asked for and not waited."""

    slept: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


@dataclass
class Stage:
    """A sandbox and a room that looks into it."""

    gh: Sandbox
    room: GitHubRoom
    shelf: Shelf
    naps: Naps
    writes: list[int]

    async def issue(self, title: str = "Payments", body: str = "", *, labels: list[str] | None = None) -> Thread:
        made = await self.lee.post("/repos/acme/apis/issues", {"title": title, "body": body, "labels": labels or []})
        return Thread(REPO, made["number"])

    async def comment(self, thread: Thread, body: str, *, by: str = "lee") -> int:
        path = f"/repos/acme/apis/issues/{thread.number}/comments"
        return int((await self.gh.acting_as(by).post(path, {"body": body}))["id"])

    async def comments(self, thread: Thread) -> list[Any]:
        return list(await self.lee.get(f"/repos/acme/apis/issues/{thread.number}/comments"))

    async def apply(self, effect: Effect, facts: Any, *, again: bool = False) -> str | None:
        return await self.room.apply(effect, facts, again=again)

    def calls(self, name: str) -> list[tuple[str, str, int, str]]:
        return [call for call in self.gh.calls if call[1] == name]

    @property
    def lee(self) -> Any:
        return self.gh.acting_as("lee")

    async def facts(self, thread: Thread, **more: Any) -> ThreadFacts:
        """Facts as the core might hand them back, without a look."""
        return replace(_facts(thread, self.gh.bot_id), **more)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    clock = Clock(NOW, ticking=False)
    async with Sandbox(clock=clock, lag=timedelta(0)) as gh:
        gh.seed.organization("acme", members=["ana", "bo"], owners=["olga"])
        gh.seed.user("lee")
        gh.seed.user("mia")
        gh.seed.repository(
            "acme/apis", {".github/stagekeeper.yml": CONFIG, "apis/payments.yaml": PAYMENTS, "README.md": b"# APIs\n"}
        )
        gh.seed.team("acme", "developer-network", ["ana", "bo"])
        gh.seed.grant("acme/apis", "lee", "write")
        gh.seed.install("acme")
        shelf, naps, writes = Shelf(), Naps(), list[int]()

        async def before_write(installation: int) -> None:
            writes.append(installation)

        async with GitHubRoom(
            app_id=gh.app_id,
            private_key=gh.private_key,
            api_url=gh.api_url,
            graphql_url=gh.graphql_url,
            clock=clock.now,
            blobs=shelf,
            sleep=naps,
            before_write=before_write,
        ) as room:
            yield Stage(gh, room, shelf, naps, writes)
        await gh.deliveries_settled()
    assert gh.problems == []


def _facts(thread: Thread, bot: int) -> ThreadFacts:
    return ThreadFacts(
        subject=thread,
        repository=RepositoryFacts(thread.repo, 1, "main", "0" * 40),
        me=Actor(ActorKind.BOT, bot, "stagekeeper"),
        node="",
        url="",
        title="",
        body="",
        open=True,
        locked=False,
        written_at=NOW,
        updated_at=NOW,
        author=None,
        labels=frozenset(),
    )
