"""A directory to stand in: descriptions, a git repository, and `stagekeeper` in this very process."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli import run
from tests.unit.contract.describing import api

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


@dataclass(slots=True)
class Place:
    """Where the test stands. Commits are a day apart, from the first of January 2026."""

    directory: Path
    capsys: pytest.CaptureFixture[str]
    days: int = field(default=0)

    def write(self, name: str, document: Any) -> Path:
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(document, bytes):
            path.write_bytes(document)
        else:
            path.write_text(document if isinstance(document, str) else json.dumps(document, indent=1))
        return path

    def run(self, *words: str) -> Ended:
        self.capsys.readouterr()
        try:
            code = run(list(words))
        except SystemExit as end:  # argparse ends so
            code = int(end.code or 0)
        told = self.capsys.readouterr()
        assert "Traceback" not in told.out + told.err
        return Ended(code, told.out, told.err)

    def check(self, *words: str) -> Ended:
        return self.run("check", *words)

    def git(self, *words: str) -> str:
        moment = (BEGIN + timedelta(days=self.days)).isoformat()
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": moment,
            "GIT_COMMITTER_DATE": moment,
        }
        identity = ("-c", "user.name=lee", "-c", "user.email=lee@example.com", "-c", "commit.gpgsign=false")
        done = subprocess.run(
            ["git", *identity, *words], cwd=self.directory, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self, message: str, **files: Any) -> str:
        """Everything as it is, committed; files by name with `/` written `__` and `.` written `_dot_`."""
        for name, document in files.items():
            self.write(name.replace("_dot_", ".").replace("__", "/"), document)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        self.days += 1
        return self.git("rev-parse", "HEAD")


def standing_in(directory: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Place:
    monkeypatch.chdir(directory)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(directory.parent))
    monkeypatch.setenv("XDG_CACHE_HOME", str(directory.parent / f"{directory.name}-cache"))
    return Place(directory, capsys)


def pair(place: Place, old: Any, new: Any) -> tuple[str, str]:
    """Two descriptions of one operation whose request body has these schemas, as files."""
    place.write("old.json", api(old))
    place.write("new.json", api(new))
    return "old.json", "new.json"
