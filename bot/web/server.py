"""The routes of the process, and serving them.

A table of exact routes on aiohttp's low-level server: what `web.Application` adds (patterns, sub-applications,
middlewares) nobody needs here, and it costs a quarter of the deliveries per second (benchmarks/intake).
"""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.web.health import Health
from bot.web.intake import Intake

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
Routes = Mapping[tuple[str, str], Handler]
"""Handlers by method and path."""


def routes(intake: Intake, health: Health) -> dict[tuple[str, str], Handler]:
    """What every serving process answers; pages may be added."""
    return {
        ("POST", "/github/webhook"): intake.take,
        ("GET", "/health"): health.health,
        ("GET", "/ready"): health.ready,
        ("GET", "/metrics"): health.metrics,
    }


class Server:
    """Routes, listening; port 0 takes a free one."""

    def __init__(self, routes: Routes, *, host: str, port: int) -> None:
        self._routes = routes
        self._paths = frozenset(path for _, path in routes)
        self._host = host
        self._port = port
        self._runner: web.ServerRunner | None = None

    async def start(self) -> str:
        """Listen; the address, `http://127.0.0.1:8000`. Raises OSError where the port is taken."""
        # The signature is over the bytes as they were sent, so nothing is unpacked on the way in.
        server = web.Server(self._answer, access_log=None, auto_decompress=False)
        self._runner = web.ServerRunner(server)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        """Take no more, finish what is under way."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.rel_url.path
        if handler := self._routes.get((request.method, path)):
            return await handler(request)
        if path in self._paths:
            return web.Response(status=405, text="not with this method\n")
        return web.Response(status=404, text="there is nothing here\n")
