"""`stagekeeper serve` and `look`: refuse what cannot work in a line each, and really work against a sandbox."""

import asyncio
import hashlib
import hmac
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.cli.demo.theatre import REPO, set_the_scene
from bot.sandbox import Clock, Sandbox
from bot.sandbox.scenarios import payments
from tests.cli.process import end, free_port, run, start

WAIT_S = 40


@pytest.fixture
async def gh() -> AsyncIterator[Sandbox]:
    """The demo's GitHub on a clock that ticks, with the App installed and nobody listening to its hooks yet."""
    async with Sandbox(clock=Clock(ticking=True)) as gh:
        set_the_scene(gh)
        gh.seed.install(payments.ORGANIZATION)
        yield gh
        assert gh.problems == []


def _settings(gh: Sandbox, folder: Path, port: int) -> dict[str, str]:
    key = folder / "key.pem"
    key.write_text(gh.private_key)
    return {
        "GITHUB_APP_ID": str(gh.app_id),
        "GITHUB_PRIVATE_KEY_FILE": str(key),
        "GITHUB_WEBHOOK_SECRET": gh.webhook_secret,
        "GITHUB_API_URL": gh.api_url,
        "GITHUB_GRAPHQL_URL": gh.graphql_url,
        "STAGEKEEPER_CLOCK": f"{gh.url}/_sandbox/clock",
        "DATABASE_URL": f"sqlite:///{folder / 'bot.sqlite'}",
        "PORT": str(port),
    }


@pytest.mark.parametrize("command", [("serve",), ("work",), ("look", "acme/apis#1")])
async def test_without_secrets_nothing_starts_and_each_missing_setting_has_its_line(command: tuple[str, ...]) -> None:
    ended = await run(*command)
    assert ended.code == 2
    lines = ended.err.splitlines()
    for name in ("GITHUB_APP_ID", "GITHUB_PRIVATE_KEY", "GITHUB_WEBHOOK_SECRET"):
        assert sum(line.startswith(f"{name} is missing") for line in lines) == 1, lines
    assert len(lines) == 4


async def test_settings_that_are_wrong_have_a_line_each_too(tmp_path: Path) -> None:
    wrong = {"GITHUB_APP_ID": "abc", "GITHUB_PRIVATE_KEY_FILE": str(tmp_path / "none.pem"), "PORT": "x"}
    ended = await run("serve", GITHUB_WEBHOOK_SECRET="s", DATABASE_URL="postgres://x", **wrong)
    assert ended.code == 2
    told = [line.split(" ")[0].rstrip(":") for line in ended.err.splitlines()[:-1]]
    assert sorted(told) == ["DATABASE_URL", "GITHUB_APP_ID", "GITHUB_PRIVATE_KEY_FILE", "PORT"]


async def test_it_serves_takes_a_signed_hook_and_ends_in_order(gh: Sandbox, tmp_path: Path) -> None:
    port = free_port()
    process = await start("serve", **_settings(gh, tmp_path, port))
    url = f"http://127.0.0.1:{port}"
    try:
        async with aiohttp.ClientSession() as client:
            await _until_up(client, f"{url}/health", process)
            body, hook = b'{"zen":"Keep it logically awesome."}', f"{url}/github/webhook"
            right = "sha256=" + hmac.new(gh.webhook_secret.encode(), body, hashlib.sha256).hexdigest()
            assert await _deliver(client, hook, body, right) < 300
            assert await _deliver(client, hook, body, "sha256=" + "0" * 64) in {401, 403}
    finally:
        process.send_signal(signal.SIGTERM)
    assert (await end(process)).code == 0


async def _until_up(client: aiohttp.ClientSession, url: str, process: asyncio.subprocess.Process) -> None:
    """Ask until it answers, which the process says on standard error when it listens."""
    assert process.stderr is not None
    told = b""
    while b"listening on" not in told:
        line = await asyncio.wait_for(process.stderr.readline(), WAIT_S)
        assert line, told.decode()
        told += line
    async with client.get(url) as answer:
        assert answer.status == 200


async def _deliver(client: aiohttp.ClientSession, url: str, body: bytes, signature: str) -> int:
    headers = {
        "X-GitHub-Event": "ping",
        "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "X-Hub-Signature-256": signature,
        "Content-Type": "application/json",
    }
    async with client.post(url, data=body, headers=headers) as answer:
        return answer.status


async def test_a_dry_look_prints_the_plan_and_writes_nothing(gh: Sandbox, tmp_path: Path) -> None:
    lee = gh.acting_as("lee")
    form = {"title": payments.PROPOSAL_TITLE, "body": payments.proposal_body(), "labels": [payments.PROPOSAL_LABEL]}
    number = (await lee.post(f"/repos/{REPO}/issues", form))["number"]
    written = len(gh.writes)
    gh.store.settle()
    ended = await run("look", f"{REPO}#{number}", "--dry-run", **_settings(gh, tmp_path, 0))
    assert ended.code == 0, ended.err
    assert "WriteCard would be done" in ended.out
    assert await lee.get(f"/repos/{REPO}/issues/{number}/comments") == []
    assert [one for one in list(gh.writes)[written:] if "access_tokens" not in str(one)] == []


@pytest.mark.parametrize("nonsense", ["nonsense", "acme/apis#x", "acme/apis#0", "#7", "a/b/c#1", "acme/apis#١"])
async def test_a_look_at_nonsense_exits_2_in_one_line(nonsense: str) -> None:
    ended = await run("look", nonsense)
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1, ended.err


async def test_a_look_at_what_is_not_there_exits_1_in_one_line(gh: Sandbox, tmp_path: Path) -> None:
    ended = await run("look", f"{REPO}#999", "--dry-run", **_settings(gh, tmp_path, 0))
    assert ended.code == 1
    assert f"{REPO}#999 was not looked at" in ended.err


async def test_a_github_that_is_not_there_exits_1(tmp_path: Path, gh: Sandbox) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    given = _settings(gh, tmp_path, 0) | {"GITHUB_API_URL": nowhere, "GITHUB_GRAPHQL_URL": f"{nowhere}/graphql"}
    ended = await run("look", f"{REPO}#1", "--dry-run", **given)
    assert ended.code == 1


def test_what_serve_imports_before_its_first_look_holds_neither_the_core_nor_its_engine() -> None:
    """They are two thirds of all there is to import, and no webhook waits for them."""
    code = "import bot.cli.serve, bot.app, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert "bot.web.intake" in imported
    unwanted = ("bot.duties", "bot.words", "bot.config", "bot.contract", "pydantic", "markdown_it", "yaml", "rich")
    assert imported.isdisjoint(unwanted)
