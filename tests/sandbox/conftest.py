"""A running sandbox with an organization, people and the App installed; it must end without a problem."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import jwt
import pytest
from aiohttp import web

from bot.sandbox import Clock, Sandbox


@dataclass
class Receiver:
    """Where the App's webhooks arrive."""

    url: str = ""
    seen: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    status: int = 202

    async def take(self, request: web.Request) -> web.Response:
        self.seen.append((request.headers["X-GitHub-Event"], dict(request.headers), await request.read()))
        return web.Response(status=self.status)


@dataclass
class Bot:
    """A client that speaks with whatever token it is given, and shows the whole answer."""

    gh: Sandbox
    client: aiohttp.ClientSession
    token: str = ""

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, Any]:
        headers = {"Authorization": f"Bearer {self.token}", "User-Agent": "test", **headers}
        url = path if path.startswith("http") else self.gh.api_url + path
        async with self.client.request(method, url, json=body, headers=headers, allow_redirects=False) as response:
            raw = await response.read()
            answer = await response.json() if raw and "json" in response.content_type else raw
            return response.status, answer, response.headers

    async def ok(self, method: str, path: str, body: Any = None) -> Any:
        status, answer, _ = await self.ask(method, path, body)
        assert status < 400, (status, answer)
        return answer

    async def graphql(self, document: str, **variables: Any) -> Any:
        _, answer, _ = await self.ask("POST", self.gh.graphql_url, {"query": document, "variables": variables})
        return answer

    def app_jwt(self, *, life_s: int = 540, issuer: str | None = None) -> str:
        now = int(time.time())
        claims = {"iat": now - 60, "exp": now + life_s, "iss": issuer or str(self.gh.app_id)}
        return jwt.encode(claims, self.gh.private_key, algorithm="RS256")

    async def sign_in(self, repository: str = "acme/apis", **narrow: Any) -> str:
        """Take an installation token from now on."""
        self.token = self.app_jwt()
        installation = await self.ok("GET", f"/repos/{repository}/installation")
        made = await self.ok("POST", f"/app/installations/{installation['id']}/access_tokens", narrow or None)
        self.token = made["token"]
        return self.token


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/github/webhook", receiver.take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/github/webhook"
    yield receiver
    await runner.cleanup()


@pytest.fixture
async def gh(receiver: Receiver) -> AsyncIterator[Sandbox]:
    clock = Clock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC), ticking=False)
    async with Sandbox(clock=clock, lag=timedelta(milliseconds=300)) as gh:
        gh.seed.organization("acme", members=["ana", "bo"], owners=["olga"])
        gh.seed.user("lee")
        gh.seed.repository("acme/apis", {"README.md": b"# APIs\n", "apis/payments.yaml": b"openapi: 3.1.0\n"})
        gh.seed.team("acme", "developer-network", ["ana", "bo"])
        gh.seed.grant("acme/apis", "ana", "write")
        gh.seed.install("acme", hook_url=receiver.url)
        yield gh
        await gh.deliveries_settled()
    assert gh.problems == []


@pytest.fixture
async def bot(gh: Sandbox) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as client:
        bot = Bot(gh, client)
        await bot.sign_in()
        yield bot


def catch_up(gh: Sandbox) -> None:
    """Let lagging reads see everything."""
    gh.clock.advance(timedelta(seconds=1))
