"""Plays a scene with something going wrong in it, and tells how it ended."""

import asyncio
import functools
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import HTTP_TIMEOUT
from bot.cli.demo.play import BOT, Play
from tests.stories.laws.ending import Ending, ending
from tests.stories.laws.mortal import Doom, Mortal, MortalBot
from tests.stories.laws.scenes import Scene


@dataclass(frozen=True, slots=True)
class Played:
    """How it ended, and what it took."""

    ending: Ending
    came_about: bool
    deaths: int
    doom: Doom
    problems: tuple[str, ...]
    writes: tuple[str, ...]
    """What the bot changed in what was played, by the names of operations."""
    faults_left: int


async def played(
    scene: Scene,
    *,
    lag: float = 0.0,
    doom: Doom | None = None,
    mishap: Callable[[Play], None] | None = None,
    mending: Callable[[Play], Awaitable[None]] | None = None,
    with_parts: Callable[[MortalBot], None] | None = None,
    pokes: bool = False,
    http_timeout: timedelta = HTTP_TIMEOUT,
) -> Played:
    """Lay out the scene, let the doom or the mishap come over it, play it to its end; mend it."""
    doom = doom or Doom()
    with TemporaryDirectory(prefix="laws-") as folder:
        since = timedelta(seconds=lag)
        async with Mortal(Path(folder), lag=since, with_parts=with_parts, http_timeout=http_timeout) as theatre:
            play = Play(theatre)
            await scene.laid_out(play)
            theatre.begin(doom, pokes=pokes)
            if mishap:
                mishap(play)
            before = len(theatre.gh.calls)
            await scene.played(play)
            if mending:
                await mending(play)
            writes = theatre.gh.calls[before:]
            found, came_about = await ending(play), await scene.came_about(play)
            return Played(
                found,
                came_about,
                theatre.deaths,
                doom,
                tuple(theatre.gh.problems),
                writes_of_the_bot(writes),
                len(theatre.gh.faults.left),
            )


def writes_of_the_bot(calls: Sequence[tuple[str, str, int, str]]) -> tuple[str, ...]:
    """What the bot changed over REST, out of the sandbox's list of calls."""
    return tuple(name for method, name, _, actor in calls if actor == BOT and method != "GET" and "graphql" not in name)


@functools.cache
def undisturbed(scene: Scene) -> Played:
    """How the scene ends when nothing goes wrong, without lag."""
    with asyncio.Runner() as runner:
        return runner.run(played(scene))
