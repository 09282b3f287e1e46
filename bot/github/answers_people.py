"""Answers about people: roles, rosters, accounts. "Cannot tell" is an answer of its own, never a no."""

from bot.forge.facts import Actor, ActorKind, CannotTell, Roster
from bot.forge.faults import Gone
from bot.forge.questions import AccountOf, MembersOf, OurTextOf, RoleOf
from bot.github import nodes, reading, rest
from bot.github.endpoints import MEMBERS, PERMISSION, USER
from bot.github.eye import Eye
from bot.github.refused import Refused


async def role_of(eye: Eye, question: RoleOf) -> str | CannotTell:
    """The role's own name. `permission` would flatten it, `author_association` hides private members.

    Source: "Get repository permissions for a user".
    """
    where = {"owner": eye.repo.owner, "repo": eye.repo.name}
    try:
        return (await eye.client.call(PERMISSION, username=question.login, **where)).role_name
    except Refused as refused:
        if refused.status == 404:
            return "none"
        if refused.status == 403:
            return CannotTell("GitHub does not let the app read who may do what here (permission: metadata, read)")
        raise


async def members_of(eye: Eye, question: MembersOf) -> Roster | CannotTell:
    """The members that have accepted; invitations are listed elsewhere.

    Source: "List team members" beside "List pending team invitations".
    """
    team = f"@{question.organization}/{question.slug}"
    try:
        client = await eye.installations.of_organization(question.organization)
        found = client.pages(MEMBERS, org=question.organization, team_slug=question.slug)
        return Roster(frozenset([_account(member) async for member in found]))
    except Gone:
        return CannotTell(f"the app is not installed in {question.organization}, so the members of {team} are unknown")
    except Refused as refused:
        if refused.status == 404:
            return CannotTell(f"there is no team {team} that the app can see")
        if refused.status == 403:
            return CannotTell(f"GitHub does not let the app read the members of {team} (permission: members, read)")
        raise


async def account_of(eye: Eye, question: AccountOf) -> Actor | None:
    """The account with that login, if there is one."""
    try:
        return _account(await eye.client.call(USER, username=question.login))
    except Refused as refused:
        if refused.status == 404:
            return None
        raise


async def our_text_of(eye: Eye, question: OurTextOf) -> str | None:
    """The newest version of a comment that we wrote ourselves.

    Source: GraphQL `UserContentEdit`; its `diff` is null for a version that was deleted from the history.
    """
    answer = await eye.client.ask("Edits", nodes.EditsAnswer, node=question.node)
    versions = reading.present(answer.node.user_content_edits if answer.node else None)
    ours = [one for one in versions if one.diff is not None and reading.is_me(reading.actor(one.editor), eye.me)]
    newest = max(ours, key=lambda one: one.edited_at, default=None)
    return newest.diff if newest else None


def _account(account: rest.Account) -> Actor:
    kind = {"User": ActorKind.USER, "Bot": ActorKind.BOT}.get(account.type, ActorKind.OTHER)
    return Actor(kind, account.id, account.login.removesuffix("[bot]"))
