"""Clients that nobody here wrote, with the bot beside: PyGithub speaks for people, `git` clones, commits and pushes."""

import asyncio
import os
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import github
import pytest
from github.Issue import Issue

from bot.cli.demo.theatre import REPO, Theatre
from bot.sandbox.scenarios import payments
from tests.stories.story import BOT, BREAKING, FILES, PATH, SETTINGS, settings

T = TypeVar("T")
TIMEOUT_S = 30


class Foreign:
    """One person's PyGithub and git; the bot comes to rest after each deed, and what was done is readable."""

    def __init__(self, theatre: Theatre, folder: Path) -> None:
        self.theatre, self.folder = theatre, folder

    async def does(self, login: str, deed: Callable[[github.Repository.Repository], T]) -> T:
        """What PyGithub makes of it, with that person's token."""
        token = self.theatre.gh.person_token(login)

        def act() -> T:
            auth = github.Auth.Token(token)
            url = self.theatre.gh.api_url
            with github.Github(
                base_url=url, auth=auth, retry=None, seconds_between_requests=0, seconds_between_writes=0
            ) as client:
                return deed(client.get_repo(REPO))

        found = await asyncio.wait_for(asyncio.to_thread(act), TIMEOUT_S)
        await self.theatre.settle()
        self.theatre.clock.advance(timedelta(seconds=1))
        return found

    async def git(self, *words: str, cwd: Path | None = None) -> str:
        """The git program's answer; it runs with no settings but its own."""
        safe = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}
        who = ["-c", "user.name=Lee Andersson", "-c", "user.email=lee@acme.example", "-c", "core.autocrlf=false"]

        def run() -> str:
            command = ["git", *who, *words]
            env = {**os.environ, **safe}
            done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, timeout=TIMEOUT_S, check=False)
            assert done.returncode == 0, done.stderr.decode()
            return done.stdout.decode()

        answer = await asyncio.to_thread(run)
        await self.theatre.settle()
        self.theatre.clock.advance(timedelta(seconds=1))
        return answer

    def address(self, login: str) -> str:
        """Where that person clones from, and may push to."""
        token = self.theatre.gh.person_token(login)
        return self.theatre.gh.url.replace("://", f"://x-access-token:{token}@") + f"/{REPO}.git"


@pytest.fixture
async def foreign(theatre: Theatre, tmp_path: Path) -> Foreign:
    return Foreign(theatre, tmp_path)


def _open(repository: github.Repository.Repository) -> int:
    body = payments.proposal_body()
    return repository.create_issue(payments.PROPOSAL_TITLE, body=body, labels=[payments.PROPOSAL_LABEL]).number


def _reactions(issue: Issue, body: str) -> list[tuple[str, str]]:
    """The reactions to the newest comment that says this."""
    comment = [one for one in issue.get_comments() if one.body == body][-1]
    return [(one.content, one.user.login) for one in comment.get_reactions()]


async def test_pygithub_plays_a_promotion(foreign: Foreign) -> None:
    number = await foreign.does("lee", _open)

    async def says(login: str, body: str) -> None:
        await foreign.does(login, lambda repository: repository.get_issue(number).create_comment(body))

    await says("lee", "/promote")
    refused = await foreign.does("lee", lambda repository: _reactions(repository.get_issue(number), "/promote"))
    assert refused == [("confused", BOT)]
    for login, line in (
        ("ana", "/reviewed"),
        ("bo", "/awesome The idempotency keys"),
        ("chidi", "/try hackathon minutes:25 outcome:worked"),
        ("priya", "/approve"),
    ):
        await says(login, line)
    foreign.theatre.pass_days(8)
    await says("lee", "/promote")

    def read(repository: github.Repository.Repository) -> tuple[list[str], list[tuple[str, str]], list[str]]:
        issue = repository.get_issue(number)
        ours = [one.body for one in issue.get_comments() if one.user.login == BOT]
        return [label.name for label in issue.labels], _reactions(issue, "/promote"), ours

    labels, reactions, (card, *said) = await foreign.does("lee", read)
    assert labels == ["stage: private-beta"]
    assert reactions == [("+1", BOT)]
    assert card.startswith("<!-- stagekeeper:card")
    assert "private beta" in card
    assert len(said) == 2
    assert "Not yet" in said[0]
    assert "idea → private beta" in said[1]


async def test_git_and_pygithub_play_a_versioning_pull_request(foreign: Foreign) -> None:
    clone = foreign.folder / "clone"
    foreign.theatre.gh.seed.commit(REPO, files={SETTINGS: settings(stage="ga")}, who="lee", hooks=True)
    await foreign.git("clone", "--quiet", foreign.address("lee"), str(clone))
    await foreign.git("switch", "--quiet", "-c", "amount-minor", cwd=clone)
    (clone / PATH).write_bytes(BREAKING[PATH])
    await foreign.git("commit", "--quiet", "-am", "Rename amount to amount_minor", cwd=clone)
    await foreign.git("push", "--quiet", "origin", "amount-minor", cwd=clone)
    number = await foreign.does(
        "lee", lambda repository: repository.create_pull("main", "amount-minor", title="Say it in the name").number
    )

    def read(repository: github.Repository.Repository) -> tuple[str | None, list[str], set[str], list[tuple[int, str]]]:
        pull = repository.get_pull(number)
        (run,) = repository.get_commit(pull.head.sha).get_check_runs()
        notes = [note.path for note in run.get_annotations()]
        ours = [one for one in repository.get_pulls() if one.user.login == BOT]
        return run.conclusion, notes, {one.name for one in pull.labels}, [(one.number, one.head.ref) for one in ours]

    conclusion, notes, labels, ours = await foreign.does("lee", read)
    assert conclusion == "failure"
    assert set(notes) == {PATH}
    assert labels == {"stage: ga", "api: breaking"}
    ((version, branch),) = ours
    assert branch == f"stagekeeper/payments-v2-from-{number}"
    await foreign.git("fetch", "--quiet", "origin", branch, cwd=clone)
    changed = await foreign.git("diff", "--name-status", "origin/main...FETCH_HEAD", cwd=clone)
    files = dict(reversed(line.split("\t")) for line in changed.splitlines())
    assert files["apis/payments_v2.yaml"] == "A"
    assert PATH not in files
    assert (await foreign.git("show", f"FETCH_HEAD:{PATH}", cwd=clone)).encode() == FILES[PATH]
    new = await foreign.git("show", "FETCH_HEAD:apis/payments_v2.yaml", cwd=clone)
    assert _differences(BREAKING[PATH].decode(), new) == {
        "  version: 1.0.0": "  version: 2.0.0",
        "  - url: https://api.acme.example/v1": "  - url: https://api.acme.example/v2",
        "  - url: https://sandbox.acme.example/v1 # resets every night at 02:00 UTC": (
            "  - url: https://sandbox.acme.example/v2 # resets every night at 02:00 UTC"
        ),
    }
    said = await foreign.does(
        "lee", lambda repository: [one.body for one in repository.get_issue(number).get_comments()]
    )
    assert any(f"#{version}" in body for body in said)


def _differences(old: str, new: str) -> dict[str, str]:
    """The lines that differ, each with what stands in its place; both texts have as many lines."""
    pairs = zip(old.split("\n"), new.split("\n"), strict=True)
    return {before: after for before, after in pairs if before != after}
