"""Sentences about moving: what is missing, that it moved, why a label was put back."""

from collections.abc import Sequence

from bot.command.values import Command
from bot.config import StageRule
from bot.lifecycle.gates import Condition
from bot.words import gates
from bot.words.escape import code, plain


def name(stage: StageRule) -> str:
    """A stage as people say it: `private beta`, `GA`."""
    return "GA" if stage.name == "ga" else stage.name.replace("-", " ")


def promote_again(target: StageRule) -> str:
    """The line to write when the gate is full."""
    return f"When the card says that it is ready, write `/promote`; it will then move to **{name(target)}**."


def missing(present: StageRule, target: StageRule, conditions: Sequence[Condition], then: str) -> str:
    """The gate is not open yet: every unmet condition."""
    count = len(conditions)
    listed = "\n".join(map(gates.bullet, conditions))
    return (
        f"Not yet: **{count} {'condition is' if count == 1 else 'conditions are'} not met** "
        f"to leave {code(present.name)} for {code(target.name)}.\n\n{listed}\n\n{then}"
    )


def dry_run(target: StageRule, conditions: Sequence[Condition]) -> str:
    """What `/promote` would say."""
    open_ = [condition for condition in conditions if not condition.met]
    verdict = f"would be refused, {len(open_)} not met" if open_ else "would move it"
    return f"`/promote` {verdict}.\n\n{gates.table(conditions, f'Gate to {name(target)}')}"


def no_such_step(command: Command, present: StageRule, target: StageRule | None, wanted: str) -> str:
    """Nobody skips a stage, nobody leaves the last one."""
    if target is None:
        return f"I did not act on {code(command.source)}: {code(present.name)} is the last stage."
    return (
        f"I did not act on {code(command.source)}: from {code(present.name)} the next stage is {code(target.name)}, "
        f"and none is skipped.\nYou could write {code('/promote')}."
    )


def not_backwards(command: Command, present: StageRule) -> str:
    """`/demote` goes to an earlier stage."""
    return f"I did not act on {code(command.source)}: it is in {code(present.name)}; name an earlier stage."


def moved(old: StageRule, new: StageRule, who: str, reason: str, after: StageRule | None) -> str:
    """The stage moved."""
    by = f", asked by {plain(who)}" if who else ""
    because = f"\n\nReason: {plain(reason)}" if reason else ""
    return f"**{name(old)} → {name(new)}**{by}.{because}\n\n{_MEANS.get(new.name, new.summary)}"


_MEANS = {
    "private-beta": 'A small group can come in now: `/request-access use:"…"` joins the list, owners write `/invite`.',
    "public-beta": "It is open to everyone now. A breaking change needs notice from here on.",
    "ga": "From here on there is no instability: a change that breaks callers is a new version.",
}


def thanks(stage: StageRule, logins: Sequence[str]) -> str:
    """Everybody who waited is told once."""
    names = ", ".join(f"@{login}" for login in logins)
    return (
        f"{names}: thank you for asking early. The API is in **{name(stage)}** now and open to everyone; nobody waits."
    )


def put_back(present: StageRule) -> str:
    """How every sentence about a label that is undone begins."""
    return f"I put the stage label back to {code(present.label)}"


def label_not_yours(present: StageRule) -> str:
    """A stage label set by somebody who may not."""
    return (
        f"I put the stage label back to {code(present.label)}: the stage is moved by the owners of the API.\n"
        "What is missing for the next stage stands on the card."
    )


def label_removed(present: StageRule) -> str:
    """A stage label was taken off."""
    return (
        f"I put the stage label back to {code(present.label)}: a proposal always has exactly one, "
        "and taking it off is no command.\nOwners move it with `/promote`, governance with `/demote`."
    )


def label_skips(present: StageRule, after: StageRule | None, target: StageRule) -> str:
    """A label that is not the next stage's."""
    step = f"the next stage is {code(after.name)}" if after else "it is the last stage"
    return (
        f"I put the stage label back to {code(present.label)}: from there {step}, not {code(target.name)}.\n"
        'Going back is `/demote STAGE reason:"…"`, by governance.'
    )


def label_cannot_tell(why: str) -> str:
    """The role could not be read."""
    return f"I put the stage label back: I could not read whether you are one of the owners ({plain(why)})."


def flipping(times: int) -> str:
    """Two hands pull at one label."""
    return (
        f"The stage label changed {times} times within ten minutes; I stop putting it back here until it rests.\n"
        "The card and the ledger keep the true stage."
    )
