"""How soon a word has its effect, what a look costs at GitHub, how long the demo takes.

Run it: `python benchmarks/looks/run.py`.

The bot is a process of its own (`stagekeeper serve`), the sandbox this one; both on 127.0.0.1, without lag. The
sandbox's own time for an answer is measured too, because a real GitHub has another one.
"""

import asyncio
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta

from bot.cli.demo.theatre import REPO, set_the_scene
from bot.sandbox import Clock, Sandbox
from bot.sandbox.scenarios import payments

WORDS = 12
"""Few enough that our own limit of writes (60 a minute) does not hold them up."""
LONG_THREAD = 95


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def ready(gh: Sandbox, port: int) -> float:
    """Seconds until the bot answers `/ready`."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < 20:
        try:
            async with gh._client.get(f"http://127.0.0.1:{port}/ready") as answer:
                if answer.status == 200:
                    return time.perf_counter() - begun
        except OSError:
            await asyncio.sleep(0.005)
    raise SystemExit("the bot did not start")


async def until(gh: Sandbox, seen: int, name: str, most_s: float = 20) -> float:
    """The moment at which a call of that name is in the sandbox's list after the first `seen`."""
    end = time.perf_counter() + most_s
    while time.perf_counter() < end:
        if any(call[1] == name for call in gh.calls[seen:]):
            return time.perf_counter()
        await asyncio.sleep(0.0003)
    raise SystemExit(f"no {name} came within {most_s:g} s")


async def rest(gh: Sandbox) -> None:
    """Return when nothing was asked for half a second."""
    count, since = len(gh.calls), time.perf_counter()
    while time.perf_counter() - since < 0.5:
        await asyncio.sleep(0.02)
        if len(gh.calls) != count:
            count, since = len(gh.calls), time.perf_counter()


def start_bot(gh: Sandbox, port: int, folder: str) -> subprocess.Popen[bytes]:
    environ = {
        **os.environ,
        "GITHUB_APP_ID": str(gh.app_id),
        "GITHUB_PRIVATE_KEY": gh.private_key,
        "GITHUB_WEBHOOK_SECRET": gh.webhook_secret,
        "GITHUB_API_URL": gh.api_url,
        "GITHUB_GRAPHQL_URL": gh.graphql_url,
        "DATABASE_URL": f"sqlite:///{folder}/bot.sqlite",
        "PORT": str(port),
    }
    command = [sys.executable, "-m", "bot", "serve"]
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def measure() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with Sandbox(clock=Clock(), lag=timedelta(0)) as gh:
            set_the_scene(gh)
            port = free_port()
            bot = start_bot(gh, port, folder)
            try:
                print(f"ready after {await ready(gh, port):.2f} s (goal 0.4 s, start of the interpreter included)")
                gh.seed.install(payments.ORGANIZATION, hook_url=f"http://127.0.0.1:{port}/github/webhook")
                await _latency(gh)
            finally:
                bot.terminate()
                bot.wait(15)
    _demo()


async def _latency(gh: Sandbox) -> None:
    lee, ana = gh.acting_as("lee"), gh.acting_as("ana")
    body = {"title": payments.PROPOSAL_TITLE, "body": payments.proposal_body(), "labels": [payments.PROPOSAL_LABEL]}
    number = (await lee.post(f"/repos/{REPO}/issues", body))["number"]
    path = f"/repos/{REPO}/issues/{number}/comments"
    await until(gh, 0, "issues/create-comment", 40)  # an empty store waits 15 s before its first comment
    await rest(gh)
    first, whole, asked = [], [], Counter()
    for turn in range(WORDS):
        seen = len(gh.calls)
        begun = time.perf_counter()
        await ana.post(path, {"body": f"/awesome part {turn}"})
        posted = time.perf_counter()
        first.append((await until(gh, seen, "issues/update-comment") - begun) * 1000)
        whole.append((await until(gh, seen, "reactions/create-for-issue-comment") - begun) * 1000)
        await rest(gh)
        asked.update(f"{method} {name}" for method, name, _, actor in gh.calls[seen:] if actor != "ana")
        if turn == 0:
            print(f"the comment itself takes {1000 * (posted - begun):.1f} ms in the sandbox")
    _print("comment posted to card written", first)
    _print("comment posted to reaction, the last effect", whole)
    print("requests per word:", {name: round(count / WORDS, 2) for name, count in asked.items()})
    await _idle_look(gh, number)


async def _idle_look(gh: Sandbox, number: int) -> None:
    """A thread of nearly 100 comments, touched without anything to do."""
    oli = gh.acting_as("oli")
    there = len(await oli.get(f"/repos/{REPO}/issues/{number}/comments?per_page=100"))
    for turn in range(there, LONG_THREAD):
        await oli.post(f"/repos/{REPO}/issues/{number}/comments", {"body": f"good morning {turn}"})
    await rest(gh)
    seen = len(gh.calls)
    await oli.post(f"/repos/{REPO}/issues/{number}/comments", {"body": "good evening"})
    await rest(gh)
    asked = Counter(f"{method} {name}" for method, name, _, actor in gh.calls[seen:] if actor != "oli")
    print(f"a look at {LONG_THREAD + 1} comments with nothing to do:", dict(asked), "(goal: 1 read, 0 writes)")


def _print(name: str, figures: list[float]) -> None:
    ordered = sorted(figures)
    p99 = ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
    print(f"{name}: p50 {statistics.median(ordered):.1f} ms, p99 {p99:.1f} ms of {len(ordered)}")


def _demo() -> None:
    begun = time.perf_counter()
    code = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--exit"], stdout=subprocess.DEVNULL, check=False
    ).returncode
    print(f"demo: {time.perf_counter() - begun:.1f} s, exit {code} (goal: under 30 s)")


if __name__ == "__main__":
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    asyncio.run(measure())
