"""How a field gets its value: by a function registered for it, else from the record's attribute of that name."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from graphql import GraphQLError, GraphQLResolveInfo

from bot.sandbox import permissions, shapes
from bot.sandbox.actors import Actor
from bot.sandbox.records import Account, Repository
from bot.sandbox.state import Transaction, View

if TYPE_CHECKING:
    from bot.sandbox.app import Sandbox

Resolver: TypeAlias = Callable[..., Any]
_FIELDS: dict[tuple[str, str], Resolver] = {}


@dataclass(frozen=True, slots=True)
class Look:
    """What a resolver may look at: the state a query sees, who asks, and the transaction of a mutation."""

    sandbox: Sandbox
    view: View
    actor: Actor
    tx: Transaction
    cost: int = 1
    nodes: int = 0

    def account(self, id: int | None) -> Account | None:
        """An account that is still there."""
        found = self.view[Account].get(id)
        return None if found is None or found.deleted else found


def field(types: str, name: str) -> Callable[[Resolver], Resolver]:
    """Register a resolver `(record, look, **arguments)` for a field of one or several types ("Issue PullRequest")."""

    def register(resolver: Resolver) -> Resolver:
        for type_name in types.split():
            _FIELDS[type_name, name] = resolver
        return resolver

    return register


def resolve(record: Any, info: GraphQLResolveInfo[Look], **arguments: Any) -> Any:
    """The value of a field."""
    if resolver := _FIELDS.get((info.parent_type.name, info.field_name)):
        return _plain(resolver(record, info.context, **{_snake(k): v for k, v in arguments.items()}))
    if isinstance(record, Mapping):
        return _plain(record.get(info.field_name))
    try:
        return _plain(getattr(record, _snake(info.field_name)))
    except AttributeError:
        name = f"{info.parent_type.name}.{info.field_name}"
        info.context.sandbox.problem(f"GraphQL {name}: not built")
        raise failure("NOT_BUILT", f"The sandbox has not built {name}") from None


def failure(kind: str, message: str) -> GraphQLError:
    """An error with GitHub's `type` (NOT_FOUND, FORBIDDEN, UNPROCESSABLE, ...)."""
    return GraphQLError(message, extensions={"type": kind})


def need(look: Look, *permission: str) -> None:
    """Refuse an installation that may not read any of these."""
    if look.actor.installation:
        held = permissions.held_by(look.actor)
        if not any(permissions.allows(held, {name: "read"}) for name in permission):
            raise failure("FORBIDDEN", "Resource not accessible by integration")


def visible(look: Look, repository: Repository | None) -> Repository | None:
    """The repository, when the caller may know of it."""
    return repository if repository and permissions.may_see(look.view, repository, look.actor) else None


def _plain(value: Any) -> Any:
    return shapes.stamp(value) if isinstance(value, datetime) else value


@functools.cache
def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda m: "_" + m[1].lower(), name)
