"""The git database over HTTP."""

import base64
import json

import pytest

from bot.sandbox import Refused


@pytest.fixture
async def main(bot):
    return (await bot.ok("GET", "/repos/acme/apis/git/ref/heads/main"))["object"]["sha"]


async def raw(bot, path):
    headers = {"Authorization": f"Bearer {bot.token}", "Accept": "application/vnd.github.raw+json"}
    async with bot.client.get(bot.gh.api_url + path, headers=headers) as response:
        assert response.content_type == "application/vnd.github.raw+json"
        return await response.read()


def told(receiver, event):
    return [json.loads(raw) for name, _, raw in receiver.seen if name == event]


async def test_blobs_trees_commits_and_refs_make_a_branch(gh, bot, receiver, main):
    base = "/repos/acme/apis/git"
    blob = await bot.ok("POST", f"{base}/blobs", {"content": "b3BlbmFwaTogMw==", "encoding": "base64"})
    entries = [
        {"path": "apis/payments_v2.yaml", "mode": "100644", "type": "blob", "sha": blob["sha"]},
        {"path": "CHANGELOG.md", "mode": "100644", "type": "blob", "content": "new\n"},
        {"path": "README.md", "mode": "100644", "type": "blob", "sha": None},
    ]
    tree = await bot.ok("POST", f"{base}/trees", {"base_tree": main, "tree": entries})
    assert [e["path"] for e in tree["tree"]] == ["CHANGELOG.md", "apis"]
    commit = await bot.ok("POST", f"{base}/commits", {"message": "v2", "tree": tree["sha"], "parents": [main]})
    assert commit["author"]["name"] == "stagekeeper[bot]"
    ref = await bot.ok("POST", f"{base}/refs", {"ref": "refs/heads/payments-v2", "sha": commit["sha"]})
    assert (ref["ref"], ref["object"]["type"]) == ("refs/heads/payments-v2", "commit")
    whole = await bot.ok("GET", f"{base}/trees/payments-v2?recursive=1")
    assert [e["path"] for e in whole["tree"]] == [
        "CHANGELOG.md",
        "apis",
        "apis/payments.yaml",
        "apis/payments_v2.yaml",
    ]
    await gh.deliveries_settled()
    (push,) = told(receiver, "push")
    assert (push["ref"], push["created"], push["before"]) == ("refs/heads/payments-v2", True, "0" * 40)
    assert push["commits"][0]["added"] == ["CHANGELOG.md", "apis/payments_v2.yaml"]
    assert push["commits"][0]["removed"] == ["README.md"]
    (suite,) = told(receiver, "check_suite")
    assert (suite["action"], suite["check_suite"]["head_sha"]) == ("requested", commit["sha"])


async def test_a_ref_that_is_there_cannot_be_made_again(bot, main):
    status, answer, _ = await bot.ask("POST", "/repos/acme/apis/git/refs", {"ref": "refs/heads/main", "sha": main})
    assert (status, answer["message"]) == (422, "Reference already exists")


async def test_a_ref_moves_forward_only_unless_forced(gh, bot, main):
    gh.seed.commit("acme/apis", files={"a": b"1"}, who="ana")
    path = "/repos/acme/apis/git/refs/heads/main"
    status, answer, _ = await bot.ask("PATCH", path, {"sha": main})
    assert (status, answer["message"]) == (422, "Update is not a fast forward")
    assert (await bot.ok("PATCH", path, {"sha": main, "force": True}))["object"]["sha"] == main


@pytest.mark.parametrize(
    ("method", "path", "body", "message"),
    [
        ("PATCH", "refs/heads/nope", {"sha": "f" * 40}, "Reference does not exist"),
        ("DELETE", "refs/heads/nope", None, "Reference does not exist"),
        ("POST", "refs", {"ref": "refs/heads/x", "sha": "f" * 40}, "Object does not exist"),
        ("POST", "commits", {"message": "m", "tree": "f" * 40}, "Tree SHA does not exist or is not a tree object"),
        ("POST", "trees", {"base_tree": "f" * 40, "tree": []}, "base_tree is not a valid tree oid"),
        ("POST", "blobs", {"content": "%", "encoding": "base64"}, "content is not valid Base64"),
    ],
)
async def test_what_is_not_there_is_said_in_githubs_words(bot, method, path, body, message):
    status, answer, _ = await bot.ask(method, f"/repos/acme/apis/git/{path}", body)
    assert (status, answer["message"]) == (422, message)


async def test_matching_refs_are_those_that_begin_so(gh, bot):
    gh.seed.commit("acme/apis", files={"a": b"1"}, who="ana", branch="stagekeeper/v2")
    gh.seed.commit("acme/apis", files={"a": b"2"}, who="ana", branch="stagekeeper/v20")
    found = await bot.ok("GET", "/repos/acme/apis/git/matching-refs/heads/stagekeeper/v2")
    assert [r["ref"] for r in found] == ["refs/heads/stagekeeper/v2", "refs/heads/stagekeeper/v20"]
    assert await bot.ok("GET", "/repos/acme/apis/git/matching-refs/heads/none") == []
    status, _, _ = await bot.ask("GET", "/repos/acme/apis/git/ref/heads/stagekeeper")
    assert status == 404


async def test_a_blob_comes_in_base64_or_raw(gh, bot):
    oid = gh.git("acme/apis").write_blob(bytes(range(256)))
    answer = await bot.ok("GET", f"/repos/acme/apis/git/blobs/{oid}")
    assert (base64.b64decode(answer["content"]), answer["size"]) == (bytes(range(256)), 256)
    assert await raw(bot, f"/repos/acme/apis/git/blobs/{oid}") == bytes(range(256))


async def test_a_deleted_branch_is_told_and_gone(gh, bot, receiver):
    gh.seed.commit("acme/apis", files={"a": b"1"}, who="ana", branch="topic")
    await bot.ok("DELETE", "/repos/acme/apis/git/refs/heads/topic")
    await gh.deliveries_settled()
    assert [e["ref"] for e in told(receiver, "delete")] == []  # not subscribed
    (push,) = told(receiver, "push")
    assert (push["deleted"], push["after"], push["head_commit"]) == (True, "0" * 40, None)
    assert gh.git("acme/apis").resolve("topic") is None


async def test_contents_are_files_directories_or_raw(gh, bot):
    listing = await bot.ok("GET", "/repos/acme/apis/contents/apis")
    assert [(e["name"], e["type"], e["path"]) for e in listing] == [("payments.yaml", "file", "apis/payments.yaml")]
    root = await bot.ok("GET", "/repos/acme/apis/contents")
    assert [(e["name"], e["type"]) for e in root] == [("README.md", "file"), ("apis", "dir")]
    file = await bot.ok("GET", "/repos/acme/apis/contents/README.md?ref=main")
    assert base64.b64decode(file["content"]) == b"# APIs\n"
    assert await raw(bot, "/repos/acme/apis/contents/apis/payments.yaml") == b"openapi: 3.1.0\n"
    for missing in ("/contents/nope", "/contents/README.md?ref=nope"):
        status, _, _ = await bot.ask("GET", f"/repos/acme/apis{missing}")
        assert status == 404


async def test_a_file_over_a_megabyte_has_no_content_in_json(gh, bot):
    gh.seed.commit("acme/apis", files={"big": b"x" * (1024**2 + 1)}, who="ana")
    file = await bot.ok("GET", "/repos/acme/apis/contents/big")
    assert (file["content"], file["encoding"], file["size"]) == ("", "none", 1024**2 + 1)
    assert len(await raw(bot, "/repos/acme/apis/contents/big")) == 1024**2 + 1


async def test_a_file_is_written_once_its_blob_is_known(gh):
    ana = gh.acting_as("ana")
    path, text = "/repos/acme/apis/contents/README.md", base64.b64encode(b"# New\n").decode()
    old = await ana.get(path)
    made = await ana.put(path, {"message": "New readme", "content": text, "sha": old["sha"]})
    assert made["commit"]["author"]["name"] == "ana"
    assert gh.git("acme/apis").read("main", "README.md")[1] == b"# New\n"
    gone = await ana.delete(path, {"message": "No readme", "sha": made["content"]["sha"]})
    assert gone["content"] is None
    assert gh.git("acme/apis").read("main", "README.md") is None


async def test_comparison_starts_where_two_branches_parted(gh, bot):
    gh.seed.commit("acme/apis", files={"topic.md": b"t\n"}, who="ana", branch="topic")
    gh.seed.commit("acme/apis", files={"main.md": b"m\n"}, who="ana")
    told_ = await bot.ok("GET", "/repos/acme/apis/compare/main...topic")
    assert (told_["status"], told_["ahead_by"], told_["behind_by"]) == ("diverged", 1, 1)
    assert [(f["filename"], f["status"], f["patch"]) for f in told_["files"]] == [
        ("topic.md", "added", "@@ -0,0 +1 @@\n+t")
    ]
    assert told_["merge_base_commit"]["sha"] == gh.git("acme/apis").merge_base("main", "topic")


async def test_commits_are_listed_newest_first_and_by_path(gh, bot):
    first = gh.seed.commit("acme/apis", files={"apis/payments.yaml": b"2\n"}, who="ana", message="Two")
    second = gh.seed.commit("acme/apis", files={"else": b"3\n"}, who="lee", message="Three")
    listed = await bot.ok("GET", "/repos/acme/apis/commits?path=apis/payments.yaml")
    assert [c["sha"] for c in listed][0:1] == [first]
    assert len(listed) == 2
    one = await bot.ok("GET", "/repos/acme/apis/commits/main")
    assert (one["sha"], one["author"]["login"], one["stats"]["total"]) == (second, "lee", 1)
    _, sha, _ = await bot.ask("GET", "/repos/acme/apis/commits/main", Accept="application/vnd.github.sha")
    assert sha == second.encode()


async def test_branches_are_listed_and_shown_with_their_protection(gh, bot):
    gh.seed.commit("acme/apis", files={"a": b"1"}, who="ana", branch="topic")
    gh.seed.branch_rule("acme/apis", "main", checks={"stagekeeper": gh.app_id})
    branches = await bot.ok("GET", "/repos/acme/apis/branches")
    assert [(b["name"], b["protected"]) for b in branches] == [("main", True), ("topic", False)]
    assert (await bot.ok("GET", "/repos/acme/apis/branches/main"))["protected"] is True
    rules = await bot.ok("GET", "/repos/acme/apis/rules/branches/main")
    assert rules[0]["type"] == "required_status_checks"
    wanted = rules[0]["parameters"]["required_status_checks"]
    assert wanted == [{"context": "stagekeeper", "integration_id": gh.app_id}]
    assert await bot.ok("GET", "/repos/acme/apis/rules/branches/topic") == []


async def test_a_repository_says_what_the_caller_may_do(gh, bot):
    assert (await gh.acting_as("ana").get("/repos/acme/apis"))["permissions"]["push"] is True
    assert (await gh.acting_as("lee").get("/repos/acme/apis"))["permissions"]["push"] is False
    assert (await bot.ok("GET", "/repos/acme/apis"))["default_branch"] == "main"


async def test_a_branch_is_merged_without_a_pull_request(gh):
    ana = gh.acting_as("ana")
    gh.seed.commit("acme/apis", files={"a": b"1"}, who="ana", branch="topic")
    body = {"base": "main", "head": "topic"}
    assert (await ana.post("/repos/acme/apis/merges", body))["commit"]["message"] == "Merge topic into main"
    assert await ana.post("/repos/acme/apis/merges", body) is None
    gh.seed.commit("acme/apis", files={"a": b"2"}, who="ana")
    gh.seed.commit("acme/apis", files={"a": b"3"}, who="ana", branch="topic")
    with pytest.raises(Refused) as refused:
        await ana.post("/repos/acme/apis/merges", body)
    assert refused.value.status == 409


async def test_the_readme_is_found_and_rules_are_listed_as_rulesets(gh, bot):
    readme = await bot.ok("GET", "/repos/acme/apis/readme")
    assert (readme["path"], base64.b64decode(readme["content"])) == ("README.md", b"# APIs\n")
    gh.seed.branch_rule("acme/apis", "main", needs_pull=True)
    assert [r["name"] for r in await bot.ok("GET", "/repos/acme/apis/rulesets")] == ["Rule for main"]
    assert (await gh.acting_as("ana").get("/repos/acme/apis/commits/main/status"))["state"] == "pending"


async def test_a_fork_is_made_once_and_pushed_to_by_its_owner(gh):
    lee = gh.acting_as("lee")
    fork = await lee.post("/repos/acme/apis/forks")
    assert (fork["full_name"], fork["parent"]["full_name"]) == ("lee/apis", "acme/apis")
    assert (await lee.post("/repos/acme/apis/forks"))["id"] == fork["id"]
    text = base64.b64encode(b"new").decode()
    await lee.put("/repos/lee/apis/contents/new", {"message": "New", "content": text, "branch": "main"})
    told_ = await lee.get("/repos/acme/apis/compare/main...lee:main")
    assert [f["filename"] for f in told_["files"]] == ["new"]
    pull = await lee.post("/repos/acme/apis/pulls", {"title": "New", "head": "lee:main", "base": "main"})
    assert pull["maintainer_can_modify"] is True
    assert [f["full_name"] for f in await lee.get("/repos/acme/apis/forks")] == ["lee/apis"]


async def test_an_archived_repository_is_read_only(gh, bot, receiver, main):
    olga = gh.acting_as("olga")
    await olga.patch("/repos/acme/apis", {"archived": True})
    status, answer, _ = await bot.ask("POST", "/repos/acme/apis/git/refs", {"ref": "refs/heads/x", "sha": main})
    assert (status, answer["message"]) == (403, "Repository was archived so is read-only.")
    status, _, _ = await bot.ask("POST", "/repos/acme/apis/issues", {"title": "T"})
    assert status == 403
    assert (await olga.patch("/repos/acme/apis", {"archived": False}))["archived"] is False
    await gh.deliveries_settled()
    assert [e["action"] for e in told(receiver, "repository")] == ["archived", "unarchived"]


async def test_a_repository_is_renamed_and_its_default_branch_changed(gh, bot, receiver):
    olga = gh.acting_as("olga")
    gh.seed.commit("acme/apis", files={"a": b"1"}, who="ana", branch="trunk")
    changed = await olga.patch("/repos/acme/apis", {"name": "contracts", "default_branch": "trunk"})
    assert (changed["full_name"], changed["default_branch"]) == ("acme/contracts", "trunk")
    status, _, headers = await bot.ask("GET", "/repos/acme/apis/contents/a")
    assert (status, headers["Location"]) == (301, f"{gh.api_url}/repositories/{changed['id']}/contents/a")
    assert (await bot.ok("GET", headers["Location"]))["path"] == "a"
    await gh.deliveries_settled()
    assert [(e["action"], e["changes"]) for e in told(receiver, "repository")] == [
        ("edited", {"default_branch": {"from": "main"}}),
        ("renamed", {"repository": {"name": {"from": "apis"}}}),
    ]
