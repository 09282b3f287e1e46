"""Teams and collaborators: asked in, accepted, taken out."""

from __future__ import annotations

from dataclasses import replace

from bot.sandbox import shapes
from bot.sandbox.permissions import ROLE_OF
from bot.sandbox.records import Account, Grant, Member, Repository, RepositoryInvitation, Team, TeamMember
from bot.sandbox.state import Transaction


def join_team(tx: Transaction, actor: Account, team: Team, user: Account, *, role: str = "member") -> TeamMember:
    """Put somebody into a team. An outsider is invited into the organization and stays pending until they accept.

    Source: teams/add-or-update-membership-for-user-in-org.
    """
    home = tx[Account][team.organization_id]
    member = tx[Member].one(organization_id=home.id, user_id=user.id)
    found = tx[TeamMember].one(team_id=team.id, user_id=user.id)
    if found:
        return tx.put(replace(found, role=role))
    state = member.state if member else "pending"
    if member is None:
        tx.put(Member(tx.new_id(), home.id, user.id, state="pending"))
        invitation = {"id": tx.new_id(), "login": user.login, "role": "direct_member", "team_count": 1}
        invitation["created_at"] = shapes.stamp(tx.now) or ""
        invitation["inviter"] = shapes.account(tx, actor) or {}
        tx.emit(
            "organization",
            "member_invited",
            sender=actor,
            organization=home,
            invitation=invitation,
            user=shapes.account(tx, user),
        )
    found = tx.put(TeamMember(tx.new_id(), team.id, user.id, role, state))
    if state == "active":
        _tell(tx, actor, team, user, "added")
    return found


def accept(tx: Transaction, user: Account, organization: Account) -> None:
    """Accept the invitation into an organization; the teams waiting for it become real."""
    member = tx[Member].one(organization_id=organization.id, user_id=user.id)
    if member is None or member.state == "active":
        return
    member = tx.put(replace(member, state="active"))
    membership = {"role": "member", "state": "active", "user": shapes.account(tx, user)}
    tx.emit("organization", "member_added", sender=user, organization=organization, membership=membership)
    for place in tx[TeamMember].by(user_id=user.id, state="pending"):
        team = tx[Team][place.team_id]
        if team.organization_id == organization.id:
            tx.put(replace(place, state="active"))
            _tell(tx, user, team, user, "added")


def leave_team(tx: Transaction, actor: Account, team: Team, place: TeamMember) -> None:
    """Take somebody out of a team."""
    tx.remove(place)
    if place.state == "active":
        _tell(tx, actor, team, tx[Account][place.user_id], "removed")


def invite(
    tx: Transaction, actor: Account, repository: Repository, user: Account, permission: str
) -> RepositoryInvitation | None:
    """Give access to a repository: at once to members and collaborators (None), else by an invitation."""
    role = ROLE_OF.get(permission, permission)
    grant = tx[Grant].one(repository_id=repository.id, user_id=user.id)
    if grant:
        tx.put(replace(grant, role_name=role))
        return None
    if tx[Member].one(organization_id=repository.owner_id, user_id=user.id, state="active"):
        _grant(tx, actor, repository, user, role)
        return None
    found = tx[RepositoryInvitation].one(repository_id=repository.id, invitee_id=user.id)
    now = tx.now.replace(microsecond=0)
    id = found.id if found else tx.new_id()
    return tx.put(RepositoryInvitation(id, repository.id, user.id, actor.id, role, now))


def accept_repository(tx: Transaction, user: Account, invitation: RepositoryInvitation) -> None:
    """Accept the invitation into a repository."""
    tx.remove(invitation)
    _grant(tx, user, tx[Repository][invitation.repository_id], user, invitation.permission)


def remove(tx: Transaction, actor: Account, repository: Repository, user: Account) -> None:
    """Take a collaborator's access away, or the invitation back."""
    for invitation in tx[RepositoryInvitation].by(repository_id=repository.id, invitee_id=user.id):
        tx.remove(invitation)
    if grant := tx[Grant].one(repository_id=repository.id, user_id=user.id):
        tx.remove(grant)
        tx.emit("member", "removed", sender=actor, repository=repository, member=shapes.account(tx, user))


def _grant(tx: Transaction, actor: Account, repository: Repository, user: Account, role: str) -> None:
    tx.put(Grant(tx.new_id(), repository.id, role, user.id))
    tx.emit("member", "added", sender=actor, repository=repository, member=shapes.account(tx, user))


def _tell(tx: Transaction, actor: Account, team: Team, user: Account, action: str) -> None:
    home = tx[Account][team.organization_id]
    tx.emit(
        "membership",
        action,
        sender=actor,
        organization=home,
        member=shapes.account(tx, user),
        scope="team",
        team=shapes.team(tx, team),
    )
