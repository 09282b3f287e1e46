"""Users, organizations and collaborators."""

from __future__ import annotations

from bot.sandbox import permissions, shapes
from bot.sandbox.acts import people
from bot.sandbox.answers import Answer, Page, Refusal, not_found
from bot.sandbox.records import Account, Grant, Member, Repository, RepositoryInvitation
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
