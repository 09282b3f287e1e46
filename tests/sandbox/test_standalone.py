"""The sandbox as its own process: its settings are printed, and what it kept is there again."""

import argparse
import asyncio
import os
import signal
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import Sandbox, scenes, standalone


async def test_what_was_kept_is_there_at_the_next_start(tmp_path):
    async with Sandbox(folder=tmp_path / "gh") as gh:
        scenes.set_up(gh, "empty")
        gh.seed.user("lee")
        await gh.acting_as("lee").post("/repos/acme/apis/issues", {"title": "Kept"})
        gh.clock.advance(timedelta(days=30))
        secret, key = gh.webhook_secret, gh.private_key
    async with Sandbox(folder=tmp_path / "gh") as gh:
        assert gh.remembers
        assert (gh.webhook_secret, gh.private_key) == (secret, key)
        assert (await gh.acting_as("lee").get("/repos/acme/apis/issues/1"))["title"] == "Kept"
        assert gh.git("acme/apis").read("main", "README.md")[1] == b"# APIs\n"
        assert (await gh.acting_as("lee").post("/repos/acme/apis/issues", {"title": "Next"}))["number"] == 2
        assert gh.clock.ahead >= timedelta(days=29)
        assert gh.problems == []


def _hears_interrupts() -> None:
    """Whatever runs the tests in the background has told its children to ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


async def test_it_says_how_to_point_a_bot_at_it_and_ends_when_told(tmp_path):
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "sandbox",
        "--port",
        "0",
        "--scenario",
        "payments",
        "--webhook",
        "http://127.0.0.1:8001/github/webhook",
        "--data",
        str(tmp_path / "gh"),
        stdout=asyncio.subprocess.PIPE,
        env=dict(os.environ),
        preexec_fn=_hears_interrupts,
    )
    assert process.stdout
    told = b""
    while b"Ctrl-C" not in told:
        line = await asyncio.wait_for(process.stdout.readline(), 60)
        assert line, told
        told += line
    process.send_signal(signal.SIGINT)
    await process.communicate()
    assert process.returncode == 0
    assert b"export GITHUB_WEBHOOK_SECRET=" in told
    assert b"Webhooks go to http://127.0.0.1:8001/github/webhook" in told
    assert b"export STAGEKEEPER_CLOCK=http://127.0.0.1:" in told


async def test_an_unknown_scenario_is_said(tmp_path):
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "sandbox",
        "--port",
        "0",
        "--scenario",
        "nonsense",
        "--data",
        str(tmp_path / "gh"),
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate()
    assert process.returncode == 2
    assert b"no scenario 'nonsense'; there are empty, payments" in told


def _a_file(path: Path) -> str:
    path.write_text("notes")
    return "it is a file."


def _below_a_file(path: Path) -> str:
    path.parent.joinpath("notes").write_text("notes")
    path.symlink_to(path.parent / "notes" / "below")
    return "it cannot be made or written"


def _no_state(path: Path) -> str:
    path.mkdir()
    (path / "state.sqlite").write_text("no database, though it is called like one" * 40)
    return "what is in it was not kept by a sandbox"


def _a_foreign_state(path: Path) -> str:
    path.mkdir()
    with closing(sqlite3.connect(path / "state.sqlite")) as db, db:
        db.execute("CREATE TABLE saved (one INTEGER PRIMARY KEY, content BLOB)")
        db.execute("INSERT INTO saved VALUES (1, 'not a pickle')")
    return "what is in it was not kept by a sandbox"


@pytest.mark.parametrize("spoil", [_a_file, _below_a_file, _no_state, _a_foreign_state])
async def test_a_folder_that_cannot_be_used_is_named_and_not_the_port(tmp_path, capsys, spoil):
    why = spoil(tmp_path / "gh")
    wanted = argparse.Namespace(port=0, scenario="empty", strict=False, data=tmp_path / "gh", reset=False, webhook=None)
    assert await standalone.run(wanted) == 2
    told = capsys.readouterr().out
    assert told.startswith(f"the sandbox cannot keep its state in {tmp_path / 'gh'}: {why}")
    assert "--data" in told
    assert "port" not in told


async def test_a_port_that_is_taken_is_named(tmp_path, capsys):
    async with Sandbox() as other:
        port = int(other.url.rpartition(":")[2])
        wanted = argparse.Namespace(
            port=port, scenario="empty", strict=False, data=tmp_path / "gh", reset=False, webhook=None
        )
        assert await standalone.run(wanted) == 1
    assert f"cannot listen on port {port}" in capsys.readouterr().out


def test_two_sandboxes_that_start_in_one_place_have_a_key_each(tmp_path):
    one, other = (standalone.key_file(None, f"http://127.0.0.1:{port}") for port in (4000, 4100))
    assert one != other
    assert standalone.key_file(tmp_path, "http://127.0.0.1:4000").parent == tmp_path
