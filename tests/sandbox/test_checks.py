"""Check runs over HTTP, with their hooks and buttons."""

import json

import pytest

from bot.sandbox.acts import checks
from bot.sandbox.code.records import CheckRun
from bot.sandbox.records import Account

RUNS = "/repos/acme/apis/check-runs"
ACTION = {"label": "Recheck", "description": "Look at it again", "identifier": "recheck"}


@pytest.fixture
def head(gh):
    gh.seed.pull("acme/apis", branch="topic", files={"a.yaml": b"1\n"}, title="Topic", who="ana", hooks=False)
    return gh.git("acme/apis").resolve("topic")


def told(receiver, event):
    return [json.loads(raw) for name, _, raw in receiver.seen if name == event]


def remark(line, **more):
    return {
        "path": "a.yaml",
        "start_line": line,
        "end_line": line,
        "annotation_level": "failure",
        "message": "No",
        **more,
    }


async def test_a_check_is_reported_with_its_pull_request_and_told(gh, bot, receiver, head):
    run = await bot.ok("POST", RUNS, {"name": "stagekeeper", "head_sha": head, "external_id": head})
    assert (run["status"], run["conclusion"], run["external_id"]) == ("queued", None, head)
    assert [p["number"] for p in run["pull_requests"]] == [1]
    output = {"title": "1 breaking change", "summary": "See the lines", "annotations": [remark(1)]}
    done = await bot.ok("PATCH", f"{RUNS}/{run['id']}", {"conclusion": "failure", "output": output})
    assert (done["status"], done["conclusion"], done["output"]["annotations_count"]) == ("completed", "failure", 1)
    await gh.deliveries_settled()
    assert [e["action"] for e in told(receiver, "check_run")] == ["created", "completed"]
    assert told(receiver, "check_suite")[-1]["check_suite"]["conclusion"] == "failure"


async def test_annotations_are_added_to_those_there_are(gh, bot, head):
    first = {"title": "T", "summary": "S", "annotations": [remark(n) for n in range(1, 51)]}
    run = await bot.ok("POST", RUNS, {"name": "stagekeeper", "head_sha": head, "output": first})
    more = {"title": "T", "summary": "S", "annotations": [remark(51, start_column=1, end_column=2)]}
    await bot.ok("PATCH", f"{RUNS}/{run['id']}", {"output": more})
    gh.clock.advance(gh.store.lag)
    listed = await bot.ok("GET", f"{RUNS}/{run['id']}/annotations?per_page=100")
    assert ([a["start_line"] for a in listed], listed[-1]["start_column"]) == (list(range(1, 52)), 1)


@pytest.mark.parametrize(
    "change",
    [
        {"output": {"title": "T", "summary": "S", "annotations": [remark(1)] * 51}},
        {"output": {"title": "T", "summary": "x" * 65_536}},
        {"actions": [ACTION] * 4},
        {"actions": [{**ACTION, "label": "x" * 21}]},
        {"actions": [{**ACTION, "identifier": "x" * 21}]},
    ],
    ids=["51-annotations", "long-summary", "4-buttons", "long-label", "long-identifier"],
)
async def test_what_the_description_forbids_is_refused_and_noted(gh, bot, head, change):
    status, _, _ = await bot.ask("POST", RUNS, {"name": "stagekeeper", "head_sha": head, **change})
    assert status == 422
    assert gh.problems.pop().startswith("checks/create: request")


@pytest.mark.parametrize(
    "change",
    [
        {"output": {"title": "T", "summary": "S", "annotations": [remark(1, title="x" * 256)]}},
        {"output": {"title": "T", "summary": "S", "annotations": [remark(1, message="x" * 65_537)]}},
        {"output": {"title": "T", "summary": "S", "annotations": [remark(1, end_line=2, start_column=1)]}},
        {"conclusion": "stale"},
        {"status": "completed"},
        {"head_sha": "f" * 40},
    ],
    ids=["long-title", "long-message", "columns-on-two-lines", "stale", "no-conclusion", "unknown-commit"],
)
async def test_what_only_githubs_pages_forbid_is_refused_too(bot, head, change):
    status, _, _ = await bot.ask("POST", RUNS, {"name": "stagekeeper", "head_sha": head, **change})
    assert status == 422


async def test_only_the_newest_run_of_a_name_is_listed_unless_all_are_wanted(gh, bot, head):
    for conclusion in ("failure", "success"):
        await bot.ok("POST", RUNS, {"name": "stagekeeper", "head_sha": head, "conclusion": conclusion})
    gh.clock.advance(gh.store.lag)
    latest = await bot.ok("GET", f"/repos/acme/apis/commits/{head}/check-runs?check_name=stagekeeper")
    assert [r["conclusion"] for r in latest["check_runs"]] == ["success"]
    everything = await bot.ok("GET", "/repos/acme/apis/commits/topic/check-runs?filter=all")
    assert everything["total_count"] == 2
    suites = await bot.ok("GET", f"/repos/acme/apis/commits/{head}/check-suites?app_id={gh.app_id}")
    assert [(s["conclusion"], s["latest_check_runs_count"]) for s in suites["check_suites"]] == [("success", 1)]


async def test_a_pressed_button_leaves_nothing_but_the_event(gh, bot, receiver, head):
    run = await bot.ok("POST", RUNS, {"name": "stagekeeper", "head_sha": head, "actions": [ACTION]})
    before = await bot.ok("GET", f"{RUNS}/{run['id']}")
    tx = gh.begin()
    checks.press(tx, tx[Account].one(login="ana"), tx[CheckRun][run["id"]], "recheck")
    gh.commit(tx)
    await gh.deliveries_settled()
    event = told(receiver, "check_run")[-1]
    assert (event["action"], event["requested_action"]) == ("requested_action", {"identifier": "recheck"})
    assert (event["sender"]["login"], event["check_run"]["id"]) == ("ana", run["id"])
    assert await bot.ok("GET", f"{RUNS}/{run['id']}") == before


async def test_asking_again_resets_the_suite_and_leaves_the_run(gh, bot, receiver, head):
    run = await bot.ok("POST", RUNS, {"name": "stagekeeper", "head_sha": head, "conclusion": "failure"})
    await bot.ok("POST", f"{RUNS}/{run['id']}/rerequest")
    suite = await bot.ok("GET", f"/repos/acme/apis/check-suites/{run['check_suite']['id']}")
    assert (suite["status"], suite["conclusion"]) == ("queued", None)
    assert (await bot.ok("GET", f"{RUNS}/{run['id']}"))["conclusion"] == "failure"
    await gh.deliveries_settled()
    assert told(receiver, "check_run")[-1]["action"] == "rerequested"
    await bot.ok("POST", f"/repos/acme/apis/check-suites/{suite['id']}/rerequest")
    await gh.deliveries_settled()
    assert told(receiver, "check_suite")[-1]["action"] == "rerequested"


async def test_people_do_not_report_checks(gh, head):
    ana = gh.acting_as("ana")
    with pytest.raises(Exception, match="answered 403"):
        await ana.post(RUNS, {"name": "stagekeeper", "head_sha": head})
