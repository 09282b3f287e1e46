"""Issues: /repos/{owner}/{repo}/issues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.sandbox import permissions, shapes
from bot.sandbox.acts import issues, labels, pulls
from bot.sandbox.answers import Answer, Page, Refusal, not_found
from bot.sandbox.records import Account, Issue, Label
from bot.sandbox.routing import Call, operation
from bot.sandbox.state import View


def issue_of(call: Call, view: View | None = None) -> Issue:
    """The issue (or pull request) in the path."""
    found = (view or call.tx)[Issue].one(repository_id=call.repository.id, number=call.number("issue_number"))
    if found is None:
        raise not_found()
    return found


@operation("issues/create")
async def create(call: Call) -> Answer:
    """Open an issue. Labels of those who may not set them are dropped silently, as GitHub does."""
    may_label = call.actor.installation or permissions.at_least(
        permissions.role(call.tx, call.repository, call.actor.account), "triage"
    )
    body: Mapping[str, Any] = call.body
    issue = issues.open_issue(
        call.tx,
        call.actor.person,
        call.repository,
        title=str(body["title"]),
        body=body.get("body"),
        labels=label_names(body.get("labels") or ()) if may_label else (),
        assignees=(body.get("assignees") or ()) if may_label else (),
    )
    return Answer(201, shapes.issue(call.tx, issue), {"Location": shapes.issue_url(call.tx, issue)})


@operation("issues/get")
async def get(call: Call) -> Answer:
    """One issue."""
    return Answer(body=shapes.issue(call.tx, issue_of(call)))


@operation("issues/update")
async def update(call: Call) -> Answer:
    """Change title, body, state, labels, assignees."""
    issue, body = issue_of(call), call.body or {}
    permissions.check_author(call.actor, call.tx, call.repository, author_id=issue.author_id, otherwise="triage")
    title = None if body.get("title") is None else str(body["title"])
    text = body["body"] or "" if "body" in body else None
    issue = issues.edit_issue(call.tx, call.actor.person, issue, title=title, body=text)
    if "labels" in body:
        issue = labels.replace_all(call.tx, call.actor.person, issue, label_names(body["labels"]))
    if "assignees" in body:
        held = {call.tx[Account][i].login for i in issue.assignee_ids}
        wanted = set(body["assignees"])
        issue = issues.assign(call.tx, call.actor.person, issue, sorted(held - wanted), on=False)
        issue = issues.assign(call.tx, call.actor.person, issue, sorted(wanted - held), on=True)
    if body.get("state") and issue.is_pull:
        pull = pulls.set_state(call.tx, call.actor.person, pulls.of_issue(call.tx, issue), body["state"])
        issue = pulls.issue_of(call.tx, pull)
    elif body.get("state"):
        issue = issues.set_state(call.tx, call.actor.person, issue, body["state"], reason=body.get("state_reason"))
    return Answer(body=shapes.issue(call.tx, issue))


@operation("issues/list-for-repo")
async def list_for_repo(call: Call) -> Answer:
    """Issues and pull requests of a repository, filtered, newest first."""
    found = [i for i in call.past[Issue].by(repository_id=call.repository.id) if _wanted(call, i)]
    field = {"created": "created_at", "updated": "updated_at"}.get(call.query.get("sort", "created"), "created_at")
    found.sort(key=lambda i: (getattr(i, field), i.id), reverse=call.query.get("direction", "desc") == "desc")
    return Page(items=[shapes.issue(call.past, i) for i in found])


@operation("issues/lock")
async def lock(call: Call) -> Answer:
    """Lock the conversation."""
    reason = (call.body or {}).get("lock_reason")
    issues.set_locked(call.tx, call.actor.person, issue_of(call), locked=True, reason=reason)
    return Answer(204)


@operation("issues/unlock")
async def unlock(call: Call) -> Answer:
    """Unlock it."""
    issues.set_locked(call.tx, call.actor.person, issue_of(call), locked=False)
    return Answer(204)


@operation("issues/add-assignees")
async def add_assignees(call: Call) -> Answer:
    """Add assignees."""
    issue = issues.assign(call.tx, call.actor.person, issue_of(call), call.body.get("assignees", ()), on=True)
    return Answer(201, shapes.issue(call.tx, issue))


@operation("issues/remove-assignees")
async def remove_assignees(call: Call) -> Answer:
    """Remove assignees."""
    issue = issues.assign(call.tx, call.actor.person, issue_of(call), call.body.get("assignees", ()), on=False)
    return Answer(body=shapes.issue(call.tx, issue))


def label_names(given: Iterable[Any]) -> list[str]:
    """Label names, given as strings or as objects."""
    return [str(g if isinstance(g, str) else g["name"]) for g in given]


def moment(text: str | None) -> datetime | None:
    """A `since` parameter; 422 when it is no moment."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00").replace(" ", "+"))
    except ValueError:
        raise Refusal(422, "Validation Failed") from None


def _wanted(call: Call, issue: Issue) -> bool:
    query = call.query
    names = {row.name.lower() for i in issue.label_ids if (row := call.past[Label].get(i))}
    creator, since = call.past[Account].get(issue.author_id), moment(query.get("since"))
    return (
        (query.get("state", "open") in {issue.state, "all"})
        and {n.strip().lower() for n in query.get("labels", "").split(",") if n.strip()} <= names
        and (since is None or issue.updated_at >= since)
        and ("creator" not in query or (creator is not None and creator.login == query["creator"]))
    )
