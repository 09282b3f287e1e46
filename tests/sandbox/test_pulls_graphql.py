"""Pull requests, checks and git objects as GraphQL shows them."""

from datetime import UTC, datetime

LOOK = """
query Look($number: Int!, $path: String!, $app: Int!) {
  repository(owner: "acme", name: "apis") {
    pullRequest(number: $number) {
      id state isDraft merged mergedAt isCrossRepository mergeable headRefName headRefOid baseRefName baseRefOid
      headRepository { nameWithOwner }
      baseRef { target { ... on Commit { oid file(path: $path) { object { ... on Blob { oid isTruncated text } } } } } }
      files(first: 100) { totalCount nodes { path changeType additions deletions } }
      commits(last: 1) { nodes { commit { oid checkSuites(first: 5, filterBy: {appId: $app}) { nodes { status
        checkRuns(first: 10) { nodes { databaseId name externalId status conclusion } } } } } } }
    } } }
"""
OBJECT = """
query Object($at: String!) { repository(owner: "acme", name: "apis") { object(expression: $at) {
  __typename oid ... on Blob { byteSize isTruncated isBinary text } } } }
"""
HISTORY = """
query History($head: GitObjectID!, $path: String!, $after: String) { repository(owner: "acme", name: "apis") {
  object(oid: $head) { ... on Commit { history(first: 2, path: $path, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { oid committedDate file(path: $path) { object { oid } }
      associatedPullRequests(first: 5) { nodes { number merged mergeCommit { oid } } } } } } } } }
"""


async def look(bot, number, path="apis/payments.yaml"):
    answer = await bot.graphql(LOOK, number=number, path=path, app=bot.gh.app_id)
    assert "errors" not in answer, answer
    return answer["data"]["repository"]["pullRequest"]


async def test_one_query_sees_a_pull_request_with_files_base_and_check(gh, bot):
    files = {"README.md": None, "READ.md": b"# APIs\n", "apis/payments.yaml": b"a\nb\n", "new": b"1\n"}
    number = gh.seed.pull("acme/apis", branch="topic", files=files, title="Topic", who="ana", hooks=False)
    head = gh.git("acme/apis").resolve("topic")
    run = {"name": "stagekeeper", "head_sha": head, "external_id": head, "conclusion": "failure"}
    made = await bot.ok("POST", "/repos/acme/apis/check-runs", run)
    gh.clock.advance(gh.store.lag)
    pull = await look(bot, number)
    assert (pull["state"], pull["isDraft"], pull["merged"], pull["isCrossRepository"]) == ("OPEN", False, False, False)
    assert (pull["headRefName"], pull["headRefOid"], pull["baseRefName"]) == ("topic", head, "main")
    assert pull["baseRef"]["target"]["file"]["object"]["text"] == "openapi: 3.1.0\n"
    assert [(f["path"], f["changeType"]) for f in pull["files"]["nodes"]] == [
        ("READ.md", "RENAMED"),
        ("apis/payments.yaml", "MODIFIED"),
        ("new", "ADDED"),
    ]
    (commit,) = pull["commits"]["nodes"]
    (suite,) = commit["commit"]["checkSuites"]["nodes"]
    assert (commit["commit"]["oid"], suite["status"]) == (head, "COMPLETED")
    assert suite["checkRuns"]["nodes"] == [
        {"databaseId": made["id"], "name": "stagekeeper", "externalId": head}
        | {"status": "COMPLETED", "conclusion": "FAILURE"}
    ]


async def test_the_query_lags_behind_a_push_that_has_been_told(gh, bot):
    number = gh.seed.pull("acme/apis", branch="topic", files={"a": b"1"}, title="Topic", who="ana", hooks=False)
    before = (await look(bot, number))["headRefOid"]
    main = gh.git("acme/apis").resolve("main")
    after = gh.seed.commit("acme/apis", branch="topic", files={"a": b"2"}, who="ana", hooks=True)
    gh.seed.commit("acme/apis", files={"apis/payments.yaml": b"new\n"}, who="ana", hooks=True)
    stale = await look(bot, number)
    assert (stale["headRefOid"], stale["baseRef"]["target"]["oid"]) == (before, main)
    assert stale["baseRef"]["target"]["file"]["object"]["text"] == "openapi: 3.1.0\n"
    gh.clock.advance(gh.store.lag)
    fresh = await look(bot, number)
    assert (fresh["headRefOid"], fresh["baseRef"]["target"]["file"]["object"]["text"]) == (after, "new\n")


async def test_a_merged_one_and_one_from_a_fork_say_so(gh, bot):
    merged = gh.seed.pull("acme/apis", branch="topic", files={"a": b"1"}, title="Topic", who="ana", hooks=False)
    await gh.acting_as("ana").put(f"/repos/acme/apis/pulls/{merged}/merge")
    forked = gh.seed.pull("acme/apis", branch="b", files={"b": b"1"}, title="B", who="lee", fork="lee", hooks=False)
    told = [await look(bot, number) for number in (merged, forked)]
    assert [(p["state"], p["merged"], p["isCrossRepository"]) for p in told] == [
        ("MERGED", True, False),
        ("OPEN", False, True),
    ]
    assert told[1]["headRepository"]["nameWithOwner"] == "lee/apis"
    assert told[1]["commits"]["nodes"][0]["commit"]["oid"] == told[1]["headRefOid"]


async def test_blobs_are_found_by_expression_and_cut_at_512000_bytes(gh, bot):
    big = b"x" * 600_000
    gh.seed.commit("acme/apis", files={"big": big, "odd name": b"\0\1", "apis/ü.yaml": "ü\n".encode()}, who="ana")
    main = gh.git("acme/apis").resolve("main")

    async def ask(at):
        answer = await bot.graphql(OBJECT, at=at)
        return answer["data"]["repository"]["object"]

    cut = await ask("HEAD:big")
    assert (len(cut["text"]), cut["isTruncated"], cut["byteSize"]) == (512_000, True, 600_000)
    binary = await ask("main:odd name")
    assert (binary["text"], binary["isBinary"]) == (None, True)
    assert (await ask(f"{main}:apis/ü.yaml"))["text"] == "ü\n"
    assert (await ask("main:apis"))["__typename"] == "Tree"
    assert [await ask(at) for at in ("main:nope", "nope:big", ":big", "")] == [None] * 4


async def test_the_history_of_a_file_has_each_blob_and_the_pull_request_that_brought_it(gh, bot):
    at = datetime(2026, 2, 1, 12, tzinfo=UTC)
    path = "apis/payments.yaml"
    direct = gh.seed.commit("acme/apis", files={path: b"2\n"}, who="ana", at=at)
    gh.seed.commit("acme/apis", files={"unrelated": b"1"}, who="ana")
    number = gh.seed.pull("acme/apis", branch="topic", files={path: b"3\n"}, title="Topic", who="ana", hooks=False)
    merged = await gh.acting_as("ana").put(f"/repos/acme/apis/pulls/{number}/merge", {"merge_method": "squash"})
    answer = await bot.graphql(HISTORY, head=merged["sha"], path=path)
    page = answer["data"]["repository"]["object"]["history"]
    newest, older = page["nodes"]
    repo = gh.git("acme/apis")
    assert (newest["oid"], newest["file"]["object"]["oid"]) == (merged["sha"], repo.write_blob(b"3\n"))
    gh.clock.advance(gh.store.lag)
    answer = await bot.graphql(HISTORY, head=merged["sha"], path=path)
    newest, older = answer["data"]["repository"]["object"]["history"]["nodes"]
    assert newest["associatedPullRequests"]["nodes"] == [
        {"number": number, "merged": True, "mergeCommit": {"oid": merged["sha"]}}
    ]
    assert (older["oid"], older["committedDate"]) == (direct, "2026-02-01T12:00:00Z")
    assert older["associatedPullRequests"]["nodes"] == []
    cursor = page["pageInfo"]["endCursor"]
    rest = await bot.graphql(HISTORY, head=merged["sha"], path=path, after=cursor)
    page = rest["data"]["repository"]["object"]["history"]
    assert (len(page["nodes"]), page["pageInfo"]["hasNextPage"]) == (1, False)
