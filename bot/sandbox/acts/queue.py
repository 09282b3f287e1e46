"""The merge queue: pull requests are merged one after another, each tried on top of the one before.

Source: Managing a merge queue; Webhook events and payloads, merge_group.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.acts import branches, checks, events, issues, merges, pulls, rules
from bot.sandbox.acts.branches import Move
from bot.sandbox.answers import Refusal, unprocessable
from bot.sandbox.code import people, refs
from bot.sandbox.code import shapes as code_shapes
from bot.sandbox.code.records import Pull, QueueEntry
from bot.sandbox.gitstore import GitStore, MergeConflict
from bot.sandbox.records import Account, Repository
from bot.sandbox.state import Transaction, View


def entries(view: View, home: Repository, branch: str) -> list[QueueEntry]:
    """Who waits for a branch, the next one first."""
    return list(view[QueueEntry].by(repository_id=home.id, base_ref=branch))


def enqueue(tx: Transaction, git: GitStore, actor: Account, pull: Pull) -> QueueEntry | None:
    """Put a pull request at the end of its branch's queue; None when it was merged at once, as no check is required."""
    home = tx[Repository][pull.repository_id]
    if not rules.has_queue(tx, home, pull.base_ref):
        raise unprocessable(f"{pull.base_ref} has no merge queue")
    if tx[QueueEntry].one(pull_id=pull.id):
        raise unprocessable("Pull request is already in the merge queue")
    if reasons := merges.obstacles(tx, pull, in_queue=True):
        raise unprocessable(" ".join(reasons))
    try:
        entry = _tried(tx, git, actor, home, pull)
    except MergeConflict:
        raise Refusal(405, "Pull Request is not mergeable") from None
    _say(tx, actor, pull, "enqueued")
    _ask(tx, git, actor, home, entry)
    settle(tx, git, actor, home, entry.head_oid)
    return tx[QueueEntry].get(entry.id)


def dequeue(tx: Transaction, git: GitStore, actor: Account, pull: Pull, *, reason: str = "MANUAL") -> None:
    """Take a pull request out; those behind it are tried anew."""
    entry = tx[QueueEntry].one(pull_id=pull.id)
    if entry is None:
        raise unprocessable("Pull request is not in the merge queue")
    home = tx[Repository][pull.repository_id]
    behind = [e for e in entries(tx, home, entry.base_ref) if e.id > entry.id]
    for one in (entry, *behind):
        _destroy(tx, git, actor, home, one, "dequeued" if one is entry else "invalidated")
    _say(tx, actor, pull, "dequeued", reason=reason)
    for one in behind:
        _again(tx, git, actor, home, tx[Pull][one.pull_id])


def settle(tx: Transaction, git: GitStore, actor: Account, home: Repository, oid: str) -> None:
    """A check on a commit has changed: if the queue waits for that commit, merge, or throw its pull request out."""
    entry = tx[QueueEntry].one(repository_id=home.id, head_oid=oid)
    if entry is None:
        return
    unmet = rules.unmet_checks(tx, home, entry.base_ref, oid)
    if any(reason.endswith("is failing.") for reason in unmet):
        dequeue(tx, git, actor, tx[Pull][entry.pull_id], reason="CI_FAILURE")
        return
    while (waiting := entries(tx, home, entry.base_ref)) and not rules.unmet_checks(
        tx, home, entry.base_ref, waiting[0].head_oid
    ):
        _merge(tx, git, actor, home, waiting[0])


def _merge(tx: Transaction, git: GitStore, actor: Account, home: Repository, entry: QueueEntry) -> None:
    """The tried commit becomes the branch."""
    base = refs.branch(tx, home, entry.base_ref)
    enqueued_by = tx[Account][entry.enqueued_by_id]
    pulls.mark_merged(tx, enqueued_by, tx[Pull][entry.pull_id], commit=entry.head_oid)
    refs.git_of(git, home).put_ref(f"refs/heads/{entry.base_ref}", entry.head_oid)
    move = Move(f"refs/heads/{entry.base_ref}", base.oid if base else None, entry.head_oid)
    branches.pushed(tx, git, enqueued_by, home, [move])
    _destroy(tx, git, actor, home, entry, "merged")


def _tried(tx: Transaction, git: GitStore, actor: Account, home: Repository, pull: Pull) -> QueueEntry:
    """A merge of the pull request on top of the last in the queue, under a branch that nobody may push to."""
    waiting, base = entries(tx, home, pull.base_ref), refs.branch(tx, home, pull.base_ref)
    assert base is not None  # else there is an obstacle
    onto = waiting[-1].head_oid if waiting else base.oid
    repo = refs.git_of(git, home)
    oid = repo.write_commit(
        repo.merged_tree(onto, pull.head_oid),
        (onto, pull.head_oid),
        merges.message_of(tx, pull, "merge"),
        who=people.identity(actor),
        at=tx.now.replace(microsecond=0),
        committer=(people.WEB_FLOW, tx.now.replace(microsecond=0)),
    )
    name = f"gh-readonly-queue/{pull.base_ref}/pr-{pull.number}-{onto}"
    entry = QueueEntry(tx.new_id(), home.id, pull.id, pull.base_ref, name, oid, onto, actor.id, tx.now)
    return tx.put(entry)


def _ask(tx: Transaction, git: GitStore, actor: Account, home: Repository, entry: QueueEntry) -> None:
    refs.git_of(git, home).put_ref(f"refs/heads/{entry.head_ref}", entry.head_oid)
    branches.pushed(tx, git, actor, home, [Move(f"refs/heads/{entry.head_ref}", None, entry.head_oid)])
    tx.emit("merge_group", "checks_requested", sender=actor, repository=home, merge_group=_group(git, home, entry))


def _again(tx: Transaction, git: GitStore, actor: Account, home: Repository, pull: Pull) -> None:
    """Behind a pull request that left, the next is tried without it; one that conflicts now leaves too."""
    try:
        _ask(tx, git, actor, home, _tried(tx, git, actor, home, pull))
    except MergeConflict:
        _say(tx, actor, pull, "dequeued", reason="MERGE_CONFLICT")


def _destroy(tx: Transaction, git: GitStore, actor: Account, home: Repository, entry: QueueEntry, reason: str) -> None:
    tx.remove(entry)
    group = _group(git, home, entry)
    tx.emit("merge_group", "destroyed", sender=actor, repository=home, reason=reason, merge_group=group)
    branches.delete(tx, git, actor, home, f"refs/heads/{entry.head_ref}")


def _say(tx: Transaction, actor: Account, pull: Pull, action: str, **parts: str) -> None:
    events.about(tx, actor, issues.touch(tx, pulls.issue_of(tx, pull)), action, **parts)


def _group(git: GitStore, home: Repository, entry: QueueEntry) -> dict[str, Any]:
    return {
        "head_sha": entry.head_oid,
        "head_ref": f"refs/heads/{entry.head_ref}",
        "base_sha": entry.base_oid,
        "base_ref": f"refs/heads/{entry.base_ref}",
        "head_commit": code_shapes.simple_commit(refs.git_of(git, home).commit_of(entry.head_oid)),
    }


checks.WHEN_REPORTED.append(settle)
