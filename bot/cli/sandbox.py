"""`stagekeeper sandbox`: a GitHub on this machine, to look around in and to point a bot at."""

import argparse
import asyncio
from pathlib import Path

from bot.cli.ports import port


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--port", type=port, default=4000, help="the port on 127.0.0.1 (default 4000)")
    parser.add_argument("--scenario", default="payments", help="what is in it at the beginning (default: payments)")
    parser.add_argument(
        "--strict", action="store_true", help="stop with exit code 1 if anything broke GitHub's contract"
    )
    parser.add_argument("--data", type=Path, help="keep its state in this folder; without, it is forgotten at the end")
    parser.add_argument(
        "--webhook", metavar="URL", help="where webhooks go (default: port 8000 here, or as it was kept)"
    )
    parser.add_argument("--reset", action="store_true", help="forget the state in --data first")


def run(args: argparse.Namespace) -> int:
    """Serves until interrupted."""
    from bot.sandbox import standalone

    try:
        return asyncio.run(standalone.run(args))
    except KeyboardInterrupt:
        return 0
