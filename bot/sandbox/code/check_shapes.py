"""Check suites, check runs and annotations as GitHub's JSON, and the App behind them."""

from __future__ import annotations

from urllib.parse import quote

from bot.sandbox import shapes
from bot.sandbox.code import shapes as code_shapes
from bot.sandbox.code.records import Annotation, CheckRun, CheckSuite, Pull
from bot.sandbox.gitstore import Repo
from bot.sandbox.node_ids import node_id
from bot.sandbox.records import Account, Installation, Issue, Repository
from bot.sandbox.shapes import Json, stamp
from bot.sandbox.state import View

APP_ID = 1001
SLUG = "stagekeeper"


def app(view: View, app_id: int) -> Json:
    """The App that made a suite; it belongs to nobody here."""
    owner = next((a for a in view[Account] if a.type == "Organization"), None)
    installed = next(iter(view[Installation]), None)
    return {
        "id": app_id,
        "slug": SLUG,
        "node_id": f"A_{app_id}",
        "name": SLUG.title(),
        "owner": shapes.account(view, owner),
        "description": "",
        "external_url": view.links.web,
        "html_url": f"{view.links.web}/apps/{SLUG}",
        "created_at": "2026-01-05T09:00:00Z",
        "updated_at": "2026-01-05T09:00:00Z",
        "permissions": dict(installed.permissions) if installed else {},
        # The description of check_suite.rerequested alone does not know merge_group.
        "events": [e for e in installed.events if e != "merge_group"] if installed else [],
    }


def asked_apps(view: View, home: Repository) -> list[int]:
    """The Apps that may write checks in a repository."""
    for installation in view[Installation].by(account_id=home.owner_id):
        covered = installation.repository_ids is None or home.id in installation.repository_ids
        if covered and not installation.suspended_at and dict(installation.permissions).get("checks") == "write":
            return [APP_ID]
    return []


def run(view: View, record: CheckRun) -> Json:
    """A check run as REST answers it."""
    home = view[Repository][record.repository_id]
    url, html = f"{code_shapes.api(view, home)}/check-runs/{record.id}", run_page(view, record)
    return {
        "id": record.id,
        "node_id": node_id(record),
        "name": record.name,
        "head_sha": record.head_oid,
        "external_id": record.external_id or "",
        "url": url,
        "html_url": html,
        "details_url": record.details_url or html,
        "status": record.status,
        "conclusion": record.conclusion,
        "started_at": stamp(record.started_at),
        "completed_at": stamp(record.completed_at),
        "output": {
            "title": record.title,
            "summary": record.summary,
            "text": record.text,
            "annotations_count": len(view[Annotation].by(run_id=record.id)),
            "annotations_url": f"{url}/annotations",
        },
        "check_suite": {"id": record.suite_id},
        "app": app(view, view[CheckSuite][record.suite_id].app_id),
        "pull_requests": _pulls(view, home, record.head_oid),
    }


def told_run(view: View, record: CheckRun) -> Json:
    """A check run as webhooks carry it."""
    owner = view[CheckSuite][record.suite_id]
    brief = {
        "id": owner.id,
        "node_id": node_id(owner),
        "head_branch": owner.head_branch,
        "head_sha": owner.head_oid,
        "status": owner.status,
        "conclusion": owner.conclusion,
        "url": f"{code_shapes.api(view, view[Repository][owner.repository_id])}/check-suites/{owner.id}",
        "before": owner.before,
        "after": owner.after,
        "pull_requests": _pulls(view, view[Repository][owner.repository_id], owner.head_oid),
        "app": app(view, owner.app_id),
        "created_at": stamp(owner.created_at),
        "updated_at": stamp(owner.updated_at),
    }
    return {**run(view, record), "check_suite": brief}


def suite(view: View, repo: Repo, record: CheckSuite) -> Json:
    """A check suite, for REST and webhooks."""
    home = view[Repository][record.repository_id]
    url = f"{code_shapes.api(view, home)}/check-suites/{record.id}"
    return {
        "id": record.id,
        "node_id": node_id(record),
        "head_branch": record.head_branch,
        "head_sha": record.head_oid,
        "status": record.status,
        "conclusion": record.conclusion,
        "url": url,
        "before": record.before,
        "after": record.after,
        "pull_requests": _pulls(view, home, record.head_oid),
        "app": app(view, record.app_id),
        "repository": shapes.repository(view, home),
        "created_at": stamp(record.created_at),
        "updated_at": stamp(record.updated_at),
        "head_commit": code_shapes.simple_commit(repo.commit_of(record.head_oid)),
        "latest_check_runs_count": len({r.name for r in view[CheckRun].by(suite_id=record.id)}),
        "check_runs_url": f"{url}/check-runs",
        "rerequestable": True,
        "runs_rerequestable": True,
    }


def annotation(view: View, record: Annotation) -> Json:
    """A remark on lines of a file."""
    of = view[CheckRun][record.run_id]
    home = view[Repository][of.repository_id]
    return {
        "path": record.path,
        "blob_href": f"{code_shapes.api(view, home)}/contents/{quote(record.path)}?ref={of.head_oid}",
        "start_line": record.start_line,
        "end_line": record.end_line,
        "start_column": record.start_column,
        "end_column": record.end_column,
        "annotation_level": record.level,
        "title": record.title,
        "message": record.message,
        "raw_details": record.raw_details,
    }


def run_page(view: View, record: CheckRun) -> str:
    """The page of a check run."""
    return f"{code_shapes.web(view, view[Repository][record.repository_id])}/runs/{record.id}"


def _pulls(view: View, home: Repository, oid: str) -> list[Json]:
    """The open pull requests at a commit; those from forks are left out, whichever repository asks.

    Source: Troubleshooting required status checks; checks/get.
    """
    at_head = view[Pull].by(repository_id=home.id, head_repository_id=home.id, head_oid=oid)
    return [code_shapes.minimal_pull(view, p) for p in at_head if view[Issue][p.issue_id].state == "open"]
