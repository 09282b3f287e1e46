"""One look at a repository or at a commit: which threads there are to look at."""

from bot.forge.facts import CommitLook, RepositoryLook
from bot.forge.faults import Gone
from bot.forge.subjects import Commit, Repository, Thread
from bot.github import nodes, reading
from bot.github.apply.issues import our_issues
from bot.github.eye import Eye
from bot.github.heads import headed_by, listed


async def observe_repository(eye: Eye, subject: Repository) -> RepositoryLook:
    """The repository as it is now. Raises Gone where there is none."""
    house = await _house(eye)
    labels = await _labels(eye, house)
    stages = sorted(label for label in labels if label.startswith(reading.STAGE))
    onboarding = [issue async for issue in our_issues(eye.client, eye.repo, eye.me, "onboarding")]
    return RepositoryLook(
        subject=subject,
        repository=eye.house(house),
        me=eye.me,
        labels=labels,
        config=await eye.contents.blob(house.config),
        issues=tuple(await _labelled(eye, stages)) if stages else (),
        pulls=tuple(Thread(eye.repo, pull.number) for pull in reading.present(house.pull_requests)),
        onboarding_issue=Thread(eye.repo, min(onboarding)) if onboarding else None,
    )


async def observe_commit(eye: Eye, subject: Commit) -> CommitLook:
    """The open pull requests that a commit heads. Raises Gone where the repository is not there."""
    answer = await eye.client.ask("Commit", nodes.CommitAnswer, sha=subject.sha, **eye.where)
    if answer.repository is None:
        raise Gone(f"there is no {eye.repo}")
    commit = answer.repository.object
    found = commit.associated_pull_requests if commit else None
    numbers = await headed_by(eye, subject.sha, found) or await listed(eye, subject.sha)
    pulls = tuple(Thread(eye.repo, number) for number in sorted(numbers))
    return CommitLook(subject, eye.house(answer.repository), pulls)


async def _house(eye: Eye, labels: str | None = None, pulls: str | None = None) -> nodes.RepositoryHouse:
    answer = await eye.client.ask(
        "Repository",
        nodes.RepositoryAnswer,
        config=f"HEAD:{eye.config_path}",
        labels=labels,
        pulls=pulls,
        **eye.where,
    )
    if answer.repository is None:
        raise Gone(f"there is no {eye.repo}")
    return answer.repository


async def _labels(eye: Eye, house: nodes.RepositoryHouse) -> frozenset[str]:
    names = set[str]()
    while True:
        names.update(label.name for label in reading.present(house.labels))
        if not house.labels or not house.labels.page_info.has_next_page:
            return frozenset(names)
        house = await _house(eye, labels=house.labels.page_info.end_cursor)


async def _labelled(eye: Eye, labels: list[str]) -> list[Thread]:
    found, after = list[Thread](), None
    while True:
        answer = await eye.client.ask("Labelled", nodes.LabelledAnswer, labels=labels, after=after, **eye.where)
        if answer.repository is None:
            return found
        page = answer.repository.issues
        found += [Thread(eye.repo, issue.number) for issue in reading.present(page)]
        if not page.page_info.has_next_page:
            return found
        after = page.page_info.end_cursor
