"""The sandbox as a process of its own, for a bot one points at it."""

from __future__ import annotations

import argparse
import asyncio
import shutil
from pathlib import Path

from bot.sandbox import scenes
from bot.sandbox.app import Sandbox
from bot.sandbox.links import Links
from bot.sandbox.saving import BadFolder, Folder

_HOOK_URL = "http://127.0.0.1:8000/github/webhook"


async def run(wanted: argparse.Namespace) -> int:
    """Serve until cancelled: `port`, `scenario`, `strict`, `data` (a folder or None), `reset`, `webhook`.

    With `strict` it ends with 1 as soon as something breaks GitHub's contract.
    """
    if wanted.scenario not in scenes.SCENES:
        print(f"no scenario {wanted.scenario!r}; there are {', '.join(sorted(scenes.SCENES))}")
        return 2
    data: Path | None = wanted.data
    if data and wanted.reset:
        shutil.rmtree(data, ignore_errors=True)
    try:
        if data:
            folder = Folder(data)
            folder.make()
            folder.load(Links(""))  # before anything is open
        async with Sandbox(port=wanted.port, strict=wanted.strict, folder=data) as gh:
            if not gh.remembers:
                scenes.set_up(gh, wanted.scenario)
            gh.hooks.url = wanted.webhook or gh.hooks.url or _HOOK_URL
            key = key_file(data, gh.url)
            _keep_key(key, gh.private_key)
            print(_welcome(gh, key), flush=True)
            return await _watch(gh, strict=wanted.strict)
    except BadFolder as why:
        print(f"the sandbox cannot keep its state in {data}: {why}.\nName a folder that is new or empty: --data FOLDER")
        return 2
    except OSError as error:
        print(f"the sandbox cannot listen on port {wanted.port}: {error.strerror or error}")
        return 1


async def _watch(gh: Sandbox, *, strict: bool) -> int:
    told = 0
    while True:
        await asyncio.sleep(0.5)
        for problem in gh.problems[told:]:
            print(f"problem: {problem}", flush=True)
        told = len(gh.problems)
        if strict and told:
            return 1


def key_file(data: Path | None, url: str) -> Path:
    """Where the App's key is kept: one that two sandboxes started in the same place do not share."""
    return data / "sandbox-key.pem" if data else Path(".stagekeeper") / f"sandbox-key-{url.rpartition(':')[2]}.pem"


def _keep_key(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)


def _welcome(gh: Sandbox, key: Path) -> str:
    return f"""A GitHub of your own: {gh.url}
Its control plane: {gh.url}/_sandbox/problems, /calls, /clock, /faults

Point a bot at it with these settings:
  export GITHUB_APP_ID={gh.app_id}
  export GITHUB_PRIVATE_KEY_FILE={key}
  export GITHUB_WEBHOOK_SECRET={gh.webhook_secret}
  export GITHUB_API_URL={gh.api_url}
  export GITHUB_GRAPHQL_URL={gh.graphql_url}
  export STAGEKEEPER_CLOCK={gh.url}/_sandbox/clock
Webhooks go to {gh.hooks.url} (--webhook URL sends them elsewhere).
End with Ctrl-C."""
