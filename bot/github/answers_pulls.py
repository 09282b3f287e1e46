"""Answers about branches: the pull request from one, and where it is."""

from bot.forge.facts import ThreadFacts
from bot.forge.faults import Gone
from bot.forge.questions import BranchAt, BranchPull, PullAt, PullFrom
from bot.forge.subjects import Thread
from bot.github.endpoints import PULLS, REF
from bot.github.eye import Eye
from bot.github.observe import observe_thread
from bot.github.refused import Refused


async def pull_from(eye: Eye, question: PullFrom) -> BranchPull | None:
    """The newest pull request from a branch of this repository."""
    pulls = eye.client.pages(
        PULLS,
        owner=eye.repo.owner,
        repo=eye.repo.name,
        head=f"{eye.repo.owner}:{question.branch}",
        state="all",
        sort="created",
        direction="desc",
    )
    async for pull in pulls:
        return BranchPull(
            number=pull.number,
            url=pull.html_url,
            open=pull.state == "open",
            merged=pull.merged_at is not None,
            body=pull.body or "",
            head=pull.head.sha,
            labels=frozenset(label.name for label in pull.labels),
        )
    return None


async def pull_at(eye: Eye, question: PullAt) -> ThreadFacts | None:
    """Another pull request, looked at as if it were its turn."""
    try:
        facts = await observe_thread(eye, Thread(eye.repo, question.number))
    except Gone:
        return None
    return facts if facts.open and facts.pull and facts.pull.head == question.head else None


async def branch_at(eye: Eye, question: BranchAt) -> str | None:
    """The commit that a branch points to."""
    ref = ["heads", *question.branch.split("/")]
    try:
        return (await eye.client.call(REF, owner=eye.repo.owner, repo=eye.repo.name, ref=ref)).object.sha
    except Refused as refused:
        if refused.status in {404, 409}:  # 409: the repository is empty
            return None
        raise
