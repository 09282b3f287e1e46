"""What happened on a thread: events and timeline."""

from __future__ import annotations

from typing import Any

from bot.sandbox import shapes
from bot.sandbox.answers import Answer, Page, not_found
from bot.sandbox.records import Comment, Issue, TimelineEvent
from bot.sandbox.rest.issues import issue_of
from bot.sandbox.routing import Call, operation


@operation("issues/list-events")
async def list_events(call: Call) -> Answer:
    """What happened, comments left out."""
    found = call.past[TimelineEvent].by(issue_id=issue_of(call, call.past).id)
    return Page(items=[shapes.timeline_event(call.past, e) for e in found])


@operation("issues/list-events-for-timeline")
async def list_timeline(call: Call) -> Answer:
    """What happened, with the comments."""
    issue = issue_of(call, call.past)
    lines: list[tuple[Any, dict[str, Any]]] = [
        ((e.created_at, e.id), shapes.timeline_event(call.past, e))
        for e in call.past[TimelineEvent].by(issue_id=issue.id)
    ]
    for comment in call.past[Comment].by(issue_id=issue.id):
        shaped = shapes.comment(call.past, comment)
        lines.append(((comment.created_at, comment.id), {**shaped, "event": "commented", "actor": shaped["user"]}))
    return Page(items=[line for _, line in sorted(lines, key=lambda pair: pair[0])])


@operation("issues/list-events-for-repo")
async def list_for_repo(call: Call) -> Answer:
    """What happened in a repository, newest first."""
    mine = {i.id: i for i in call.past[Issue].by(repository_id=call.repository.id)}
    found = [e for e in call.past[TimelineEvent] if e.issue_id in mine]
    shaped = [
        {**shapes.timeline_event(call.past, e), "issue": shapes.issue(call.past, mine[e.issue_id])} for e in found
    ]
    return Page(items=shaped[::-1])


@operation("issues/get-event")
async def get_event(call: Call) -> Answer:
    """One thing that happened."""
    found = call.tx[TimelineEvent].get(call.number("event_id"))
    issue = call.tx[Issue].get(found.issue_id) if found else None
    if found is None or issue is None or issue.repository_id != call.repository.id:
        raise not_found()
    return Answer(body={**shapes.timeline_event(call.tx, found), "issue": shapes.issue(call.tx, issue)})
