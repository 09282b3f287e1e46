"""Stories are told over HTTP, the bot beside the sandbox; reads lag by 300 ms, hooks come before their data."""

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
