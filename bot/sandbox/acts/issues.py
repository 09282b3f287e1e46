"""Opening, editing, closing and locking issues (and the part of pull requests that is an issue)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.acts import labels as labelling
from bot.sandbox.acts.events import about, note
from bot.sandbox.acts.texts import first_version, next_version
from bot.sandbox.answers import invalid
from bot.sandbox.records import Account, Issue, Repository
from bot.sandbox.state import Transaction

BODY_LIMIT = 65_536


def open_issue(
    tx: Transaction,
    actor: Account,
    repository: Repository,
    *,
    title: str,
    body: str | None = None,
    labels: Iterable[str] = (),
    assignees: Iterable[str] = (),
) -> Issue:
    """Open an issue; `issues.opened` carries its labels, and each is then announced by `issues.labeled` too."""
    check_text("Issue", title, body)
    issue = new_issue(tx, actor, repository, title=title, body=body)
    labels_wanted = labelling.ensure(tx, actor, repository, labels)
    found = [u for login in assignees if (u := tx[Account].one(login=login))]
    issue = tx.put(
        replace(issue, label_ids=tuple(row.id for row in labels_wanted), assignee_ids=tuple(u.id for u in found))
    )
    about(tx, actor, issue, "opened")
    for row in labels_wanted:
        labelling.announce(tx, actor, issue, row, "labeled")
    for user in found:
        about(tx, actor, issue, "assigned", assignee=shapes.account(tx, user))
    return issue


def new_issue(
    tx: Transaction, actor: Account, repository: Repository, *, title: str, body: str | None, is_pull: bool = False
) -> Issue:
    """The record of a new issue or of a pull request's issue part, numbered; no event."""
    repository = tx[Repository][repository.id]
    tx.put(replace(repository, next_number=repository.next_number + 1))
    now = tx.now.replace(microsecond=0)
    issue = Issue(tx.new_id(), repository.id, repository.next_number, title, body, actor.id, now, now, is_pull=is_pull)
    first_version(tx, issue.id, actor, body or "")
    return tx.put(issue)


def edit_issue(
    tx: Transaction, actor: Account, issue: Issue, *, title: str | None = None, body: str | None = None
) -> Issue:
    """Change title or body; nothing happens when both stay as they are."""
    check_text("Issue", title, body)
    changes: dict[str, Any] = {}
    now = tx.now.replace(microsecond=0)
    if title is not None and title != issue.title:
        changes["title"] = {"from": issue.title}
        note(tx, issue, actor, "renamed", before=issue.title, after=title)
        issue = replace(issue, title=title)
    if body is not None and body != (issue.body or ""):
        changes["body"] = {"from": issue.body or ""}
        next_version(tx, issue.id, actor, body)
        issue = replace(issue, body=body, last_edited_at=now, editor_id=actor.id)
    if changes:
        issue = tx.put(replace(issue, updated_at=now))
        about(tx, actor, issue, "edited", changes=changes)
    return issue


def set_state(tx: Transaction, actor: Account, issue: Issue, state: str, *, reason: str | None = None) -> Issue:
    """Close or reopen."""
    now = tx.now.replace(microsecond=0)
    if state == issue.state and (reason is None or reason == issue.state_reason):
        return issue
    if state == "closed":
        changed = replace(
            issue, state=state, state_reason=reason or "completed", closed_at=now, closed_by_id=actor.id, updated_at=now
        )
    else:
        changed = replace(
            issue, state=state, state_reason="reopened", closed_at=None, closed_by_id=None, updated_at=now
        )
    action = "closed" if state == "closed" else "reopened"
    note(tx, changed, actor, action)
    tx.put(changed)
    about(tx, actor, changed, action)
    return changed


def set_locked(tx: Transaction, actor: Account, issue: Issue, *, locked: bool, reason: str | None = None) -> Issue:
    """Lock or unlock the conversation."""
    if issue.locked == locked:
        return issue
    changed = tx.put(replace(issue, locked=locked, lock_reason=reason, updated_at=tx.now.replace(microsecond=0)))
    note(tx, changed, actor, "locked" if locked else "unlocked")
    about(tx, actor, changed, "locked" if locked else "unlocked")
    return changed


def assign(tx: Transaction, actor: Account, issue: Issue, logins: Iterable[str], *, on: bool) -> Issue:
    """Add or remove assignees; unknown logins are passed over, as GitHub does."""
    for user in [u for login in logins if (u := tx[Account].one(login=login))]:
        if (user.id in issue.assignee_ids) == on:
            continue
        ids = (*issue.assignee_ids, user.id) if on else tuple(i for i in issue.assignee_ids if i != user.id)
        issue = tx.put(replace(issue, assignee_ids=ids, updated_at=tx.now.replace(microsecond=0)))
        about(tx, actor, issue, "assigned" if on else "unassigned", assignee=shapes.account(tx, user))
    return issue


def touch(tx: Transaction, issue: Issue) -> Issue:
    """Something on the thread changed."""
    return tx.put(replace(tx[Issue][issue.id], updated_at=tx.now.replace(microsecond=0)))


def check_text(resource: str, title: str | None, body: str | None) -> None:
    """Refuse a blank title and a body that is too long.

    The message is GitHub's; the limit is the one it names (dead-claudia/github-limits#13 found more in places).
    """
    if title is not None and not title.strip():
        raise invalid(resource, "title", "missing_field")
    if body is not None and len(body) > BODY_LIMIT:
        raise invalid(resource, "body", "custom", message=f"body is too long (maximum is {BODY_LIMIT} characters)")
