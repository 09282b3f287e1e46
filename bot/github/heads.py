"""Which open pull requests a commit is the head of."""

from bot.github import nodes, reading
from bot.github.endpoints import PULLS
from bot.github.eye import Eye


async def headed_by(eye: Eye, sha: str, told: nodes.AssociatedPulls | None) -> set[int]:
    """The numbers, out of what GitHub told of the commit; where that is not all of them, out of the list of open ones.

    Who opens and closes many pull requests on somebody's commit must not hide the open ones from the one check on it.
    """
    if told and not told.is_whole:
        return await listed(eye, sha)
    return {one.number for one in reading.present(told) if not one.closed and one.head_ref_oid == sha}


async def listed(eye: Eye, sha: str) -> set[int]:
    """The same out of the list of open pull requests, since GitHub may not know a fork's commit as one of the base's.

    Source: "List pull requests associated with a commit" speaks of commits of the repository itself.
    """
    found = eye.client.pages(PULLS, owner=eye.repo.owner, repo=eye.repo.name, state="open")
    return {pull.number async for pull in found if pull.head.sha == sha}
