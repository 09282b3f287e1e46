"""Comments on issues and pull requests: /repos/{owner}/{repo}/issues/comments."""

from __future__ import annotations

from bot.sandbox import permissions, shapes
from bot.sandbox.acts import comments
from bot.sandbox.answers import Answer, Page, not_found
from bot.sandbox.records import Comment
from bot.sandbox.rest.issues import issue_of, moment
from bot.sandbox.routing import Call, operation


def comment_of(call: Call) -> Comment:
    """The comment in the path."""
    found = call.tx[Comment].get(call.number("comment_id"))
    if found is None or found.repository_id != call.repository.id:
        raise not_found()
    return found


@operation("issues/create-comment")
async def create(call: Call) -> Answer:
    """Comment on an issue or a pull request."""
    comment = comments.write(call.tx, call.actor.person, issue_of(call), call.body["body"])
    shaped = shapes.comment(call.tx, comment)
    return Answer(201, shaped, {"Location": shaped["url"]})


@operation("issues/get-comment")
async def get(call: Call) -> Answer:
    """One comment."""
    return Answer(body=shapes.comment(call.tx, comment_of(call)))


@operation("issues/update-comment")
async def update(call: Call) -> Answer:
    """Change its text."""
    comment = comment_of(call)
    permissions.check_author(call.actor, call.tx, call.repository, author_id=comment.author_id, otherwise="write")
    return Answer(body=shapes.comment(call.tx, comments.edit(call.tx, call.actor.person, comment, call.body["body"])))


@operation("issues/delete-comment")
async def delete(call: Call) -> Answer:
    """Delete it."""
    comment = comment_of(call)
    permissions.check_author(call.actor, call.tx, call.repository, author_id=comment.author_id, otherwise="write")
    comments.delete(call.tx, call.actor.person, comment)
    return Answer(204)


@operation("issues/list-comments")
async def list_comments(call: Call) -> Answer:
    """The comments of a thread, oldest first."""
    since = moment(call.query.get("since"))
    issue = issue_of(call, call.past)
    found = [c for c in call.past[Comment].by(issue_id=issue.id) if since is None or c.updated_at >= since]
    return Page(items=[shapes.comment(call.past, c) for c in found])


@operation("issues/list-comments-for-repo")
async def list_for_repo(call: Call) -> Answer:
    """All comments of a repository."""
    since = moment(call.query.get("since"))
    every = call.past[Comment].by(repository_id=call.repository.id)
    found = [c for c in every if since is None or c.updated_at >= since]
    field = {"updated": "updated_at", "created": "created_at"}.get(call.query.get("sort", ""), "id")
    found.sort(key=lambda c: (getattr(c, field), c.id), reverse=call.query.get("direction") == "desc")
    return Page(items=[shapes.comment(call.past, c) for c in found])


@operation("issues/pin-comment")
async def pin(call: Call) -> Answer:
    """Pin it to its issue."""
    return Answer(body=shapes.comment(call.tx, comments.pin(call.tx, call.actor.person, comment_of(call), on=True)))


@operation("issues/unpin-comment")
async def unpin(call: Call) -> Answer:
    """Unpin it."""
    comments.pin(call.tx, call.actor.person, comment_of(call), on=False)
    return Answer(204)
