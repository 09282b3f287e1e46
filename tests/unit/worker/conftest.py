from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.worker.scene import Scene


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Scene]:
    """A scene whose store is new."""
    scene = Scene(tmp_path / "store.db")
    yield scene
    scene.database.close()


@pytest.fixture
async def scene(empty: Scene) -> Scene:
    """A scene whose store a sweep has filled."""
    await empty.filled()
    return empty
