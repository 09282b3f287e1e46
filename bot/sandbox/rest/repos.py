"""Repositories themselves, and their forks: /repos/{owner}/{repo}."""

from __future__ import annotations

from bot.sandbox import permissions
from bot.sandbox import shapes as account_shapes
from bot.sandbox.acts import forks, repositories
from bot.sandbox.answers import Answer, Page, unprocessable
from bot.sandbox.records import Account
from bot.sandbox.routing import Call, operation


@operation("repos/get")
async def get(call: Call) -> Answer:
    """The repository, with what the caller may do there."""
    held = permissions.role(call.tx, call.repository, call.actor.account)
    may = {"pull": "read", "triage": "triage", "push": "write", "maintain": "maintain", "admin": "admin"}
    shaped = account_shapes.repository(call.tx, call.repository)
    if call.actor.account is not None:
        shaped["permissions"] = {word: permissions.at_least(held, role) for word, role in may.items()}
    return Answer(body=shaped)


@operation("repos/update")
async def update(call: Call) -> Answer:
    """Change name, description, visibility, default branch; archive it. Other settings are taken and forgotten."""
    tx, me, home, body = call.tx, call.actor.person, call.repository, call.body or {}
    if "description" in body and body["description"] != home.description:
        home = repositories.describe(tx, me, home, body["description"])
    if "default_branch" in body and body["default_branch"] != home.default_branch:
        home = repositories.set_default_branch(tx, call.sandbox.git_store, me, home, body["default_branch"])
    if "private" in body and body["private"] != home.private:
        home = repositories.set_private(tx, me, home, private=body["private"])
    if "archived" in body and body["archived"] != home.archived:
        home = repositories.set_archived(tx, me, home, archived=body["archived"])
    if body.get("name", home.name) != home.name:
        home = repositories.rename(tx, me, home, body["name"])
    return Answer(body=account_shapes.repository(tx, home))


@operation("repos/create-fork")
async def create_fork(call: Call) -> Answer:
    """Fork it, into the caller's account or an organization; who has a fork already is given that."""
    name = (call.body or {}).get("organization")
    owner = call.tx[Account].one(login=name) if name else call.actor.person
    if owner is None or owner.type == "Bot":
        raise unprocessable("The organization does not exist" if name else "Apps have no account to fork into")
    fork = forks.create(call.tx, call.sandbox.git_store, call.actor.person, call.repository, owner)
    return Answer(202, account_shapes.repository(call.tx, fork))


@operation("repos/list-forks")
async def list_forks(call: Call) -> Answer:
    """The forks, newest first."""
    found = forks.listed(call.past, call.repository)
    return Page(items=[account_shapes.repository(call.past, fork) for fork in found])
