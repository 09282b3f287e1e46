"""The merge queue, with its hooks."""

import json

import pytest

from bot.sandbox import Refused
from bot.sandbox.acts import queue
from bot.sandbox.code.records import Pull, QueueEntry
from bot.sandbox.records import Account


def told(receiver, event):
    return [json.loads(raw) for name, _, raw in receiver.seen if name == event]


@pytest.fixture
def numbers(gh):
    """Two pull requests whose own checks have passed."""
    gh.seed.branch_rule("acme/apis", "main", checks={"stagekeeper": gh.app_id}, merge_queue=True)
    make = [("one", b"1"), ("two", b"2")]
    return [
        gh.seed.pull("acme/apis", branch=b, files={b: text}, title=b.title(), who="ana", hooks=False)
        for b, text in make
    ]


async def check(bot, oid, conclusion="success"):
    run = {"name": "stagekeeper", "head_sha": oid, "conclusion": conclusion}
    await bot.ok("POST", "/repos/acme/apis/check-runs", run)


async def enqueue(gh, bot, number):
    await check(bot, gh.git("acme/apis").resolve(f"refs/pull/{number}/head"))
    tx = gh.begin()
    entry = queue.enqueue(tx, gh.git_store, tx[Account].one(login="ana"), tx[Pull].one(number=number))
    gh.commit(tx)
    return entry


async def test_the_queue_waits_for_the_check_on_its_own_commit_then_merges(gh, bot, receiver, numbers):
    entry = await enqueue(gh, bot, numbers[0])
    await gh.deliveries_settled()
    (group,) = told(receiver, "merge_group")
    assert (group["action"], group["merge_group"]["head_sha"]) == ("checks_requested", entry.head_oid)
    assert group["merge_group"]["head_ref"].startswith(f"refs/heads/gh-readonly-queue/main/pr-{numbers[0]}-")
    assert gh.git("acme/apis").resolve("main") == entry.base_oid
    await check(bot, entry.head_oid)
    assert gh.git("acme/apis").resolve("main") == entry.head_oid
    assert (await bot.ok("GET", f"/repos/acme/apis/pulls/{numbers[0]}"))["merged"] is True
    await gh.deliveries_settled()
    assert told(receiver, "merge_group")[-1]["reason"] == "merged"
    assert gh.git("acme/apis").refs("refs/heads/gh-readonly-queue/") == {}


async def test_the_second_is_tried_on_top_of_the_first(gh, bot, numbers):
    first, second = [await enqueue(gh, bot, number) for number in numbers]
    assert second.base_oid == first.head_oid
    await check(bot, second.head_oid)
    assert gh.git("acme/apis").resolve("main") == first.base_oid
    await check(bot, first.head_oid)
    assert gh.git("acme/apis").resolve("main") == second.head_oid


async def test_a_failed_check_throws_out_its_pull_request_and_the_next_is_tried_anew(gh, bot, receiver, numbers):
    first, second = [await enqueue(gh, bot, number) for number in numbers]
    await check(bot, first.head_oid, "failure")
    await gh.deliveries_settled()
    dequeued = [e for e in told(receiver, "pull_request") if e["action"] == "dequeued"]
    assert [(e["number"], e["reason"]) for e in dequeued] == [(numbers[0], "CI_FAILURE")]
    (left,) = gh.store.present[QueueEntry]
    assert left.pull_id == second.pull_id
    assert left.base_oid == first.base_oid
    await check(bot, left.head_oid)
    assert (await bot.ok("GET", f"/repos/acme/apis/pulls/{numbers[1]}"))["merged"] is True


async def test_the_button_does_not_go_round_the_queue(gh, bot, numbers):
    await check(bot, gh.git("acme/apis").resolve("one"))
    with pytest.raises(Refused) as refused:
        await gh.acting_as("ana").put(f"/repos/acme/apis/pulls/{numbers[0]}/merge")
    assert refused.value.body["message"] == "Changes must be made through the merge queue"


async def test_the_queue_can_be_read(gh, bot, numbers):
    entry = await enqueue(gh, bot, numbers[0])
    gh.clock.advance(gh.store.lag)
    document = """query { repository(owner: "acme", name: "apis") { mergeQueue(branch: "main") {
      entries(first: 10) { nodes { position headCommit { oid } pullRequest { number } } } } } }"""
    answer = await bot.graphql(document)
    nodes = answer["data"]["repository"]["mergeQueue"]["entries"]["nodes"]
    assert nodes == [{"position": 1, "headCommit": {"oid": entry.head_oid}, "pullRequest": {"number": numbers[0]}}]
