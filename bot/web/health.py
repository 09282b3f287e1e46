"""Whether the process lives, whether it can work, and its counts as plain text."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.forge.faults import BotError

Figures = Mapping[str, float]
Measure = Callable[[], Awaitable[Figures]]
"""The process's figures by name, read now. Raises BotError where the store cannot be read."""


class Health:
    """Answers `/health`, `/ready` and `/metrics`."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure

    async def health(self, _request: web.BaseRequest) -> web.Response:
        """200 as long as the process answers at all."""
        return web.Response(text="ok\n")

    async def ready(self, _request: web.BaseRequest) -> web.Response:
        """200 when the store answers, else 503."""
        try:
            await self._measure()
        except BotError:
            return web.Response(status=503, text="the store does not answer\n")
        return web.Response(text="ready\n")

    async def metrics(self, _request: web.BaseRequest) -> web.Response:
        """One `stagekeeper_NAME VALUE` a line. Source: Prometheus, "Text-based format" (0.0.4)."""
        try:
            figures = await self._measure()
        except BotError:
            return web.Response(status=503, text="the store does not answer\n")
        lines = "".join(f"stagekeeper_{name} {value:.15g}\n" for name, value in sorted(figures.items()))
        return web.Response(text=lines)
