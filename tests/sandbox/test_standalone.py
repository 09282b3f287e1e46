"""The sandbox as its own process: its settings are printed, and what it kept is there again."""

import asyncio
import os
import signal
import sys
from datetime import timedelta

from bot.sandbox import Sandbox, scenes


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
        "--data",
        str(tmp_path / "gh"),
        stdout=asyncio.subprocess.PIPE,
        env=dict(os.environ),
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
