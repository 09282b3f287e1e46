"""Mishaps on demand: requests that fail, deliveries that are lost, late, twice, out of order."""

import asyncio
import hashlib
import hmac
import json
from datetime import timedelta

import aiohttp
import pytest


async def opened(gh):
    return (await gh.acting_as("lee").post("/repos/acme/apis/issues", {"title": "T"}))["number"]


async def test_a_request_fails_as_often_as_asked(gh, bot):
    gh.faults.add("issues/list-for-repo", "bad-gateway", times=2)
    statuses = [(await bot.ask("GET", "/repos/acme/apis/issues"))[0] for _ in range(3)]
    assert statuses == [502, 502, 200]


async def test_a_write_may_take_although_its_answer_is_lost(gh, bot):
    number = await opened(gh)
    gh.faults.add("issues/create-comment", "lost-answer")
    status, _, _ = await bot.ask("POST", f"/repos/acme/apis/issues/{number}/comments", {"body": "once"})
    assert status == 502
    comments = await gh.acting_as("lee").get(f"/repos/acme/apis/issues/{number}/comments")
    assert [c["body"] for c in comments] == ["once"]


async def test_a_connection_can_break(gh, bot):
    gh.faults.add("issues/list-for-repo", drop=True, times=2)  # aiohttp itself repeats a GET once
    with pytest.raises(aiohttp.ClientError):
        await bot.ask("GET", "/repos/acme/apis/issues")


async def test_a_fault_may_be_meant_for_one_actor_only(gh, bot):
    number = await opened(gh)
    gh.faults.add("issues/create-comment", "bad-gateway", actor="stagekeeper[bot]")
    assert (await gh.acting_as("lee").post(f"/repos/acme/apis/issues/{number}/comments", {"body": "lee's"}))["id"]
    path = f"/repos/acme/apis/issues/{number}/comments"
    assert [(await bot.ask("POST", path, {"body": "ours"}))[0] for _ in range(2)] == [502, 201]


async def test_a_fault_may_be_meant_for_a_later_write_whatever_it_is(gh, bot):
    number = await opened(gh)
    gh.faults.add("*", "bad-gateway", actor="stagekeeper[bot]", writes=True, skip=1)
    path = f"/repos/acme/apis/issues/{number}"
    assert (await bot.ask("POST", f"{path}/comments", {"body": "first"}))[0] == 201
    assert (await bot.ask("GET", path))[0] == 200
    await bot.graphql("query Me { viewer { login } }")
    assert (await bot.ask("PUT", f"{path}/labels", {"labels": []}))[0] == 502
    assert gh.faults.left == ()


async def test_a_mutation_is_a_write(gh, bot):
    gh.faults.add("*", "bad-gateway", writes=True)
    say = 'mutation Say { addComment(input: {subjectId: "x", body: "x"}) { clientMutationId } }'
    assert (await bot.ask("POST", gh.graphql_url, {"query": say}))[0] == 502


@pytest.mark.parametrize(("after", "said_meanwhile"), [(False, []), (True, ["once"])], ids=["before", "after"])
async def test_a_request_is_held_until_it_may_go_on(gh, bot, after, said_meanwhile):
    path = f"/repos/acme/apis/issues/{await opened(gh)}/comments"
    gh.faults.add("issues/create-comment", hold=True, after=after)
    asking = asyncio.create_task(bot.ask("POST", path, {"body": "once"}))
    held = await gh.faults.held()
    assert held.key == "issues/create-comment"
    assert [one["body"] for one in await gh.acting_as("lee").get(path)] == said_meanwhile
    held.go_on()
    assert (await asking)[0] == 201
    assert [one["body"] for one in await gh.acting_as("lee").get(path)] == ["once"]


async def test_what_is_held_may_never_come(gh, bot):
    path = f"/repos/acme/apis/issues/{await opened(gh)}/comments"
    gh.faults.add("*", "hang", actor="stagekeeper[bot]")
    asking = asyncio.create_task(bot.ask("POST", path, {"body": "never"}))
    (await gh.faults.held()).drop()
    with pytest.raises(aiohttp.ClientError):
        await asking
    assert await gh.acting_as("lee").get(path) == []


async def test_a_mutation_is_held_too_and_calling_off_lets_it_go_on(gh, bot):
    number = await opened(gh)
    issue = await gh.acting_as("lee").get(f"/repos/acme/apis/issues/{number}")
    gh.faults.add("graphql:*", hold=True, writes=True)
    say = 'mutation Say($n: ID!) { addComment(input: {subjectId: $n, body: "x"}) { clientMutationId: subject { id } } }'
    asking = asyncio.create_task(bot.graphql(say, n=issue["node_id"]))
    assert (await gh.faults.held()).key == "graphql:Say"
    gh.faults.clear()
    assert "errors" not in await asking
    assert (await gh.acting_as("lee").get(f"/repos/acme/apis/issues/{number}"))["comments"] == 1


async def test_a_slow_answer_comes_all_the_same(gh, bot):
    gh.faults.add("issues/list-for-repo", delay_s=0.01)
    assert (await bot.ask("GET", "/repos/acme/apis/issues"))[0] == 200


async def test_limits_come_as_403_429_and_graphql_200(gh, bot):
    gh.faults.add("issues/list-for-repo", "secondary-limit")
    status, _, headers = await bot.ask("GET", "/repos/acme/apis/issues")
    assert (status, headers["retry-after"]) == (403, "1")
    gh.faults.add("issues/list-for-repo", "too-many-requests")
    assert (await bot.ask("GET", "/repos/acme/apis/issues"))[0] == 429
    gh.faults.add("graphql:Thread", "graphql-limit")
    answer = await bot.graphql("query Thread { viewer { login } }")
    assert answer["errors"][0]["type"] == "RATE_LIMITED"


async def test_a_mutation_may_take_although_its_answer_is_lost(gh, bot):
    number = await opened(gh)
    issue = await gh.acting_as("lee").get(f"/repos/acme/apis/issues/{number}")
    gh.faults.add("graphql:Say", "lost-answer")
    say = 'mutation Say($n: ID!) { addComment(input: {subjectId: $n, body: "x"}) { clientMutationId: subject { id } } }'
    status, _, _ = await bot.ask("POST", gh.graphql_url, {"query": say, "variables": {"n": issue["node_id"]}})
    assert status == 502
    assert (await gh.acting_as("lee").get(f"/repos/acme/apis/issues/{number}"))["comments"] == 1


async def test_a_dropped_delivery_stands_in_the_log_and_can_be_sent_again(gh, bot, receiver):
    gh.faults.add("hook:issues.opened", "lost")
    await opened(gh)
    await gh.deliveries_settled()
    assert receiver.seen == []
    bot.token = bot.app_jwt()
    [failed] = await bot.ok("GET", "/app/hook/deliveries?status=failure")
    assert (failed["event"], failed["action"], failed["status_code"]) == ("issues", "opened", 502)
    whole = await bot.ok("GET", f"/app/hook/deliveries/{failed['id']}")
    assert whole["request"]["payload"]["issue"]["title"] == "T"
    assert (await bot.ask("POST", f"/app/hook/deliveries/{failed['id']}/attempts"))[0] == 202
    await gh.deliveries_settled()
    assert receiver.seen[0][1]["X-GitHub-Delivery"] == failed["guid"]
    newest = (await bot.ok("GET", "/app/hook/deliveries"))[0]
    assert (newest["guid"], newest["redelivery"], newest["status"]) == (failed["guid"], True, "OK")


async def test_github_does_not_send_again_by_itself(gh, bot, receiver):
    receiver.status = 500
    await opened(gh)
    await gh.deliveries_settled()
    gh.clock.advance(timedelta(hours=5))
    assert len(receiver.seen) == 1
    bot.token = bot.app_jwt()
    assert (await bot.ok("GET", "/app/hook/deliveries"))[0]["status_code"] == 500


async def test_deliveries_reach_back_three_days(gh, bot):
    await opened(gh)
    await gh.deliveries_settled()
    bot.token = bot.app_jwt()
    assert len(await bot.ok("GET", "/app/hook/deliveries")) == 1
    gh.clock.advance(timedelta(days=3, seconds=1))
    assert await bot.ok("GET", "/app/hook/deliveries") == []


async def test_deliveries_are_paged_by_cursor(gh, bot):
    for _ in range(3):
        await opened(gh)
    await gh.deliveries_settled()
    bot.token = bot.app_jwt()
    _, first, headers = await bot.ask("GET", "/app/hook/deliveries?per_page=2")
    _, second, _ = await bot.ask("GET", headers["Link"].split("<")[1].split(">")[0])
    assert [len(first), len(second)] == [2, 1]


async def test_a_delivery_comes_twice_under_one_guid_or_two(gh, receiver):
    gh.faults.add("hook:issues.opened", "twice")
    await opened(gh)
    await gh.deliveries_settled()
    assert len({h["X-GitHub-Delivery"] for _, h, _ in receiver.seen}) == 1
    gh.faults.add("hook:issues.opened", "twice-anew")
    await opened(gh)
    await gh.deliveries_settled()
    assert len(receiver.seen) == 4
    assert len({h["X-GitHub-Delivery"] for _, h, _ in receiver.seen}) == 3


async def test_deliveries_change_places(gh, bot, receiver):
    gh.faults.add("hook:issues.opened", "out-of-order")
    number = await opened(gh)
    await bot.ok("POST", f"/repos/acme/apis/issues/{number}/comments", {"body": "x"})
    await gh.deliveries_settled()
    assert sorted(event for event, _, _ in receiver.seen) == ["issue_comment", "issues"]
    assert gh.hooks.log[0].event == "issue_comment"


async def test_a_late_delivery_comes_when_the_clock_says_so(gh, receiver):
    gh.faults.add("hook:issues.opened", "late")
    await opened(gh)
    await gh.deliveries_settled()
    assert receiver.seen == []
    gh.clock.advance(timedelta(minutes=1))
    await gh.deliveries_settled()
    assert len(receiver.seen) == 1


async def test_signatures_are_of_the_raw_bytes(gh, receiver):
    await opened(gh)
    await gh.deliveries_settled()
    _, headers, raw = receiver.seen[0]
    secret = gh.webhook_secret.encode()
    assert headers["X-Hub-Signature-256"] == "sha256=" + hmac.new(secret, raw, hashlib.sha256).hexdigest()
    assert headers["X-Hub-Signature"] == "sha1=" + hmac.new(secret, raw, hashlib.sha1).hexdigest()
    assert json.loads(raw)["installation"]["id"]


async def test_a_hook_the_app_may_not_read_is_not_sent(gh, receiver):
    gh.seed.install("acme", permissions={"metadata": "read", "contents": "read"})
    await opened(gh)
    await gh.deliveries_settled()
    assert receiver.seen == []


async def test_faults_and_clock_can_be_arranged_from_another_process(gh, bot):
    async with bot.client.post(gh.url + "/_sandbox/faults", json={"match": "issues/get", "preset": "bad-gateway"}) as r:
        assert (r.status, await r.json()) == (200, {"left": 1})
    async with bot.client.post(gh.url + "/_sandbox/faults", json={"match": "issues/get", "preset": "nonsense"}) as r:
        assert r.status == 400
        assert "no preset 'nonsense'" in (await r.json())["message"]
    before = gh.clock.now()
    async with bot.client.post(gh.url + "/_sandbox/clock", json={"advance_s": 86400}) as r:
        assert r.status == 200
    assert gh.clock.now() - before == timedelta(days=1)
    async with bot.client.post(gh.url + "/_sandbox/as/lee") as r:
        assert (await r.json())["token"].startswith("ghp_")
    async with bot.client.get(gh.url + "/_sandbox/calls") as r:
        assert (await r.json())[0]["operation"] == "apps/get-repo-installation"


async def test_writes_can_be_exported_to_play_them_again(gh, bot):
    await opened(gh)
    async with bot.client.get(gh.url + "/_sandbox/export") as answer:
        last = (await answer.json())[-1]
    assert (last["as"], last["method"], last["path"]) == ("lee", "POST", "/api/v3/repos/acme/apis/issues")
    assert last["body"] == {"title": "T"}
