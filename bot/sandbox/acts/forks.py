"""Forks: copies of a repository under another owner."""

from __future__ import annotations

from dataclasses import replace

from bot.sandbox import shapes
from bot.sandbox.code.records import Ref
from bot.sandbox.gitstore import GitStore
from bot.sandbox.records import Account, Repository
from bot.sandbox.state import Transaction, View


def find(view: View, home: Repository, owner: Account) -> Repository | None:
    """Somebody's fork of a repository."""
    return view[Repository].one(fork_of_id=home.fork_of_id or home.id, owner_id=owner.id)


def create(tx: Transaction, git: GitStore, actor: Account, home: Repository, owner: Account) -> Repository:
    """Fork it; who has a fork already gets that one."""
    if known := find(tx, home, owner):
        return known
    now = tx.now.replace(microsecond=0)
    fork = tx.put(
        replace(
            home,
            id=tx.new_id(),
            owner_id=owner.id,
            fork_of_id=home.fork_of_id or home.id,
            created_at=now,
            updated_at=now,
            next_number=1,
        )
    )
    git.fork(str(home.id), str(fork.id))
    for ref in tx[Ref].by(repository_id=home.id):
        if ref.name.startswith(("refs/heads/", "refs/tags/")):
            tx.put(replace(ref, id=tx.new_id(), repository_id=fork.id))
    tx.emit("fork", None, sender=actor, repository=home, forkee=shapes.repository(tx, fork))
    return fork


def listed(view: View, home: Repository) -> list[Repository]:
    """The forks of a repository, newest first."""
    return list(view[Repository].by(fork_of_id=home.id))[::-1]
