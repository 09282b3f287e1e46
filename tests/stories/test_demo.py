"""The demo's story, chapter by chapter, as `stagekeeper demo` plays it."""

from pathlib import Path

from bot.cli.demo.play import Play
from bot.cli.demo.story import STORY
from bot.cli.demo.theatre import Theatre


async def test_an_api_walks_from_idea_to_ga_and_a_break_gets_its_versioning_pull_request(tmp_path: Path):
    async with Theatre(tmp_path) as theatre:
        play = Play(theatre)
        for step in STORY:
            await step.play(play)
    assert len(play.verified) >= 2 * len(STORY)
