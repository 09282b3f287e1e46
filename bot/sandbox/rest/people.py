"""Users, organizations, teams and collaborators."""

from __future__ import annotations

from bot.sandbox import permissions, shapes
from bot.sandbox.acts import people
from bot.sandbox.answers import Answer, Page, Refusal, invalid, not_found
from bot.sandbox.records import Account, Grant, Member, Repository, RepositoryInvitation, Team, TeamMember
from bot.sandbox.routing import Call, operation
from bot.sandbox.state import View

_FLAT = {"maintain": "write", "triage": "read"}


def user_of(call: Call, view: View | None = None, *, name: str = "username") -> Account:
    """The user in the path."""
    found = find_account(view or call.tx, call.params[name])
    if found is None or found.type == "Organization":
        raise not_found()
    return found


def find_account(view: View, login: str) -> Account | None:
    """An account by its login; case does not count."""
    return next((a for a in view[Account] if a.login.lower() == login.lower() and not a.deleted), None)


def team_of(call: Call) -> Team:
    """The team in the path."""
    found = call.tx[Team].one(organization_id=call.organization.id, slug=call.params["team_slug"])
    if found is None:
        raise not_found()
    return found


@operation("users/get-authenticated")
async def get_me(call: Call) -> Answer:
    """Who the token belongs to."""
    return Answer(body=shapes.account(call.tx, call.actor.person))


@operation("users/get-by-username")
async def get_user(call: Call) -> Answer:
    """A user, an organization or a bot, by login."""
    found = find_account(call.tx, call.params["username"])
    if found is None:
        raise not_found()
    return Answer(body=shapes.account(call.tx, found))


@operation("users/get-by-id")
async def get_user_by_id(call: Call) -> Answer:
    """The same, by id."""
    found = call.tx[Account].get(call.number("account_id"))
    if found is None or found.deleted:
        raise not_found()
    return Answer(body=shapes.account(call.tx, found))


@operation("orgs/get")
async def get_organization(call: Call) -> Answer:
    """An organization."""
    return Answer(body=shapes.organization(call.tx, call.organization))


@operation("orgs/list-members")
async def list_members(call: Call) -> Answer:
    """Its members; those who have not accepted are not among them."""
    found = call.past[Member].by(organization_id=call.organization.id, state="active")
    return Page(items=[shapes.account(call.past, call.past[Account][m.user_id]) for m in found])


@operation("orgs/check-membership-for-user")
async def check_membership(call: Call) -> Answer:
    """204 for a member, 404 for anyone else."""
    found = call.tx[Member].one(organization_id=call.organization.id, user_id=user_of(call).id, state="active")
    if found is None:
        raise not_found()
    return Answer(204)


@operation("orgs/get-membership-for-user")
async def get_org_membership(call: Call) -> Answer:
    """Somebody's place in an organization."""
    return _place(call, call.organization, user_of(call))


@operation("orgs/update-membership-for-authenticated-user")
async def accept_membership(call: Call) -> Answer:
    """Accept the invitation into an organization, and with it into its teams."""
    people.accept(call.tx, call.actor.person, call.organization)
    return _place(call, call.organization, call.actor.person)


@operation("repos/list-invitations-for-authenticated-user")
async def my_invitations(call: Call) -> Answer:
    """The repositories one was asked into."""
    found = call.past[RepositoryInvitation].by(invitee_id=call.actor.person.id)
    return Page(items=[_invitation(call.past, i) for i in found])


@operation("repos/accept-invitation-for-authenticated-user")
async def accept_invitation(call: Call) -> Answer:
    """Accept one."""
    found = call.tx[RepositoryInvitation].get(call.number("invitation_id"))
    if found is None or found.invitee_id != call.actor.person.id:
        raise not_found()
    people.accept_repository(call.tx, call.actor.person, found)
    return Answer(204)


@operation("teams/list")
async def list_teams(call: Call) -> Answer:
    """The teams of an organization."""
    found = call.past[Team].by(organization_id=call.organization.id)
    return Page(items=[shapes.team(call.past, t) for t in found])


@operation("teams/create")
async def create_team(call: Call) -> Answer:
    """A new team."""
    asked = call.body
    slug = "-".join(asked["name"].lower().split())
    if call.tx[Team].one(organization_id=call.organization.id, slug=slug):
        raise invalid("Team", "name", "custom", message="Name must be unique for this org")
    now, id = call.now.replace(microsecond=0), call.tx.new_id()
    privacy = asked.get("privacy", "secret")
    team = call.tx.put(Team(id, call.organization.id, slug, asked["name"], now, asked.get("description"), privacy))
    shaped = {**shapes.team(call.tx, team), "members_count": 0, "repos_count": 0}
    call.tx.emit("team", "created", sender=call.actor.person, organization=call.organization, team=shaped)
    return Answer(201, shaped)


@operation("teams/add-or-update-repo-permissions-in-org")
async def grant_to_team(call: Call) -> Answer:
    """Give a team a role in a repository."""
    team, home = team_of(call), call.repository
    asked = (call.body or {}).get("permission", "push")
    role = permissions.ROLE_OF.get(asked, asked)
    old = call.tx[Grant].one(repository_id=home.id, team_id=team.id)
    call.tx.put(Grant(old.id if old else call.tx.new_id(), home.id, role, team_id=team.id))
    return Answer(204)


@operation("teams/get-by-name")
async def get_team(call: Call) -> Answer:
    """A team, by its slug."""
    team = team_of(call)
    members = len(call.tx[TeamMember].by(team_id=team.id, state="active"))
    repositories = len(call.tx[Grant].by(team_id=team.id))
    return Answer(body={**shapes.team(call.tx, team), "members_count": members, "repos_count": repositories})


@operation("teams/list-members-in-org")
async def list_team_members(call: Call) -> Answer:
    """Who is in a team; those who have not accepted are not."""
    found = call.past[TeamMember].by(team_id=team_of(call).id, state="active")
    wanted = call.query.get("role", "all")
    return Page(
        items=[shapes.account(call.past, call.past[Account][m.user_id]) for m in found if wanted in {"all", m.role}]
    )


@operation("teams/list-pending-invitations-in-org")
async def list_pending(call: Call) -> Answer:
    """Who was asked into a team and has not accepted."""
    found = call.past[TeamMember].by(team_id=team_of(call).id, state="pending")
    users = [call.past[Account][m.user_id] for m in found]
    return Page(items=[{"id": u.id, "login": u.login, "email": None, "role": "direct_member"} for u in users])


@operation("teams/get-membership-for-user-in-org")
async def get_team_membership(call: Call) -> Answer:
    """Somebody's place in a team: active or pending; 404 for none."""
    team, user = team_of(call), user_of(call)
    found = call.tx[TeamMember].one(team_id=team.id, user_id=user.id)
    if found is None:
        raise not_found()
    return Answer(body=_membership(call, team, user, found))


@operation("teams/add-or-update-membership-for-user-in-org")
async def join_team(call: Call) -> Answer:
    """Put somebody into a team; an outsider stays pending."""
    team, user = team_of(call), user_of(call)
    if user.type != "User":
        raise Refusal(422, "Cannot add an organization as a member")
    role = (call.body or {}).get("role", "member")
    return Answer(
        body=_membership(call, team, user, people.join_team(call.tx, call.actor.person, team, user, role=role))
    )


@operation("teams/remove-membership-for-user-in-org")
async def leave_team(call: Call) -> Answer:
    """Take somebody out of a team."""
    team = team_of(call)
    found = call.tx[TeamMember].one(team_id=team.id, user_id=user_of(call).id)
    if found is None:
        raise not_found()
    people.leave_team(call.tx, call.actor.person, team, found)
    return Answer(204)


def _membership(call: Call, team: Team, user: Account, found: TeamMember) -> dict[str, str]:
    url = f"{call.tx.links.api}/organizations/{team.organization_id}/team/{team.id}/memberships/{user.login}"
    return {"url": url, "role": found.role, "state": found.state}


@operation("repos/get-collaborator-permission-level")
async def get_permission(call: Call) -> Answer:
    """Somebody's role: `permission` flattens maintain and triage, `role_name` keeps them, and custom ones."""
    user = user_of(call)
    role = permissions.role(call.tx, call.repository, user)
    known = role if role in permissions.ROLES else "read"
    shaped = {**(shapes.account(call.tx, user) or {}), "permissions": _rights(known), "role_name": role}
    return Answer(body={"permission": _FLAT.get(known, known), "role_name": role, "user": shaped})


@operation("repos/list-collaborators")
async def list_collaborators(call: Call) -> Answer:
    """Everyone who has a role of their own, or all members."""
    if call.actor.account is None:
        raise Refusal(401, "Requires authentication")
    users = [a for a in call.past[Account] if a.type == "User" and _is_collaborator(call, a)]
    roles = [permissions.role(call.past, call.repository, u) for u in users]
    shaped = [
        {**(shapes.account(call.past, u) or {}), "permissions": _rights(r), "role_name": r}
        for u, r in zip(users, roles, strict=True)
    ]
    return Page(items=shaped)


@operation("repos/check-collaborator")
async def check_collaborator(call: Call) -> Answer:
    """204 for a collaborator, else 404."""
    if not _is_collaborator(call, user_of(call)):
        raise not_found()
    return Answer(204)


@operation("repos/add-collaborator")
async def add_collaborator(call: Call) -> Answer:
    """201 with an invitation; 204 for those who are in already."""
    user = user_of(call)
    if user.id == call.repository.owner_id:
        raise Refusal(422, "Repository owner cannot be a collaborator")
    permission = (call.body or {}).get("permission", "push")
    invitation = people.invite(call.tx, call.actor.person, call.repository, user, permission)
    if invitation is None:
        return Answer(204)
    return Answer(201, _invitation(call.tx, invitation))


@operation("repos/remove-collaborator")
async def remove_collaborator(call: Call) -> Answer:
    """Take access away."""
    people.remove(call.tx, call.actor.person, call.repository, user_of(call))
    return Answer(204)


@operation("repos/list-invitations")
async def list_invitations(call: Call) -> Answer:
    """Who was asked in and has not answered."""
    found = call.past[RepositoryInvitation].by(repository_id=call.repository.id)
    return Page(items=[_invitation(call.past, i) for i in found])


@operation("issues/list-assignees")
async def list_assignees(call: Call) -> Answer:
    """Who can be assigned."""
    found = [a for a in call.past[Account] if a.type == "User" and _is_collaborator(call, a)]
    return Page(items=[shapes.account(call.past, a) for a in found])


@operation("issues/check-user-can-be-assigned")
async def check_assignee(call: Call) -> Answer:
    """204 when somebody can be assigned."""
    if not _is_collaborator(call, user_of(call, name="assignee")):
        raise not_found()
    return Answer(204)


def _is_collaborator(call: Call, user: Account) -> bool:
    granted = call.tx[Grant].one(repository_id=call.repository.id, user_id=user.id)
    member = call.tx[Member].one(organization_id=call.repository.owner_id, user_id=user.id, state="active")
    return bool(granted or member or user.id == call.repository.owner_id)


def _rights(role: str) -> dict[str, bool]:
    """The five rights of a role, by their REST names."""
    names = {"pull": "read", "triage": "triage", "push": "write", "maintain": "maintain", "admin": "admin"}
    return {name: permissions.at_least(role, asked) for name, asked in names.items()}


def _place(call: Call, home: Account, user: Account) -> Answer:
    found = call.tx[Member].one(organization_id=home.id, user_id=user.id)
    if found is None:
        raise not_found()
    shaped = {
        "url": f"{call.tx.links.api}/orgs/{home.login}/memberships/{user.login}",
        "state": found.state,
        "role": found.role,
        "organization_url": f"{call.tx.links.api}/orgs/{home.login}",
        "organization": shapes.organization(call.tx, home),
        "user": shapes.account(call.tx, user),
    }
    return Answer(body=shaped)


def _invitation(view: View, record: RepositoryInvitation) -> dict[str, object]:
    home = shapes.repository(view, view[Repository][record.repository_id])
    return {
        "id": record.id,
        "repository": home,
        "created_at": shapes.stamp(record.created_at),
        "invitee": shapes.account(view, view[Account][record.invitee_id]),
        "inviter": shapes.account(view, view[Account][record.inviter_id]),
        "permissions": record.permission,
        "expired": False,
        "url": f"{home['url']}/invitations/{record.id}",
        "html_url": f"{home['html_url']}/invitations",
    }
