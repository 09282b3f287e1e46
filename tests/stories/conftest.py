"""Stories are told over HTTP, the bot beside the sandbox; reads lag by 300 ms, hooks come before their data."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cli.demo.theatre import Theatre
from tests.stories.story import FILES, SETTINGS, Story, settings


@pytest.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Theatre]:
    async with Theatre(tmp_path) as theatre:
        await theatre.catch_up()
        yield theatre
        assert theatre.gh.problems == []


@pytest.fixture
async def story(theatre: Theatre) -> AsyncIterator[Story]:
    """A story; at its end the bot has said nothing that nobody listened to."""
    story = Story(theatre)
    yield story
    await theatre.settle()
    assert await story.unexpected() == []


@pytest.fixture
async def unsettled(tmp_path: Path) -> AsyncIterator[Story]:
    """A story in a repository that never had settings."""
    files = {path: data for path, data in FILES.items() if path != SETTINGS}
    async with Theatre(tmp_path, files=files) as theatre:
        await theatre.catch_up()
        yield Story(theatre)
        assert theatre.gh.problems == []


@pytest.fixture
async def in_ga(story: Story) -> Story:
    """A story of payments in GA."""
    await story.commits("main", {SETTINGS: settings(stage="ga")})
    return story
