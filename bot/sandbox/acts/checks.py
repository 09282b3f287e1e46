"""Check suites and check runs: made by Apps, asked for by pushes, pressed by people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.sandbox.answers import invalid, unprocessable
from bot.sandbox.code import check_shapes, refs
from bot.sandbox.code.records import Action, Annotation, CheckRun, CheckSuite
from bot.sandbox.gitstore import GitStore
from bot.sandbox.records import Account, Repository
from bot.sandbox.state import Transaction

# Source: About status checks; the worst of a suite's runs is the suite's conclusion.
WORST_FIRST = ("action_required", "timed_out", "cancelled", "failure", "stale", "neutral", "skipped", "success")
PER_NAME = 1000
# Told after each report; the merge queue listens.
WHEN_REPORTED: list[Callable[[Transaction, GitStore, Account, Repository, str], None]] = []


@dataclass(frozen=True, slots=True)
class Report:
    """What an App says in one request about a run; what is None it leaves as it is."""

    name: str | None = None
    status: str | None = None
    conclusion: str | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    external_id: str | None = None
    details_url: str | None = None
    title: str | None = None
    summary: str | None = None
    text: str | None = None
    actions: tuple[Action, ...] | None = None
    annotations: tuple[Mapping[str, Any], ...] = field(default=())


def request_suite(tx: Transaction, actor: Account, git: GitStore, home: Repository, oid: str, *, branch: str,
                  before: str | None) -> None:  # fmt: skip
    """A push brought this commit: each App that may write checks here is asked for a suite, once per commit."""
    for app_id in check_shapes.asked_apps(tx, home):
        if tx[CheckSuite].one(repository_id=home.id, app_id=app_id, head_oid=oid) is None:
            suite = _new_suite(tx, home, app_id, oid, branch=branch, before=before)
            _tell_suite(tx, git, actor, suite, "requested")


def create_run(tx: Transaction, git: GitStore, actor: Account, home: Repository, app_id: int, oid: str,
               report: Report) -> CheckRun:  # fmt: skip
    """Report a check on a commit; its suite is made when there is none."""
    if refs.git_of(git, home).resolve(oid) != oid:
        raise unprocessable(f"No commit found for SHA: {oid}")
    if not report.name:
        raise invalid("CheckRun", "name", "missing_field")
    suite = tx[CheckSuite].one(repository_id=home.id, app_id=app_id, head_oid=oid) or _new_suite(tx, home, app_id, oid)
    run = CheckRun(tx.new_id(), home.id, suite.id, report.name, oid, "queued", started_at=tx.now.replace(microsecond=0))
    run = _apply(tx, run, report)
    _drop_old(tx, run)
    _tell_run(tx, actor, run, "created")
    if run.status == "completed":
        _tell_run(tx, actor, run, "completed")
    _settle(tx, git, actor, suite)
    for listener in WHEN_REPORTED:
        listener(tx, git, actor, home, oid)
    return run


def update_run(tx: Transaction, git: GitStore, actor: Account, run: CheckRun, report: Report) -> CheckRun:
    """Report more; annotations are added to those there are."""
    before = run
    run = _apply(tx, run, report)
    if run.status == "completed" and before.status != "completed":
        _tell_run(tx, actor, run, "completed")
    _settle(tx, git, actor, tx[CheckSuite][run.suite_id])
    for listener in WHEN_REPORTED:
        listener(tx, git, actor, tx[Repository][run.repository_id], run.head_oid)
    return run


def press(tx: Transaction, actor: Account, run: CheckRun, identifier: str) -> None:
    """Somebody clicks a button of a check run; it leaves no trace but the event."""
    if all(action.identifier != identifier for action in run.actions):
        raise invalid("CheckRun", "identifier", message="There is no such button on this check run")
    _tell_run(tx, actor, run, "requested_action", requested_action={"identifier": identifier})


def rerequest_run(tx: Transaction, actor: Account, run: CheckRun) -> None:
    """Ask for a check again: the suite waits anew, the run stays as it was.

    Source: checks/rerequest-run.
    """
    tx.put(replace(tx[CheckSuite][run.suite_id], status="queued", conclusion=None, updated_at=_now(tx)))
    _tell_run(tx, actor, run, "rerequested")


def rerequest_suite(tx: Transaction, git: GitStore, actor: Account, suite: CheckSuite) -> CheckSuite:
    """Ask for all checks of a suite again."""
    suite = tx.put(replace(suite, status="queued", conclusion=None, updated_at=_now(tx)))
    _tell_suite(tx, git, actor, suite, "rerequested")
    return suite


def create_suite(
    tx: Transaction, git: GitStore, actor: Account, home: Repository, app_id: int, oid: str
) -> tuple[CheckSuite, bool]:
    """A suite made by hand, and whether it is new."""
    if refs.git_of(git, home).resolve(oid) != oid:
        raise unprocessable(f"No commit found for SHA: {oid}")
    if known := tx[CheckSuite].one(repository_id=home.id, app_id=app_id, head_oid=oid):
        return known, False
    suite = _new_suite(tx, home, app_id, oid)
    _tell_suite(tx, git, actor, suite, "requested")
    return suite, True


def _new_suite(tx: Transaction, home: Repository, app_id: int, oid: str, *, branch: str | None = None,
               before: str | None = None) -> CheckSuite:  # fmt: skip
    now = _now(tx)
    if branch is None:
        heads = (r for r in refs.listed(tx, home, "refs/heads/") if r.oid == oid)
        branch = next((r.name.removeprefix("refs/heads/") for r in heads), None)
    return tx.put(CheckSuite(tx.new_id(), home.id, app_id, oid, branch, before, oid, now, now))


def _apply(tx: Transaction, run: CheckRun, report: Report) -> CheckRun:
    """The run after the report. A conclusion completes it; without one it cannot be completed."""
    given = {name: value for name in _COPIED if (value := getattr(report, name)) is not None}
    run = replace(run, **given)
    status = "completed" if report.conclusion else report.status or run.status
    if status == "completed":
        if run.conclusion is None:
            raise invalid("CheckRun", "conclusion", "missing_field")
        run = replace(run, status=status, completed_at=report.completed_at or run.completed_at or _now(tx))
    else:
        run = replace(run, status=status, conclusion=None, completed_at=None)
    for one in report.annotations:
        tx.put(_annotation(tx.new_id(), run, one))
    return tx.put(run)


_COPIED = ("name", "conclusion", "started_at", "external_id", "details_url", "title", "summary", "text", "actions")


def _annotation(id: int, run: CheckRun, given: Mapping[str, Any]) -> Annotation:
    start, end = int(given["start_line"]), int(given["end_line"])
    if end < start:
        raise invalid("CheckRun", "annotations", message="end_line must not lie before start_line")
    return Annotation(
        id=id,
        run_id=run.id,
        path=given["path"],
        start_line=start,
        end_line=end,
        level=given["annotation_level"],
        message=given["message"],
        title=given.get("title"),
        raw_details=given.get("raw_details"),
        start_column=given.get("start_column"),
        end_column=given.get("end_column"),
    )


def _drop_old(tx: Transaction, run: CheckRun) -> None:
    """Only so many runs of one name are kept in a suite; the oldest vanish.

    Source: checks/create.
    """
    for old in tx[CheckRun].by(suite_id=run.suite_id, name=run.name)[:-PER_NAME]:
        tx.remove(old)


def _settle(tx: Transaction, git: GitStore, actor: Account, suite: CheckSuite) -> None:
    """Sum up the latest runs of each name in their suite, and say so when all are done."""
    latest = {run.name: run for run in tx[CheckRun].by(suite_id=suite.id)}.values()
    if all(run.status == "completed" for run in latest):
        worst = min((run.conclusion or "neutral" for run in latest), key=WORST_FIRST.index)
        changed = replace(suite, status="completed", conclusion=worst, updated_at=_now(tx))
    else:
        started = any(run.status != "queued" for run in latest)
        changed = replace(suite, status="in_progress" if started else "queued", conclusion=None, updated_at=_now(tx))
    tx.put(changed)
    if changed.status == "completed" and (suite.status, suite.conclusion) != (changed.status, changed.conclusion):
        _tell_suite(tx, git, actor, changed, "completed")


def _tell_run(tx: Transaction, actor: Account, run: CheckRun, action: str, **parts: Any) -> None:
    home = tx[Repository][run.repository_id]
    tx.emit("check_run", action, sender=actor, repository=home, check_run=check_shapes.told_run(tx, run), **parts)


def _tell_suite(tx: Transaction, git: GitStore, actor: Account, suite: CheckSuite, action: str) -> None:
    home = tx[Repository][suite.repository_id]
    shaped = check_shapes.suite(tx, refs.git_of(git, home), suite)
    tx.emit("check_suite", action, sender=actor, repository=home, check_suite=shaped)


def _now(tx: Transaction) -> datetime:
    return tx.now.replace(microsecond=0)
