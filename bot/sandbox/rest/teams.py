"""Teams: made, read, joined, left."""

from __future__ import annotations

from bot.sandbox import permissions, shapes
from bot.sandbox.acts import people
from bot.sandbox.answers import Answer, Page, Refusal, invalid, not_found
from bot.sandbox.records import Account, Grant, Team, TeamMember
from bot.sandbox.rest.people import user_of
from bot.sandbox.routing import Call, operation


def team_of(call: Call) -> Team:
    """The team in the path."""
    found = call.tx[Team].one(organization_id=call.organization.id, slug=call.params["team_slug"])
    if found is None:
        raise not_found()
    return found


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
