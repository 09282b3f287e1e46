"""What the parts of a sandbox need of each other: state, clock, contract, and where to write down what happens.

`Sandbox` fits by shape. So a part knows what it asks for, and not the whole that it is a part of.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Protocol

from bot.sandbox.actors import Actor
from bot.sandbox.auth import Gatekeeper
from bot.sandbox.clock import Clock
from bot.sandbox.contract import Contract
from bot.sandbox.faults import Faults
from bot.sandbox.fill import Filler
from bot.sandbox.gitstore import GitStore, Repo
from bot.sandbox.quota import Quota
from bot.sandbox.records import Account, Repository
from bot.sandbox.state import State, Store, Transaction


class House(Protocol):
    """One sandbox, seen from within."""

    app_id: int
    client_id: str
    slug: str
    private_key: str
    clock: Clock
    contract: Contract
    faults: Faults
    quota: Quota
    store: Store
    filler: Filler
    gatekeeper: Gatekeeper
    git_store: GitStore
    owner: Account
    problems: list[str]
    calls: list[tuple[str, str, int, str]]
    writes: deque[dict[str, object]]
    manifest_codes: set[str]

    @property
    def url(self) -> str:
        """Where its pages are."""

    @property
    def api_url(self) -> str:
        """The base of its REST API."""

    @property
    def strict(self) -> bool:
        """Whether what GitHub silently ignores is a problem here."""

    def person_token(self, login: str) -> str:
        """A token of a person."""

    def begin(self) -> Transaction:
        """A transaction on the present."""

    def commit(self, tx: Transaction) -> None:
        """Make it true, then tell the Apps."""

    def lagging(self) -> State:
        """What lists and GraphQL queries see."""

    def git_of(self, repository: Repository) -> Repo:
        """The git repository behind a record."""

    def problem(self, text: str) -> None:
        """Write down something that breaks the contract."""

    def note(self, method: str, name: str, status: int, actor: str) -> None:
        """Write down a call."""

    def keep_write(self, method: str, path: str, body: object, actor: Actor) -> None:
        """Remember a write over REST."""

    def keep_task(self, task: asyncio.Task[None]) -> None:
        """Hold on to something that runs beside the requests."""
