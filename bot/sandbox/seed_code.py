"""Laying out commits, pull requests, forks and branch rules before the story begins, or beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.sandbox.acts import branches, forks, pulls
from bot.sandbox.acts.branches import Move
from bot.sandbox.code import people, refs
from bot.sandbox.code.records import BranchRule, RequiredCheck
from bot.sandbox.house import House
from bot.sandbox.records import Account, Repository
from bot.sandbox.server import find_repository
from bot.sandbox.state import Transaction

Files = Mapping[str, bytes | None]


class CodeSeed:
    """Makes commits and what is built on them. `hooks`: the Apps are told, as of something a person did."""

    _sandbox: House

    def commit(
        self,
        full_name: str,
        *,
        files: Files,
        who: str,
        message: str = "Change files",
        branch: str = "main",
        at: datetime | None = None,
        hooks: bool = False,
    ) -> str:
        """Commit files (None takes one away) to a branch, made where missing, and give the commit's id."""
        tx = self._sandbox.begin()
        oid = self._commit(tx, _known(tx, full_name), files, _person(tx, who), branch, message, at)
        self._done(tx, hooks=hooks)
        return oid

    def pull(
        self,
        full_name: str,
        *,
        branch: str,
        files: Files,
        title: str,
        who: str,
        body: str | None = None,
        base: str = "main",
        draft: bool = False,
        fork: str | None = None,
        at: datetime | None = None,
        hooks: bool = True,
    ) -> int:
        """Push a branch with these files, open a pull request and give its number. `fork`: whose fork it comes from."""
        tx = self._sandbox.begin()
        home, author = _known(tx, full_name), _person(tx, who)
        source = home
        if fork is not None:
            owner = _person(tx, fork)
            source = forks.find(tx, home, owner) or forks.create(tx, self._sandbox.git_store, author, home, owner)
        if refs.branch(tx, source, branch) is None and base != source.default_branch:
            self._branch(tx, source, branch, base, author)
        self._commit(tx, source, files, author, branch, title, at)
        head = branch if fork is None else f"{fork}:{branch}"
        wanted = pulls.Proposed(title, head, base, body, draft, maintainer_can_modify=False)
        pull = pulls.open_pull(tx, self._sandbox.git_store, author, home, wanted)
        self._done(tx, hooks=hooks)
        return pull.number

    def branch_rule(
        self,
        full_name: str,
        pattern: str = "main",
        *,
        checks: Mapping[str, int | None] | None = None,
        needs_pull: bool = False,
        approvals: int = 0,
        merge_queue: bool = False,
    ) -> BranchRule:
        """Ask something of branches; `checks` are names, each with the App that must report it (None: any)."""
        tx = self._sandbox.begin()
        required = tuple(RequiredCheck(name, app_id) for name, app_id in (checks or {}).items())
        home = _known(tx, full_name)
        rule = tx.put(BranchRule(tx.new_id(), home.id, pattern, required, needs_pull, approvals, merge_queue))
        self._done(tx, hooks=False)
        return rule

    def _branch(self, tx: Transaction, home: Repository, branch: str, base: str, who: Account) -> None:
        tip = refs.branch(tx, home, base)
        if tip is not None:
            branches.create(tx, self._sandbox.git_store, who, home, f"refs/heads/{branch}", tip.oid)

    def _commit(
        self,
        tx: Transaction,
        home: Repository,
        files: Files,
        who: Account,
        branch: str,
        message: str,
        at: datetime | None,
    ) -> str:
        name, git = f"refs/heads/{branch}", self._sandbox.git_of(home)
        old = refs.branch(tx, home, branch)
        start = old or refs.branch(tx, home, home.default_branch)
        tree = git.write_files(start.oid if start else None, files)
        moment = at or tx.now.replace(microsecond=0)
        parents = [start.oid] if start else []
        oid = git.write_commit(tree, parents, message, who=people.identity(who), at=moment)
        git.put_ref(name, oid)
        move = Move(name, old.oid if old else None, oid)
        branches.pushed(tx, self._sandbox.git_store, who, home, [move])
        return oid

    def _done(self, tx: Transaction, *, hooks: bool) -> None:
        if hooks:
            self._sandbox.commit(tx)
        else:
            self._sandbox.store.commit(tx, tx.now)
            self._sandbox.store.settle()


def _known(tx: Transaction, full_name: str) -> Repository:
    found = find_repository(tx, full_name)
    if found is None:
        raise LookupError(f"no repository {full_name}: seed it first")
    return found


def _person(tx: Transaction, login: str) -> Account:
    found = tx[Account].one(login=login)
    if found is None:
        raise LookupError(f"no account {login!r}: seed it first")
    return found
