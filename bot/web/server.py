"""The routes of the process, and serving them."""

from aiohttp import web

from bot.web.health import Health
from bot.web.intake import LARGEST, Intake


def application(intake: Intake, health: Health) -> web.Application:
    """The routes; more may be added before it is served."""
    app = web.Application(client_max_size=LARGEST)
    app.router.add_post("/github/webhook", intake.take)
    app.router.add_get("/health", health.health)
    app.router.add_get("/ready", health.ready)
    app.router.add_get("/metrics", health.metrics)
    return app


class Server:
    """An application listening; port 0 takes a free one."""

    def __init__(self, app: web.Application, *, host: str, port: int) -> None:
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False)
        self._host = host
        self._port = port

    async def start(self) -> str:
        """Listen; the address, `http://127.0.0.1:8000`."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        """Take no more, finish what is under way."""
        await self._runner.cleanup()
