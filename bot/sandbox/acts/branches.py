"""Branches and tags made, moved and deleted, by whatever way: a push, the API, a merge, a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.acts import checks, pulls
from bot.sandbox.code import refs
from bot.sandbox.code import shapes as code_shapes
from bot.sandbox.code.records import Ref
from bot.sandbox.gitstore import GitStore, Repo
from bot.sandbox.gitstore.objects import ZERO
from bot.sandbox.records import Account, Repository
from bot.sandbox.state import Transaction

# Source: Webhook events and payloads, push: more than three tags at once send no event; 2048 commits at most.
TAGS_TOLD, COMMITS_TOLD = 3, 2048


@dataclass(frozen=True, slots=True)
class Move:
    """A ref that went from one commit to another; None is absence."""

    name: str
    old: str | None
    new: str | None


def create(tx: Transaction, git: GitStore, actor: Account, home: Repository, name: str, oid: str) -> Ref:
    """A new ref by its full name, as one push. RefExists, RefMalformed, ObjectMissing."""
    refs.git_of(git, home).create_ref(name, oid)
    pushed(tx, git, actor, home, [Move(name, None, oid)])
    return _known(tx, home, name)


def move(
    tx: Transaction, git: GitStore, actor: Account, home: Repository, name: str, oid: str, *, force: bool = False
) -> Ref:
    """Point a ref elsewhere, as one push. RefMissing, ObjectMissing, NotFastForward."""
    old = refs.tip(tx, home, name)
    refs.git_of(git, home).update_ref(name, oid, force=force)
    pushed(tx, git, actor, home, [Move(name, old.oid if old else None, oid)])
    return _known(tx, home, name)


def delete(tx: Transaction, git: GitStore, actor: Account, home: Repository, name: str) -> None:
    """Take a ref away; pull requests from that branch are closed."""
    old = refs.tip(tx, home, name)
    refs.git_of(git, home).delete_ref(name)
    pushed(tx, git, actor, home, [Move(name, old.oid if old else None, None)])


def pushed(tx: Transaction, git: GitStore, actor: Account, home: Repository, moves: Iterable[Move]) -> None:
    """Git has moved these refs: write it down, tell the Apps, ask for checks, bring pull requests up to date."""
    moves = [m for m in moves if m.old != m.new]
    repo = refs.git_of(git, home)
    tags = sum(m.name.startswith("refs/tags/") for m in moves)
    for one in moves:
        _record(tx, home, one)
        if one.name.startswith(("refs/heads/", "refs/tags/")) and not (
            one.name.startswith("refs/tags/") and tags > TAGS_TOLD
        ):
            _tell(tx, repo, actor, home, one)
    for one in moves:
        if one.name.startswith("refs/heads/"):
            _follow(tx, git, actor, home, one)


def _follow(tx: Transaction, git: GitStore, actor: Account, home: Repository, one: Move) -> None:
    branch = one.name.removeprefix("refs/heads/")
    if one.new is not None:
        checks.request_suite(tx, actor, git, home, one.new, branch=branch, before=one.old)
    pulls.head_moved(tx, git, actor, home, branch, one.new)
    pulls.base_moved(tx, git, actor, home, branch, one.new)


def _record(tx: Transaction, home: Repository, one: Move) -> None:
    known = refs.tip(tx, home, one.name)
    if one.new is None:
        if known:
            tx.remove(known)
    else:
        tx.put(replace(known, oid=one.new) if known else Ref(tx.new_id(), home.id, one.name, one.new))
    tx.put(replace(tx[Repository][home.id], pushed_at=tx.now.replace(microsecond=0)))


def _tell(tx: Transaction, repo: Repo, actor: Account, home: Repository, one: Move) -> None:
    """`create` or `delete`, and `push`."""
    kind = "tag" if one.name.startswith("refs/tags/") else "branch"
    short = one.name.split("/", 2)[2]
    if one.old is None:
        tx.emit("create", None, sender=actor, repository=home, ref=short, ref_type=kind, description=home.description,
                master_branch=home.default_branch, pusher_type="user")  # fmt: skip
    elif one.new is None:
        tx.emit("delete", None, sender=actor, repository=home, ref=short, ref_type=kind, pusher_type="user")
    tx.emit("push", None, sender=actor, repository=home, **_push(tx, repo, actor, home, one))


def _push(tx: Transaction, repo: Repo, actor: Account, home: Repository, one: Move) -> dict[str, Any]:
    new = repo.resolve(one.new) if one.new else None
    told = [code_shapes.pushed_commit(tx, home, c, repo) for c in _news(tx, repo, home, one.old, new)]
    head = code_shapes.pushed_commit(tx, home, repo.commit_of(new), repo) if new else None
    ends = f"{(one.old or ZERO)[:12]}...{(one.new or ZERO)[:12]}"
    return {
        "ref": one.name,
        "before": one.old or ZERO,
        "after": one.new or ZERO,
        "base_ref": None,
        "created": one.old is None,
        "deleted": one.new is None,
        "forced": bool(one.old and new and not repo.is_ancestor(one.old, new)),
        "compare": f"{tx.links.web}/{shapes.full_name(tx, home)}/compare/{ends}",
        "commits": told,
        "head_commit": head,
        "pusher": {"name": actor.login, "email": actor.email or f"{actor.login}@users.noreply.github.com"},
    }


def _news(tx: Transaction, repo: Repo, home: Repository, old: str | None, new: str | None) -> list[Any]:
    """The commits a push brings, oldest first; to a new branch, those the default branch has not."""
    if new is None:
        return []
    trunk = refs.branch(tx, home, home.default_branch)
    known = old or (trunk.oid if trunk else None)
    if known == new:
        return []
    return repo.commits(new, without=known, oldest_first=True)[-COMMITS_TOLD:]


def _known(tx: Transaction, home: Repository, name: str) -> Ref:
    found = refs.tip(tx, home, name)
    assert found is not None
    return found
