"""The versioning pull request: written, written again, and never over somebody else's work."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.forge.effects import CommentState, CommitWrite, FileWrite, OpenPull
from bot.forge.facts import ThreadFacts
from bot.forge.faults import Unreachable
from tests.github.conftest import PAYMENTS, Stage
from tests.github.moments import NOW

BRANCH = "stagekeeper/payments-v2"
BYTES = b"\xef\xbb\xbfopenapi: 3.1.0\r\ninfo: {title: \xff}\r\n"


async def _facts(stage: Stage) -> ThreadFacts:
    label = {"name": "new version", "color": "ededed", "description": "Opened by a break"}
    await stage.lee.post("/repos/acme/apis/labels", label)
    facts = await stage.room.observe(await stage.issue("A break"))
    assert isinstance(facts, ThreadFacts)
    return facts


def _effect(facts: ThreadFacts, **more: Any) -> OpenPull:
    assert facts.repository.head is not None
    commit = CommitWrite(
        "Add version 2", NOW, (FileWrite("apis/payments.v2.yaml", BYTES), FileWrite("README.md", None))
    )
    effect = OpenPull(
        thread=facts.subject,
        cause="break",
        branch=BRANCH,
        base="main",
        parent=facts.repository.head,
        commits=(commit,),
        title="Payments v2",
        body="Head: {head}",
        labels=("new version",),
    )
    return replace(effect, **more)


async def _pulls(stage: Stage) -> list[Any]:
    return list(await stage.lee.get("/repos/acme/apis/pulls?state=all"))


def _branch(stage: Stage) -> str | None:
    return stage.gh.git("acme/apis").resolve(f"refs/heads/{BRANCH}")


async def test_the_branch_holds_our_commit_byte_for_byte_and_the_pull_request_names_it(stage: Stage) -> None:
    facts = await _facts(stage)
    number = await stage.apply(_effect(facts), facts)
    (pull,) = await _pulls(stage)
    head = _branch(stage)
    assert str(pull["number"]) == number
    assert (pull["title"], pull["body"], pull["head"]["sha"]) == ("Payments v2", f"Head: {head}", head)
    assert [label["name"] for label in pull["labels"]] == ["new version"]
    commit = await stage.lee.get(f"/repos/acme/apis/git/commits/{head}")
    assert [parent["sha"] for parent in commit["parents"]] == [facts.repository.head]
    assert commit["author"]["name"] == "stagekeeper[bot]"
    assert commit["author"]["email"] == f"{stage.gh.bot_id}+stagekeeper[bot]@users.noreply.github.com"
    tree = await stage.lee.get(f"/repos/acme/apis/git/trees/{head}?recursive=1")
    files = {one["path"]: one["sha"] for one in tree["tree"] if one["type"] == "blob"}
    assert set(files) == {".github/stagekeeper.yml", "apis/payments.yaml", "apis/payments.v2.yaml"}
    assert head is not None
    assert stage.gh.git("acme/apis").read(head, "apis/payments.v2.yaml") == (files["apis/payments.v2.yaml"], BYTES)
    assert stage.gh.git("acme/apis").read(head, "apis/payments.yaml") == (files["apis/payments.yaml"], PAYMENTS)


WRITES = [
    "git/create-blob",
    "git/create-tree",
    "git/create-commit",
    "git/create-ref",
    "pulls/create",
    "issues/add-labels",
]


@pytest.mark.parametrize("lost", WRITES)
@pytest.mark.parametrize("fault", ["bad-gateway", "lost-answer"])
async def test_done_again_after_a_failed_write_it_finds_what_there_is(stage: Stage, lost: str, fault: str) -> None:
    facts = await _facts(stage)
    stage.gh.faults.add(lost, fault)
    with pytest.raises(Unreachable):
        await stage.apply(_effect(facts), facts)
    stage.gh.clock.advance(timedelta(minutes=5))
    number = await stage.apply(_effect(facts), facts, again=True)
    (pull,) = await _pulls(stage)
    assert str(pull["number"]) == number
    assert [label["name"] for label in pull["labels"]] == ["new version"]


async def test_a_pull_request_closed_since_an_earlier_try_is_not_opened_again(stage: Stage) -> None:
    facts = await _facts(stage)
    number = await stage.apply(_effect(facts), facts)
    await stage.lee.patch(f"/repos/acme/apis/pulls/{number}", {"state": "closed"})
    assert await stage.apply(_effect(facts), facts, again=True) == number
    assert [pull["state"] for pull in await _pulls(stage)] == ["closed"]


async def test_our_own_branch_is_moved_and_its_pull_request_updated(stage: Stage) -> None:
    facts = await _facts(stage)
    number = await stage.apply(_effect(facts), facts)
    assert number is not None
    later = CommitWrite("Add version 2", NOW, (FileWrite("apis/payments.v2.yaml", b"other\n"),))
    effect = _effect(facts, commits=(later,), ours=_branch(stage), pull=int(number), title="Payments v2, again")
    assert await stage.apply(effect, facts) == number
    (pull,) = await _pulls(stage)
    assert (pull["title"], pull["head"]["sha"], pull["body"]) == (
        "Payments v2, again",
        _branch(stage),
        f"Head: {_branch(stage)}",
    )


@pytest.mark.parametrize("knows", [True, False], ids=["our-branch", "a-branch-of-that-name"])
async def test_what_a_person_wrote_on_the_branch_is_never_written_over(stage: Stage, knows: bool) -> None:
    facts = await _facts(stage)
    ours = None
    if knows:
        await stage.apply(_effect(facts), facts)
        ours = _branch(stage)
    theirs = stage.gh.seed.commit("acme/apis", files={"mine.md": b"mine\n"}, who="lee", branch=BRANCH)
    later = CommitWrite("Add version 2", NOW, (FileWrite("apis/payments.v2.yaml", b"other\n"),))
    assert await stage.apply(_effect(facts, commits=(later,), ours=ours), facts) == "moved"
    assert _branch(stage) == theirs


async def test_several_commits_stand_one_on_the_other(stage: Stage) -> None:
    facts = await _facts(stage)
    commits = tuple(CommitWrite(f"Step {n}", NOW, (FileWrite(f"step{n}.md", b"x\n"),)) for n in range(3))
    await stage.apply(_effect(facts, commits=commits), facts)
    log = await stage.lee.get(f"/repos/acme/apis/commits?sha={BRANCH}")
    assert [one["commit"]["message"] for one in log][:3] == ["Step 2", "Step 1", "Step 0"]


async def test_a_command_edited_meanwhile_opens_nothing(stage: Stage) -> None:
    thread = await stage.issue()
    comment = await stage.comment(thread, "/new-version")
    facts = await stage.room.observe(thread)
    assert isinstance(facts, ThreadFacts)
    stage.gh.clock.advance(timedelta(minutes=1))
    effect = _effect(facts, thread=thread, if_unchanged=(CommentState(comment, None),))
    await stage.lee.patch(f"/repos/acme/apis/issues/comments/{comment}", {"body": "never mind"})
    assert await stage.apply(effect, facts) == "changed"
    assert (await _pulls(stage), _branch(stage)) == ([], None)


async def test_a_deleted_command_opens_nothing(stage: Stage) -> None:
    thread = await stage.issue()
    comment = await stage.comment(thread, "/new-version")
    facts = await stage.room.observe(thread)
    assert isinstance(facts, ThreadFacts)
    await stage.lee.delete(f"/repos/acme/apis/issues/comments/{comment}")
    effect = _effect(facts, thread=thread, if_unchanged=(CommentState(comment, None),))
    assert await stage.apply(effect, facts) == "changed"


async def test_an_untouched_command_opens_the_pull_request(stage: Stage) -> None:
    thread = await stage.issue()
    comment = await stage.comment(thread, "/new-version")
    facts = await stage.room.observe(thread)
    assert isinstance(facts, ThreadFacts)
    effect = _effect(facts, thread=thread, labels=(), if_unchanged=(CommentState(comment, None),))
    assert (await stage.apply(effect, facts) or "").isdigit()


async def test_where_drafts_are_not_to_be_had_an_open_one_is_made(stage: Stage) -> None:
    facts = await _facts(stage)
    body = {
        "message": "Draft pull requests are not supported in this repository.",
        "documentation_url": "https://docs.github.com",
    }
    stage.gh.faults.add("pulls/create", status=422, body=body)
    await stage.apply(_effect(facts, draft=True), facts)
    assert [pull["draft"] for pull in await _pulls(stage)] == [False]
