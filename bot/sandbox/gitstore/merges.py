"""Bringing one line of work into another without a checkout."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.sandbox.gitstore import histories
from bot.sandbox.gitstore.objects import Commit, Identity, MergeConflict, commit_bytes, keep
from bot.sandbox.gitstore.program import run


def merged_tree(path: Path, ours: str, theirs: str) -> str:
    """The tree that holds both sides; MergeConflict where they changed the same lines.

    Source: git-scm.com/docs/git-merge-tree; exit code 1 is a conflict.
    """
    code, output = run(path, "merge-tree", "--write-tree", "--allow-unrelated-histories", ours, theirs, allowed=(0, 1))
    if code == 1:
        raise MergeConflict
    return output.decode().split("\n", 1)[0]


def replayed(
    path: Path, read: Callable[[str], Commit], onto: str, head: str, *, committer: Identity, at: datetime
) -> str:
    """The last of the commits of `head` that `onto` has not, each made anew on top of `onto`; merges are left out.

    `merge-tree` of git 2.39 finds the merge base itself. So each commit is merged with a stand-in:
    the tree reached so far, on the commit's own parent.
    """
    commits = (read(oid) for oid in histories.listed(path, (head, f"^{onto}"), oldest_first=True))
    for commit in (c for c in commits if len(c.parents) == 1):
        signed = {"author": (committer, at), "committer": (committer, at)}
        stand_in = keep(path / "objects", "commit", commit_bytes(read(onto).tree, commit.parents, "", **signed))
        tree = merged_tree(path, stand_in, commit.oid)
        body = commit_bytes(
            tree,
            (onto,),
            commit.message,
            author=(commit.author, commit.authored_at),
            committer=(committer, at),
        )
        onto = keep(path / "objects", "commit", body)
    return onto
