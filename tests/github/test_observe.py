"""Looks at threads, repositories and commits of the sandbox."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.forge.effects import Conclusion, React, Say, SetCheck
from bot.forge.facts import ActorKind, Change, Reaction, RepositoryLook, ThreadFacts
from bot.forge.faults import Gone
from bot.forge.subjects import Commit, Repository, Thread
from bot.github.client import Client
from bot.sandbox.records import Installation
from tests.github.conftest import CONFIG, REPO, Stage


async def _look(stage: Stage, thread: Thread) -> ThreadFacts:
    facts = await stage.room.observe(thread)
    assert isinstance(facts, ThreadFacts)
    return facts


def _reads(stage: Stage) -> list[str]:
    return [name for _, name, _, actor in stage.gh.calls if actor == stage.gh.bot_login]


async def test_an_issue_is_seen_in_one_request(stage: Stage) -> None:
    thread = await stage.issue("Payments API", "We want to pay.", labels=["stage: idea"])
    first = await stage.comment(thread, "/awesome", by="mia")
    await _look(stage, thread)
    stage.gh.calls.clear()
    facts = await _look(stage, thread)
    assert _reads(stage) == ["graphql:Thread"]
    assert (facts.title, facts.body, facts.open, facts.locked) == ("Payments API", "We want to pay.", True, False)
    assert facts.author is not None
    assert (facts.author.kind, facts.author.login) == (ActorKind.USER, "lee")
    assert facts.labels == {"stage: idea"}
    assert [(event.label, event.added) for event in facts.label_events] == [("stage: idea", True)]
    assert [(comment.id, comment.body, comment.ours) for comment in facts.comments] == [(first, "/awesome", False)]
    assert facts.config is not None
    assert facts.config.data == CONFIG
    assert facts.repository.default_branch == "main"
    assert facts.repository.owner_is_organization
    assert facts.pull is None
    assert facts.edited_at is None


async def test_our_own_words_and_reactions_are_known_as_ours(stage: Stage) -> None:
    thread = await stage.issue()
    command = await stage.comment(thread, "/promote")
    facts = await _look(stage, thread)
    await stage.apply(Say(thread, "cause", "answer", "Done."), facts)
    await stage.apply(React(thread, command, Reaction.THUMBS_UP), facts)
    stage.gh.clock.advance(timedelta(seconds=5))
    asked, answered = (await _look(stage, thread)).comments
    assert (asked.ours, asked.our_reactions) == (False, {Reaction.THUMBS_UP})
    assert (answered.ours, answered.author) == (True, facts.me)


async def test_a_person_with_our_bare_name_is_not_us(stage: Stage) -> None:
    stage.gh.seed.user("stagekeeper")
    thread = await stage.issue()
    await stage.comment(thread, "I am the keeper", by="stagekeeper")
    assert [comment.ours for comment in (await _look(stage, thread)).comments] == [False]


async def test_an_edit_by_somebody_else_shows_the_editor_beside_the_author(stage: Stage) -> None:
    thread = await stage.issue()
    comment = await stage.comment(thread, "/needs-work blocker", by="mia")
    stage.gh.clock.advance(timedelta(minutes=1))
    await stage.lee.patch(f"/repos/acme/apis/issues/comments/{comment}", {"body": "/awesome"})
    seen = (await _look(stage, thread)).comments[0]
    assert seen.author is not None
    assert seen.editor is not None
    assert (seen.author.login, seen.editor.login) == ("mia", "lee")
    assert seen.edited_at == stage.gh.clock.now()


async def test_a_thread_of_two_hundred_and_fifty_comments_is_seen_whole(stage: Stage) -> None:
    thread = await stage.issue()
    ids = [await stage.comment(thread, f"word {n}") for n in range(250)]
    facts = await _look(stage, thread)
    assert [comment.id for comment in facts.comments] == ids
    assert _reads(stage)[-3:] == ["graphql:Thread", "graphql:Comments", "graphql:Comments"]


async def test_a_long_thread_that_was_seen_before_is_one_request_too(stage: Stage) -> None:
    thread = await stage.issue()
    ids = [await stage.comment(thread, f"word {n}") for n in range(205)]
    await _look(stage, thread)
    await stage.lee.delete(f"/repos/acme/apis/issues/comments/{ids.pop(150)}")
    ids.append(await stage.comment(thread, "newest"))
    stage.gh.calls.clear()
    facts = await _look(stage, thread)
    assert [comment.id for comment in facts.comments] == ids
    assert _reads(stage) == ["graphql:Thread"]


async def test_a_thread_that_moves_between_two_pages_is_read_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await stage.issue()
    for n in range(101):
        await stage.comment(thread, f"word {n}")
    ask, moves = Client.ask, iter([True])

    async def asked(client: Client, operation: str, *args: Any, **more: Any) -> Any:
        if operation == "Comments" and next(moves, False):
            await stage.comment(thread, "in between")
        return await ask(client, operation, *args, **more)

    monkeypatch.setattr(Client, "ask", asked)
    facts = await _look(stage, thread)
    assert len(facts.comments) == 102
    assert _reads(stage).count("graphql:Thread") == 2


async def test_an_app_that_was_installed_anew_is_found_again(stage: Stage) -> None:
    thread = await stage.issue()
    await _look(stage, thread)
    old = stage.gh.store.present[Installation].one(account_id=stage.gh.seed.organization("acme").id)
    assert old is not None
    tx = stage.gh.begin()
    tx.remove(old)
    stage.gh.store.commit(tx, tx.now)
    with pytest.raises(Gone):
        await stage.room.observe(thread)
    assert stage.gh.seed.install("acme").id != old.id
    assert (await _look(stage, thread)).subject == thread


async def test_labels_are_followed_back_to_the_stage_we_set(stage: Stage) -> None:
    thread = await stage.issue()
    for n in range(120):
        await stage.lee.post(f"/repos/acme/apis/issues/{thread.number}/labels", {"labels": [f"l{n % 50}"]})
        if n % 50 == 49:
            await stage.lee.delete(f"/repos/acme/apis/issues/{thread.number}/labels")
    facts = await _look(stage, thread)
    assert len(facts.label_events) >= 120
    assert facts.label_events[0].label == "l0"


async def test_a_deleted_comment_leaves_a_trace(stage: Stage) -> None:
    thread = await stage.issue()
    comment = await stage.comment(thread, "oops", by="mia")
    await stage.lee.delete(f"/repos/acme/apis/issues/comments/{comment}")
    (deleted,) = (await _look(stage, thread)).deletions
    assert deleted.actor is not None
    assert deleted.author is not None
    assert (deleted.actor.login, deleted.author.login) == ("lee", "mia")


async def test_a_thread_that_is_not_there_is_gone(stage: Stage) -> None:
    with pytest.raises(Gone):
        await stage.room.observe(Thread(REPO, 77))


async def test_a_repository_is_seen_with_its_labels_and_threads(stage: Stage) -> None:
    first = await stage.issue(labels=["stage: idea"])
    await stage.issue(labels=["bug"])
    third = await stage.issue(labels=["stage: ga"])
    await stage.lee.patch(f"/repos/acme/apis/issues/{third.number}", {"state": "closed"})
    look = await stage.room.observe(Repository(REPO))
    assert isinstance(look, RepositoryLook)
    assert look.labels == {"stage: idea", "bug", "stage: ga"}
    assert look.issues == (first, third)
    assert (look.pulls, look.onboarding_issue) == ((), None)
    assert look.config is not None


async def _pull(stage: Stage, files: dict[str, bytes | None], **more: str) -> Thread:
    number = stage.gh.seed.pull("acme/apis", branch="change", files=files, title="Change", who="lee", **more)
    return Thread(REPO, number)


async def test_a_pull_request_is_seen_in_one_request(stage: Stage) -> None:
    thread = await _pull(stage, {"apis/payments.yaml": b"openapi: 3.1.0\n", "new.md": b"new\n"})
    await _look(stage, thread)
    stage.gh.calls.clear()
    facts = await _look(stage, thread)
    assert _reads(stage) == ["graphql:Thread"]
    assert facts.pull is not None
    assert {(file.path, file.change) for file in facts.pull.files} == {
        ("apis/payments.yaml", Change.MODIFIED),
        ("new.md", Change.ADDED),
    }
    assert (facts.pull.base_ref, facts.pull.head_ref, facts.pull.from_fork) == ("main", "change", False)
    assert facts.pull.head == stage.gh.git("acme/apis").resolve("refs/heads/change")
    assert facts.pull.base == stage.gh.git("acme/apis").resolve("refs/heads/main")
    assert facts.pull.check is None


async def test_the_config_that_judges_a_pull_request_is_the_base_branchs(stage: Stage) -> None:
    thread = await _pull(stage, {".github/stagekeeper.yml": b"version: 1\nmode: observe\n"})
    facts = await _look(stage, thread)
    assert facts.config is not None
    assert facts.config.data == CONFIG


async def test_a_commit_leads_to_the_pull_request_it_heads(stage: Stage) -> None:
    thread = await _pull(stage, {"new.md": b"new\n"})
    sha = stage.gh.git("acme/apis").resolve("refs/heads/change")
    assert sha is not None
    look = await stage.room.observe(Commit(REPO, sha))
    assert getattr(look, "pulls", None) == (thread,)


async def test_a_pull_request_from_a_fork_is_seen_with_our_check_on_it(stage: Stage) -> None:
    thread = await _pull(stage, {"new.md": b"new\n"}, fork="mia")
    facts = await _look(stage, thread)
    assert facts.pull is not None
    assert facts.pull.from_fork
    check = SetCheck(thread, facts.pull.head, "Contract", Conclusion.SUCCESS, "Nothing breaks", "All good")
    await stage.apply(check, facts)
    seen = (await _look(stage, thread)).pull
    assert seen is not None
    assert seen.check is not None
    assert (seen.check.name, seen.check.external_id, seen.check.conclusion) == ("Contract", facts.pull.head, "success")


async def test_a_forks_commit_leads_to_its_pull_request(stage: Stage) -> None:
    thread = await _pull(stage, {"new.md": b"new\n"}, fork="mia")
    facts = await _look(stage, thread)
    assert facts.pull is not None
    look = await stage.room.observe(Commit(REPO, facts.pull.head))
    assert getattr(look, "pulls", None) == (thread,)


async def test_a_commit_that_heads_nothing_leads_nowhere(stage: Stage) -> None:
    main = stage.gh.git("acme/apis").resolve("refs/heads/main")
    assert main is not None
    await _pull(stage, {"new.md": b"new\n"})
    assert getattr(await stage.room.observe(Commit(REPO, main)), "pulls", None) == ()
    assert getattr(await stage.room.observe(Commit(REPO, "1" * 40)), "pulls", None) == ()


async def test_a_burst_of_looks_finds_out_once_who_we_are_and_where(stage: Stage) -> None:
    threads = [await stage.issue() for _ in range(8)]
    await asyncio.gather(*(stage.room.observe(thread) for thread in threads))
    counts = [len(stage.calls(name)) for name in ("apps/get-repo-installation", "apps/get-authenticated")]
    assert counts == [1, 1]
    assert len(stage.calls("apps/create-installation-access-token")) == 1


async def test_closed_pull_requests_on_a_commit_hide_no_open_one(stage: Stage) -> None:
    """One check is for all open ones: who opens and closes many would leave it to the one that breaks nothing."""
    first = await _pull(stage, {"new.md": b"new\n"})
    sha = stage.gh.git("acme/apis").resolve("refs/heads/change")
    for number in range(51):
        await stage.lee.post("/repos/acme/apis/git/refs", {"ref": f"refs/heads/change-{number}", "sha": sha})
        told = {"title": "x", "body": "", "head": f"change-{number}", "base": "main"}
        last = (await stage.lee.post("/repos/acme/apis/pulls", told))["number"]
        if number < 50:
            await stage.lee.patch(f"/repos/acme/apis/pulls/{last}", {"state": "closed"})
    for one, other in ((first.number, last), (last, first.number)):
        pull = (await _look(stage, Thread(REPO, one))).pull
        assert pull is not None
        assert pull.same_head == (other,)
    look = await stage.room.observe(Commit(REPO, sha))
    assert getattr(look, "pulls", None) == (first, Thread(REPO, last))
