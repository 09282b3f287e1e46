"""Comments, labels, reactions and timeline as the bot uses them."""

import json


async def opened(gh, title="Payments"):
    return (await gh.acting_as("lee").post("/repos/acme/apis/issues", {"title": title}))["number"]


async def test_the_bots_comment_comes_back_as_a_webhook_with_its_suffix(gh, bot, receiver):
    number = await opened(gh)
    made = await bot.ok("POST", f"/repos/acme/apis/issues/{number}/comments", {"body": "Hello"})
    assert made["user"]["login"] == gh.bot_login
    assert made["user"]["type"] == "Bot"
    await gh.deliveries_settled()
    event, _, raw = receiver.seen[-1]
    assert event == "issue_comment"
    assert json.loads(raw)["sender"]["login"] == "stagekeeper[bot]"


async def test_an_edit_says_who_edited_and_what_was_there(gh, bot, receiver):
    number = await opened(gh)
    made = await bot.ok("POST", f"/repos/acme/apis/issues/{number}/comments", {"body": "one"})
    await gh.acting_as("ana").patch(f"/repos/acme/apis/issues/comments/{made['id']}", {"body": "two"})
    await gh.deliveries_settled()
    payload = json.loads(receiver.seen[-1][2])
    assert payload["action"] == "edited"
    assert payload["changes"]["body"]["from"] == "one"
    assert (payload["sender"]["login"], payload["comment"]["user"]["login"]) == ("ana", gh.bot_login)


async def test_an_outsider_cannot_edit_what_others_wrote(gh, bot):
    number = await opened(gh)
    made = await bot.ok("POST", f"/repos/acme/apis/issues/{number}/comments", {"body": "one"})
    bot.token = gh.person_token("lee")
    status, answer, _ = await bot.ask("PATCH", f"/repos/acme/apis/issues/comments/{made['id']}", {"body": "mine"})
    assert status == 403
    assert "write access" in answer["message"]


async def test_adding_a_label_makes_it_and_tells_the_app(gh, bot, receiver):
    number = await opened(gh)
    on = await bot.ok("POST", f"/repos/acme/apis/issues/{number}/labels", {"labels": ["stage: idea"]})
    assert [label["name"] for label in on] == ["stage: idea"]
    await gh.deliveries_settled()
    said = [(event, json.loads(raw)["action"]) for event, _, raw in receiver.seen]
    assert said[1:] == [("label", "created"), ("issues", "labeled")]


async def test_labels_may_come_as_a_bare_list(gh, bot):
    number = await opened(gh)
    assert len(await bot.ok("POST", f"/repos/acme/apis/issues/{number}/labels", ["a", "b"])) == 2


async def test_a_label_that_is_there_is_already_exists(gh, bot):
    await bot.ok("POST", "/repos/acme/apis/labels", {"name": "stage: idea", "color": "c0ffee"})
    status, answer, _ = await bot.ask("POST", "/repos/acme/apis/labels", {"name": "Stage: Idea"})
    assert status == 422
    assert answer["errors"] == [{"resource": "Label", "code": "already_exists", "field": "name"}]


async def test_a_label_that_is_too_long_is_refused(gh, bot):
    status, answer, _ = await bot.ask("POST", "/repos/acme/apis/labels", {"name": "x" * 51})
    assert (status, answer["errors"][0]["field"]) == (422, "name")


async def test_removing_a_label_that_is_not_on_is_404(gh, bot):
    number = await opened(gh)
    status, answer, _ = await bot.ask("DELETE", f"/repos/acme/apis/issues/{number}/labels/stage%3A%20ga")
    assert (status, answer["message"]) == (404, "Label does not exist")


async def test_removing_a_label_answers_with_those_that_stay(gh, bot):
    number = await opened(gh)
    await bot.ok("POST", f"/repos/acme/apis/issues/{number}/labels", {"labels": ["stage: idea", "bug"]})
    left = await bot.ok("DELETE", f"/repos/acme/apis/issues/{number}/labels/stage%3A%20idea")
    assert [label["name"] for label in left] == ["bug"]


async def test_a_second_reaction_of_the_same_kind_answers_200(gh, bot):
    number = await opened(gh)
    made = await bot.ok("POST", f"/repos/acme/apis/issues/{number}/comments", {"body": "Hello"})
    path = f"/repos/acme/apis/issues/comments/{made['id']}/reactions"
    assert (await bot.ask("POST", path, {"content": "+1"}))[0] == 201
    assert (await bot.ask("POST", path, {"content": "+1"}))[0] == 200
    assert (await bot.ok("GET", f"/repos/acme/apis/issues/comments/{made['id']}"))["reactions"]["+1"] == 1


async def test_a_deleted_comment_stands_in_the_timeline(gh, bot):
    number = await opened(gh)
    made = await bot.ok("POST", f"/repos/acme/apis/issues/{number}/comments", {"body": "Hello"})
    await gh.acting_as("olga").delete(f"/repos/acme/apis/issues/comments/{made['id']}")
    events = await gh.acting_as("lee").get(f"/repos/acme/apis/issues/{number}/timeline")
    assert [(e["event"], e["actor"]["login"]) for e in events] == [("comment_deleted", "olga")]
    assert (await bot.ask("GET", f"/repos/acme/apis/issues/comments/{made['id']}"))[0] == 404


async def test_a_pin_takes_the_place_of_the_one_before(gh, bot):
    number = await opened(gh)
    ids = [(await bot.ok("POST", f"/repos/acme/apis/issues/{number}/comments", {"body": b}))["id"] for b in "ab"]
    for id in ids:
        await bot.ok("PUT", f"/repos/acme/apis/issues/comments/{id}/pin")
    pinned = [(await bot.ok("GET", f"/repos/acme/apis/issues/comments/{id}"))["pin"] is not None for id in ids]
    assert pinned == [False, True]


async def test_a_locked_conversation_takes_no_comment_of_outsiders(gh, bot):
    number = await opened(gh)
    await gh.acting_as("ana").put(f"/repos/acme/apis/issues/{number}/lock", {"lock_reason": "resolved"})
    bot.token = gh.person_token("lee")
    assert (await bot.ask("POST", f"/repos/acme/apis/issues/{number}/comments", {"body": "But"}))[0] == 403


async def test_a_body_over_the_limit_is_refused_as_github_does(gh, bot):
    number = await opened(gh)
    status, answer, _ = await bot.ask("POST", f"/repos/acme/apis/issues/{number}/comments", {"body": "x" * 65_537})
    assert status == 422
    assert answer["errors"][0]["message"] == "body is too long (maximum is 65536 characters)"


async def test_issues_can_be_listed_by_label_state_and_time(gh, bot):
    first, second = await opened(gh, "first"), await opened(gh, "second")
    await bot.ok("POST", f"/repos/acme/apis/issues/{first}/labels", {"labels": ["stage: idea", "bug"]})
    await gh.acting_as("lee").patch(f"/repos/acme/apis/issues/{second}", {"state": "closed"})
    lee = gh.acting_as("lee")

    async def numbers(query):
        return [i["number"] for i in await lee.get(f"/repos/acme/apis/issues?{query}")]

    assert await numbers("labels=stage%3A%20idea,bug") == [first]
    assert await numbers("state=closed") == [second]
    assert await numbers("state=all&since=2026-03-02T09:00:01Z") == []
    assert await numbers("state=all") == [second, first]
