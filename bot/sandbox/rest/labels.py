"""Labels: /repos/{owner}/{repo}/labels, and those on issues and pull requests."""

from __future__ import annotations

from typing import Any

from bot.sandbox import shapes
from bot.sandbox.acts import labels
from bot.sandbox.answers import Answer, Page, not_found
from bot.sandbox.records import Issue, Label
from bot.sandbox.rest.issues import issue_of, label_names
from bot.sandbox.routing import Call, operation


def label_of(call: Call) -> Label:
    """The label in the path."""
    found = labels.find(call.tx, call.repository, call.params["name"])
    if found is None:
        raise not_found()
    return found


@operation("issues/list-labels-for-repo")
async def list_for_repo(call: Call) -> Answer:
    """All labels of a repository, by name."""
    found = sorted(call.past[Label].by(repository_id=call.repository.id), key=lambda row: row.name.lower())
    return Page(items=[shapes.label(call.past, row) for row in found])


@operation("issues/get-label")
async def get(call: Call) -> Answer:
    """One label."""
    return Answer(body=shapes.label(call.tx, label_of(call)))


@operation("issues/create-label")
async def create(call: Call) -> Answer:
    """Make a label."""
    asked = call.body
    row = labels.create(
        call.tx,
        call.actor.person,
        call.repository,
        name=asked["name"],
        color=asked.get("color"),
        description=asked.get("description"),
    )
    shaped = shapes.label(call.tx, row)
    return Answer(201, shaped, {"Location": shaped["url"]})


@operation("issues/update-label")
async def update(call: Call) -> Answer:
    """Rename, recolour, describe."""
    asked = call.body or {}
    row = labels.update(
        call.tx,
        call.actor.person,
        label_of(call),
        name=asked.get("new_name"),
        color=asked.get("color"),
        description=asked.get("description"),
    )
    return Answer(body=shapes.label(call.tx, row))


@operation("issues/delete-label")
async def delete(call: Call) -> Answer:
    """Delete a label everywhere."""
    labels.delete(call.tx, call.actor.person, label_of(call))
    return Answer(204)


@operation("issues/list-labels-on-issue")
async def list_on_issue(call: Call) -> Answer:
    """The labels of a thread."""
    return Page(items=shapes.labels(call.past, issue_of(call, call.past)))


@operation("issues/add-labels")
async def add(call: Call) -> Answer:
    """Put labels on; the answer holds all that are on now."""
    return _on(call, labels.add(call.tx, call.actor.person, issue_of(call), _names(call.body)))


@operation("issues/set-labels")
async def set_labels(call: Call) -> Answer:
    """Make these the labels."""
    return _on(call, labels.replace_all(call.tx, call.actor.person, issue_of(call), _names(call.body)))


@operation("issues/remove-label")
async def remove(call: Call) -> Answer:
    """Take one off."""
    return _on(call, labels.remove(call.tx, call.actor.person, issue_of(call), call.params["name"]))


@operation("issues/remove-all-labels")
async def remove_all(call: Call) -> Answer:
    """Take all off."""
    labels.replace_all(call.tx, call.actor.person, issue_of(call), ())
    return Answer(204)


def _on(call: Call, issue: Issue) -> Answer:
    return Answer(body=shapes.labels(call.tx, issue))


def _names(body: Any) -> list[str]:
    """Names come as `{"labels": [...]}` or as a bare list."""
    return label_names(body if isinstance(body, list) else (body or {}).get("labels", ()))
