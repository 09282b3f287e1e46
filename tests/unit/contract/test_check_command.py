"""`stagekeeper check`: what it prints, and what it tells the shell."""

import argparse
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli import check
from tests.unit.contract.describing import api

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory to stand in, with a few descriptions."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    written = {
        "text.json": api(TEXT),
        "number.json": api(NUMBER),
        "risky.json": api({"type": "string", "default": "a"}),
        "unread.json": api({"type": "string", "madeUp": 1}),
        "wider.json": api({"type": ["string", "integer"]}),
    }
    for name, document in written.items():
        (tmp_path / name).write_text(json.dumps(document, indent=1))
    (tmp_path / "broken.yaml").write_text("openapi: 3.1.0\npaths: [\n")
    return tmp_path


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    check.add_to(parser)
    return check.run(parser.parse_args(list(words)))


@pytest.mark.parametrize(
    ("new", "fail_on", "code"),
    [
        ("text.json", "risky", 0),
        ("wider.json", "risky", 0),
        ("number.json", "breaking", 1),
        ("number.json", "risky", 1),
        ("number.json", "none", 0),
        ("risky.json", "breaking", 0),
        ("risky.json", "risky", 1),
        ("unread.json", "breaking", 0),
        ("unread.json", "risky", 1),
        ("broken.yaml", "breaking", 2),
        ("broken.yaml", "none", 2),
        ("nowhere.json", "none", 2),
        (".", "none", 2),
    ],
)
def test_the_exit_code_tells_fails_and_unreadable_apart(place: Path, new: str, fail_on: str, code: int) -> None:
    assert run("text.json", new, "--fail-on", fail_on) == code


def test_the_text_tells_the_break_the_example_and_the_place(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("text.json", "number.json") == 1
    told = capsys.readouterr().out
    assert "request-type-changed" in told
    assert "number.json:" in told
    assert "The request body of POST /payments must now be integer; it was string." in told
    assert "POST /payments  a" in told
    assert told.rstrip().splitlines()[-1].startswith("text.json → number.json: 1 breaking") or "1 breaking" in told


def test_the_json_is_stable_and_whole(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("text.json", "number.json", "--format", "json")
    first = capsys.readouterr().out
    run("text.json", "number.json", "--format", "json")
    assert capsys.readouterr().out == first
    told: dict[str, Any] = json.loads(first)
    assert list(told) == ["schema_version", "engine", "breaking", "findings", "unread", "counts"]
    assert (told["schema_version"], told["breaking"], told["counts"]["breaking"]) == (1, True, 1)
    assert told["findings"][0]["accepted"] is None
    assert told["findings"][0]["old"]["line"] is not None


def test_what_could_not_be_read_is_said_with_its_line(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("text.json", "broken.yaml") == 2
    told = capsys.readouterr().out
    assert "broken.yaml:" in told
    assert "I could not read it" in told


def test_a_word_that_names_nothing_is_one_line(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("text.json", "nowhere.json") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_one_side_may_come_from_standard_input(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(api(NUMBER)).encode())))
    assert run("text.json", "-") == 1
    assert run("-", "-") == 2


def _git(*words: str) -> None:
    identity = ("-c", "user.name=lee", "-c", "user.email=lee@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *words], check=True, capture_output=True)


def test_a_revision_of_the_checkout_is_compared_with_the_file(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _git("init", "--quiet")
    _git("add", "text.json")
    _git("commit", "--quiet", "-m", "First")
    (place / "text.json").write_text((place / "number.json").read_text())
    assert run("HEAD:text.json", "text.json") == 1
    assert run("HEAD:text.json", "HEAD:text.json") == 0
    assert run("HEAD:nothing.json", "text.json") == 2
    assert run("--fail-on=none", "nobody:text.json", "text.json") == 2
    assert "could not be read" in capsys.readouterr().err
