"""Issues of our own: opened once per cause, found again by their marker."""

import re
from collections.abc import AsyncIterator
from hashlib import sha256

from bot.forge.effects import OpenIssue
from bot.forge.facts import Actor
from bot.forge.subjects import Repo
from bot.github.apply.desk import Desk
from bot.github.apply.limits import BODY_LIMIT, cut
from bot.github.client import Client
from bot.github.endpoints import CREATE_ISSUE, ISSUES


async def open_issue(desk: Desk, effect: OpenIssue) -> str:
    """Open the issue, or find the one that an earlier try opened; its number."""
    mark = issue_marker(effect)
    async for number in our_issues(desk.client, desk.repo, desk.me, effect.cause):
        return str(number)
    body = f"{mark}\n{cut(effect.body, BODY_LIMIT - len(mark) - 1)}"
    made = await desk.client.call(CREATE_ISSUE, {"title": effect.title, "body": body}, **desk.where)
    return str(made.number)


def issue_marker(effect: OpenIssue) -> str:
    """The hidden line that heads an issue of ours: its cause in words, and the hash of its key."""
    return f"{_beginning(effect.cause)}{sha256(effect.key.encode()).hexdigest()[:16]} -->"


async def our_issues(client: Client, repo: Repo, me: Actor, cause: str) -> AsyncIterator[int]:
    """The numbers of our own issues of that cause, open and closed, oldest first."""
    issues = client.pages(
        ISSUES,
        owner=repo.owner,
        repo=repo.name,
        state="all",
        creator=f"{me.login}[bot]",
        sort="created",
        direction="asc",
    )
    async for issue in issues:
        ours = issue.user is not None and issue.user.id == me.id
        if ours and (issue.body or "").startswith(_beginning(cause)):
            yield issue.number


def _beginning(cause: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", cause.lower()).strip("-")
    return f"<!-- stagekeeper:issue {words} "
