"""GraphQL as the bot asks it: the same state, GitHub's errors, costs and lag."""

from datetime import timedelta
from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, parse, validate

from bot.sandbox.graphql.endpoint import schema

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = [
    *sorted((ROOT / "bot/github/queries").glob("*.graphql")),
    *(ROOT / "tools/contract_documents").glob("*.graphql"),
]
THREAD = """
query Thread($owner: String!, $name: String!, $number: Int!) {
  viewer { login }
  rateLimit { cost }
  repository(owner: $owner, name: $name) {
    config: object(expression: "HEAD:README.md") { ... on Blob { oid byteSize isTruncated text } }
    issue(number: $number) {
      id title body state locked author { ...Who } editor { ...Who } reactionGroups { content viewerHasReacted }
      labels(first: 100) { nodes { name } }
      comments(first: 2) { totalCount pageInfo { hasNextPage endCursor } nodes { ...Said } }
      timelineItems(last: 100, itemTypes: [LABELED_EVENT, UNLABELED_EVENT, COMMENT_DELETED_EVENT]) {
        pageInfo { hasPreviousPage }
        nodes { __typename ... on LabeledEvent { createdAt actor { ...Who } label { name } }
          ... on CommentDeletedEvent { actor { ...Who } deletedCommentAuthor { ...Who } } } } } }
  organization(login: $owner) { team(slug: "developer-network") { members(first: 100) { nodes { databaseId login } } } }
}
fragment Said on IssueComment {
  id databaseId body isMinimized minimizedReason viewerDidAuthor author { ...Who } editor { ...Who }
  userContentEdits(first: 5) { nodes { diff editor { login } } } }
fragment Who on Actor { __typename login ... on User { databaseId } ... on Bot { databaseId } }
"""


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_document_fits_the_pruned_schema(path):
    document = parse(path.read_text())
    assert [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    assert validate(schema(), document) == []


async def test_one_query_sees_a_thread(gh, bot):
    number = (await gh.acting_as("lee").post("/repos/acme/apis/issues", {"title": "T", "body": "Idea"}))["number"]
    await bot.ok("POST", f"/repos/acme/apis/issues/{number}/labels", {"labels": ["stage: idea"]})
    card = await bot.ok("POST", f"/repos/acme/apis/issues/{number}/comments", {"body": "card"})
    await gh.acting_as("ana").patch(f"/repos/acme/apis/issues/comments/{card['id']}", {"body": "card, edited"})
    said = await gh.acting_as("lee").post(f"/repos/acme/apis/issues/{number}/comments", {"body": "hm"})
    await gh.acting_as("lee").delete(f"/repos/acme/apis/issues/comments/{said['id']}")
    gh.clock.advance(timedelta(seconds=1))
    answer = await bot.graphql(THREAD, owner="acme", name="apis", number=number)
    assert "errors" not in answer
    data = answer["data"]
    assert data["viewer"]["login"] == "stagekeeper[bot]"
    assert data["rateLimit"]["cost"] == 1
    assert data["repository"]["config"]["text"] == "# APIs\n"
    issue = data["repository"]["issue"]
    assert (issue["title"], issue["body"], issue["state"], issue["editor"]) == ("T", "Idea", "OPEN", None)
    assert issue["author"] == {"__typename": "User", "login": "lee", "databaseId": issue["author"]["databaseId"]}
    [comment] = issue["comments"]["nodes"]
    assert comment["author"]["login"] == "stagekeeper"
    assert comment["author"]["__typename"] == "Bot"
    assert comment["viewerDidAuthor"]
    assert comment["editor"]["login"] == "ana"
    versions = [(v["diff"], v["editor"]["login"]) for v in comment["userContentEdits"]["nodes"]]
    assert versions == [("card, edited", "ana"), ("card", "stagekeeper")]
    labeled, deleted = issue["timelineItems"]["nodes"]
    assert (labeled["__typename"], labeled["label"]["name"], labeled["actor"]["login"]) == (
        "LabeledEvent",
        "stage: idea",
        "stagekeeper",
    )
    assert (deleted["__typename"], deleted["deletedCommentAuthor"]["login"]) == ("CommentDeletedEvent", "lee")
    assert [m["login"] for m in data["organization"]["team"]["members"]["nodes"]] == ["ana", "bo"]


async def test_queries_lag_behind_writes(gh, bot):
    number = (await gh.acting_as("lee").post("/repos/acme/apis/issues", {"title": "T"}))["number"]
    query = 'query Q($n: Int!) { repository(owner: "acme", name: "apis") { issue(number: $n) { title } } }'
    assert (await bot.graphql(query, n=number))["errors"][0]["type"] == "NOT_FOUND"
    gh.clock.advance(timedelta(milliseconds=300))
    assert (await bot.graphql(query, n=number))["data"]["repository"]["issue"]["title"] == "T"


async def test_roots_fail_apart_and_say_where(gh, bot):
    gh.seed.user("solo")
    query = 'query Q { viewer { login } organization(login: "solo") { login } }'
    answer = await bot.graphql(query)
    assert answer["data"] == {"viewer": {"login": "stagekeeper[bot]"}, "organization": None}
    assert [(e["type"], e["path"]) for e in answer["errors"]] == [("NOT_FOUND", ["organization"])]


async def test_a_team_that_may_not_be_read_is_forbidden_not_empty(gh, bot):
    await bot.sign_in(permissions={"issues": "write"})
    query = """query Q { organization(login: "acme") {
      team(slug: "developer-network") { members(first: 9) { nodes { login } } } } }"""
    answer = await bot.graphql(query)
    assert answer["data"]["organization"]["team"] is None
    assert (answer["errors"][0]["type"], answer["errors"][0]["path"]) == ("FORBIDDEN", ["organization", "team"])


async def test_comments_are_paged_by_cursor(gh, bot):
    lee = gh.acting_as("lee")
    number = (await lee.post("/repos/acme/apis/issues", {"title": "T"}))["number"]
    ids = [(await lee.post(f"/repos/acme/apis/issues/{number}/comments", {"body": str(i)}))["id"] for i in range(5)]
    gh.clock.advance(timedelta(seconds=1))
    query = """query Q($n: Int!, $after: String) { repository(owner: "acme", name: "apis") { issue(number: $n) {
      comments(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { databaseId } } } } }"""
    seen, after, more = [], None, True
    while more:
        page = (await bot.graphql(query, n=number, after=after))["data"]["repository"]["issue"]["comments"]
        seen += [c["databaseId"] for c in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert seen == ids
    assert page["totalCount"] == 5


async def test_a_comment_is_hidden_and_shown(gh, bot):
    number = (await gh.acting_as("lee").post("/repos/acme/apis/issues", {"title": "T"}))["number"]
    made = await bot.ok("POST", f"/repos/acme/apis/issues/{number}/comments", {"body": "old"})
    hide = """mutation Hide($n: ID!) { minimizeComment(input: {subjectId: $n, classifier: OUTDATED}) {
      minimizedComment { isMinimized minimizedReason } } }"""
    answer = await bot.graphql(hide, n=made["node_id"])
    assert answer["data"]["minimizeComment"]["minimizedComment"] == {"isMinimized": True, "minimizedReason": "outdated"}


async def test_issues_are_found_by_any_of_the_labels(gh, bot):
    lee = gh.acting_as("lee")
    for title, label in [("a", "stage: idea"), ("b", "stage: ga"), ("c", "bug")]:
        number = (await lee.post("/repos/acme/apis/issues", {"title": title}))["number"]
        await bot.ok("POST", f"/repos/acme/apis/issues/{number}/labels", [label])
    gh.clock.advance(timedelta(seconds=1))
    query = """query Q { repository(owner: "acme", name: "apis") {
      issues(first: 50, labels: ["stage: idea", "stage: ga"], states: [OPEN]) { totalCount nodes { title } } } }"""
    issues = (await bot.graphql(query))["data"]["repository"]["issues"]
    assert [i["title"] for i in issues["nodes"]] == ["a", "b"]


async def test_a_connection_below_comments_is_paid_for(gh, bot):
    number = (await gh.acting_as("lee").post("/repos/acme/apis/issues", {"title": "T"}))["number"]
    gh.clock.advance(timedelta(seconds=1))
    query = """query Q($n: Int!) { rateLimit { cost } repository(owner: "acme", name: "apis") { issue(number: $n) {
      comments(first: 100) { nodes { id %s } } } } }"""
    edits = "a: userContentEdits(first: 5) { totalCount } b: userContentEdits(first: 5) { totalCount }"
    costs = [(await bot.graphql(query % below, n=number))["data"]["rateLimit"]["cost"] for below in ("", edits)]
    assert costs == [1, 2]


async def test_an_unbounded_connection_is_refused_and_a_problem(gh, bot):
    answer = await bot.graphql('query Q { repository(owner: "acme", name: "apis") { labels { totalCount } } }')
    assert answer["errors"][0]["type"] == "MISSING_PAGINATION_BOUNDARIES"
    assert len(gh.problems) == 1
    gh.problems.clear()


async def test_a_misspelt_variable_is_a_problem(gh, bot):
    await bot.graphql("query Q { viewer { login } }", labels=["x"])
    assert gh.problems == ["GraphQL Q: unknown variable 'labels'"]
    gh.problems.clear()


async def test_a_wrong_field_fails_at_once(gh, bot):
    answer = await bot.graphql("query Q { viewer { loginn } }")
    assert "Cannot query field 'loginn'" in answer["errors"][0]["message"]
    assert len(gh.problems) == 1
    gh.problems.clear()


async def test_a_blob_over_512000_bytes_is_cut_without_an_error(gh, bot):
    gh.seed.repository("acme/big", {"big.txt": b"x" * 600_000, "raw.bin": b"\x00\x01"})
    query = """query Q { repository(owner: "acme", name: "big") {
      big: object(expression: "HEAD:big.txt") { ... on Blob { byteSize isTruncated text } }
      raw: object(expression: "HEAD:raw.bin") { ... on Blob { isTruncated text } }
      none: object(expression: "HEAD:no") { oid } } }"""
    data = (await bot.graphql(query))["data"]["repository"]
    assert (data["big"]["byteSize"], data["big"]["isTruncated"], len(data["big"]["text"])) == (600_000, True, 512_000)
    assert data["raw"] == {"isTruncated": False, "text": None}
    assert data["none"] is None


async def test_the_graphql_quota_is_its_own(gh, bot):
    _, _, headers = await bot.ask("POST", gh.graphql_url, {"query": "query Q { viewer { login } }"})
    assert headers["X-RateLimit-Resource"] == "graphql"
    left = await bot.ok("GET", "/rate_limit")
    assert left["resources"]["graphql"]["used"] == 1
