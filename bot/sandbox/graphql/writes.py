"""Mutations."""

from __future__ import annotations

from typing import Any, TypeVar

from bot.sandbox import node_ids, permissions
from bot.sandbox.acts import comments, issues, labels, pulls, reactions
from bot.sandbox.answers import forbidden
from bot.sandbox.graphql.connections import Edge
from bot.sandbox.graphql.fields import Look, failure, field, visible
from bot.sandbox.graphql.threads import CONTENTS
from bot.sandbox.records import Comment, Issue, Label, Reaction, Repository

T = TypeVar("T")
_REASONS = {"OFF_TOPIC": "off-topic"}


def _subject(look: Look, id: str, kind: type[T], *, person: str, author: bool = False) -> T:
    """The thing a mutation means; the caller may see it and write there."""
    found = node_ids.find(look.tx, id)
    home = look.tx[Repository].get(getattr(found, "repository_id", None))
    if not isinstance(found, kind) or visible(look, home) is None or home is None:
        raise failure("NOT_FOUND", f"Could not resolve to a node with the global id of '{id}'.")
    _check(look, found, home, person if not author else None)
    if author:
        author_id = getattr(found, "author_id", 0)
        permissions.check_author(look.actor, look.tx, home, author_id=author_id, otherwise=person)
    return found


def _check(look: Look, found: Any, home: Repository, person: str | None) -> None:
    if look.actor.installation:
        held = permissions.held_by(look.actor)
        if not any(permissions.allows(held, {name: "write"}) for name in ("issues", "pull_requests")):
            raise forbidden()
    elif person and not permissions.at_least(permissions.role(look.tx, home, look.actor.account), person):
        raise forbidden(
            f"{look.actor.name} does not have the correct permissions to execute this on {type(found).__name__}"
        )


@field("Mutation", "minimizeComment")
def minimize_comment(_: Any, look: Look, input: dict[str, Any]) -> dict[str, Any]:
    """Hide a comment. `minimizedReason` is the classifier in small letters."""
    comment = _subject(look, input["subjectId"], Comment, person="triage")
    reason = _REASONS.get(input["classifier"], input["classifier"].lower())
    return _payload(input, minimizedComment=comments.minimize(look.tx, comment, reason))


@field("Mutation", "unminimizeComment")
def unminimize_comment(_: Any, look: Look, input: dict[str, Any]) -> dict[str, Any]:
    """Show it again."""
    comment = _subject(look, input["subjectId"], Comment, person="triage")
    return _payload(input, unminimizedComment=comments.minimize(look.tx, comment, None))


@field("Mutation", "addComment")
def add_comment(_: Any, look: Look, input: dict[str, Any]) -> dict[str, Any]:
    """Comment on an issue or a pull request."""
    issue = _subject(look, input["subjectId"], Issue, person="read")
    comment = comments.write(look.tx, look.actor.person, issue, input["body"])
    return _payload(input, commentEdge=Edge(comment, node_ids.node_id(comment)), subject=issue)


@field("Mutation", "updateIssueComment")
def update_issue_comment(_: Any, look: Look, input: dict[str, Any]) -> dict[str, Any]:
    """Change a comment's text."""
    comment = _subject(look, input["id"], Comment, person="write", author=True)
    return _payload(input, issueComment=comments.edit(look.tx, look.actor.person, comment, input["body"]))


@field("Mutation", "deleteIssueComment")
def delete_issue_comment(_: Any, look: Look, input: dict[str, Any]) -> dict[str, Any]:
    """Delete a comment."""
    comments.delete(look.tx, look.actor.person, _subject(look, input["id"], Comment, person="write", author=True))
    return _payload(input)


@field("Mutation", "addReaction")
def add_reaction(_: Any, look: Look, input: dict[str, Any]) -> dict[str, Any]:
    """React."""
    subject = _reactable(look, input)
    reaction, _new = reactions.react(look.tx, look.actor.person, subject, _content(input))
    return _payload(input, reaction=reaction, subject=subject)


@field("Mutation", "removeReaction")
def remove_reaction(_: Any, look: Look, input: dict[str, Any]) -> dict[str, Any]:
    """Take one's reaction back."""
    subject = _reactable(look, input)
    found = look.tx[Reaction].one(subject_id=subject.id, user_id=look.actor.person.id, content=_content(input))
    if found is None:
        raise failure("NOT_FOUND", "Could not resolve to a reaction")
    reactions.take_back(look.tx, found)
    return _payload(input, reaction=found, subject=subject)


@field("Mutation", "addLabelsToLabelable")
def add_labels(_: Any, look: Look, input: dict[str, Any]) -> dict[str, Any]:
    """Put labels on."""
    issue = _subject(look, input["labelableId"], Issue, person="triage")
    names = [_subject(look, id, Label, person="triage").name for id in input["labelIds"]]
    return _payload(input, labelable=labels.add(look.tx, look.actor.person, issue, names))


@field("Mutation", "removeLabelsFromLabelable")
def remove_labels(_: Any, look: Look, input: dict[str, Any]) -> dict[str, Any]:
    """Take labels off."""
    issue = _subject(look, input["labelableId"], Issue, person="triage")
    for id in input["labelIds"]:
        issue = labels.remove(look.tx, look.actor.person, issue, _subject(look, id, Label, person="triage").name)
    return _payload(input, labelable=issue)


@field("Mutation", "closeIssue")
def close_issue(_: Any, look: Look, input: dict[str, Any]) -> dict[str, Any]:
    """Close an issue."""
    issue = _subject(look, input["issueId"], Issue, person="triage")
    reason = (input.get("stateReason") or "COMPLETED").lower()
    return _payload(input, issue=issues.set_state(look.tx, look.actor.person, issue, "closed", reason=reason))


@field("Mutation", "convertPullRequestToDraft")
def convert_to_draft(_: Any, look: Look, input: dict[str, Any]) -> dict[str, Any]:
    """Say that it is not ready."""
    return _set_draft(look, input, draft=True)


@field("Mutation", "markPullRequestReadyForReview")
def mark_ready(_: Any, look: Look, input: dict[str, Any]) -> dict[str, Any]:
    """Say that it is."""
    return _set_draft(look, input, draft=False)


def _set_draft(look: Look, input: dict[str, Any], *, draft: bool) -> dict[str, Any]:
    issue = _subject(look, input["pullRequestId"], Issue, person="write")
    pulls.set_draft(look.tx, look.actor.person, pulls.of_issue(look.tx, issue), draft=draft)
    return _payload(input, pullRequest=look.tx[Issue][issue.id])


def _reactable(look: Look, input: dict[str, Any]) -> Issue | Comment:
    found = node_ids.find(look.tx, input["subjectId"])
    if isinstance(found, Comment):
        return _subject(look, input["subjectId"], Comment, person="read")
    return _subject(look, input["subjectId"], Issue, person="read")


def _content(input: dict[str, Any]) -> str:
    return next(rest for rest, content in CONTENTS.items() if content == input["content"])


def _payload(input: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {"clientMutationId": input.get("clientMutationId"), **parts}
