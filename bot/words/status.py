"""Answers to `/status` and `/why` on a proposal."""

from collections.abc import Sequence

from bot.command.values import Command
from bot.config import StageRule
from bot.lifecycle.gates import Condition
from bot.words import gates
from bot.words.escape import code, plain
from bot.words.promotion import name


def status(api: str, stage: StageRule, after: StageRule | None, conditions: Sequence[Condition]) -> str:
    """Where it stands and what comes next."""
    head = f"**{plain(api) or 'This API'}** is in **{name(stage)}**."
    if after is None or not conditions:
        return f"{head} Nothing has to be met to stay there."
    return f"{head}\n\n{gates.table(conditions, f'Gate to {name(after)}')}"


def gate(stage: StageRule, conditions: Sequence[Condition]) -> str:
    """The present gate."""
    return gates.table(conditions, f"Gate to leave {name(stage)}") if conditions else f"{name(stage)} has no gate."


def condition(found: Condition, stage: StageRule) -> str:
    """One condition: what it asks, what there is, where the number stands."""
    kind = str(found.item.kind)
    return (
        f"**{gates.asked(found.item)}**: {gates.sign(found)}, {gates.there_is(found) or 'nothing yet'}.\n"
        f"It stands under `stages.{stage.name}.gate.{kind}` in the configuration; governance can change it there."
    )


def no_such_condition(command: Command, kinds: Sequence[str]) -> str:
    """The gate has nothing of that name."""
    known = ", ".join(map(code, kinds))
    said = f"this gate has no such condition. It has: {known}" if known else "this stage has no gate"
    return f"I did not act on {code(command.source)}: {said}."
