"""Plays a scene with something going wrong in it, and tells how it ended."""

import asyncio
import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cli.demo.play import Play
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


async def played(
    scene: Scene,
    *,
    lag: float = 0.0,
    doom: Doom | None = None,
    mishap: Callable[[Play], None] | None = None,
    with_parts: Callable[[MortalBot], None] | None = None,
    pokes: bool = False,
) -> Played:
    """Lay out the scene, let the doom or the mishap come over it, play it to its end."""
    doom = doom or Doom()
    with TemporaryDirectory(prefix="laws-") as folder:
        async with Mortal(Path(folder), lag=timedelta(seconds=lag), with_parts=with_parts) as theatre:
            play = Play(theatre)
            await scene.laid_out(play)
            theatre.begin(doom, pokes=pokes)
            if mishap:
                mishap(play)
            await scene.played(play)
            found, came_about = await ending(play), await scene.came_about(play)
            return Played(found, came_about, theatre.deaths, doom, tuple(theatre.gh.problems))


@functools.cache
def undisturbed(scene: Scene) -> Played:
    """How the scene ends when nothing goes wrong, without lag."""
    with asyncio.Runner() as runner:
        return runner.run(played(scene))
