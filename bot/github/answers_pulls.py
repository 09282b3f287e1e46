"""Answers about other threads and branches: proposals, the pull request from a branch, where a branch is."""

from bot.forge.facts import Comment
from bot.forge.questions import BranchAt, BranchPull, ProposalFacts, Proposals, PullFrom
from bot.forge.subjects import Thread
from bot.github import nodes, reading
from bot.github.endpoints import PULLS, REF
from bot.github.eye import Eye
from bot.github.observe import earlier_events
from bot.github.refused import Refused


async def proposals(eye: Eye, question: Proposals) -> tuple[ProposalFacts, ...]:
    """Every issue with one of the labels, oldest first."""
    found, after = list[ProposalFacts](), None
    while True:
        answer = await eye.client.ask(
            "Proposals", nodes.ProposalsAnswer, labels=list(question.labels), after=after, **eye.where
        )
        if answer.repository is None:
            return tuple(found)
        page = answer.repository.issues
        found += [await _proposal(eye, issue) for issue in reading.present(page)]
        if not page.page_info.has_next_page:
            return tuple(sorted(found, key=lambda one: one.thread.number))
        after = page.page_info.end_cursor


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


async def branch_at(eye: Eye, question: BranchAt) -> str | None:
    """The commit that a branch points to."""
    ref = ["heads", *question.branch.split("/")]
    try:
        return (await eye.client.call(REF, owner=eye.repo.owner, repo=eye.repo.name, ref=ref)).object.sha
    except Refused as refused:
        if refused.status in {404, 409}:  # 409: the repository is empty
            return None
        raise


async def _proposal(eye: Eye, issue: nodes.Proposal) -> ProposalFacts:
    events = await earlier_events(eye, issue.number, issue.timeline_items)
    cards: tuple[Comment, ...] = tuple(reading.comment(one, eye.me) for one in reading.present(issue.comments))
    return ProposalFacts(
        thread=Thread(eye.repo, issue.number),
        title=issue.title,
        body=issue.body,
        url=issue.url,
        open=not issue.closed,
        written_at=reading.utc(issue.created_at),
        labels=reading.names(issue.labels),
        label_events=reading.label_events(events),
        cards=tuple(one for one in cards if one.ours),
    )
