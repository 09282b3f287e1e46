"""An installation suspended, resumed, removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.sandbox.records import Account, Installation, Token
from bot.sandbox.state import Transaction

Shape = Callable[[Installation], dict[str, Any]]


def suspend(tx: Transaction, actor: Account, installation: Installation, *, on: bool, shape: Shape) -> None:
    """Suspend or resume; the App is told either way."""
    if (installation.suspended_at is not None) == on:
        return
    moment = tx.now.replace(microsecond=0) if on else None
    installation = tx.put(replace(installation, suspended_at=moment, suspended_by_id=actor.id if on else None))
    _tell(tx, actor, installation, "suspend" if on else "unsuspend", shape)


def remove(tx: Transaction, actor: Account, installation: Installation, *, shape: Shape) -> None:
    """Take the App out of an account. It is told once more, then its tokens are worthless."""
    _tell(tx, actor, installation, "deleted", shape)
    for token in tx[Token].by(installation_id=installation.id):
        tx.remove(token)
    tx.remove(installation)


def _tell(tx: Transaction, actor: Account, installation: Installation, action: str, shape: Shape) -> None:
    tx.emit("installation", action, sender=actor, installation=installation, repositories=[])
    event = tx.events[-1]
    tx.events[-1] = replace(event, payload={**event.payload, "installation": shape(installation)})
