"""Who is who: whether an account is one of the principals that the configuration names for a role."""

from collections.abc import Iterable

from bot.config import Level, Login, Permission, Principal, Team
from bot.duties.asking import Asking
from bot.forge.facts import Actor, CannotTell
from bot.forge.questions import MembersOf, RoleOf


def is_one_of(actor: Actor, principals: Iterable[Principal], ask: Asking) -> bool | CannotTell:
    """Whether the account is named, by itself, by team or by permission.

    One sure yes is enough; where none is sure and one could not be read, that is the answer, never a no.
    """
    answers = [_is(actor, principal, ask) for principal in principals]
    if any(answer is True for answer in answers):
        return True
    return next((answer for answer in answers if isinstance(answer, CannotTell)), False)


def _is(actor: Actor, principal: Principal, ask: Asking) -> bool | CannotTell:
    match principal:
        case Login(login):
            return actor.login.lower() == login.lower()
        case Team(org, slug):
            roster = ask(MembersOf(org, slug))
            return roster if isinstance(roster, CannotTell) else roster.has(actor)
        case Permission(needed):
            return _reaches(ask(RoleOf(actor.login)), needed)


def _reaches(role: str | CannotTell, needed: Level) -> bool | CannotTell:
    if isinstance(role, CannotTell) or role == "none":
        return role if isinstance(role, CannotTell) else False
    if role not in list(Level):
        return CannotTell(
            f"the custom repository role {role!r} is none that I know; name the team or the login instead"
        )
    return Level(role).reaches(needed)
