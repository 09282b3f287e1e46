"""Reactions: one per person and content. GitHub sends no event for them."""

from __future__ import annotations

from bot.sandbox.records import Account, Comment, Issue, Reaction
from bot.sandbox.state import Transaction


def react(tx: Transaction, actor: Account, subject: Issue | Comment, content: str) -> tuple[Reaction, bool]:
    """The reaction, and whether it is new."""
    found = tx[Reaction].one(subject_id=subject.id, user_id=actor.id, content=content)
    if found:
        return found, False
    now = tx.now.replace(microsecond=0)
    return tx.put(Reaction(tx.new_id(), subject.id, actor.id, content, now)), True


def take_back(tx: Transaction, reaction: Reaction) -> None:
    """Remove a reaction."""
    tx.remove(reaction)
