"""Sentences about feedback: what is told to who raises, resolves or opens again."""

from collections.abc import Sequence

from bot.command.values import Command
from bot.words.escape import code, plain


def stuck(kind: str) -> str:
    """What a trial that got stuck is called where its author gave no words."""
    return f"Stuck at a {kind or 'trial'}"


def no_such_item(command: Command, known: Sequence[str]) -> str:
    """The id is none of this thread's."""
    there = ", ".join(code(item) for item in known[:10]) or "nothing so far"
    return f"I did not act on {code(command.source)}: this thread has no such item. What needs work here: {there}."


def already(command: Command, item: str, *, is_open: bool) -> str:
    """There is nothing left to do."""
    return f"I did not act on {code(command.source)}: {code(item)} is {'open' if is_open else 'resolved'} already."


def may_not_settle(command: Command, item: str, raiser: str, *, is_blocker: bool, governs: bool) -> str:
    """Somebody else has to say it."""
    if governs:
        rest = f"As governance you can, with a reason: {code(command.source.strip() + ' because …')}."
    elif is_blocker:
        rest = f"It is a blocker: {plain(raiser)}, who raised it, can close it; so can governance, with a reason."
    else:
        rest = f"{plain(raiser)}, who raised it, and the owners can."
    return f"I did not act on {code(command.source)}: you did not raise {code(item)}.\n{rest}"
