"""Changing a repository itself: its name, description, default branch; archiving it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.answers import invalid
from bot.sandbox.code import refs
from bot.sandbox.gitstore import GitStore
from bot.sandbox.records import Account, FormerName, Repository
from bot.sandbox.state import Transaction


def rename(tx: Transaction, actor: Account, home: Repository, name: str) -> Repository:
    """Give it another name; the old address answers 301."""
    taken = tx[Repository].one(owner_id=home.owner_id, name=name)
    if taken is not None and taken.id != home.id:
        raise invalid("Repository", "name", "custom", message="name already exists on this account")
    tx.put(FormerName(tx.new_id(), shapes.full_name(tx, home), home.id))
    old, home = home.name, tx.put(replace(home, name=name))
    tx.emit("repository", "renamed", sender=actor, repository=home, changes={"repository": {"name": {"from": old}}})
    return home


def describe(tx: Transaction, actor: Account, home: Repository, description: str) -> Repository:
    """Change its description."""
    old, home = home.description, tx.put(replace(home, description=description))
    return _edited(tx, actor, home, {"description": {"from": old}})


def set_default_branch(tx: Transaction, git: GitStore, actor: Account, home: Repository, branch: str) -> Repository:
    """Make another branch the default one."""
    if refs.branch(tx, home, branch) is None:
        raise invalid("Repository", "default_branch", message=f"The branch {branch} was not found")
    refs.git_of(git, home).set_head(branch)
    old, home = home.default_branch, tx.put(replace(home, default_branch=branch))
    return _edited(tx, actor, home, {"default_branch": {"from": old}})


def set_archived(tx: Transaction, actor: Account, home: Repository, *, archived: bool) -> Repository:
    """Make it read-only, or writable again."""
    home = tx.put(replace(home, archived=archived))
    tx.emit("repository", "archived" if archived else "unarchived", sender=actor, repository=home)
    return home


def set_private(tx: Transaction, actor: Account, home: Repository, *, private: bool) -> Repository:
    """Hide it from strangers, or show it."""
    home = tx.put(replace(home, private=private))
    tx.emit("repository", "privatized" if private else "publicized", sender=actor, repository=home)
    return home


def _edited(tx: Transaction, actor: Account, home: Repository, changes: dict[str, Any]) -> Repository:
    tx.emit("repository", "edited", sender=actor, repository=home, changes=changes)
    return home
