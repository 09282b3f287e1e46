"""Global node ids, as GraphQL and REST's `node_id` spell them."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from bot.sandbox.records import (
    Account,
    Comment,
    Edit,
    Issue,
    Label,
    Reaction,
    Repository,
    Team,
    TimelineEvent,
)
from bot.sandbox.state import Record, View

_PREFIXES: dict[type[Any], str] = {
    Comment: "IC",
    Repository: "R",
    Label: "LA",
    Team: "T",
    Reaction: "REA",
    Edit: "UCE",
    TimelineEvent: "LE",
}
_ACCOUNTS = {"User": "U", "Bot": "BOT", "Organization": "O"}


def register(kind: type[Any], prefix: str) -> None:
    """Give another kind of record its prefix; called once, at import."""
    _PREFIXES[kind] = prefix


def node_id(record: Record) -> str:
    """The node id of a record."""
    match record:
        case Issue():
            prefix = "PR" if record.is_pull else "I"
        case Account():
            prefix = _ACCOUNTS[record.type]
        case _:
            prefix = _PREFIXES[type(record)]
    return f"{prefix}_kwDO{base64.urlsafe_b64encode(record.id.to_bytes(6, 'big')).decode()}"


def find(view: View, text: str) -> Record | None:
    """The record a node id stands for."""
    prefix, _, rest = text.partition("_kwDO")
    try:
        id = int.from_bytes(base64.urlsafe_b64decode(rest), "big")
    except (binascii.Error, ValueError):
        return None
    kinds: dict[str, type[Any]] = {p: k for k, p in _PREFIXES.items()}
    kinds |= {"PR": Issue, "I": Issue, "U": Account, "BOT": Account, "O": Account}
    found: Record | None = view[kinds[prefix]].get(id) if prefix in kinds else None
    return found if found is not None and node_id(found) == text else None
