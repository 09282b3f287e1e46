from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.sandbox.gitstore import (
    Entry,
    GitStore,
    Identity,
    MalformedPath,
    MergeConflict,
    NotFastForward,
    ObjectMissing,
    RefExists,
    RefMalformed,
    RefMissing,
    Repo,
    RepoExists,
    RepoMissing,
)
from bot.sandbox.gitstore.program import run

LEE = Identity("Lee Ünal", "lee@users.noreply.example")
KIM = Identity("Kim", "kim@users.noreply.example")
MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
LINES = b"".join(b"line %d\n" % n for n in range(20))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GitStore]:
    with GitStore(tmp_path) as store:
        yield store


@pytest.fixture
def repo(store: GitStore) -> Repo:
    files = {"README.md": b"# APIs\n", "apis/payments.yaml": LINES, "apis/deep/er.txt": b"x"}
    return store.create("acme/apis", files, who=LEE, at=MONDAY)


def change(repo: Repo, branch: str, *, at: datetime = MONDAY + DAY, **files: bytes | None) -> str:
    named = {name.replace("__", "/").replace("_dot_", "."): data for name, data in files.items()}
    return repo.commit(branch, named, message=f"Change {branch}", who=KIM, at=at)


def branch(repo: Repo, name: str) -> None:
    repo.create_ref(f"refs/heads/{name}", repo.commit_of("main").oid)


def test_what_is_written_is_a_sound_repository_in_gits_own_eyes(repo: Repo) -> None:
    change(repo, "main", apis__payments_dot_yaml=b"changed\n", docs__a_dot_md=b"a", README_dot_md=None)
    _, output = run(repo.path, "fsck", "--strict", "--full")
    assert output == b""


def test_the_same_story_gives_the_same_commit_ids(tmp_path: Path) -> None:
    ids = []
    for name in ("one", "two"):
        with GitStore(tmp_path / name) as store:
            repo = store.create("acme/apis", {"a": b"1"}, who=LEE, at=MONDAY)
            ids.append(change(repo, "main", a=b"2"))
    assert ids[0] == ids[1]


def test_a_file_is_read_at_a_revision_by_branch_commit_or_ref(repo: Repo) -> None:
    first = repo.resolve("main")
    assert first
    change(repo, "main", README_dot_md=b"# New\n")
    assert repo.read(first, "README.md") == (repo.write_blob(b"# APIs\n"), b"# APIs\n")
    for name in ("main", "refs/heads/main", "HEAD"):
        found = repo.read(name, "README.md")
        assert found
        assert found[1] == b"# New\n"


@pytest.mark.parametrize(
    ("rev", "path"),
    [("main", "absent"), ("main", "apis"), ("nowhere", "README.md"), ("main", "a\nb"), ("", ""), ("main", "")],
)
def test_what_is_not_there_is_none_and_the_reader_stays_usable(repo: Repo, rev: str, path: str) -> None:
    assert repo.read(rev, path) is None
    assert repo.resolve("f" * 40) is None
    assert repo.read("main", "apis/deep/er.txt") is not None


def test_a_blob_of_any_bytes_comes_back_unchanged(repo: Repo) -> None:
    data = bytes(range(256)) * 5000
    oid = repo.write_blob(data)
    assert repo.blob(oid) == data
    header = repo.header(oid)
    assert header
    assert (header.kind, header.size) == ("blob", len(data))
    with pytest.raises(ObjectMissing):
        repo.blob("0" * 40)


def test_a_tree_lists_directories_and_in_a_recursive_listing_what_is_in_them(repo: Repo) -> None:
    assert [(e.path, e.kind) for e in repo.tree("main")] == [("README.md", "blob"), ("apis", "tree")]
    assert [e.path for e in repo.tree("main", recursive=True)] == [
        "README.md",
        "apis",
        "apis/deep",
        "apis/deep/er.txt",
        "apis/payments.yaml",
    ]


def test_a_directory_is_gone_with_its_last_file(repo: Repo) -> None:
    change(repo, "main", apis__deep__er_dot_txt=None)
    assert [e.path for e in repo.tree("main:apis")] == ["payments.yaml"]


def test_an_executable_file_stays_executable_when_its_text_changes(repo: Repo) -> None:
    blob = repo.write_blob(b"#!/bin/sh\n")
    tree = repo.write_tree("main", {"bin/run": Entry("bin/run", "100755", blob)})
    after = repo.write_files(tree, {"bin/run": b"#!/bin/sh\nexit\n"})
    assert [e.mode for e in repo.tree(f"{after}:bin")] == ["100755"]


@pytest.mark.parametrize("path", ["../up", "a//b", ".git/config", "a/./b", "/root", ""])
def test_a_path_that_git_forbids_is_refused(repo: Repo, path: str) -> None:
    with pytest.raises(MalformedPath):
        repo.write_files("main", {path: b""})


def test_a_commit_keeps_its_people_dates_zones_and_message(repo: Repo) -> None:
    there = datetime(2026, 6, 2, 23, 30, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    tree = repo.write_tree("main", {})
    oid = repo.write_commit(tree, [], "Said ✓\n\nLong.\n", who=LEE, at=there, committer=(KIM, MONDAY))
    commit = repo.commit_of(oid)
    assert (commit.author, commit.authored_at, commit.authored_at.utcoffset()) == (LEE, there, there.utcoffset())
    assert (commit.committer, commit.committed_at, commit.parents) == (KIM, MONDAY, ())
    assert commit.message == "Said ✓\n\nLong.\n"


def test_a_commit_on_objects_that_are_not_there_is_refused(repo: Repo) -> None:
    tree = repo.write_tree("main", {})
    with pytest.raises(ObjectMissing):
        repo.write_commit(repo.write_blob(b"x"), [], "m", who=LEE, at=MONDAY)
    with pytest.raises(ObjectMissing):
        repo.write_commit(tree, ["f" * 40], "m", who=LEE, at=MONDAY)


def test_a_ref_is_made_once_moved_forward_and_taken_away(repo: Repo) -> None:
    first = repo.commit_of("main").oid
    second = change(repo, "main", README_dot_md=b"2")
    repo.create_ref("refs/heads/v2", first)
    with pytest.raises(RefExists):
        repo.create_ref("refs/heads/v2", second)
    with pytest.raises(RefExists):
        repo.create_ref("refs/heads/v2/below", second)
    repo.update_ref("refs/heads/v2", second, force=False)
    with pytest.raises(NotFastForward):
        repo.update_ref("refs/heads/v2", first, force=False)
    repo.update_ref("refs/heads/v2", first, force=True)
    assert repo.refs("refs/heads/") == {"refs/heads/main": second, "refs/heads/v2": first}
    repo.delete_ref("refs/heads/v2")
    with pytest.raises(RefMissing):
        repo.delete_ref("refs/heads/v2")
    with pytest.raises(RefMissing):
        repo.update_ref("refs/heads/v2", first, force=False)


@pytest.mark.parametrize("ref", ["heads/x", "refs/x", "refs/heads/a..b", "refs/heads/a b", "refs/heads/x.lock"])
def test_a_ref_needs_its_full_and_proper_name(repo: Repo, ref: str) -> None:
    with pytest.raises(RefMalformed):
        repo.create_ref(ref, repo.commit_of("main").oid)


def test_a_ref_to_an_object_that_is_not_there_is_refused(repo: Repo) -> None:
    with pytest.raises(ObjectMissing):
        repo.create_ref("refs/heads/x", "f" * 40)


def test_a_diff_names_what_was_added_modified_removed_and_renamed(repo: Repo) -> None:
    before = repo.commit_of("main").oid
    after = change(
        repo,
        "main",
        README_dot_md=b"# APIs\nmore\n",
        apis__payments_dot_yaml=None,
        apis__payments_v1_dot_yaml=LINES.replace(b"line 7", b"line seven"),
        apis__deep__er_dot_txt=None,
        logo=b"\0\1\2",
    )
    seen = {f.path: f for f in repo.diff(before, after)}
    assert {p: f.status for p, f in seen.items()} == {
        "README.md": "modified",
        "apis/payments_v1.yaml": "renamed",
        "apis/deep/er.txt": "removed",
        "logo": "added",
    }
    assert seen["apis/payments_v1.yaml"].previous_path == "apis/payments.yaml"
    assert (seen["apis/payments_v1.yaml"].additions, seen["apis/payments_v1.yaml"].deletions) == (1, 1)
    assert seen["README.md"].patch == "@@ -1 +1,2 @@\n # APIs\n+more"
    assert (seen["logo"].is_binary, seen["logo"].patch) == (True, None)
    assert seen["apis/deep/er.txt"].oid == repo.write_blob(b"x")


def test_a_file_that_becomes_a_link_does_not_shift_the_patches_of_the_next(repo: Repo) -> None:
    blob = repo.write_blob(b"apis")
    tree = repo.write_tree("main", {"README.md": Entry("README.md", "120000", blob)})
    tree = repo.write_files(tree, {"zebra.txt": b"z\n"})
    seen = {f.path: f for f in repo.diff("main", tree)}
    assert seen["README.md"].status == "changed"
    assert seen["zebra.txt"].patch == "@@ -0,0 +1 @@\n+z"


def test_history_of_a_path_tells_each_blob_it_held(repo: Repo) -> None:
    second = change(repo, "main", apis__payments_dot_yaml=b"2\n", at=MONDAY + DAY)
    change(repo, "main", README_dot_md=b"elsewhere", at=MONDAY + 2 * DAY)
    gone = change(repo, "main", apis__payments_dot_yaml=None, at=MONDAY + 3 * DAY)
    told = repo.history("main", "apis/payments.yaml")
    assert [(r.oid, r.committed_at, r.blob) for r in told[:2]] == [
        (gone, MONDAY + 3 * DAY, None),
        (second, MONDAY + DAY, repo.write_blob(b"2\n")),
    ]
    assert told[2].parents == ()
    assert [r.oid for r in repo.history("main", "apis/payments.yaml", limit=1, skip=1)] == [second]


def test_first_parent_history_shows_a_merged_branch_as_its_merge(repo: Repo) -> None:
    branch(repo, "topic")
    change(repo, "topic", apis__payments_dot_yaml=b"1\n")
    head = change(repo, "topic", apis__payments_dot_yaml=b"2\n")
    change(repo, "main", README_dot_md=b"meanwhile")
    merged = repo.merge("refs/heads/main", head, method="merge", message="Merge topic", who=LEE, at=MONDAY + 5 * DAY)
    told = repo.history("main", "apis/payments.yaml", first_parent=True)
    assert (told[0].oid, len(told)) == (merged, 2)


def test_a_merge_has_two_parents_a_squash_one_and_a_rebase_keeps_each_commit(repo: Repo) -> None:
    base = repo.commit_of("main").oid
    for name in ("merge", "squash", "rebase"):
        repo.create_ref(f"refs/heads/into-{name}", base)
        change(repo, f"into-{name}", README_dot_md=b"theirs\n")
    branch(repo, "topic")
    change(repo, "topic", a=b"1")
    head = change(repo, "topic", b=b"2")
    told = {}
    for method in ("merge", "squash", "rebase"):
        ref = f"refs/heads/into-{method}"
        oid = repo.merge(ref, head, method=method, message="In", who=LEE, at=MONDAY + DAY, committer=KIM)
        told[method] = repo.commit_of(oid)
        assert {e.path for e in repo.tree(ref)} == {"README.md", "apis", "a", "b"}
        assert repo.read(ref, "README.md") == (repo.write_blob(b"theirs\n"), b"theirs\n")
    assert [len(c.parents) for c in told.values()] == [2, 1, 1]
    assert [c.author for c in told.values()] == [LEE, LEE, KIM]
    assert len(repo.commits("into-rebase", without=base)) == 3
    assert told["rebase"].message == "Change topic"


def test_two_changes_of_the_same_line_conflict_and_leave_the_branch_alone(repo: Repo) -> None:
    branch(repo, "topic")
    head = change(repo, "topic", README_dot_md=b"ours\n")
    before = change(repo, "main", README_dot_md=b"theirs\n")
    for method in ("merge", "squash", "rebase"):
        with pytest.raises(MergeConflict):
            repo.merge("refs/heads/main", head, method=method, message="", who=LEE, at=MONDAY)
    assert repo.resolve("main") == before


def test_ancestors_bases_and_distances(repo: Repo) -> None:
    base = repo.commit_of("main").oid
    branch(repo, "topic")
    head = change(repo, "topic", a=b"1")
    change(repo, "main", b=b"1")
    main = change(repo, "main", b=b"2")
    assert repo.merge_base("main", "topic") == base
    assert repo.ahead_behind("main", "topic") == (1, 2)
    assert repo.is_ancestor(base, main)
    assert not repo.is_ancestor(head, main)
    assert [c.oid for c in repo.commits("topic", without="main")] == [head]


def test_a_fork_has_its_own_branches_and_its_commits_can_be_taken_back(store: GitStore, repo: Repo) -> None:
    fork = store.fork("acme/apis", "pat/apis")
    head = change(fork, "main", README_dot_md=b"forked")
    assert repo.resolve(head) is None
    repo.take(fork, head)
    repo.put_ref("refs/pull/1/head", head)
    assert repo.read("refs/pull/1/head", "README.md") == (repo.write_blob(b"forked"), b"forked")
    assert repo.resolve("main") != head


def test_a_repository_is_made_once_renamed_and_deleted(store: GitStore, repo: Repo) -> None:
    with pytest.raises(RepoExists):
        store.create("acme/apis", {}, who=LEE, at=MONDAY)
    store.rename("acme/apis", "acme/contracts")
    assert store.repo("acme/contracts").read("main", "README.md") is not None
    with pytest.raises(RepoMissing):
        store.repo("acme/apis")
    store.delete("acme/contracts")
    with pytest.raises(RepoMissing):
        store.repo("acme/contracts")


@pytest.mark.parametrize("name", ["../outside", ".template", "a//b", ""])
def test_a_repository_cannot_be_named_out_of_the_store(store: GitStore, name: str) -> None:
    with pytest.raises(RepoMissing):
        store.create(name, {}, who=LEE, at=MONDAY)


def test_the_settings_of_this_machine_do_not_reach_a_repository(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".gitconfig").write_text("[diff]\n\tnoprefix = true\n\trenames = false\n[user\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    before = repo.commit_of("main").oid
    after = change(repo, "main", apis__payments_dot_yaml=None, apis__moved_dot_yaml=LINES)
    assert [f.status for f in repo.diff(before, after)] == ["renamed"]


def test_what_a_branch_holds_is_asked_anew_each_time(repo: Repo) -> None:
    before = (repo.commits("main"), repo.history("main", "README.md"), repo.ahead_behind("main", "main"))
    change(repo, "main", README_dot_md=b"2")
    assert len(repo.commits("main")) == len(before[0]) + 1
    assert len(repo.history("main", "README.md")) == len(before[1]) + 1
    assert repo.diff("main~1", "main") != []
    assert repo.diff("main", "main") == []
