"""Roles, teams, invitations."""

import json


async def test_role_name_keeps_what_permission_flattens(gh, bot):
    gh.seed.grant("acme/apis", "lee", "triage")
    answer = await bot.ok("GET", "/repos/acme/apis/collaborators/lee/permission")
    assert (answer["permission"], answer["role_name"]) == ("read", "triage")
    gh.seed.grant("acme/apis", "lee", "maintain")
    answer = await bot.ok("GET", "/repos/acme/apis/collaborators/lee/permission")
    assert (answer["permission"], answer["role_name"]) == ("write", "maintain")


async def test_an_outsider_of_a_public_repository_reads_it(gh, bot):
    gh.seed.user("kim")
    assert (await bot.ok("GET", "/repos/acme/apis/collaborators/kim/permission"))["permission"] == "read"


async def test_an_outsider_of_a_private_repository_has_no_permission(gh, bot):
    gh.seed.repository("acme/secret", private=True)
    assert (await bot.ok("GET", "/repos/acme/secret/collaborators/lee/permission"))["permission"] == "none"


async def test_an_owner_of_the_organization_is_admin(gh, bot):
    assert (await bot.ok("GET", "/repos/acme/apis/collaborators/olga/permission"))["role_name"] == "admin"


async def test_team_membership_is_active_pending_or_404(gh, bot):
    path = "/orgs/acme/teams/developer-network/memberships/"
    assert (await bot.ok("GET", path + "ana"))["state"] == "active"
    assert (await bot.ask("GET", path + "lee"))[0] == 404
    assert (await bot.ok("PUT", path + "lee", {"role": "member"}))["state"] == "pending"
    assert (await bot.ok("GET", path + "lee"))["state"] == "pending"
    members = await gh.acting_as("ana").get("/orgs/acme/teams/developer-network/members")
    assert [m["login"] for m in members] == ["ana", "bo"]


async def test_without_members_permission_a_team_cannot_be_read(gh, bot):
    await bot.sign_in(permissions={"issues": "write"})
    status, answer, _ = await bot.ask("GET", "/orgs/acme/teams/developer-network/memberships/ana")
    assert (status, answer["message"]) == (403, "Resource not accessible by integration")


async def test_an_outsider_is_invited_into_a_repository_and_a_member_is_let_in(gh, bot, receiver):
    gh.seed.install("acme", permissions={**dict.fromkeys(["issues", "administration"], "write"), "metadata": "read"})
    await bot.sign_in()
    status, invitation, _ = await bot.ask("PUT", "/repos/acme/apis/collaborators/lee", {"permission": "pull"})
    assert (status, invitation["invitee"]["login"], invitation["permissions"]) == (201, "lee", "read")
    assert (await bot.ask("PUT", "/repos/acme/apis/collaborators/bo", {"permission": "pull"}))[0] == 204
    await gh.deliveries_settled()
    event, _, raw = receiver.seen[-1]
    assert (event, json.loads(raw)["member"]["login"]) == ("member", "bo")


async def test_private_members_show_as_nobody(gh, bot):
    issue = await gh.acting_as("bo").post("/repos/acme/apis/issues", {"title": "T"})
    assert issue["author_association"] == "NONE"
