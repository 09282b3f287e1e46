"""Where an invitation lets people in: what `access.grant` names. A revocation takes back that, and no more."""

from collections.abc import Iterable, Mapping, Sequence

from bot.config import Grant as GrantSetting
from bot.duties import proposal
from bot.duties.case import Case, Heard
from bot.forge.effects import CommentState, Grant, Withdraw
from bot.forge.facts import Actor, GrantKind
from bot.forge.questions import HasAccess
from bot.lifecycle.ledger import Entry

Door = tuple[GrantKind, str]
"""What kind of place, and which: `org/team` or `owner/repo`."""


def door(case: Case) -> Door | None:
    """Where an invitation lets people in now; None where it is only recorded, or nothing is enforced."""
    settings = case.config.access_of(proposal.api_name(case))
    target = {GrantSetting.TEAM: settings.team, GrantSetting.REPOSITORY: settings.repository}.get(settings.grant)
    if not target or not case.enforced:
        return None
    kind = GrantKind.TEAM if settings.grant is GrantSetting.TEAM else GrantKind.REPOSITORY
    return kind, target.removeprefix("@")


def remembered(case: Case, invited: Sequence[Actor]) -> Mapping[str, object]:
    """What the ledger keeps of an invitation beside its people: where it lets them in, and who was not in before.

    Of whom that cannot be told it is not said that we let them in.
    """
    if (where := door(case)) is None:
        return {}
    kind, target = where
    inside = case.ask.every(HasAccess(actor.login, kind, target) for actor in invited)
    let_in = [actor.id for actor, is_in in zip(invited, inside, strict=True) if is_in is False]
    return {"door": kind.value, "target": target, "let_in": let_in}


def grants(case: Case, heard: Heard, entry: Entry, logins: Iterable[str]) -> tuple[Grant, ...]:
    """The effects that let these people in."""
    if (where := door(case)) is None:
        return ()
    kind, target = where
    return tuple(Grant(case.facts.subject, entry.key, login, kind, target, _as_read(heard)) for login in logins)


def withdrawal(case: Case, heard: Heard, entry: Entry, login: str, where: Door) -> Withdraw:
    """The effect that takes somebody out again."""
    return Withdraw(case.facts.subject, entry.key, login, *where, _as_read(heard))


def opened(invitation: Entry) -> Door | None:
    """Where an invitation let people in; None where it did not, or from before that was kept."""
    kind, target = invitation.said("door"), invitation.said("target")
    return (GrantKind(kind), target) if kind and target else None


def was_let_in(invitation: Entry, account: int) -> bool:
    """Whether it was we who let that account in."""
    let_in = invitation.meaning.get("let_in")
    return isinstance(let_in, list) and account in let_in


def _as_read(heard: Heard) -> tuple[CommentState, ...]:
    return (CommentState(heard.comment.id, heard.comment.edited_at),)
