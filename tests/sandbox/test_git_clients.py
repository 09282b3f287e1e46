"""Clients that nobody here wrote: the git program, and PyGithub."""

import asyncio
import json

import github
import pytest

from bot.sandbox.code import refs
from bot.sandbox.gitstore.program import environment
from bot.sandbox.server import find_repository


def told(receiver, event):
    return [json.loads(raw) for name, _, raw in receiver.seen if name == event]


async def git(*arguments, cwd, allowed=(0,)):
    process = await asyncio.create_subprocess_exec(
        "git", *arguments, cwd=cwd, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, env=environment()
    )
    output, _ = await process.communicate()
    assert process.returncode in allowed, output.decode()
    return output.decode()


def address(gh, login, full_name="acme/apis"):
    return f"http://x-access-token:{gh.person_token(login)}@{gh.url.removeprefix('http://')}/{full_name}.git"


@pytest.fixture
async def clone(gh, tmp_path):
    await git("clone", "--quiet", address(gh, "ana"), "work", cwd=tmp_path)
    return tmp_path / "work"


async def commit(clone, name, text, message="Change"):
    (clone / name).write_text(text)
    await git("add", ".", cwd=clone)
    await git("commit", "--quiet", "-m", message, cwd=clone)
    return (await git("rev-parse", "HEAD", cwd=clone)).strip()


async def test_a_public_repository_is_cloned_by_anybody(gh, tmp_path):
    for protocol in ("0", "2"):
        await git("-c", f"protocol.version={protocol}", "clone", "-q", f"{gh.url}/acme/apis", protocol, cwd=tmp_path)
        assert (tmp_path / protocol / "README.md").read_text() == "# APIs\n"


async def test_a_push_makes_a_branch_a_check_suite_and_a_hook(gh, clone, receiver):
    await git("switch", "--quiet", "-c", "topic", cwd=clone)
    oid = await commit(clone, "new.md", "new\n", "Add a file")
    await git("push", "--quiet", "origin", "topic", cwd=clone)
    await gh.deliveries_settled()
    (push,) = told(receiver, "push")
    assert (push["ref"], push["after"], push["pusher"]["name"]) == ("refs/heads/topic", oid, "ana")
    assert [(c["message"], c["added"]) for c in push["commits"]] == [("Add a file", ["new.md"])]
    assert told(receiver, "check_suite")[0]["check_suite"]["head_branch"] == "topic"


async def test_a_push_brings_its_pull_request_up_to_date(gh, clone, receiver):
    number = gh.seed.pull("acme/apis", branch="topic", files={"a": b"1"}, title="Topic", who="ana", hooks=False)
    await git("fetch", "--quiet", "origin", f"refs/pull/{number}/head:topic", cwd=clone)
    await git("switch", "--quiet", "topic", cwd=clone)
    oid = await commit(clone, "a", "2")
    await git("push", "--quiet", "origin", "topic", cwd=clone)
    await gh.deliveries_settled()
    assert [(e["action"], e["after"]) for e in told(receiver, "pull_request")] == [("synchronize", oid)]


async def test_a_forced_push_and_a_deletion_are_told_as_such(gh, clone, receiver):
    gh.seed.commit("acme/apis", files={"a": b"1"}, who="ana", branch="topic")
    await git("push", "--quiet", "--force", "origin", "main:topic", cwd=clone)
    await git("push", "--quiet", "--delete", "origin", "topic", cwd=clone)
    await gh.deliveries_settled()
    assert [(e["forced"], e["deleted"]) for e in told(receiver, "push")] == [(True, False), (False, True)]


async def test_more_than_three_tags_at_once_are_not_told(gh, clone, receiver):
    for name in ("v1", "v2", "v3"):
        await git("tag", "-a", name, "-m", name, cwd=clone)
    await git("push", "--quiet", "--tags", cwd=clone)
    await gh.deliveries_settled()
    assert [e["ref"] for e in told(receiver, "push")] == ["refs/tags/v1", "refs/tags/v2", "refs/tags/v3"]
    receiver.seen.clear()
    for name in ("v4", "v5", "v6", "v7"):
        await git("tag", name, cwd=clone)
    await git("push", "--quiet", "--tags", cwd=clone)
    await gh.deliveries_settled()
    assert told(receiver, "push") == []


@pytest.mark.parametrize(("login", "reason"), [("lee", "403"), ("nobody", "401")])
async def test_who_may_not_write_may_not_push(gh, clone, login, reason):
    url = address(gh, "lee") if login == "lee" else f"{gh.url}/acme/apis.git"
    await commit(clone, "a", "1")
    output = await git("push", url, "main", cwd=clone, allowed=(128,))
    assert reason in output or "could not read Username" in output
    assert gh.git("acme/apis").read("main", "a") is None


async def test_the_app_pushes_with_its_token_if_it_may_write_contents(gh, bot, clone, receiver):
    await commit(clone, "a", "1")
    url = f"http://x-access-token:{{}}@{gh.url.removeprefix('http://')}/acme/apis.git"
    await git("push", "--quiet", url.format(bot.token), "main:topic", cwd=clone)
    await gh.deliveries_settled()
    assert told(receiver, "push")[0]["sender"]["login"] == "stagekeeper[bot]"
    await bot.sign_in(permissions={"contents": "read"})
    output = await git("push", url.format(bot.token), "main:other", cwd=clone, allowed=(128,))
    assert "403" in output


async def test_a_private_repository_is_hidden_from_strangers(gh, tmp_path):
    gh.seed.repository("acme/secret", {"a": b"1"}, private=True)
    output = await git("clone", address(gh, "lee", "acme/secret"), "x", cwd=tmp_path, allowed=(128,))
    assert "not found" in output


async def test_a_protected_branch_refuses_a_direct_push_and_the_rest_goes_through(gh, clone, receiver):
    gh.seed.branch_rule("acme/apis", "main", checks={"stagekeeper": None})
    await commit(clone, "a", "1")
    output = await git("push", "origin", "main", "main:topic", cwd=clone, allowed=(1,))
    assert 'GH006: Protected branch update failed. Required status check "stagekeeper" is expected.' in output
    await gh.deliveries_settled()
    assert [e["ref"] for e in told(receiver, "push")] == ["refs/heads/topic"]
    assert gh.git("acme/apis").read("main", "a") is None


async def test_nobody_pushes_to_the_head_of_a_pull_request(gh, clone):
    number = gh.seed.pull("acme/apis", branch="topic", files={"a": b"1"}, title="Topic", who="ana", hooks=False)
    output = await git("push", "origin", f"main:refs/pull/{number}/head", cwd=clone, allowed=(1,))
    assert "hidden ref" in output


async def test_a_large_push_and_clone_pass(gh, clone, tmp_path):
    (clone / "big").write_bytes(bytes(range(256)) * 12_000)
    await commit(clone, "small", "1")
    await git("push", "--quiet", "origin", "main", cwd=clone)
    await git("clone", "--quiet", f"{gh.url}/acme/apis.git", "again", cwd=tmp_path)
    assert (tmp_path / "again" / "big").read_bytes() == (clone / "big").read_bytes()


async def test_whatever_moved_a_branch_readers_see_what_git_holds(gh, bot, clone):
    """A push, the API, a merge, a fork, a deletion, a change of one file, a renamed default branch."""
    ana, olga, base = gh.acting_as("ana"), gh.acting_as("olga"), "/repos/acme/apis"
    main = gh.git("acme/apis").resolve("main")
    await commit(clone, "a", "1")
    await git("push", "--quiet", "origin", "main", "main:pushed", cwd=clone)
    await bot.ok("POST", f"{base}/git/refs", {"ref": "refs/heads/made", "sha": main})
    await bot.ok("PATCH", f"{base}/git/refs/heads/pushed", {"sha": main, "force": True})
    await bot.ok("DELETE", f"{base}/git/refs/heads/made")
    for branch, fork in (("one", None), ("two", "lee")):
        who = fork or "ana"
        number = gh.seed.pull("acme/apis", branch=branch, files={branch: b"1"}, title=branch, who=who, fork=fork)
        await ana.put(f"{base}/pulls/{number}/merge", {"merge_method": "rebase"})
    await ana.put(f"{base}/contents/new", {"message": "New", "content": "bmV3"})
    await olga.patch(base, {"default_branch": "pushed"})
    for name in ("acme/apis", "lee/apis"):
        home = find_repository(gh.store.present, name)
        seen = {r.name: r.oid for r in refs.listed(gh.store.present, home, "refs/")}
        assert seen == gh.git(name).refs()


async def test_pygithub_opens_a_versioning_pull_request(gh, bot, receiver):
    """A foreign client reads a file, makes a tree, a commit and a branch, opens a pull request and reports a check."""

    def play():
        client = github.Github(base_url=gh.api_url, auth=github.Auth.Token(bot.token), retry=None)
        repository = client.get_repo("acme/apis")
        old = repository.get_contents("apis/payments.yaml")
        base = repository.get_git_ref("heads/main").object.sha
        element = github.InputGitTreeElement("apis/payments_v2.yaml", "100644", "blob", old.decoded_content.decode())
        tree = repository.create_git_tree([element], repository.get_git_tree(base))
        commit = repository.create_git_commit("Add version 2", tree, [repository.get_git_commit(base)])
        repository.create_git_ref("refs/heads/payments-v2", commit.sha)
        pull = repository.create_pull(title="Payments v2", body="Next", head="payments-v2", base="main", draft=True)
        output = {"title": "Fine", "summary": "Nothing breaks"}
        run = repository.create_check_run("stagekeeper", commit.sha, conclusion="success", output=output)
        pull.edit(title="Payments, version 2")
        ref = repository.get_git_ref("heads/payments-v2")
        names = [f.filename for f in pull.get_files()]
        return commit.sha, run.conclusion, ref.object.sha, names

    sha, *rest = await asyncio.to_thread(play)
    assert rest == ["success", sha, ["apis/payments_v2.yaml"]]
    pull = await bot.ok("GET", "/repos/acme/apis/pulls/1")
    assert (pull["title"], pull["draft"], pull["head"]["sha"]) == ("Payments, version 2", True, sha)
    await gh.deliveries_settled()
    assert [e["action"] for e in told(receiver, "pull_request")] == ["opened", "edited"]
    assert gh.git("acme/apis").read("payments-v2", "apis/payments_v2.yaml")[1] == b"openapi: 3.1.0\n"
