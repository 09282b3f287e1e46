"""The versions of a text that people may edit: who wrote what when."""

from __future__ import annotations

from bot.sandbox.records import Account, Edit
from bot.sandbox.state import Transaction


def first_version(tx: Transaction, subject_id: int, author: Account, text: str) -> None:
    """Remember the text as first written; GraphQL counts it among the edits once there is a second."""
    tx.put(Edit(tx.new_id(), subject_id, author.id, tx.now.replace(microsecond=0), text))


def next_version(tx: Transaction, subject_id: int, editor: Account, text: str) -> None:
    """Remember an edit."""
    first_version(tx, subject_id, editor, text)
