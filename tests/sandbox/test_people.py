"""Roles, teams, invitations."""

import json


async def may_manage_members(gh, bot):
    gh.seed.install("acme", permissions={"metadata": "read", "issues": "write", "members": "write"})
    await bot.sign_in()


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
    await may_manage_members(gh, bot)
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


async def test_an_invitation_into_a_team_becomes_true_when_it_is_accepted(gh, bot, receiver):
    await may_manage_members(gh, bot)
    path = "/orgs/acme/teams/developer-network/memberships/lee"
    await bot.ok("PUT", path)
    await gh.acting_as("lee").patch("/user/memberships/orgs/acme", {"state": "active"})
    assert (await bot.ok("GET", path))["state"] == "active"
    await gh.deliveries_settled()
    assert [e for e, _, _ in receiver.seen] == ["membership"]


async def test_an_invitation_into_a_repository_becomes_true_when_it_is_accepted(gh, bot):
    gh.seed.repository("acme/secret", private=True)
    await gh.acting_as("olga").put("/repos/acme/secret/collaborators/lee", {"permission": "pull"})
    lee = gh.acting_as("lee")
    [invitation] = await lee.get("/user/repository_invitations")
    await lee.patch(f"/user/repository_invitations/{invitation['id']}")
    assert (await lee.get("/repos/acme/secret/collaborators/lee/permission"))["role_name"] == "read"


async def test_a_deleted_account_is_nobody(gh, bot):
    number = (await gh.acting_as("lee").post("/repos/acme/apis/issues", {"title": "T"}))["number"]
    gh.seed.delete_account("lee")
    assert (await bot.ok("GET", f"/repos/acme/apis/issues/{number}"))["user"] is None
    query = 'query Q { repository(owner: "acme", name: "apis") { issue(number: 1) { author { login } } } }'
    assert (await bot.graphql(query))["data"]["repository"]["issue"]["author"] is None


async def test_a_team_is_made_and_given_a_role(gh, bot):
    olga = gh.acting_as("olga")
    await olga.post("/orgs/acme/teams", {"name": "API Governance", "privacy": "closed"})
    await olga.put("/orgs/acme/teams/api-governance/repos/acme/apis", {"permission": "admin"})
    await olga.put("/orgs/acme/teams/api-governance/memberships/bo")
    assert (await bot.ok("GET", "/repos/acme/apis/collaborators/bo/permission"))["role_name"] == "admin"
