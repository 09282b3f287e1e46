"""Who may do what: permissions of the App, roles of people."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from bot.sandbox.actors import Actor
from bot.sandbox.answers import Refusal, forbidden, not_found
from bot.sandbox.records import Account, Grant, Member, Repository, TeamMember
from bot.sandbox.state import View

ROLES = ("none", "read", "triage", "write", "maintain", "admin")
_LEVELS = ("none", "read", "write", "admin")
# "pull", "push" and so on are the REST names of the roles. Source: repos/add-collaborator.
ROLE_OF = {"pull": "read", "push": "write"}


@functools.cache
def rules() -> Mapping[str, Mapping[str, Any]]:
    """What each operation asks for, kept by hand."""
    text = resources.files("bot.sandbox").joinpath("data/permissions.json").read_text(encoding="utf-8")
    return {name: rule for name, rule in json.loads(text).items() if name}


def role(view: View, repository: Repository, user: Account | None) -> str:
    """The strongest role somebody has: owner, member, by grant or by team; "read" for anyone where it is public."""
    found = {"none" if repository.private else "read"}
    if user is not None:
        found |= {g.role_name for g in view[Grant].by(repository_id=repository.id, user_id=user.id)}
        for membership in view[TeamMember].by(user_id=user.id, state="active"):
            grants = view[Grant].by(repository_id=repository.id, team_id=membership.team_id)
            found |= {g.role_name for g in grants}
        member = view[Member].one(organization_id=repository.owner_id, user_id=user.id, state="active")
        if user.id == repository.owner_id or (member and member.role == "admin"):
            found.add("admin")
        elif member:
            found.add("read")
    return max(found, key=_rank)


def at_least(held: str, asked: str) -> bool:
    """Whether a role includes another."""
    return _rank(held) >= _rank(asked)


def allows(held: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    """Whether an App's permissions include all of these; metadata is always readable."""
    return all(
        name == "metadata" or _LEVELS.index(held.get(name, "none")) >= _LEVELS.index(level)
        for name, level in asked.items()
    )


def may_see(view: View, repository: Repository, actor: Actor) -> bool:
    """Whether a repository exists for this caller. For an installation only those it is installed on do."""
    if actor.installation:
        return covers(actor, repository)
    return role(view, repository, actor.account) != "none"


def covers(actor: Actor, repository: Repository) -> bool:
    """Whether the installation, and this token of it, includes a repository."""
    installation, token = actor.installation, actor.token
    if installation is None or repository.owner_id != installation.account_id:
        return False
    chosen = (installation.repository_ids, token.repository_ids if token else None)
    return all(ids is None or repository.id in ids for ids in chosen)


def check(
    operation_id: str, actor: Actor, view: View, repository: Repository | None, organization: Account | None
) -> None:
    """Refuse what the caller may not do. `author-or-ROLE` is left to the endpoint, which knows the author."""
    rule = rules().get(operation_id, {})
    by = rule.get("by")
    if by == "anyone":
        return
    if by == "app" or actor.is_app:
        if not (by == "app" and actor.is_app):
            raise _wrong_kind(actor, by)
        return
    if actor.installation:
        if by == "person" or not (
            by == "installation" or any(allows(held_by(actor), asked) for asked in rule.get("app", ()))
        ):
            raise forbidden()
        return
    if by == "installation":
        raise forbidden(
            "You must authenticate with an installation access token in order to list repositories for an installation."
        )
    _check_person(str(rule.get("person", "read")), actor, view, repository, organization)


def held_by(actor: Actor) -> Mapping[str, str]:
    """The permissions of an installation's token."""
    return dict(actor.token.permissions) if actor.token else {}


def _wrong_kind(actor: Actor, by: str | None) -> Refusal:
    if by == "app":
        return Refusal(401, "A JSON web token could not be decoded")
    return forbidden()


def _check_person(
    asked: str, actor: Actor, view: View, repository: Repository | None, organization: Account | None
) -> None:
    if asked == "nobody":
        raise forbidden("You must authenticate via a GitHub App.")
    if actor.account is None and asked != "read":
        raise Refusal(401, "Requires authentication")
    if asked in {"member", "owner"} and organization is not None:
        user = actor.account
        member = user and view[Member].one(organization_id=organization.id, user_id=user.id, state="active")
        if not member:
            raise not_found()
        if asked == "owner" and member.role != "admin":
            raise forbidden("You must be an organization owner.")
    elif repository is not None and not asked.startswith("author-or-"):
        held = role(view, repository, actor.account)
        if not at_least(held, asked):
            raise forbidden(
                "Must have admin rights to Repository."
                if asked == "admin"
                else f"Must have {asked} access to Repository."
            )


def check_author(actor: Actor, view: View, repository: Repository, *, author_id: int, otherwise: str) -> None:
    """Refuse a person who is neither the author nor has the role."""
    if actor.installation or (actor.account and actor.account.id == author_id):
        return
    if not at_least(role(view, repository, actor.account), otherwise):
        raise forbidden(f"Must have {otherwise} access to Repository.")


def _rank(name: str) -> int:
    """Custom roles count as the role they are built on; unknown ones as read."""
    return ROLES.index(name) if name in ROLES else 1
