"""Reviewing pull requests."""

from __future__ import annotations

from bot.sandbox.acts import issues, pulls
from bot.sandbox.answers import Refusal
from bot.sandbox.code import shapes
from bot.sandbox.code.records import Pull, Review
from bot.sandbox.records import Account, Repository
from bot.sandbox.state import Transaction

STATES = {"APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"}


def submit(tx: Transaction, actor: Account, pull: Pull, event: str, body: str) -> Review:
    """Approve, ask for changes, or comment; authors may only comment on their own."""
    author_id = pulls.issue_of(tx, pull).author_id
    if actor.id == author_id and event != "COMMENT":
        word = "approve" if event == "APPROVE" else "request changes on"
        raise Refusal(422, "Unprocessable Entity", errors=[f"Can not {word} your own pull request"])
    now = tx.now.replace(microsecond=0)
    review = Review(tx.new_id(), pull.repository_id, pull.id, actor.id, STATES[event], body, pull.head_oid, now)
    tx.put(review)
    issue = issues.touch(tx, pulls.issue_of(tx, pull))
    told = shapes.review(tx, review)
    tx.emit(
        "pull_request_review",
        "submitted",
        sender=actor,
        repository=tx[Repository][pull.repository_id],
        review={**told, "state": review.state.lower()},
        pull_request=shapes.pull(tx, issue),
    )
    return review
