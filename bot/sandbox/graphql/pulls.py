"""Pull requests' own part, reviews, the merge queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox.acts import closing, pulls
from bot.sandbox.code import refs
from bot.sandbox.code.records import Pull, QueueEntry, Ref, Review
from bot.sandbox.gitstore import ChangedFile, Repo
from bot.sandbox.graphql.connections import Connection, by_id, connection
from bot.sandbox.graphql.fields import Look, field, need
from bot.sandbox.graphql.objects import Thing, commit_thing, repo_of
from bot.sandbox.records import Issue, Repository

_CHANGES = {
    "added": "ADDED",
    "modified": "MODIFIED",
    "removed": "DELETED",
    "renamed": "RENAMED",
    "copied": "COPIED",
    "changed": "CHANGED",
}


@dataclass(frozen=True, slots=True)
class InPull:
    """A commit of a pull request."""

    commit: Thing


def pull_of(look: Look, thread: Issue) -> Pull:
    """The part of a pull request that is not an issue."""
    return look.view[Pull].by(issue_id=thread.id)[0]


@field("Commit", "associatedPullRequests")
def associated_pull_requests(record: Thing, look: Look, **page: Any) -> Connection:
    """The pull requests that brought it, or that hold it while open."""
    need(look, "pull_requests")
    repo = repo_of(record.repository, look)
    found = [p for p in look.view[Pull].by(repository_id=record.repository.id) if _holds(repo, p, record.oid)]
    return connection(
        [look.view[Issue][p.issue_id] for p in found], key=by_id, **{k: v for k, v in page.items() if k != "order_by"}
    )


def _holds(repo: Repo, pull: Pull, oid: str) -> bool:
    if pull.merge_commit_oid == oid:
        return True
    return repo.is_ancestor(oid, pull.head_oid) and not repo.is_ancestor(oid, pull.base_oid)


@field("PullRequest", "databaseId")
def pull_database_id(record: Issue, look: Look) -> int:
    """The id REST's pulls use; its issue has another."""
    return pull_of(look, record).id


@field("PullRequest", "isDraft")
def is_draft(record: Issue, look: Look) -> bool:
    """Whether it is not ready."""
    return pull_of(look, record).draft


@field("PullRequest", "merged")
def merged(record: Issue, look: Look) -> bool:
    """Whether it is in."""
    return pull_of(look, record).merged_at is not None


@field("PullRequest", "mergedAt")
def merged_at(record: Issue, look: Look) -> Any:
    """Since when."""
    return pull_of(look, record).merged_at


@field("PullRequest", "mergeable")
def mergeable(record: Issue, look: Look) -> str:
    """UNKNOWN until somebody asked REST for it."""
    return {None: "UNKNOWN", True: "MERGEABLE", False: "CONFLICTING"}[pull_of(look, record).mergeable]


@field("PullRequest", "mergeCommit")
def merge_commit(record: Issue, look: Look) -> Thing | None:
    """The commit that brought it in."""
    pull = pull_of(look, record)
    return (
        commit_thing(_home(record, look), pull.merge_commit_oid) if pull.merge_commit_oid and pull.merged_at else None
    )


@field("PullRequest", "isCrossRepository")
def is_cross_repository(record: Issue, look: Look) -> bool:
    """Whether it comes from a fork."""
    return pull_of(look, record).is_cross_repository


@field("PullRequest", "maintainerCanModify")
def maintainer_can_modify(record: Issue, look: Look) -> bool:
    """Whether maintainers may push to the fork's branch."""
    return pull_of(look, record).maintainer_can_modify


@field("PullRequest", "headRefName")
def head_ref_name(record: Issue, look: Look) -> str:
    """The branch it comes from."""
    return pull_of(look, record).head_ref


@field("PullRequest", "headRefOid")
def head_ref_oid(record: Issue, look: Look) -> str:
    """The newest commit of it."""
    return pull_of(look, record).head_oid


@field("PullRequest", "baseRefName")
def base_ref_name(record: Issue, look: Look) -> str:
    """The branch it goes to."""
    return pull_of(look, record).base_ref


@field("PullRequest", "baseRefOid")
def base_ref_oid(record: Issue, look: Look) -> str:
    """Where that branch was."""
    return pull_of(look, record).base_oid


@field("PullRequest", "headRepository")
def head_repository(record: Issue, look: Look) -> Repository | None:
    """Where the head branch is; null when the fork is gone."""
    return look.view[Repository].get(pull_of(look, record).head_repository_id)


@field("PullRequest", "baseRef")
def base_ref(record: Issue, look: Look) -> Ref | None:
    """The branch it goes to, as it is now."""
    return refs.branch(look.view, _home(record, look), pull_of(look, record).base_ref)


@field("PullRequest", "headRef")
def head_ref(record: Issue, look: Look) -> Ref | None:
    """The branch it comes from, as it is now; null when deleted."""
    source = head_repository(record, look)
    return refs.branch(look.view, source, pull_of(look, record).head_ref) if source else None


@field("PullRequest", "files")
def files(record: Issue, look: Look, **page: Any) -> Connection:
    """What it changes; neither old names nor patches."""
    found = pulls.files(look.view, look.sandbox.git_store, pull_of(look, record))
    return connection(found, key=lambda file: file.path, **page)


@field("PullRequestChangedFile", "changeType")
def change_type(record: ChangedFile, _: Look) -> str:
    """ADDED, MODIFIED, DELETED, RENAMED, ..."""
    return _CHANGES[record.status]


@field("PullRequest", "commits")
def commits(record: Issue, look: Look, **page: Any) -> Connection:
    """Its commits, oldest first. A fork's are looked at from the base repository, as its checks are made there."""
    found = pulls.commits(look.view, look.sandbox.git_store, pull_of(look, record))
    home = _home(record, look)
    return connection([InPull(commit_thing(home, c.oid)) for c in found], key=lambda c: c.commit.oid, **page)


@field("PullRequest", "reviews")
def reviews(record: Issue, look: Look, states: list[str] | None = None, **page: Any) -> Connection:
    """What reviewers said."""
    found = look.view[Review].by(pull_id=pull_of(look, record).id)
    return connection(
        [r for r in found if states is None or r.state in states],
        key=by_id,
        **{k: v for k, v in page.items() if k != "author"},
    )


@field("PullRequestReview", "createdAt")
def review_created_at(record: Review, _: Look) -> Any:
    """When it was begun; the sandbox knows only when it was sent."""
    return record.submitted_at


@field("PullRequestReview", "commit")
def review_commit(record: Review, look: Look) -> Thing:
    """What was looked at."""
    return commit_thing(look.view[Repository][record.repository_id], record.commit_oid)


@field("PullRequest", "closingIssuesReferences")
def closing_issues(record: Issue, look: Look, **page: Any) -> Connection:
    """The issues that its text says it closes."""
    found = closing.named(look.view, pull_of(look, record))
    places = {k: v for k, v in page.items() if k in {"first", "last", "after", "before"}}
    return connection(found, key=by_id, **places)


@field("MergedEvent", "commit")
@field("HeadRefForcePushedEvent", "afterCommit")
def event_commit(record: Any, look: Look) -> Thing | None:
    """The commit it was about."""
    home = look.view[Repository][look.view[Issue][record.issue_id].repository_id]
    oid = record.commit_id or record.after
    return commit_thing(home, oid) if oid else None


@field("HeadRefForcePushedEvent", "beforeCommit")
def event_before(record: Any, look: Look) -> Thing | None:
    """Where the branch was."""
    home = look.view[Repository][look.view[Issue][record.issue_id].repository_id]
    return commit_thing(home, record.before) if record.before else None


@field("Repository", "mergeQueue")
def merge_queue(record: Repository, look: Look, branch: str | None = None) -> dict[str, Any] | None:
    """The queue of a branch; null when it has none."""
    need(look, "merge_queues")
    entries = look.view[QueueEntry].by(repository_id=record.id, base_ref=branch or record.default_branch)
    return {"of": entries, "id": f"MQ_{record.id}"}


@field("MergeQueue", "entries")
def queue_entries(queue: dict[str, Any], _: Look, **page: Any) -> Connection:
    """Who waits."""
    shaped = [
        {"id": f"MQE_{e.id}", "key": e.id, "position": i, "state": "AWAITING_CHECKS", "entry": e}
        for i, e in enumerate(queue["of"], 1)
    ]
    return connection(shaped, key=lambda entry: entry["key"], **page)


@field("MergeQueueEntry", "headCommit")
def queue_head(entry: dict[str, Any], look: Look) -> Thing:
    """The commit whose checks decide."""
    return commit_thing(look.view[Repository][entry["entry"].repository_id], entry["entry"].head_oid)


@field("MergeQueueEntry", "pullRequest")
def queue_pull(entry: dict[str, Any], look: Look) -> Issue:
    """What it would merge."""
    return look.view[Issue][look.view[Pull][entry["entry"].pull_id].issue_id]


def _home(record: Issue, look: Look) -> Repository:
    return look.view[Repository][record.repository_id]
