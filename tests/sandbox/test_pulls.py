"""Pull requests over HTTP, with their hooks."""

import json

import pytest

from bot.sandbox import Refused

PULLS = "/repos/acme/apis/pulls"


def told(receiver, event):
    return [json.loads(raw) for name, _, raw in receiver.seen if name == event]


def propose(gh, **changes):
    given = {"branch": "topic", "files": {"apis/payments.yaml": b"openapi: 3.1.1\n"}, "title": "Topic", "who": "ana"}
    return gh.seed.pull("acme/apis", **{**given, **changes})


async def test_an_opened_pull_request_is_told_with_its_ends_and_size(gh, bot, receiver):
    gh.seed.commit("acme/apis", files={"new.md": b"1\n2\n"}, who="ana", branch="topic")
    body = {"title": "Topic", "head": "topic", "base": "main", "body": "Why"}
    made = await bot.ok("POST", PULLS, body)
    assert made["user"]["login"] == "stagekeeper[bot]"
    assert (made["head"]["label"], made["base"]["ref"], made["mergeable"]) == ("acme:topic", "main", None)
    assert (made["commits"], made["changed_files"], made["additions"]) == (1, 1, 2)
    await gh.deliveries_settled()
    (event,) = told(receiver, "pull_request")
    assert (event["action"], event["number"]) == ("opened", made["number"])
    assert event["pull_request"]["head"]["sha"] == gh.git("acme/apis").resolve("topic")
    ref = await bot.ok("GET", f"/repos/acme/apis/git/ref/pull/{made['number']}/head")
    assert ref["object"]["sha"] == made["head"]["sha"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"head": "nope"}, {"resource": "PullRequest", "field": "head", "code": "invalid"}),
        ({"base": "nope"}, {"resource": "PullRequest", "field": "base", "code": "invalid"}),
        ({"title": ""}, {"resource": "PullRequest", "field": "title", "code": "missing_field"}),
        (
            {"head": "main"},
            {"resource": "PullRequest", "code": "custom", "message": "No commits between main and main"},
        ),
        ({}, {"resource": "PullRequest", "code": "custom", "message": "A pull request already exists for acme:topic."}),
    ],
)
async def test_what_cannot_be_opened_is_refused_as_github_does(gh, bot, changes, error):
    propose(gh)
    status, answer, _ = await bot.ask("POST", PULLS, {"title": "T", "head": "topic", "base": "main", **changes})
    assert (status, answer["message"], answer["errors"]) == (422, "Validation Failed", [error])


async def test_a_pull_request_is_found_by_its_head(gh, bot):
    number = propose(gh)
    propose(gh, branch="other", title="Other", files={"x": b"1"})
    gh.clock.advance(gh.store.lag)
    assert [p["number"] for p in await bot.ok("GET", f"{PULLS}?head=acme:topic&state=all")] == [number]
    assert [p["title"] for p in await bot.ok("GET", PULLS)] == ["Other", "Topic"]


async def test_mergeable_is_unknown_to_the_first_who_asks(gh, bot):
    number = propose(gh)
    assert (await bot.ok("GET", f"{PULLS}/{number}"))["mergeable"] is None
    second = await bot.ok("GET", f"{PULLS}/{number}")
    assert (second["mergeable"], second["mergeable_state"]) == (True, "clean")
    gh.seed.commit("acme/apis", files={"apis/payments.yaml": b"conflict\n"}, who="ana")
    assert (await bot.ok("GET", f"{PULLS}/{number}"))["mergeable"] is None
    third = await bot.ok("GET", f"{PULLS}/{number}")
    assert (third["mergeable"], third["mergeable_state"]) == (False, "dirty")


async def test_files_are_what_changed_since_the_branch_left_its_base(gh, bot):
    number = propose(gh, files={"README.md": None, "READ.md": b"# APIs\n", "apis/payments.yaml": b"a\n", "z": b"\0"})
    gh.seed.commit("acme/apis", files={"unrelated": b"1"}, who="ana")
    listed = await bot.ok("GET", f"{PULLS}/{number}/files")
    assert [(f["filename"], f["status"], f.get("previous_filename"), "patch" in f) for f in listed] == [
        ("READ.md", "renamed", "README.md", False),
        ("apis/payments.yaml", "modified", None, True),
        ("z", "added", None, False),
    ]
    commits = await bot.ok("GET", f"{PULLS}/{number}/commits")
    assert [c["commit"]["message"] for c in commits] == ["Topic"]


async def test_a_push_to_its_branch_is_told_as_synchronize(gh, bot, receiver):
    number = propose(gh)
    before = gh.git("acme/apis").resolve("topic")
    after = gh.seed.commit("acme/apis", files={"more": b"1"}, who="ana", branch="topic", hooks=True)
    await gh.deliveries_settled()
    event = told(receiver, "pull_request")[-1]
    assert (event["action"], event["before"], event["after"]) == ("synchronize", before, after)
    assert event["pull_request"]["head"]["sha"] == after
    assert gh.git("acme/apis").resolve(f"refs/pull/{number}/head") == after
    assert [e["action"] for e in told(receiver, "check_suite")] == ["requested", "requested"]


async def test_its_base_title_and_state_can_be_changed(gh, bot, receiver):
    number = propose(gh)
    gh.seed.commit("acme/apis", files={"other": b"1"}, who="ana", branch="develop")
    changed = await bot.ok("PATCH", f"{PULLS}/{number}", {"title": "New", "body": "Text", "base": "develop"})
    assert (changed["title"], changed["body"], changed["base"]["ref"]) == ("New", "Text", "develop")
    closed = await bot.ok("PATCH", f"{PULLS}/{number}", {"state": "closed"})
    assert (closed["state"], closed["merged"]) == ("closed", False)
    assert (await bot.ok("PATCH", f"{PULLS}/{number}", {"state": "open"}))["state"] == "open"
    await gh.deliveries_settled()
    actions = [e["action"] for e in told(receiver, "pull_request")]
    assert actions == ["opened", "edited", "edited", "closed", "reopened"]


async def test_a_stranger_may_not_change_it(gh):
    number = propose(gh)
    with pytest.raises(Refused) as refused:
        await gh.acting_as("lee").patch(f"{PULLS}/{number}", {"title": "Mine"})
    assert refused.value.status == 403


async def test_a_merge_closes_it_and_tells_the_push_too(gh, receiver):
    number = propose(gh)
    ana = gh.acting_as("ana")
    merged = await ana.put(f"{PULLS}/{number}/merge", {"merge_method": "squash"})
    assert merged["merged"] is True
    pull = await ana.get(f"{PULLS}/{number}")
    assert (pull["state"], pull["merged"], pull["merged_by"]["login"]) == ("closed", True, "ana")
    commit = gh.git("acme/apis").commit_of("main")
    assert (commit.oid, commit.message, commit.author.name) == (merged["sha"], f"Topic (#{number})\n", "ana")
    assert await ana.get(f"{PULLS}/{number}/merge") is None
    await gh.deliveries_settled()
    closed = told(receiver, "pull_request")[-1]
    assert (closed["action"], closed["pull_request"]["merged"]) == ("closed", True)
    assert told(receiver, "push")[-1]["after"] == merged["sha"]
    with pytest.raises(Refused) as refused:
        await ana.put(f"{PULLS}/{number}/merge", {})
    assert refused.value.status == 405


async def test_a_head_that_moved_is_not_merged(gh):
    number = propose(gh)
    with pytest.raises(Refused) as refused:
        await gh.acting_as("ana").put(f"{PULLS}/{number}/merge", {"sha": "f" * 40})
    assert (refused.value.status, refused.value.body["message"][:24]) == (409, "Head branch was modified")


async def test_a_draft_a_conflict_and_a_missing_approval_stop_the_merge(gh):
    ana = gh.acting_as("ana")
    drafted = propose(gh, draft=True)
    conflicting = propose(gh, branch="two", title="Two")
    gh.seed.commit("acme/apis", files={"apis/payments.yaml": b"other\n"}, who="ana")
    words = []
    for number in (drafted, conflicting):
        with pytest.raises(Refused) as refused:
            await ana.put(f"{PULLS}/{number}/merge")
        words.append((refused.value.status, refused.value.body["message"]))
    assert words == [(405, "Pull Request is still a draft"), (405, "Pull Request is not mergeable")]
    gh.seed.branch_rule("acme/apis", "main", approvals=1)
    third = propose(gh, branch="three", title="Three", files={"three": b"3"})
    with pytest.raises(Refused):
        await ana.put(f"{PULLS}/{third}/merge")
    with pytest.raises(Refused):
        await ana.post(f"{PULLS}/{third}/reviews", {"event": "APPROVE"})
    await gh.acting_as("olga").post(f"{PULLS}/{third}/reviews", {"event": "APPROVE"})
    assert (await ana.put(f"{PULLS}/{third}/merge"))["merged"] is True


async def test_a_required_check_stops_the_merge_until_it_passes(gh, bot):
    gh.seed.branch_rule("acme/apis", "main", checks={"stagekeeper": gh.app_id})
    number = propose(gh)
    head = gh.git("acme/apis").resolve("topic")
    ana, run = gh.acting_as("ana"), {"name": "stagekeeper", "head_sha": head}
    reasons = []
    for change in (None, {"status": "in_progress"}, {"conclusion": "failure"}):
        if change:
            await bot.ok("POST", "/repos/acme/apis/check-runs", {**run, **change})
        with pytest.raises(Refused) as refused:
            await ana.put(f"{PULLS}/{number}/merge")
        reasons.append(refused.value.body["message"].removeprefix('Required status check "stagekeeper" is '))
    assert reasons == ["expected.", "in progress.", "failing."]
    await bot.ok("POST", "/repos/acme/apis/check-runs", {**run, "conclusion": "neutral"})
    assert (await ana.put(f"{PULLS}/{number}/merge"))["merged"] is True


async def test_a_pull_request_from_a_fork_lives_in_both(gh, bot, receiver):
    number = propose(gh, who="lee", fork="lee")
    pull = await bot.ok("GET", f"{PULLS}/{number}")
    assert (pull["head"]["label"], pull["head"]["repo"]["full_name"]) == ("lee:topic", "lee/apis")
    assert pull["head"]["repo"]["fork"] is True
    head = pull["head"]["sha"]
    assert gh.git("acme/apis").resolve(f"refs/pull/{number}/head") == head
    run = await bot.ok("POST", "/repos/acme/apis/check-runs", {"name": "stagekeeper", "head_sha": head})
    assert run["pull_requests"] == []
    gh.clock.advance(gh.store.lag)
    found = await bot.ok("GET", f"/repos/acme/apis/commits/{head}/pulls")
    assert [p["number"] for p in found] == [number]
    await gh.deliveries_settled()
    assert {e["pull_request"]["number"] for e in told(receiver, "pull_request")} == {number}
    assert told(receiver, "push") == []  # the fork's pushes are not ours to hear


async def test_the_app_cannot_open_a_pull_request_from_a_fork_it_cannot_write(gh, bot):
    gh.seed.user("pat")
    propose(gh, who="lee", fork="lee")
    body = {"title": "T", "head": "lee:topic", "base": "main"}
    gh.seed.commit("lee/apis", files={"x": b"1"}, who="lee", branch="second")
    status, answer, _ = await bot.ask("POST", PULLS, {**body, "head": "lee:second"})
    assert (status, answer["errors"][0]["field"]) == (422, "fork_collab")
    allowed = await bot.ok("POST", PULLS, {**body, "head": "lee:second", "maintainer_can_modify": False})
    assert allowed["maintainer_can_modify"] is False


async def test_a_commit_on_the_way_in_knows_its_pull_request(gh, bot):
    number = propose(gh)
    head = gh.git("acme/apis").resolve("topic")
    gh.clock.advance(gh.store.lag)
    assert [p["number"] for p in await bot.ok("GET", f"/repos/acme/apis/commits/{head}/pulls")] == [number]
    main = gh.git("acme/apis").resolve("main")
    assert await bot.ok("GET", f"/repos/acme/apis/commits/{main}/pulls") == []


async def test_when_its_branch_is_gone_it_is_closed(gh, bot):
    number = propose(gh)
    await bot.ok("DELETE", "/repos/acme/apis/git/refs/heads/topic")
    assert (await bot.ok("GET", f"{PULLS}/{number}"))["state"] == "closed"
    status, _, _ = await bot.ask("PATCH", f"{PULLS}/{number}", {"state": "open"})
    assert status == 422


async def test_a_review_is_told(gh, receiver):
    number = propose(gh)
    await gh.acting_as("bo").post(f"{PULLS}/{number}/reviews", {"event": "REQUEST_CHANGES", "body": "No"})
    await gh.deliveries_settled()
    (event,) = told(receiver, "pull_request_review")
    assert (event["action"], event["review"]["state"]) == ("submitted", "changes_requested")


async def test_reviewers_are_asked_told_and_crossed_off_when_they_answer(gh, bot, receiver):
    number = propose(gh)
    path = f"{PULLS}/{number}/requested_reviewers"
    asked = await bot.ok("POST", path, {"reviewers": ["bo"], "team_reviewers": ["developer-network"]})
    assert [u["login"] for u in asked["requested_reviewers"]] == ["bo"]
    assert [t["slug"] for t in asked["requested_teams"]] == ["developer-network"]
    status, _, _ = await bot.ask("POST", path, {"reviewers": ["lee"]})
    assert status == 422
    review = await gh.acting_as("bo").post(f"{PULLS}/{number}/reviews", {"event": "APPROVE"})
    assert (await bot.ok("GET", path))["users"] == []
    await bot.ok("DELETE", path, {"reviewers": [], "team_reviewers": ["developer-network"]})
    body = {"message": "Stale", "event": "DISMISS"}
    dismissed = await gh.acting_as("ana").put(f"{PULLS}/{number}/reviews/{review['id']}/dismissals", body)
    assert dismissed["state"] == "DISMISSED"
    await gh.deliveries_settled()
    told_ = [(e["action"], "requested_team" in e) for e in told(receiver, "pull_request")[1:]]
    assert told_ == [("review_requested", False), ("review_requested", True), ("review_request_removed", True)]
    assert [e["action"] for e in told(receiver, "pull_request_review")] == ["submitted", "dismissed"]


async def test_a_merge_closes_the_issues_its_text_names(gh, receiver):
    lee = gh.acting_as("lee")
    numbers = [(await lee.post("/repos/acme/apis/issues", {"title": t}))["number"] for t in ("One", "Two")]
    number = propose(gh, body=f"Closes #{numbers[0]}, see #{numbers[1]}")
    await gh.acting_as("ana").put(f"{PULLS}/{number}/merge")
    states = [(await lee.get(f"/repos/acme/apis/issues/{n}"))["state"] for n in numbers]
    assert states == ["closed", "open"]
    await gh.deliveries_settled()
    assert [e["action"] for e in told(receiver, "issues")] == ["opened", "opened", "closed"]


async def test_its_branch_is_brought_up_to_date_with_its_base(gh, bot, receiver):
    number = propose(gh)
    ana = gh.acting_as("ana")
    gh.seed.commit("acme/apis", files={"meanwhile": b"1"}, who="ana")
    await ana.put(f"{PULLS}/{number}/update-branch")
    assert gh.git("acme/apis").read("topic", "meanwhile") is not None
    assert [f["filename"] for f in await ana.get(f"{PULLS}/{number}/files")] == ["apis/payments.yaml"]
    await gh.deliveries_settled()
    assert told(receiver, "pull_request")[-1]["action"] == "synchronize"
    with pytest.raises(Refused, match="no new commits"):
        await ana.put(f"{PULLS}/{number}/update-branch")


async def test_seen_as_an_issue_it_closes_and_reopens_by_the_same_rules(gh, bot):
    number = propose(gh)
    path = f"/repos/acme/apis/issues/{number}"
    closed = await bot.ok("PATCH", path, {"state": "closed"})
    assert (closed["state"], closed["state_reason"], closed["draft"]) == ("closed", None, False)
    await bot.ok("PATCH", path, {"state": "open"})
    await gh.acting_as("ana").put(f"{PULLS}/{number}/merge")
    assert (await bot.ok("GET", path))["pull_request"]["merged_at"] is not None
    status, _, _ = await bot.ask("PATCH", path, {"state": "open"})
    assert status == 422
