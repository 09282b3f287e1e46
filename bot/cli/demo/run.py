"""Plays the story against a sandbox, then stays up for a look, or ends."""

import argparse
import asyncio
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from bot.cli.demo.narrator import Narrator
from bot.cli.demo.play import Play, StepFailed
from bot.cli.demo.story import STORY
from bot.cli.demo.theatre import Theatre
from bot.cli.ports import port


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--exit", action="store_true", help="end after the story instead of staying up for a look")
    parser.add_argument("--port", type=port, default=0, help="the sandbox's port on 127.0.0.1 (default: a free one)")


def run(args: argparse.Namespace) -> int:
    """0 when every step was as it should be, 1 when one was not, 2 where the sandbox cannot start."""
    try:
        return asyncio.run(_demo(args))
    except KeyboardInterrupt:
        return 130
    except OSError as fault:
        print(f"The sandbox cannot start on port {args.port}: {fault.strerror or fault}", file=sys.stderr)
        return 2


async def _demo(args: argparse.Namespace) -> int:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="stagekeeper-demo-") as folder:
        async with Theatre(Path(folder), port=args.port) as theatre:
            with Narrator(len(STORY)) as narrator:
                narrator.opens(theatre.gh.url)
                whole = await _tell(Play(theatre, narrator.tell), narrator)
            narrator.summary(time.monotonic() - begun)
            if not args.exit:
                await _stay_up(theatre, narrator)
    return 0 if whole else 1


async def _tell(play: Play, narrator: Narrator) -> bool:
    """Every chapter in turn; the first that fails ends the story."""
    for step in STORY:
        narrator.begin(step.title)
        play.verified = []
        try:
            await step.play(play)
        except StepFailed as fault:
            narrator.end(step.title, play.verified, str(fault))
            return False
        narrator.end(step.title, play.verified)
    return True


async def _stay_up(theatre: Theatre, narrator: Narrator) -> None:
    """The bot goes on working beside the sandbox until Ctrl-C."""
    url = theatre.gh.url
    narrator.console.print(f"\nStill up for a look: [link={url}]{url}[/link]. Act as somebody there; the bot answers.")
    narrator.console.print("Ctrl-C ends it.")
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    theatre.clock.tick()
    working = asyncio.create_task(theatre.work())
    await told.wait()
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
