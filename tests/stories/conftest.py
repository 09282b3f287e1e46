"""Stories are told over HTTP to a sandbox with the bot beside it; reads lag by 300 ms and hooks come before their data."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cli.demo.theatre import Theatre


@pytest.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Theatre]:
    async with Theatre(tmp_path) as theatre:
        await theatre.catch_up()
        yield theatre
        assert theatre.gh.problems == []
