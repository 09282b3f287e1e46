"""What a description says of an operation's stage, in whose words ever, as a stage of the ladder."""

from collections.abc import Iterable, Mapping

from bot.config.ladder import StageRule
from bot.contract.report import Operation
from bot.lifecycle.stages import Ladder

_WORDS: Mapping[str, str] = {
    "stable": "ga",
    "generally-available": "ga",
    "general-availability": "ga",
    "beta": "public-beta",
    "preview": "public-beta",
    "alpha": "private-beta",
    "experimental": "idea",
    "draft": "idea",
}
"""Other companies' words. A mark can only make a stage stricter, so one that says too little does no harm."""


def stage_of_mark(mark: str | None, ladder: Ladder) -> StageRule | None:
    """The stage that a mark means; None where it means none of ours."""
    word = "-".join((mark or "").lower().replace("_", " ").replace("-", " ").split())
    return ladder.named(word) or ladder.named(_WORDS.get(word, ""))


def stage_of_operations(operations: Iterable[Operation], stage: StageRule, ladder: Ladder) -> StageRule:
    """The strictest stage among these operations: each by its mark in the old version, none below the API's own stage.

    An operation may be marked lower than its API only if it was so when the API reached GA, or was added later. That
    is not looked up in the history yet, so a lower mark counts for nothing: too strict for such an operation, never
    too lenient.
    """
    marked = (stage_of_mark(operation.stage_old, ladder) for operation in operations)
    return ladder.stricter(stage.name, *(rule.name for rule in marked if rule))
