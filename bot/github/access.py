"""Whether somebody is in where an invitation would let them in: a team, or a repository's readers."""

from bot.forge.facts import CannotTell, GrantKind
from bot.forge.faults import BotError, Gone
from bot.forge.questions import HasAccess
from bot.forge.subjects import Repo
from bot.github.endpoints import MEMBERSHIP, PERMISSION
from bot.github.installations import Installations
from bot.github.refused import Refused


def halves(target: str) -> tuple[str, str]:
    """`org/team` or `owner/repo`, apart. Raises BotError for what is neither."""
    owner, slash, name = target.partition("/")
    if not slash or not name:
        raise BotError(f"{target!r} is neither org/team nor owner/repo")
    return owner, name


async def has_access(installations: Installations, question: HasAccess) -> bool | CannotTell:
    """Members of a team that were only invited count: the place is theirs.

    Source: "Get team membership for a user", "Get repository permissions for a user".
    """
    look = _in_team if question.kind is GrantKind.TEAM else _may_read
    try:
        return await look(installations, question)
    except Gone:
        return CannotTell(f"the app is not installed where {question.target} is")
    except Refused as refused:
        if refused.status == 404:
            return False
        if refused.status == 403:
            return CannotTell(f"GitHub does not let the app read who is in {question.target}")
        raise


async def _in_team(installations: Installations, question: HasAccess) -> bool:
    organization, team = halves(question.target)
    client = await installations.of_organization(organization)
    found = await client.call(MEMBERSHIP, org=organization, team_slug=team, username=question.login)
    return found.state in {"active", "pending"}


async def _may_read(installations: Installations, question: HasAccess) -> bool:
    owner, name = halves(question.target)
    client = await installations.of_repo(Repo(owner, name))
    return (await client.call(PERMISSION, owner=owner, repo=name, username=question.login)).role_name != "none"
