"""From a webhook to its effect, with a GitHub that answers at once.

Run it: `python benchmarks/looks/at_once.py [FILE]`; FILE keeps the record, so that the next run only plays it again.

First a story is played against the sandbox, with everything that goes over the wire recorded. Then it is played again:
the same signed webhooks to a new bot (`stagekeeper serve`, a process of its own), and in GitHub's place a process that
only looks up the recorded answer. What is measured is from the sending of the webhook to the arrival of the request
that writes the card; both processes read the same monotonic clock.
"""

import asyncio
import json
import os
import pickle
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.cli.demo.theatre import REPO, set_the_scene
from bot.sandbox import Clock, Sandbox
from bot.sandbox.scenarios import payments
from bot.web.event_loop import new_event_loop

WORDS = 40
APART_S = 2.1
"""Two writes a word, and our own limit is sixty a minute."""
HEADERS = ("x-github-event", "x-github-delivery", "x-hub-signature-256", "content-type", "user-agent")
_KEPT = ("content-type", "etag", "link", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
_KEPT += ("x-ratelimit-used", "x-ratelimit-resource")
Answer = tuple[int, dict[str, str], bytes]
Key = tuple[str, str, str]


def key_of(method: str, path: str, body: bytes) -> Key:
    """What an answer is found by; a query by its text and variables, a write by where it goes."""
    path = re.sub(r"since=[^&]*", "since=", path)  # the sweep's hour
    return method, path, sha256(body).hexdigest() if path.endswith("/graphql") else ""


class Record:
    """Webhooks and answers, by turn."""

    def __init__(self) -> None:
        self.turn = 0
        self.hooks: dict[int, list[tuple[dict[str, str], bytes]]] = defaultdict(list)
        self.answers: dict[Key, list[tuple[int, Answer]]] = defaultdict(list)


async def serve_raw(handler, port: int = 0) -> str:
    runner = web.ServerRunner(web.Server(handler, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


def start_bot(gh: Mapping[str, str], github: str, port: int, folder: str) -> subprocess.Popen[bytes]:
    environ = {
        **os.environ,
        **gh,
        "GITHUB_API_URL": f"{github}/api/v3",
        "GITHUB_GRAPHQL_URL": f"{github}/api/graphql",
        "DATABASE_URL": f"sqlite:///{folder}/bot.sqlite",
        "PORT": str(port),
    }
    command = [sys.executable, "-m", "bot", "serve"]
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def free_port() -> int:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = int(server.sockets[0].getsockname()[1])
    server.close()
    await server.wait_closed()
    return port


async def until_up(client: aiohttp.ClientSession, url: str) -> None:
    for _ in range(3000):
        try:
            async with client.get(url) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        await asyncio.sleep(0.01)
    raise SystemExit(f"{url} did not answer")


async def record(client: aiohttp.ClientSession) -> tuple[Record, dict[str, str]]:
    """Play it once against the sandbox."""
    told, port = Record(), await free_port()
    with tempfile.TemporaryDirectory() as folder:
        async with Sandbox(clock=Clock(), lag=timedelta(0)) as gh:
            set_the_scene(gh)

            async def to_github(request: web.BaseRequest) -> web.Response:
                body, turn = await request.read(), told.turn
                headers = {name: value for name, value in request.headers.items() if name.lower() != "host"}
                async with client.request(
                    request.method, f"{gh.url}{request.raw_path}", data=body, headers=headers
                ) as a:
                    kept = {name: a.headers[name] for name in _KEPT if name in a.headers}
                    answer = (a.status, kept, await a.read())
                told.answers[key_of(request.method, request.raw_path, body)].append((turn, answer))
                return web.Response(status=answer[0], headers=kept, body=answer[2])

            async def to_bot(request: web.BaseRequest) -> web.Response:
                body = await request.read()
                headers = {name: request.headers[name] for name in HEADERS if name in request.headers}
                if json.loads(body).get("sender", {}).get("type") == "User":
                    told.hooks[told.turn].append((headers, body))
                async with client.post(f"http://127.0.0.1:{port}/github/webhook", data=body, headers=headers) as a:
                    return web.Response(status=a.status)

            secrets = {
                "GITHUB_APP_ID": str(gh.app_id),
                "GITHUB_PRIVATE_KEY": gh.private_key,
                "GITHUB_WEBHOOK_SECRET": gh.webhook_secret,
            }
            bot = start_bot(secrets, await serve_raw(to_github), port, folder)
            try:
                await until_up(client, f"http://127.0.0.1:{port}/ready")
                gh.seed.install(payments.ORGANIZATION, hook_url=f"{await serve_raw(to_bot)}/github/webhook")
                await _tell_story(gh, told)
            finally:
                bot.terminate()
                bot.wait(15)
    return told, secrets


async def _tell_story(gh: Sandbox, told: Record) -> None:
    lee, ana = gh.acting_as("lee"), gh.acting_as("ana")
    body = {"title": payments.PROPOSAL_TITLE, "body": payments.proposal_body(), "labels": [payments.PROPOSAL_LABEL]}
    number = (await lee.post(f"/repos/{REPO}/issues", body))["number"]
    await asyncio.sleep(20)  # an empty store waits 15 s before its first comment
    for turn in range(1, WORDS + 1):
        told.turn = turn
        await ana.post(f"/repos/{REPO}/issues/{number}/comments", {"body": f"/awesome part {turn}"})
        await asyncio.sleep(APART_S)


async def stub(path: Path, port: int) -> None:
    """GitHub's place: looks up what was recorded, notes when it was asked."""
    answers: dict[Key, list[tuple[int, Answer]]] = pickle.loads(path.read_bytes())
    asked: list[tuple[int, float, str, str]] = []
    given: dict[tuple[int, Key], int] = defaultdict(int)
    turn = 0

    async def answer(request: web.BaseRequest) -> web.Response:
        nonlocal turn
        at = time.monotonic()
        body = await request.read()
        if request.raw_path == "/_calls":
            return web.json_response(asked)
        if request.raw_path.startswith("/_turn/"):
            turn = int(request.raw_path.rpartition("/")[2])
            return web.Response()
        key = key_of(request.method, request.raw_path, body)
        asked.append((turn, at, request.method, request.raw_path))
        known = answers.get(key, [])
        now = [one for when, one in known if when == turn] or [one for when, one in known if when <= turn][-1:]
        if not now:
            return web.json_response({"message": f"not recorded: {key}"}, status=404)
        status, headers, data = now[min(given[turn, key], len(now) - 1)]
        given[turn, key] += 1
        return web.Response(status=status, headers=headers, body=data)

    await serve_raw(answer, port)
    await asyncio.Event().wait()


async def replay(client: aiohttp.ClientSession, told: Record, secrets: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers"
        answers.write_bytes(pickle.dumps(dict(told.answers)))
        port, stub_port = await free_port(), await free_port()
        github = f"http://127.0.0.1:{stub_port}"
        peer = subprocess.Popen([sys.executable, __file__, "stub", str(answers), str(stub_port)])
        await until_up(client, f"{github}/_calls")
        bot = start_bot(secrets, github, port, folder)
        hook = f"http://127.0.0.1:{port}/github/webhook"
        sent: dict[int, float] = {}
        cpu_s: dict[int, float] = {}
        taken: dict[int, float] = {}
        try:
            await until_up(client, f"http://127.0.0.1:{port}/ready")
            for turn in range(WORDS + 1):
                await client.post(f"{github}/_turn/{turn}")
                cpu_s[turn] = sum(os_times(bot.pid))
                for headers, body in told.hooks[turn]:
                    sent[turn] = time.monotonic()
                    async with client.post(hook, data=body, headers=headers) as a:
                        taken[turn] = time.monotonic()
                        assert a.status == 202, a.status
                await asyncio.sleep(APART_S if turn else 20)
            async with client.get(f"{github}/_calls") as a:
                calls = await a.json()
        finally:
            for process in (bot, peer):
                process.terminate()
                process.wait(15)
    _print(sent, taken, calls)
    print(
        f"the bot's own CPU: {1000 * (cpu_s[WORDS] - cpu_s[2]) / (WORDS - 2):.1f} ms a word, all looks of it included"
    )


def os_times(pid: int) -> tuple[float, float]:
    """User and system seconds of a process so far. Source: proc_pid_stat(5), fields 14 and 15."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) / os.sysconf("SC_CLK_TCK"), int(fields[12]) / os.sysconf("SC_CLK_TCK")


def _print(sent: Mapping[int, float], taken: Mapping[int, float], calls: list[list]) -> None:
    found = defaultdict(list)
    for turn in range(2, WORDS + 1):  # the first warms up
        mine = [(at - sent[turn], method, path) for when, at, method, path in calls if when == turn]
        marks = {
            "acknowledged": taken[turn] - sent[turn],
            "thread asked for": min((at for at, _, path in mine if path.endswith("/graphql")), default=None),
            "card's write arrives": min((at for at, method, _ in mine if method == "PATCH"), default=None),
            "reaction's write arrives": min((at for at, _, path in mine if path.endswith("/reactions")), default=None),
        }
        for name, span in marks.items():
            if span is not None:
                found[name].append(1000 * span)
    for name, spans in found.items():
        spans.sort()
        p99 = spans[min(len(spans) - 1, round(0.99 * len(spans)))]
        print(f"{name}: min {spans[0]:.1f}, p50 {statistics.median(spans):.1f}, p99 {p99:.1f} ms of {len(spans)}")


async def main() -> None:
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    async with aiohttp.ClientSession() as client:
        kept = Path(sys.argv[1]) if sys.argv[1:] else None
        told, secrets = pickle.loads(kept.read_bytes()) if kept and kept.exists() else await record(client)
        if kept:
            kept.write_bytes(pickle.dumps((told, secrets)))
        await replay(client, told, secrets)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        if sys.argv[1:2] == ["stub"]:
            runner.run(stub(Path(sys.argv[2]), int(sys.argv[3])))
        else:
            runner.run(main())
