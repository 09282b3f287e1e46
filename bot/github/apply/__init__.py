"""Effects, made true in GitHub: one file per family. Each may be repeated; none decides whether it should be."""

from typing import assert_never

from bot.forge.effects import (
    Effect,
    EnsureLabels,
    Grant,
    Hide,
    LookAt,
    OpenIssue,
    OpenPull,
    React,
    Say,
    SetCheck,
    SetLabels,
    SetStageLabel,
    Withdraw,
    WriteCard,
)
from bot.github.apply.checks import set_check
from bot.github.apply.comments import hide, say, write_card
from bot.github.apply.desk import Desk
from bot.github.apply.grants import grant, withdraw
from bot.github.apply.issues import open_issue
from bot.github.apply.labels import ensure_labels, set_labels
from bot.github.apply.pulls import open_pull
from bot.github.apply.reactions import react


async def apply_effect(desk: Desk, effect: Effect) -> str | None:
    """Make it so; what the journal keeps beside the key, if anything."""
    match effect:
        case SetStageLabel():
            await set_labels(desk, effect.thread, on=(effect.label,), off=effect.others)
        case SetLabels():
            await set_labels(desk, effect.thread, on=effect.on, off=effect.off)
        case WriteCard():
            return await write_card(desk, effect)
        case Say():
            return await say(desk, effect)
        case React():
            await react(desk, effect)
        case Hide():
            await hide(desk, effect.node)
        case SetCheck():
            return await set_check(desk, effect)
        case OpenPull():
            return await open_pull(desk, effect)
        case Grant():
            return await grant(desk, effect)
        case Withdraw():
            return await withdraw(desk, effect)
        case EnsureLabels():
            await ensure_labels(desk, effect)
        case OpenIssue():
            return await open_issue(desk, effect)
        case LookAt():
            pass  # the worker's: it is a line in the queue, not a write to GitHub
        case _:
            assert_never(effect)
    return None
