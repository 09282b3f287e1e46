"""`stagekeeper work`: only the worker, beside a `serve` that uses the same database file on the same host."""

import argparse
import asyncio

from bot.cli.serve import log_to_stderr, serve, settings_or_complain
from bot.web.event_loop import new_event_loop


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--verbose", action="store_true", help="log every look")


def run(args: argparse.Namespace) -> int:
    """0 at an orderly end, 2 where a setting is missing or wrong."""
    settings = settings_or_complain()
    if settings is None:
        return 2
    log_to_stderr(verbose=args.verbose)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(serve(settings, listens=False))
    return 0
