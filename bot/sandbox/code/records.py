"""What GitHub holds about code beside what git itself holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.sandbox import node_ids


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a branch or tag points; the same as in git, kept here so that lagging reads see its past."""

    id: int
    repository_id: int
    name: str
    oid: str


@dataclass(frozen=True, slots=True)
class Size:
    """What a pull request changes, counted."""

    commits: int
    changed_files: int
    additions: int
    deletions: int


@dataclass(frozen=True, slots=True)
class Pull:
    """The part of a pull request that is not an issue.

    `head_repository_id` is None when the fork is gone. `mergeable` is None until somebody asked for it.
    `base_oid` is the tip of the base branch when the pull request was opened, last pushed to, or merged.
    """

    id: int
    issue_id: int
    repository_id: int
    number: int
    head_repository_id: int | None
    head_ref: str
    head_oid: str
    base_ref: str
    base_oid: str
    size: Size
    draft: bool = False
    maintainer_can_modify: bool = False
    mergeable: bool | None = None
    merged_at: datetime | None = None
    merged_by_id: int | None = None
    merge_commit_oid: str | None = None
    reviewer_ids: tuple[int, ...] = ()
    reviewer_team_ids: tuple[int, ...] = ()

    @property
    def is_cross_repository(self) -> bool:
        """Whether it comes from a fork."""
        return self.head_repository_id != self.repository_id


@dataclass(frozen=True, slots=True)
class Review:
    """A review of a pull request: APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED, PENDING."""

    id: int
    repository_id: int
    pull_id: int
    author_id: int
    state: str
    body: str
    commit_oid: str
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckSuite:
    """All check runs of one App on one commit."""

    id: int
    repository_id: int
    app_id: int
    head_oid: str
    head_branch: str | None
    before: str | None
    after: str | None
    created_at: datetime
    updated_at: datetime
    status: str = "queued"
    conclusion: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """A button on a check run."""

    label: str
    description: str
    identifier: str


@dataclass(frozen=True, slots=True)
class CheckRun:
    """One check on one commit."""

    id: int
    repository_id: int
    suite_id: int
    name: str
    head_oid: str
    status: str
    conclusion: str | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    external_id: str | None = None
    details_url: str | None = None
    title: str | None = None
    summary: str | None = None
    text: str | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotation:
    """A remark of a check run on lines of a file."""

    id: int
    run_id: int
    path: str
    start_line: int
    end_line: int
    level: str
    message: str
    title: str | None = None
    raw_details: str | None = None
    start_column: int | None = None
    end_column: int | None = None


@dataclass(frozen=True, slots=True)
class RequiredCheck:
    """The name of a check that must have passed; with `app_id` only that App's counts ("expected source")."""

    context: str
    app_id: int | None = None


@dataclass(frozen=True, slots=True)
class BranchRule:
    """What is asked of branches whose name matches `pattern`."""

    id: int
    repository_id: int
    pattern: str
    required_checks: tuple[RequiredCheck, ...] = ()
    needs_pull: bool = False
    approvals: int = 0
    merge_queue: bool = False


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A pull request waiting in the merge queue of its base branch."""

    id: int
    repository_id: int
    pull_id: int
    base_ref: str
    head_ref: str
    head_oid: str
    base_oid: str
    enqueued_by_id: int
    enqueued_at: datetime


for _kind, _prefix in {Ref: "REF", CheckSuite: "CS", CheckRun: "CR", Review: "PRR", QueueEntry: "MQE"}.items():
    node_ids.register(_kind, _prefix)
