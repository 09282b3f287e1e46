"""Reviews of pull requests: /repos/{owner}/{repo}/pulls/{pull_number}/reviews and /requested_reviewers."""

from __future__ import annotations

from bot.sandbox.acts import pulls, reviews
from bot.sandbox.answers import Answer, Page, not_found, unprocessable
from bot.sandbox.code import shapes
from bot.sandbox.code.records import Review
from bot.sandbox.rest.pulls import pull_of
from bot.sandbox.routing import Call, operation


@operation("pulls/create-review")
async def create_review(call: Call) -> Answer:
    """Approve, ask for changes, or comment; remarks on lines are not kept here."""
    body = call.body or {}
    if body.get("comments"):
        raise unprocessable("The sandbox keeps no review comments on lines")
    event = body.get("event")
    if event != "APPROVE" and not body.get("body"):
        raise unprocessable("Body is required unless a review approves")
    review = reviews.submit(call.tx, call.actor.person, pull_of(call), event or "COMMENT", body.get("body") or "")
    return Answer(body=shapes.review(call.tx, review))


@operation("pulls/list-reviews")
async def list_reviews(call: Call) -> Answer:
    """The reviews of a pull request, oldest first."""
    found = call.past[Review].by(pull_id=pull_of(call).id)
    return Page(items=[shapes.review(call.past, r) for r in found])


@operation("pulls/get-review")
async def get_review(call: Call) -> Answer:
    """One review."""
    return Answer(body=shapes.review(call.tx, _review_of(call)))


@operation("pulls/dismiss-review")
async def dismiss_review(call: Call) -> Answer:
    """Set a review aside."""
    return Answer(body=shapes.review(call.tx, reviews.dismiss(call.tx, call.actor.person, _review_of(call))))


@operation("pulls/list-requested-reviewers")
async def list_requested(call: Call) -> Answer:
    """Who has been asked and has not answered."""
    asked = shapes.reviewers(call.tx, pull_of(call))
    return Answer(body={"users": asked["requested_reviewers"], "teams": asked["requested_teams"]})


@operation("pulls/request-reviewers")
async def request(call: Call) -> Answer:
    """Ask people and teams for a review."""
    return Answer(201, _asked(call, on=True))


@operation("pulls/remove-requested-reviewers")
async def unrequest(call: Call) -> Answer:
    """Stop asking them."""
    return Answer(200, _asked(call, on=False))


def _asked(call: Call, *, on: bool) -> dict[str, object]:
    body = call.body or {}
    people, teams = body.get("reviewers") or (), body.get("team_reviewers") or ()
    pull = reviews.request(call.tx, call.actor.person, pull_of(call), logins=people, teams=teams, on=on)
    return shapes.pull(call.tx, pulls.issue_of(call.tx, pull))


def _review_of(call: Call) -> Review:
    found = call.tx[Review].get(call.number("review_id"))
    if found is None or found.pull_id != pull_of(call).id:
        raise not_found()
    return found
