"""Reviewing pull requests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.sandbox import permissions
from bot.sandbox import shapes as account_shapes
from bot.sandbox.acts import events, issues, pulls
from bot.sandbox.answers import Refusal, unprocessable
from bot.sandbox.code import shapes
from bot.sandbox.code.records import Pull, Review
from bot.sandbox.records import Account, Member, Repository, Team
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
    tx.put(replace(pull, reviewer_ids=tuple(i for i in pull.reviewer_ids if i != actor.id)))
    _tell(tx, actor, review, "submitted")
    return review


def request(
    tx: Transaction,
    actor: Account,
    pull: Pull,
    *,
    logins: Iterable[str] = (),
    teams: Iterable[str] = (),
    on: bool = True,
) -> Pull:
    """Ask people and teams for a review, or stop asking; each is told by an event of its own.

    Source: pulls/request-reviewers; strangers and the author are refused.
    """
    action = "review_requested" if on else "review_request_removed"
    for user in [_reviewer(tx, pull, login) for login in logins]:
        if (user.id in pull.reviewer_ids) != on:
            pull = tx.put(replace(pull, reviewer_ids=_with(pull.reviewer_ids, user.id, on=on)))
            _say(tx, actor, pull, action, requested_reviewer=account_shapes.account(tx, user))
    for team in [_team(tx, pull, slug) for slug in teams]:
        if (team.id in pull.reviewer_team_ids) != on:
            pull = tx.put(replace(pull, reviewer_team_ids=_with(pull.reviewer_team_ids, team.id, on=on)))
            _say(tx, actor, pull, action, requested_team=account_shapes.team(tx, team))
    return pull


def dismiss(tx: Transaction, actor: Account, review: Review) -> Review:
    """Set an approval or a demand aside."""
    if review.state not in {"APPROVED", "CHANGES_REQUESTED"}:
        raise unprocessable("Can not dismiss a commented pull request review")
    review = tx.put(replace(review, state="DISMISSED"))
    _tell(tx, actor, review, "dismissed")
    return review


def _reviewer(tx: Transaction, pull: Pull, login: str) -> Account:
    """A member of the organization or a collaborator, not the author."""
    user, home = tx[Account].one(login=login), tx[Repository][pull.repository_id]
    if user is not None and user.id != pulls.issue_of(tx, pull).author_id:
        member = tx[Member].one(organization_id=home.owner_id, user_id=user.id, state="active")
        if member or permissions.at_least(permissions.role(tx, home, user), "triage"):
            return user
    raise unprocessable(
        "Reviews may only be requested from collaborators. One or more of the users or teams you specified "
        "is not a collaborator of the repository."
    )


def _team(tx: Transaction, pull: Pull, slug: str) -> Team:
    home = tx[Repository][pull.repository_id]
    found = tx[Team].one(organization_id=home.owner_id, slug=slug)
    if found is None:
        raise unprocessable(f"Could not resolve to a team with the slug {slug}")
    return found


def _with(ids: tuple[int, ...], id: int, *, on: bool) -> tuple[int, ...]:
    left = tuple(i for i in ids if i != id)
    return (*left, id) if on else left


def _say(tx: Transaction, actor: Account, pull: Pull, action: str, **parts: object) -> None:
    events.about(tx, actor, issues.touch(tx, pulls.issue_of(tx, pull)), action, **parts)


def _tell(tx: Transaction, actor: Account, review: Review, action: str) -> None:
    issue = issues.touch(tx, pulls.issue_of(tx, tx[Pull][review.pull_id]))
    tx.emit(
        "pull_request_review",
        action,
        sender=actor,
        repository=tx[Repository][review.repository_id],
        review={**shapes.review(tx, review), "state": review.state.lower()},
        pull_request=shapes.pull(tx, issue),
    )
