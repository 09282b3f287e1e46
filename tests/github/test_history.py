"""A file's history, out of real commits: first parents only, a pull request as its merge."""

from datetime import timedelta
from typing import cast

from bot.forge.questions import HistoryOf, Question, Revision
from bot.forge.subjects import Repository
from tests.github.conftest import PAYMENTS, REPO, Stage

FILE = "apis/payments.yaml"


async def _history(stage: Stage, path: str = FILE) -> tuple[Revision, ...]:
    head = stage.gh.git("acme/apis").resolve("refs/heads/main")
    assert head is not None
    question = cast(Question[object], HistoryOf(head, path))
    return cast(tuple[Revision, ...], (await stage.room.answer(Repository(REPO), frozenset({question})))[question])


def _tomorrow(stage: Stage) -> None:
    stage.gh.clock.advance(timedelta(days=1))


async def _merge(stage: Stage, number: int, method: str = "merge") -> None:
    await stage.lee.put(f"/repos/acme/apis/pulls/{number}/merge", {"merge_method": method})


def _texts(stage: Stage, revisions: tuple[Revision, ...]) -> list[bytes]:
    git = stage.gh.git("acme/apis")
    return [git.read(revision.commit, FILE)[1] for revision in revisions]


async def test_direct_commits_are_told_newest_first_with_their_blobs(stage: Stage) -> None:
    _tomorrow(stage)
    second = stage.gh.seed.commit("acme/apis", files={FILE: b"two\n"}, who="lee")
    stage.gh.seed.commit("acme/apis", files={"README.md": b"other\n"}, who="lee")
    newest, first = await _history(stage)
    assert (newest.commit, newest.pull, newest.at) == (second, None, stage.gh.clock.now())
    assert _texts(stage, (newest, first)) == [b"two\n", PAYMENTS]
    assert newest.blob != first.blob


async def test_a_pull_request_of_several_commits_is_its_merge_dated_by_it(stage: Stage) -> None:
    forged = stage.gh.clock.now() - timedelta(days=300)
    number = stage.gh.seed.pull("acme/apis", branch="c", files={FILE: b"a\n"}, title="C", who="lee", at=forged)
    stage.gh.seed.commit("acme/apis", files={FILE: b"b\n"}, who="lee", branch="c", at=forged)
    _tomorrow(stage)
    await _merge(stage, number)
    newest, first = await _history(stage)
    assert (newest.pull, newest.at) == (number, stage.gh.clock.now())
    assert newest.commit == stage.gh.git("acme/apis").resolve("refs/heads/main")
    assert _texts(stage, (newest, first)) == [b"b\n", PAYMENTS]


async def test_a_squashed_pull_request_is_one_entry(stage: Stage) -> None:
    number = stage.gh.seed.pull("acme/apis", branch="c", files={FILE: b"1\n"}, title="C", who="lee")
    stage.gh.seed.commit("acme/apis", files={FILE: b"2\n"}, who="lee", branch="c")
    _tomorrow(stage)
    await _merge(stage, number, "squash")
    revisions = await _history(stage)
    assert _texts(stage, revisions) == [b"2\n", PAYMENTS]
    assert revisions[0].pull == number


async def test_a_rebased_pull_request_is_dated_by_its_merge(stage: Stage) -> None:
    """GitHub may not tell which pull request the earlier of the rebased commits came by; they bear the same date."""
    number = stage.gh.seed.pull("acme/apis", branch="c", files={FILE: b"1\n"}, title="C", who="lee")
    stage.gh.seed.commit("acme/apis", files={FILE: b"2\n"}, who="lee", branch="c")
    _tomorrow(stage)
    await _merge(stage, number, "rebase")
    newest, *older = await _history(stage)
    assert (newest.pull, newest.at) == (number, stage.gh.clock.now())
    assert {revision.at for revision in older[:-1]} <= {newest.at}


async def test_what_happened_on_an_unmerged_branch_does_not_count(stage: Stage) -> None:
    stage.gh.seed.commit("acme/apis", files={FILE: b"elsewhere\n"}, who="lee", branch="unrelated")
    assert _texts(stage, await _history(stage)) == [PAYMENTS]


async def test_a_pull_request_that_came_to_nothing_does_not_count(stage: Stage) -> None:
    number = stage.gh.seed.pull("acme/apis", branch="c", files={FILE: b"a\n"}, title="C", who="lee")
    stage.gh.seed.commit("acme/apis", files={FILE: PAYMENTS, "x.md": b"x\n"}, who="lee", branch="c")
    await _merge(stage, number)
    assert _texts(stage, await _history(stage)) == [PAYMENTS]


async def test_pull_requests_and_direct_commits_stand_in_their_true_order(stage: Stage) -> None:
    _tomorrow(stage)
    stage.gh.seed.commit("acme/apis", files={FILE: b"direct 1\n"}, who="lee")
    number = stage.gh.seed.pull("acme/apis", branch="c", files={FILE: b"pull\n"}, title="C", who="lee")
    _tomorrow(stage)
    await _merge(stage, number)
    _tomorrow(stage)
    forged = stage.gh.clock.now() - timedelta(days=900)
    stage.gh.seed.commit("acme/apis", files={FILE: b"direct 2\n"}, who="lee", at=forged)
    revisions = await _history(stage)
    assert _texts(stage, revisions) == [b"direct 2\n", b"pull\n", b"direct 1\n", PAYMENTS]
    assert [revision.pull for revision in revisions] == [None, number, None, None]


async def test_a_file_that_was_removed_and_came_back_shows_the_gap(stage: Stage) -> None:
    stage.gh.seed.commit("acme/apis", files={FILE: None}, who="lee")
    stage.gh.seed.commit("acme/apis", files={FILE: PAYMENTS}, who="lee")
    blobs = [revision.blob for revision in await _history(stage)]
    assert blobs[1] is None
    assert blobs[0] == blobs[2] is not None


async def test_a_file_that_never_was_has_no_history(stage: Stage) -> None:
    assert await _history(stage, "apis/never.yaml") == ()


async def test_a_long_line_of_commits_is_walked_to_the_files_beginning(stage: Stage) -> None:
    for n in range(130):
        stage.gh.seed.commit("acme/apis", files={"README.md": b"%d\n" % n}, who="lee")
    assert _texts(stage, await _history(stage)) == [PAYMENTS]


async def test_an_old_history_is_not_asked_for_twice(stage: Stage) -> None:
    _tomorrow(stage)
    before = await _history(stage)
    stage.gh.calls.clear()
    assert await _history(stage) == before
    assert stage.gh.calls == []
