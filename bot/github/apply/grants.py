"""Letting somebody in, and taking that back: into a team, or into a repository to read."""

from bot.forge.effects import Grant, Withdraw
from bot.forge.facts import GrantKind
from bot.forge.subjects import Repo
from bot.github.access import halves
from bot.github.apply.desk import Desk
from bot.github.apply.unchanged import CHANGED, unchanged
from bot.github.endpoints import (
    ADD_COLLABORATOR,
    ADD_MEMBER,
    MEMBERSHIP,
    PERMISSION,
    REMOVE_COLLABORATOR,
    REMOVE_MEMBER,
)
from bot.github.refused import Refused


async def grant(desk: Desk, effect: Grant) -> str:
    """Let them in, unless they are; how it stands: `active`, `pending`, `present`, `invited`, or `changed`."""
    if not await unchanged(desk, effect.if_unchanged):
        return CHANGED
    owner, name = halves(effect.target)
    if effect.kind is GrantKind.TEAM:
        return await _into_team(desk, effect.login, organization=owner, team=name)
    return await _into_repository(desk, effect.login, Repo(owner, name))


async def _into_team(desk: Desk, login: str, *, organization: str, team: str) -> str:
    """An outsider is invited into the organization by e-mail, and is `pending` until they accept.

    Whoever is there already is left as they are: the same request would make a maintainer a plain member.
    Source: "Add or update team membership for a user".
    """
    client = await desk.installations.of_organization(organization)
    where = {"org": organization, "team_slug": team, "username": login}
    try:
        return (await client.call(MEMBERSHIP, **where)).state
    except Refused as refused:
        if refused.status != 404:
            raise
    return (await client.call(ADD_MEMBER, {"role": "member"}, **where)).state


async def _into_repository(desk: Desk, login: str, repo: Repo) -> str:
    """Whoever may read already is left as they are: the same request would take a writer's rights away.

    Source: "Add a repository collaborator".
    """
    client = await desk.installations.of_repo(repo)
    where = {"owner": repo.owner, "repo": repo.name, "username": login}
    try:
        if (await client.call(PERMISSION, **where)).role_name != "none":
            return "present"
    except Refused as refused:
        if refused.status != 404:
            raise
    await client.call(ADD_COLLABORATOR, {"permission": "pull"}, **where)
    return "invited"


async def withdraw(desk: Desk, effect: Withdraw) -> str:
    """Take them out again, invited only or in; how it stands: `removed`, `absent`, or `changed`.

    Removing a collaborator also cancels an invitation that is not answered.
    Source: "Remove team membership for a user", "Remove a repository collaborator".
    """
    if not await unchanged(desk, effect.if_unchanged):
        return CHANGED
    owner, name = halves(effect.target)
    try:
        if effect.kind is GrantKind.TEAM:
            client = await desk.installations.of_organization(owner)
            await client.call(REMOVE_MEMBER, org=owner, team_slug=name, username=effect.login)
        else:
            client = await desk.installations.of_repo(Repo(owner, name))
            await client.call(REMOVE_COLLABORATOR, owner=owner, repo=name, username=effect.login)
    except Refused as refused:
        if refused.status != 404:
            raise
        return "absent"
    return "removed"
