"""Reactions on issues, pull requests and their comments."""

from __future__ import annotations

from bot.sandbox import shapes
from bot.sandbox.acts import reactions
from bot.sandbox.answers import Answer, Page, forbidden, not_found
from bot.sandbox.records import Comment, Issue, Reaction
from bot.sandbox.rest.comments import comment_of
from bot.sandbox.rest.issues import issue_of
from bot.sandbox.routing import Call, operation


@operation("reactions/create-for-issue-comment")
async def create_for_comment(call: Call) -> Answer:
    """React to a comment."""
    return _create(call, comment_of(call))


@operation("reactions/create-for-issue")
async def create_for_issue(call: Call) -> Answer:
    """React to the opening text."""
    return _create(call, issue_of(call))


@operation("reactions/list-for-issue-comment")
async def list_for_comment(call: Call) -> Answer:
    """Who reacted to a comment."""
    return _list(call, comment_of(call))


@operation("reactions/list-for-issue")
async def list_for_issue(call: Call) -> Answer:
    """Who reacted to the opening text."""
    return _list(call, issue_of(call))


@operation("reactions/delete-for-issue-comment")
async def delete_for_comment(call: Call) -> Answer:
    """Take a reaction back."""
    return _delete(call, comment_of(call))


@operation("reactions/delete-for-issue")
async def delete_for_issue(call: Call) -> Answer:
    """Take a reaction back."""
    return _delete(call, issue_of(call))


def _create(call: Call, subject: Issue | Comment) -> Answer:
    """201 for a new reaction, 200 when it was there."""
    reaction, new = reactions.react(call.tx, call.actor.person, subject, call.body["content"])
    return Answer(201 if new else 200, shapes.reaction(call.tx, reaction))


def _list(call: Call, subject: Issue | Comment) -> Answer:
    found = call.past[Reaction].by(subject_id=subject.id)
    wanted = call.query.get("content")
    return Page(items=[shapes.reaction(call.past, r) for r in found if wanted in {None, r.content}])


def _delete(call: Call, subject: Issue | Comment) -> Answer:
    reaction = call.tx[Reaction].get(call.number("reaction_id"))
    if reaction is None or reaction.subject_id != subject.id:
        raise not_found()
    if reaction.user_id != call.actor.person.id:
        raise forbidden()
    reactions.take_back(call.tx, reaction)
    return Answer(204)
