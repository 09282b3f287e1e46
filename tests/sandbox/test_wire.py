"""What every answer carries, and how requests are refused."""

from datetime import timedelta

from bot.sandbox import Sandbox
from bot.sandbox.contract import Contract
from bot.sandbox.permissions import rules
from bot.sandbox.routing import ENDPOINTS
from bot.sandbox.server import VERSIONS


async def opened(gh, count):
    lee = gh.acting_as("lee")
    for i in range(count):
        await lee.post("/repos/acme/apis/issues", {"title": f"T{i}"})
    gh.clock.advance(timedelta(seconds=1))


async def test_lists_come_in_pages_of_thirty_with_links(gh, bot):
    await opened(gh, 35)
    _, first, headers = await bot.ask("GET", "/repos/acme/apis/issues?state=all")
    assert len(first) == 30
    assert 'rel="next"' in headers["Link"]
    assert 'rel="last"' in headers["Link"]
    following = headers["Link"].split("<")[1].split(">")[0]
    _, second, headers = await bot.ask("GET", following)
    assert len(second) == 5
    assert 'rel="next"' not in headers["Link"]
    assert len({i["number"] for i in first + second}) == 35


async def test_a_page_holds_a_hundred_at_most(gh, bot):
    await opened(gh, 3)
    _, answer, headers = await bot.ask("GET", "/repos/acme/apis/issues?per_page=2")
    assert len(answer) == 2
    assert "page=2" in headers["Link"]


async def test_an_etag_saves_the_body_and_the_quota_and_differs_per_token(gh, bot):
    await opened(gh, 1)
    _, _, headers = await bot.ask("GET", "/repos/acme/apis/issues/1")
    tag, left = headers["ETag"], headers["X-RateLimit-Remaining"]
    status, body, headers = await bot.ask("GET", "/repos/acme/apis/issues/1", **{"If-None-Match": tag})
    assert (status, body, headers["X-RateLimit-Remaining"]) == (304, b"", left)
    await bot.sign_in()
    assert (await bot.ask("GET", "/repos/acme/apis/issues/1", **{"If-None-Match": tag}))[0] == 200


async def test_the_quota_is_counted_and_then_refused_until_it_resets(gh, bot):
    _, _, headers = await bot.ask("GET", "/repos/acme/apis/issues")
    assert headers["X-RateLimit-Limit"] == "5000"
    assert headers["X-RateLimit-Resource"] == "core"
    installation = int(headers["X-RateLimit-Used"])
    assert installation >= 1
    bucket = next(b for key, b in gh.quota._buckets.items() if key[0].startswith("installation"))
    bucket.used = 5000
    status, answer, headers = await bot.ask("GET", "/repos/acme/apis/issues")
    assert (status, headers["X-RateLimit-Remaining"]) == (403, "0")
    assert "API rate limit exceeded" in answer["message"]
    gh.clock.advance(timedelta(minutes=59, seconds=59))
    assert (await bot.ask("GET", "/rate_limit"))[0] == 200


async def test_eighty_writes_a_minute_are_the_secondary_limit(gh, bot):
    await opened(gh, 1)
    for i in range(80):
        await bot.ok("POST", "/repos/acme/apis/issues/1/comments", {"body": str(i)})
    status, answer, headers = await bot.ask("POST", "/repos/acme/apis/issues/1/comments", {"body": "one more"})
    assert status == 403
    assert "secondary rate limit" in answer["message"]
    gh.clock.advance(timedelta(seconds=int(headers["Retry-After"]) + 1))
    assert (await bot.ask("POST", "/repos/acme/apis/issues/1/comments", {"body": "one more"}))[0] == 201


async def test_a_renamed_repository_answers_301_by_id(gh, bot):
    await opened(gh, 1)
    gh.seed.rename("acme/apis", "interfaces")
    status, answer, headers = await bot.ask("GET", "/repos/acme/apis/issues/1")
    assert (status, answer["message"]) == (301, "Moved Permanently")
    assert (await bot.ok("GET", headers["Location"]))["title"] == "T0"


async def test_a_missing_field_is_422_and_a_problem(gh, bot):
    status, _, _ = await bot.ask("POST", "/repos/acme/apis/issues", {"body": "no title"})
    assert status == 422
    assert gh.problems == ['issues/create: request (root): "title" is a required property']
    gh.problems.clear()


async def test_a_misspelt_property_is_ignored_there_and_a_problem_here(gh, bot):
    status, answer, _ = await bot.ask("POST", "/repos/acme/apis/issues", {"title": "T", "lables": ["x"]})
    assert (status, answer["labels"]) == (201, [])
    assert "lables" in gh.problems.pop()


async def test_a_misspelt_parameter_is_a_problem(gh, bot):
    await bot.ok("GET", "/repos/acme/apis/issues?lables=x")
    assert gh.problems.pop() == "issues/list-for-repo: unknown query parameter 'lables'"


async def test_broken_json_is_400(gh, bot):
    headers = {"Authorization": f"Bearer {bot.token}", "User-Agent": "test"}
    async with bot.client.post(gh.api_url + "/repos/acme/apis/issues", data=b"{", headers=headers) as response:
        assert (response.status, (await response.json())["message"]) == (400, "Problems parsing JSON")


async def test_what_is_in_the_contract_but_not_built_is_501_and_a_problem(bot, gh, monkeypatch):
    monkeypatch.delitem(ENDPOINTS, "issues/get")
    status, answer, _ = await bot.ask("GET", "/repos/acme/apis/issues/1")
    assert (status, answer["message"]) == (501, "The sandbox has not built issues/get")
    assert gh.problems.pop() == "issues/get: not built"


async def test_what_github_has_and_the_contract_has_not_is_501_and_a_problem(gh, bot):
    assert (await bot.ask("GET", "/repos/acme/apis/milestones"))[0] == 501
    assert gh.problems.pop() == "GET /repos/acme/apis/milestones: not in the sandbox's contract"


async def test_what_github_has_not_is_404(bot):
    assert (await bot.ask("GET", "/repos/acme/apis/nonsense"))[0] == 404


async def test_versions_can_be_asked_and_chosen(bot):
    assert await bot.ok("GET", "/versions") == list(VERSIONS)
    _, _, headers = await bot.ask("GET", "/versions", **{"X-GitHub-Api-Version": "2026-03-10"})
    assert headers["X-GitHub-Api-Version-Selected"] == "2026-03-10"
    assert (await bot.ask("GET", "/versions", **{"X-GitHub-Api-Version": "2019-01-01"}))[0] == 400


def test_every_operation_of_the_contract_has_its_permissions():
    assert set(rules()) == set(Contract.load().operations)


async def test_the_newer_version_has_lost_six_fields(gh, bot):
    await opened(gh, 1)
    old = await bot.ok("GET", "/repos/acme/apis/issues/1")
    _, new, _ = await bot.ask("GET", "/repos/acme/apis/issues/1", **{"X-GitHub-Api-Version": "2026-03-10"})
    assert set(old) - set(new) == {"assignee"}
    _, rate, _ = await bot.ask("GET", "/rate_limit", **{"X-GitHub-Api-Version": "2026-03-10"})
    assert set(rate) == {"resources"}


async def test_a_lenient_sandbox_ignores_what_github_ignores():
    async with Sandbox(strict=False) as gh:
        gh.seed.user("lee")
        gh.seed.repository("acme/apis")
        lee = gh.acting_as("lee")
        await lee.post("/repos/acme/apis/issues", {"title": "T", "lables": []})
        await lee.get("/repos/acme/apis/issues?lables=x")
        assert gh.problems == []


async def test_a_parameter_that_is_no_choice_is_a_problem(gh, bot):
    await bot.ok("GET", "/repos/acme/apis/issues?state=opne")
    assert gh.problems.pop().startswith("issues/list-for-repo: query parameter 'state': (root): \"opne\" is not one of")
