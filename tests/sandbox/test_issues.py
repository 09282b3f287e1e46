"""Issues over HTTP, with their hooks."""

import json
from datetime import timedelta


async def test_an_issue_opened_by_a_person_is_told_to_the_app_signed(gh, receiver):
    lee = gh.acting_as("lee")
    issue = await lee.post("/repos/acme/apis/issues", {"title": "Payments", "body": "An idea"})
    await gh.deliveries_settled()
    event, headers, raw = receiver.seen[0]
    payload = json.loads(raw)
    assert (event, payload["action"], payload["issue"]["number"]) == ("issues", "opened", issue["number"])
    assert payload["sender"]["login"] == "lee"
    assert headers["X-Hub-Signature-256"].startswith("sha256=")
    assert headers["X-GitHub-Hook-Installation-Target-Type"] == "integration"


async def test_the_hook_comes_before_the_data(gh, bot, receiver):
    await gh.acting_as("lee").post("/repos/acme/apis/issues", {"title": "Payments"})
    await gh.deliveries_settled()
    assert [event for event, _, _ in receiver.seen] == ["issues"]
    assert await bot.ok("GET", "/repos/acme/apis/issues") == []
    gh.clock.advance(timedelta(milliseconds=300))
    assert [i["title"] for i in await bot.ok("GET", "/repos/acme/apis/issues")] == ["Payments"]


async def test_labels_of_an_outsider_are_dropped_silently(gh):
    issue = await gh.acting_as("lee").post("/repos/acme/apis/issues", {"title": "T", "labels": ["stage: ga"]})
    assert issue["labels"] == []
