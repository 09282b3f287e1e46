"""`stagekeeper` as a person starts it: a process of its own, always with a time limit."""

import asyncio
import os
import socket
import sys
from dataclasses import dataclass

from bot.settings import NAMES

TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of it."""

    code: int
    out: str
    err: str


def environment(**given: str) -> dict[str, str]:
    """This environment without any setting of the bot's but those given."""
    return {name: value for name, value in os.environ.items() if name not in NAMES} | given


async def start(*words: str, **given: str) -> asyncio.subprocess.Process:
    """`stagekeeper WORDS`, running."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(**given),
    )


async def run(*words: str, **given: str) -> Ended:
    """`stagekeeper WORDS`, to its end. No stack trace is ever shown."""
    return await end(await start(*words, **given))


async def end(process: asyncio.subprocess.Process) -> Ended:
    """Its end; killed where it does not come."""
    try:
        out, err = await asyncio.wait_for(process.communicate(), TIMEOUT_S)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    ended = Ended(process.returncode or 0, out.decode(), err.decode())
    assert "Traceback" not in ended.out + ended.err, ended
    return ended


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
