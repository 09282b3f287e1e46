"""`--stage`: the findings judged as the bot judges a pull request to an API in that stage."""

from collections.abc import Iterable, Iterator, Sequence

from bot.cli.outcome import AtStage, Compared
from bot.cli.pairs import NoSuchSource
from bot.config.ladder import StageRule
from bot.config.reading import DEFAULT
from bot.contract import Finding
from bot.contract.acceptance import without_accepted
from bot.lifecycle.marks import stage_of_operations
from bot.lifecycle.policy import Kind, kind_of, verdict
from bot.lifecycle.stages import Ladder


def at_stage(name: str, comparisons: Sequence[Compared]) -> AtStage:
    """What the bot would say in the stage of that name. Raises NoSuchSource with the names there are."""
    stage = _stage_named(name)
    failing = frozenset(finding.fingerprint for finding in _failing(comparisons, stage))
    return AtStage(stage.name, failing, _gaps_fail(comparisons, stage))


def _stage_named(name: str) -> StageRule:
    stages = Ladder(DEFAULT.stages)
    found = stages.named(name)
    if found is None:
        known = ", ".join(rule.name for rule in stages.rules)
        raise NoSuchSource(f"There is no stage `{name}`. The stages are {known}.")
    return found


def _failing(comparisons: Iterable[Compared], stage: StageRule) -> Iterator[Finding]:
    """The findings that do not pass; an operation marked stricter in the old description by its own mark."""
    stages = Ladder(DEFAULT.stages)
    for one in comparisons:
        for finding in without_accepted(one.findings):
            rule = stage_of_operations(finding.operations, stage, stages)
            if not verdict(kind_of(finding), rule).passes:
                yield finding


def _gaps_fail(comparisons: Iterable[Compared], stage: StageRule) -> bool:
    """Whether a part that could not be judged does not pass."""
    stages = Ladder(DEFAULT.stages)
    return any(
        not verdict(Kind.UNREAD, stage_of_operations(part.operations, stage, stages)).passes
        for one in comparisons
        for part in one.report.unread
    )
