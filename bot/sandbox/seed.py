"""Laying out what is there before the story begins; no hooks, no lag."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.sandbox.code import people, refs
from bot.sandbox.hooks import Hooked
from bot.sandbox.permissions import ROLE_OF
from bot.sandbox.records import Account, FormerName, Grant, Installation, Member, Repository, Team, TeamMember
from bot.sandbox.seed_code import CodeSeed
from bot.sandbox.server import find_repository
from bot.sandbox.state import Transaction

T = TypeVar("T")
PERMISSIONS = {
    "metadata": "read",
    "issues": "write",
    "pull_requests": "write",
    "contents": "write",
    "checks": "write",
    "merge_queues": "read",
    "members": "read",
}
EVENTS = (
    "issues",
    "issue_comment",
    "label",
    "repository",
    "pull_request",
    "pull_request_review",
    "push",
    "check_run",
    "check_suite",
    "merge_group",
    "team",
    "membership",
    "member",
)


class Seed(CodeSeed):
    """Makes accounts, teams, repositories, grants and the installation."""

    _sandbox: Hooked

    def __init__(self, sandbox: Hooked) -> None:
        self._sandbox = sandbox

    def user(self, login: str, *, name: str | None = None) -> Account:
        """A person."""
        return self._account(login, "User", name)

    def organization(self, login: str, *, members: Iterable[str] = (), owners: Iterable[str] = ()) -> Account:
        """An organization, with people in it who are made when they are not there."""
        account = self._account(login, "Organization", None)
        for login_, role in [*((m, "member") for m in members), *((o, "admin") for o in owners)]:
            self.member(login, login_, role=role)
        return account

    def member(
        self, organization: str, login: str, *, role: str = "member", state: str = "active", public: bool = False
    ) -> Member:
        """Somebody in an organization; `role` is member or admin."""
        home, user = self._known(organization), self.user(login)

        def act(tx: Transaction) -> Member:
            old = tx[Member].one(organization_id=home.id, user_id=user.id)
            return tx.put(Member(old.id if old else tx.new_id(), home.id, user.id, role, state, public))

        return self._do(act)

    def team(self, organization: str, slug: str, members: Iterable[str] = (), *, name: str | None = None) -> Team:
        """A team; its members become members of the organization."""
        home = self._known(organization)
        for login in (logins := list(members)):
            if self._sandbox.store.present[Member].one(organization_id=home.id, user_id=self.user(login).id) is None:
                self.member(organization, login)

        def act(tx: Transaction) -> Team:
            found = tx[Team].one(organization_id=home.id, slug=slug)
            found = found or tx.put(Team(tx.new_id(), home.id, slug, name or slug.replace("-", " ").title(), tx.now))
            for login in logins:
                user = self._known(login)
                if not tx[TeamMember].one(team_id=found.id, user_id=user.id):
                    tx.put(TeamMember(tx.new_id(), found.id, user.id))
            return found

        return self._do(act)

    def repository(
        self,
        full_name: str,
        files: Mapping[str, bytes] | None = None,
        *,
        private: bool = False,
        branch: str = "main",
        description: str | None = None,
        by: str | None = None,
        at: datetime | None = None,
    ) -> Repository:
        """A repository with one commit that holds the files; the owner is made (an organization) when not there."""
        owner_login, _, name = full_name.partition("/")
        owner = self._find(owner_login) or self.organization(owner_login)
        moment = at or self._sandbox.clock.now().replace(microsecond=0)

        def act(tx: Transaction) -> Repository:
            return tx.put(Repository(tx.new_id(), owner.id, name, moment, moment, moment, private, description, branch))

        repository = self._do(act)
        who = people.identity(self._known(by) if by else owner)
        repo = self._sandbox.git_store.create(git_name(repository), files or {}, who=who, at=moment, branch=branch)
        if oid := repo.resolve(f"refs/heads/{branch}"):
            self._do(lambda tx: refs.point(tx, self._sandbox.git_store, repository, f"refs/heads/{branch}", oid))
        return repository

    def delete_account(self, login: str) -> None:
        """Let a person leave GitHub; what they wrote stays, with nobody as its author."""
        found = self._known(login)
        self._do(lambda tx: tx.put(replace(found, deleted=True)))

    def rename(self, full_name: str, name: str) -> Repository:
        """Give a repository another name; the old one answers 301."""

        def act(tx: Transaction) -> Repository:
            found = find_repository(tx, full_name)
            if found is None:
                raise LookupError(f"no repository {full_name}")
            tx.put(FormerName(tx.new_id(), full_name, found.id))
            return tx.put(replace(found, name=name))

        return self._do(act)

    def grant(self, full_name: str, login: str, role: str) -> Grant:
        """Give a person a role (read, triage, write, maintain, admin, or a custom one) in a repository."""
        user = self.user(login)

        def act(tx: Transaction) -> Grant:
            found = find_repository(tx, full_name)
            if found is None:
                raise LookupError(f"no repository {full_name}")
            old = tx[Grant].one(repository_id=found.id, user_id=user.id)
            return tx.put(Grant(old.id if old else tx.new_id(), found.id, ROLE_OF.get(role, role), user.id))

        return self._do(act)

    def install(
        self,
        account: str,
        *,
        hook_url: str | None = None,
        repositories: Sequence[str] | None = None,
        permissions: Mapping[str, str] | None = None,
        events: Sequence[str] = EVENTS,
    ) -> Installation:
        """Put the App into an account, on all repositories or on those named; hooks go to `hook_url`."""
        home = self._known(account)
        if hook_url is not None:
            self._sandbox.hooks.url = hook_url

        def act(tx: Transaction) -> Installation:
            old = tx[Installation].one(account_id=home.id)
            chosen = (
                None if repositories is None else tuple(r.id for n in repositories if (r := find_repository(tx, n)))
            )
            held = tuple(sorted((permissions or PERMISSIONS).items()))
            return tx.put(
                Installation(old.id if old else tx.new_id(), home.id, held, tuple(events), tx.now, tx.now, chosen)
            )

        return self._do(act)

    def _account(self, login: str, type: str, name: str | None) -> Account:
        if found := self._find(login):
            return found
        return self._do(lambda tx: tx.put(Account(tx.new_id(), login, type, tx.now.replace(microsecond=0), name)))

    def _find(self, login: str) -> Account | None:
        return self._sandbox.store.present[Account].one(login=login)

    def _known(self, login: str) -> Account:
        if found := self._find(login):
            return found
        raise LookupError(f"no account {login!r}: seed it first")

    def _do(self, act: Callable[[Transaction], T]) -> T:
        tx = self._sandbox.begin()
        result = act(tx)
        self._sandbox.store.commit(tx, tx.now)
        self._sandbox.store.settle()
        return result


def git_name(repository: Repository) -> str:
    """What a repository is called in the git store: its id, so that a new name changes nothing there."""
    return str(repository.id)
