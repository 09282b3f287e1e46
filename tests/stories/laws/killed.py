"""Plays a scene with the bot in a process of its own, which is killed on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cli.demo.play import Play
from tests.stories.laws.ending import Ending, ending
from tests.stories.laws.played import writes_of_the_bot
from tests.stories.laws.processes import SERVE, Kill, Processes
from tests.stories.laws.scenes import Scene


@dataclass(frozen=True, slots=True)
class Survived:
    """How it ended, and what it took."""

    ending: Ending
    kills: int
    writes: tuple[str, ...]
    """What the process, and the next one, changed; by the names of operations."""
    problems: tuple[str, ...]


async def survived(scene: Scene, kill: Kill | None = None, *, words: Sequence[str] = SERVE) -> Survived:
    """Lay out the scene, hand over to a process, kill it at a write, start the next one, play to the end."""
    with TemporaryDirectory(prefix="kills-") as folder:
        async with Processes(Path(folder), words=words) as theatre:
            play = Play(theatre)
            await scene.laid_out(play)
            await theatre.hand_over(kill)
            before = len(theatre.gh.calls)
            await scene.played(play)
            calls = tuple(theatre.gh.calls[before:])
            return Survived(await ending(play), theatre.kills, writes_of_the_bot(calls), tuple(theatre.gh.problems))
