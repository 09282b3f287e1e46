from pathlib import Path

import pytest

from tests.cli.place import Place, standing_in


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Place:
    """An empty directory to stand in."""
    return standing_in(tmp_path, monkeypatch, capsys)


@pytest.fixture
def repository(place: Place) -> Place:
    """The same, as a git repository on the branch `main`."""
    place.git("init", "--quiet", "-b", "main")
    return place
