"""Labels of a repository, and labels on issues and pull requests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from bot.sandbox import shapes
from bot.sandbox.acts.events import about, note
from bot.sandbox.answers import Refusal, invalid
from bot.sandbox.records import Account, Issue, Label, Repository
from bot.sandbox.state import Transaction, View

# Source: github/docs#32156 and EndBug/label-sync#260; the description has no limits.
NAME_LIMIT, DESCRIPTION_LIMIT, PER_ISSUE = 50, 100, 100


def find(view: View, repository: Repository, name: str) -> Label | None:
    """The label of that name; case does not count."""
    return next((row for row in view[Label].by(repository_id=repository.id) if row.name.lower() == name.lower()), None)


def create(
    tx: Transaction,
    actor: Account,
    repository: Repository,
    *,
    name: str,
    color: str | None = None,
    description: str | None = None,
) -> Label:
    """Make a label; 422 `already_exists` when there is one."""
    _check(name, description)
    if find(tx, repository, name):
        raise invalid("Label", "name", "already_exists")
    shade = (color or hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()[:6]).lstrip("#").lower()
    made_at = tx.now.replace(microsecond=0)
    row = tx.put(Label(tx.new_id(), repository.id, name, shade, description, created_at=made_at))
    tx.emit("label", "created", sender=actor, repository=repository, label=shapes.label(tx, row))
    return row


def update(
    tx: Transaction,
    actor: Account,
    row: Label,
    *,
    name: str | None = None,
    color: str | None = None,
    description: str | None = None,
) -> Label:
    """Rename or recolour; issues keep the label, past timeline entries keep the old name."""
    _check(name or row.name, description)
    home = tx[Repository][row.repository_id]
    if name is not None and name.lower() != row.name.lower() and find(tx, home, name):
        raise invalid("Label", "name", "already_exists")
    wanted = {"name": name, "color": color.lstrip("#").lower() if color else None, "description": description}
    changes = {k: {"from": getattr(row, k) or ""} for k, v in wanted.items() if v is not None and v != getattr(row, k)}
    if changes:
        row = tx.put(
            replace(
                row,
                name=name or row.name,
                color=wanted["color"] or row.color,
                description=row.description if description is None else description,
            )
        )
        tx.emit("label", "edited", sender=actor, repository=home, label=shapes.label(tx, row), changes=changes)
    return row


def delete(tx: Transaction, actor: Account, row: Label) -> None:
    """Take a label away, from every issue too; not announced per issue (we hold no page that says)."""
    home = tx[Repository][row.repository_id]
    tx.emit("label", "deleted", sender=actor, repository=home, label=shapes.label(tx, row))
    for issue in tx[Issue].by(repository_id=home.id):
        if row.id in issue.label_ids:
            tx.put(replace(issue, label_ids=tuple(i for i in issue.label_ids if i != row.id)))
    tx.remove(row)


def ensure(tx: Transaction, actor: Account, repository: Repository, names: Iterable[str]) -> list[Label]:
    """The labels of these names; missing ones are made, as adding to an issue does."""
    unique = list(dict.fromkeys(names))
    return [find(tx, repository, name) or create(tx, actor, repository, name=name) for name in unique]


def add(tx: Transaction, actor: Account, issue: Issue, names: Iterable[str]) -> Issue:
    """Put labels on an issue; those it has already cause nothing."""
    for row in ensure(tx, actor, tx[Repository][issue.repository_id], names):
        if row.id not in issue.label_ids:
            if len(issue.label_ids) >= PER_ISSUE:
                raise invalid("Issue", "labels", "custom", message=f"labels may not be more than {PER_ISSUE}")
            issue = _put(tx, issue, (*issue.label_ids, row.id))
            announce(tx, actor, issue, row, "labeled")
    return issue


def remove(tx: Transaction, actor: Account, issue: Issue, name: str) -> Issue:
    """Take a label off an issue; 404 when it is not on it."""
    row = find(tx, tx[Repository][issue.repository_id], name)
    if row is None or row.id not in issue.label_ids:
        raise Refusal(404, "Label does not exist")
    issue = _put(tx, issue, tuple(i for i in issue.label_ids if i != row.id))
    announce(tx, actor, issue, row, "unlabeled")
    return issue


def replace_all(tx: Transaction, actor: Account, issue: Issue, names: Iterable[str]) -> Issue:
    """Make these the labels of an issue."""
    names = list(names)
    wanted = {n.lower() for n in names}
    for row in [tx[Label][id] for id in issue.label_ids]:
        if row.name.lower() not in wanted:
            issue = remove(tx, actor, issue, row.name)
    return add(tx, actor, issue, names)


def announce(tx: Transaction, actor: Account, issue: Issue, row: Label, event: str) -> None:
    """Write `labeled` or `unlabeled` into the timeline and tell the Apps."""
    note(tx, issue, actor, event, label_id=row.id, label_name=row.name, label_color=row.color)
    about(tx, actor, issue, event, label=shapes.label(tx, row))


def _put(tx: Transaction, issue: Issue, ids: tuple[int, ...]) -> Issue:
    return tx.put(replace(issue, label_ids=ids, updated_at=tx.now.replace(microsecond=0)))


def _check(name: str, description: str | None) -> None:
    if not name.strip():
        raise invalid("Label", "name", "missing_field")
    if len(name) > NAME_LIMIT:
        raise invalid("Label", "name", "custom", message=f"name is too long (maximum is {NAME_LIMIT} characters)")
    if description is not None and len(description) > DESCRIPTION_LIMIT:
        message = f"description is too long (maximum is {DESCRIPTION_LIMIT} characters)"
        raise invalid("Label", "description", "custom", message=message)
