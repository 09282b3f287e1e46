"""`stagekeeper serve`: webhooks in, looks and effects out, until it is told to end."""

import argparse
import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress

from bot.settings import Settings
from bot.web.event_loop import new_event_loop


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the command; all settings come from the environment (`docs/settings.md`)."""
    parser.add_argument("--verbose", action="store_true", help="log every look")


def run(args: argparse.Namespace) -> int:
    """0 at an orderly end, 2 where a setting is missing or wrong: one line for each."""
    settings = settings_or_complain()
    if settings is None:
        return 2
    log_to_stderr(verbose=args.verbose)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(serve(settings, listens=True))
    return 0


def settings_or_complain() -> Settings | None:
    """The settings of the environment; None, after one line each on standard error, where they cannot be used."""
    settings = Settings.from_environ(os.environ)
    if isinstance(settings, Settings):
        return settings
    for problem in settings:
        print(problem, file=sys.stderr)
    print("Nothing was started. `docs/settings.md` explains each of them.", file=sys.stderr)
    return None


def log_to_stderr(*, verbose: bool) -> None:
    """One line per event, with its time."""
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, format=form, stream=sys.stderr)


async def serve(settings: Settings, *, listens: bool) -> None:
    """Work until told to end; `listens`: take webhooks and sweep as well."""
    # As in `bot.__main__`: what is imported stays, and to search it for dead circles was a fifth of the start.
    gc.disable()
    from bot.app import Bot, clock_of

    gc.freeze()
    gc.enable()
    async with clock_of(settings) as clock, Bot(settings, clock=clock, sweeps=listens) as bot:
        server = None
        if listens:
            server, address = await bot.listen()
            logging.getLogger("stagekeeper").info("listening on %s/github/webhook", address)
        await until_told(bot.work())
        if server is not None:
            await server.stop()


async def until_told(work: Coroutine[object, object, None]) -> None:
    """Run until SIGINT or SIGTERM, then let what is begun end."""
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task
