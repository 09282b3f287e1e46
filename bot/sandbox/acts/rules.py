"""What branches ask of whoever changes them: required checks, reviews, a pull request, the merge queue."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable

from bot.sandbox.code.records import BranchRule, CheckRun, CheckSuite, Pull, RequiredCheck, Review
from bot.sandbox.records import Repository
from bot.sandbox.state import View

# Source: Troubleshooting required status checks; skipped and neutral count as passed.
PASSED = {"success", "skipped", "neutral"}


def of_branch(view: View, home: Repository, branch: str) -> list[BranchRule]:
    """The rules whose pattern fits the branch; `~DEFAULT_BRANCH` fits the default one."""
    rules = view[BranchRule].by(repository_id=home.id)
    return [r for r in rules if fnmatch.fnmatchcase(branch, _pattern(r, home))]


def unmet_checks(view: View, home: Repository, branch: str, oid: str) -> list[str]:
    """Why a commit may not go into a branch yet, one sentence for each required check; nothing when it may."""
    required = [check for rule in of_branch(view, home, branch) for check in rule.required_checks]
    return [reason for check in required if (reason := _unmet(view, home, check, oid))]


def unmet_reviews(view: View, home: Repository, pull: Pull) -> list[str]:
    """Whether approvals are missing, or somebody asked for changes."""
    asked = max((r.approvals for r in of_branch(view, home, pull.base_ref)), default=0)
    if not asked:
        return []
    latest: dict[int, str] = {}
    for review in view[Review].by(pull_id=pull.id):
        if review.state in {"APPROVED", "CHANGES_REQUESTED", "DISMISSED"}:
            latest[review.author_id] = review.state
    if "CHANGES_REQUESTED" in latest.values():
        return ["Changes have been requested."]
    have = sum(state == "APPROVED" for state in latest.values())
    return [] if have >= asked else [f"At least {asked} approving review is required by reviewers with write access."]


def has_queue(view: View, home: Repository, branch: str) -> bool:
    """Whether a branch is merged into through a queue."""
    return any(rule.merge_queue for rule in of_branch(view, home, branch))


def push_refusal(view: View, home: Repository, branch: str, oid: str) -> str | None:
    """Why nobody may push this commit to the branch directly; None when they may."""
    rules = of_branch(view, home, branch)
    if any(rule.needs_pull or rule.merge_queue for rule in rules):
        return "Changes must be made through a pull request."
    return next(iter(unmet_checks(view, home, branch, oid)), None)


def runs_at(view: View, home: Repository, oid: str, *, name: str, app_id: int | None) -> Iterable[CheckRun]:
    """The runs of one name on a commit, oldest first; of one App only when it is named."""
    for run in view[CheckRun].by(repository_id=home.id, head_oid=oid, name=name):
        if app_id in {None, view[CheckSuite][run.suite_id].app_id}:
            yield run


def _unmet(view: View, home: Repository, check: RequiredCheck, oid: str) -> str | None:
    runs = list(runs_at(view, home, oid, name=check.context, app_id=check.app_id))
    if not runs:
        return f'Required status check "{check.context}" is expected.'
    latest = runs[-1]
    if latest.status != "completed":
        return f'Required status check "{check.context}" is in progress.'
    return None if latest.conclusion in PASSED else f'Required status check "{check.context}" is failing.'


def _pattern(rule: BranchRule, home: Repository) -> str:
    return home.default_branch if rule.pattern == "~DEFAULT_BRANCH" else rule.pattern
