"""Comments on issues and pull requests: written, edited, deleted, hidden, pinned."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.acts.events import note
from bot.sandbox.acts.issues import check_text, touch
from bot.sandbox.acts.texts import first_version, next_version
from bot.sandbox.answers import Refusal, invalid, unprocessable
from bot.sandbox.permissions import at_least, role
from bot.sandbox.records import Account, Comment, Edit, Issue, Reaction, Repository
from bot.sandbox.state import Transaction


def write(tx: Transaction, actor: Account, issue: Issue, body: str) -> Comment:
    """Comment; refused when blank, too long, or when the conversation is locked and the person may not write."""
    if not body.strip():
        raise invalid("IssueComment", "body", "missing_field")
    check_text("IssueComment", None, body)
    home = tx[Repository][issue.repository_id]
    if issue.locked and actor.type != "Bot" and not at_least(role(tx, home, actor), "write"):
        raise Refusal(403, "Unable to create comment because issue is locked.")
    now = tx.now.replace(microsecond=0)
    comment = tx.put(Comment(tx.new_id(), home.id, issue.id, body, actor.id, now, now))
    first_version(tx, comment.id, actor, body)
    touch(tx, issue)
    _tell(tx, actor, comment, "created")
    return comment


def edit(tx: Transaction, actor: Account, comment: Comment, body: str) -> Comment:
    """Change the text; the same text again changes nothing."""
    if not body.strip():
        raise invalid("IssueComment", "body", "missing_field")
    check_text("IssueComment", None, body)
    if body == comment.body:
        return comment
    now = tx.now.replace(microsecond=0)
    before = {"body": {"from": comment.body}}
    next_version(tx, comment.id, actor, body)
    comment = tx.put(replace(comment, body=body, updated_at=now, last_edited_at=now, editor_id=actor.id))
    touch(tx, tx[Issue][comment.issue_id])
    _tell(tx, actor, comment, "edited", changes=before)
    return comment


def delete(tx: Transaction, actor: Account, comment: Comment) -> None:
    """Take it away, with its reactions and versions; the timeline says that, and whose it was."""
    issue = tx[Issue][comment.issue_id]
    _tell(tx, actor, comment, "deleted")
    note(tx, issue, actor, "comment_deleted", subject_user_id=comment.author_id)
    for reaction in tx[Reaction].by(subject_id=comment.id):
        tx.remove(reaction)
    for version in tx[Edit].by(subject_id=comment.id):
        tx.remove(version)
    tx.remove(comment)
    touch(tx, issue)


def minimize(tx: Transaction, comment: Comment, reason: str | None) -> Comment:
    """Hide it for a reason, or show it again (None). GitHub sends no event for that."""
    return tx.put(replace(comment, minimized_reason=reason))


def pin(tx: Transaction, actor: Account, comment: Comment, *, on: bool) -> Comment:
    """Pin or unpin; on issues only (community 211864). A new pin takes the place of the old one: not proven."""
    issue = tx[Issue][comment.issue_id]
    if issue.is_pull:
        raise unprocessable("Comments can only be pinned on issues")
    if on:
        for other in tx[Comment].by(issue_id=issue.id):
            if other.pinned_at and other.id != comment.id:
                tx.put(replace(other, pinned_at=None, pinned_by_id=None))
    moment = tx.now.replace(microsecond=0) if on else None
    if (comment.pinned_at is None) == (moment is None):
        return comment
    comment = tx.put(replace(comment, pinned_at=moment, pinned_by_id=actor.id if on else None))
    _tell(tx, actor, comment, "pinned" if on else "unpinned")
    return comment


def _tell(tx: Transaction, actor: Account, comment: Comment, action: str, **parts: Any) -> None:
    home, issue = tx[Repository][comment.repository_id], tx[Issue][comment.issue_id]
    shaped = shapes.comment(tx, comment)
    tx.emit(
        "issue_comment", action, sender=actor, repository=home, issue=shapes.issue(tx, issue), comment=shaped, **parts
    )
