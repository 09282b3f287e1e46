"""Operations by their ids: what an endpoint is given, and how it is registered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from bot.sandbox.actors import Actor
from bot.sandbox.answers import Answer, not_found
from bot.sandbox.contract import Operation
from bot.sandbox.hooks import Hooked
from bot.sandbox.records import Account, Repository
from bot.sandbox.state import Transaction, View


@dataclass(frozen=True, slots=True)
class Call:
    """One request, checked: who asks, for what, and the transaction it runs in."""

    sandbox: Hooked
    operation: Operation
    actor: Actor
    tx: Transaction
    past: View
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    headers: Mapping[str, str]
    found_repository: Repository | None = None

    @property
    def now(self) -> datetime:
        """The sandbox's present."""
        return self.tx.now

    @property
    def repository(self) -> Repository:
        """The repository in the path; the caller may see it."""
        if self.found_repository is None:
            raise not_found()
        return self.found_repository

    @property
    def organization(self) -> Account:
        """The organization in the path."""
        found = self.tx[Account].one(login=self.params["org"]) or _any_case(self.tx, self.params["org"])
        if found is None or found.type != "Organization":
            raise not_found()
        return found

    def number(self, name: str) -> int:
        """A path parameter that is a number."""
        try:
            return int(self.params[name])
        except ValueError:
            raise not_found() from None


def _any_case(view: View, login: str) -> Account | None:
    return next((a for a in view[Account] if a.login.lower() == login.lower()), None)


Endpoint: TypeAlias = Callable[[Call], Awaitable[Answer]]
ENDPOINTS: dict[str, Endpoint] = {}


def operation(id: str) -> Callable[[Endpoint], Endpoint]:
    """Register an endpoint under the operationId of GitHub's description."""

    def register(endpoint: Endpoint) -> Endpoint:
        if id in ENDPOINTS:
            raise ValueError(f"{id} is built twice")
        ENDPOINTS[id] = endpoint
        return endpoint

    return register
