"""Telling the Apps what happened to a thread, and writing it into its timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.records import Account, Issue, Repository, TimelineEvent
from bot.sandbox.state import Transaction

# Set by the pull requests' part of the sandbox: gives a pull request's JSON for its issue record.
PULL_SHAPES: list[Callable[[Transaction, Issue], dict[str, Any]]] = []


def about(tx: Transaction, actor: Account, issue: Issue, action: str, **parts: Any) -> None:
    """Emit `issues.ACTION`, or `pull_request.ACTION` when the issue is a pull request."""
    home = tx[Repository][issue.repository_id]
    if issue.is_pull:
        shaped = PULL_SHAPES[0](tx, issue)
        tx.emit(
            "pull_request", action, sender=actor, repository=home, number=issue.number, pull_request=shaped, **parts
        )
    else:
        tx.emit("issues", action, sender=actor, repository=home, issue=shapes.issue(tx, issue), **parts)


def note(tx: Transaction, issue: Issue, actor: Account, event: str, **parts: Any) -> TimelineEvent:
    """Write a line into the timeline of an issue or pull request."""
    return tx.put(TimelineEvent(tx.new_id(), issue.id, event, actor.id, tx.now.replace(microsecond=0), **parts))
