"""Letting somebody in: into a team, or into a repository to read."""

from bot.forge.effects import Grant, GrantKind
from bot.forge.faults import BotError
from bot.forge.subjects import Repo
from bot.github.apply.desk import Desk
from bot.github.apply.unchanged import CHANGED, unchanged
from bot.github.endpoints import ADD_COLLABORATOR, ADD_MEMBER, MEMBERSHIP, PERMISSION
from bot.github.refused import Refused


async def grant(desk: Desk, effect: Grant) -> str:
    """Let them in, unless they are; how it stands: `active`, `pending`, `present`, `invited`, or `changed`."""
    if not await unchanged(desk, effect.if_unchanged):
        return CHANGED
    owner, slash, name = effect.target.partition("/")
    if not slash or not name:
        raise BotError(f"{effect.target!r} is neither org/team nor owner/repo")
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
