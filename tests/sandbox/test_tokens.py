"""Who may ask what: App JWTs, installation tokens, people."""

from datetime import timedelta


async def test_an_installation_token_is_long_and_lasts_an_hour(gh, bot):
    token = await bot.sign_in()
    assert token.startswith("ghs_1001_ey")
    assert len(token) >= 300
    assert (await bot.ask("GET", "/repos/acme/apis/issues"))[0] == 200
    gh.clock.advance(timedelta(hours=1))
    status, answer, _ = await bot.ask("GET", "/repos/acme/apis/issues")
    assert (status, answer["message"]) == (401, "Bad credentials")


async def test_the_lengths_of_tokens_vary(bot):
    assert len({len(await bot.sign_in()) for _ in range(12)}) > 1


async def test_a_jwt_that_lives_too_long_is_refused(gh, bot):
    bot.token = bot.app_jwt(life_s=700)
    status, answer, _ = await bot.ask("GET", "/app")
    assert (status, answer["message"]) == (401, "'Expiration time' claim ('exp') is too far in the future")


async def test_an_expired_jwt_is_refused(gh, bot):
    bot.token = bot.app_jwt(life_s=-30)
    assert (await bot.ask("GET", "/app"))[0] == 401


async def test_the_client_id_may_issue_as_well(gh, bot):
    bot.token = bot.app_jwt(issuer=gh.client_id)
    assert (await bot.ok("GET", "/app"))["slug"] == "stagekeeper"
    bot.token = bot.app_jwt(issuer="someone-else")
    assert (await bot.ask("GET", "/app"))[0] == 404


async def test_an_installation_token_is_no_jwt(bot):
    assert (await bot.ask("GET", "/app"))[0] == 401


async def test_permissions_can_be_narrowed_and_then_bind(gh, bot):
    await bot.sign_in(permissions={"issues": "read"})
    assert (await bot.ask("GET", "/repos/acme/apis/issues"))[0] == 200
    status, answer, _ = await bot.ask("POST", "/repos/acme/apis/issues", {"title": "T"})
    assert (status, answer["message"]) == (403, "Resource not accessible by integration")


async def test_permissions_cannot_be_widened(gh, bot):
    bot.token = bot.app_jwt()
    installation = await bot.ok("GET", "/repos/acme/apis/installation")
    path = f"/app/installations/{installation['id']}/access_tokens"
    assert (await bot.ask("POST", path, {"permissions": {"administration": "write"}}))[0] == 422


async def test_a_repository_the_app_is_not_in_does_not_exist_for_it(gh, bot):
    gh.seed.repository("other/thing")
    assert (await bot.ask("GET", "/repos/other/thing/issues"))[0] == 404
    gh.seed.repository("acme/second")
    gh.seed.install("acme", repositories=["acme/apis"])
    assert (await bot.ask("GET", "/repos/acme/second/issues"))[0] == 404
    bot.token = bot.app_jwt()
    assert (await bot.ask("GET", "/repos/other/thing/installation"))[0] == 404


async def test_a_token_can_be_bound_to_one_repository(gh, bot):
    gh.seed.repository("acme/second")
    await bot.sign_in(repositories=["apis"])
    assert (await bot.ask("GET", "/repos/acme/second/issues"))[0] == 404
    listed = await bot.ok("GET", "/installation/repositories")
    assert [r["full_name"] for r in listed["repositories"]] == ["acme/apis"]


async def test_a_suspended_installation_is_refused_and_told(gh, bot, receiver):
    old = bot.token
    bot.token = bot.app_jwt()
    installation = await bot.ok("GET", "/repos/acme/apis/installation")
    assert (await bot.ask("PUT", f"/app/installations/{installation['id']}/suspended"))[0] == 204
    bot.token = old
    assert (await bot.ask("GET", "/repos/acme/apis/issues"))[0] == 403
    await gh.deliveries_settled()
    assert [event for event, _, _ in receiver.seen] == ["installation"]


async def test_after_an_uninstall_tokens_are_worthless(gh, bot, receiver):
    old = bot.token
    bot.token = bot.app_jwt()
    installation = await bot.ok("GET", "/repos/acme/apis/installation")
    assert (await bot.ask("DELETE", f"/app/installations/{installation['id']}"))[0] == 204
    bot.token = old
    assert (await bot.ask("GET", "/repos/acme/apis/issues"))[0] == 401
    await gh.deliveries_settled()
    assert receiver.seen[-1][0] == "installation"


async def test_a_stranger_cannot_label(gh, bot):
    number = (await gh.acting_as("lee").post("/repos/acme/apis/issues", {"title": "T"}))["number"]
    bot.token = gh.person_token("lee")
    assert (await bot.ask("POST", f"/repos/acme/apis/issues/{number}/labels", ["stage: ga"]))[0] == 403


async def test_a_private_repository_is_hidden_from_strangers(gh, bot):
    gh.seed.repository("acme/secret", private=True)
    bot.token = gh.person_token("lee")
    assert (await bot.ask("GET", "/repos/acme/secret/issues"))[0] == 404
    bot.token = gh.person_token("ana")
    assert (await bot.ask("GET", "/repos/acme/secret/issues"))[0] == 200


async def test_the_old_short_tokens_can_still_be_asked_for(gh, bot):
    bot.token = bot.app_jwt()
    installation = await bot.ok("GET", "/repos/acme/apis/installation")
    path = f"/app/installations/{installation['id']}/access_tokens"
    _, made, _ = await bot.ask("POST", path, **{"X-GitHub-Stateless-S2S-Token": "disabled"})
    assert len(made["token"]) == 40


async def test_an_app_is_made_from_a_manifest_with_a_code_that_works_once(gh, bot):
    manifest = '{"redirect_url": "http://127.0.0.1:1/setup", "hook_attributes": {"url": "http://127.0.0.1:1/hook"}}'
    form = bot.client.post(gh.url + "/settings/apps/new?state=s1", data={"manifest": manifest}, allow_redirects=False)
    async with form as answer:
        back = answer.headers["Location"]
    assert back.startswith("http://127.0.0.1:1/setup?code=")
    assert back.endswith("&state=s1")
    code = back.split("code=")[1].split("&")[0]
    bot.token = ""
    async with bot.client.post(f"{gh.api_url}/app-manifests/{code}/conversions") as answer:
        assert answer.status == 201
        made = await answer.json()
    assert (made["id"], made["pem"], made["webhook_secret"]) == (gh.app_id, gh.private_key, gh.webhook_secret)
    async with bot.client.post(f"{gh.api_url}/app-manifests/{code}/conversions") as answer:
        assert answer.status == 404
