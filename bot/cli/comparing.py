"""A pair of descriptions → what is shown of it: compared, narrowed to its scope, judged by the team's rules."""

from collections.abc import Callable

from msgspec import Struct

from bot.cli.outcome import Compared
from bot.cli.pairs import Pair
from bot.contract import Finding, Options, Report, Source, compare, describe
from bot.contract.acceptance import Baseline, Scope, TeamRules, judged
from bot.contract.replacing import replace


class Asked(Struct, frozen=True):
    """How every pair is compared and judged."""

    options: Options
    scope: Scope
    rules: TeamRules
    baseline: Baseline


def compared(pair: Pair, asked: Asked) -> Compared:
    """The pair's report. A description that is not there counts as one without operations."""
    old, new = _present(pair)
    options, excused = _conventions(old, asked)
    scoped = asked.scope.of(old, new, options)
    report = compare(old, new, scoped)
    findings = judged(report, asked.rules, asked.baseline, excused=excused)
    nothing = asked.scope.holds_nothing_of(old, new, scoped)
    told = report if report.readable else _blamed(report, pair, new)
    return Compared(pair.old_name, pair.new_name, new.name, told, findings, is_out_of_scope=nothing)


def _blamed(report: Report, pair: Pair, new: Source) -> Report:
    """Says where it is the old version that could not be read: often both have the same name.

    What stands in for a version that is not there cannot be read for the same reason, and is not told besides.
    """
    if pair.old is None:
        return replace(report, unread=report.unread[:1])
    first, *rest = report.unread if pair.new is not None else report.unread[:1]
    if not rest and pair.new is not None and not describe(new).readable:
        return report
    place = f"{pair.old_name}:{first.line}" if first.line else pair.old_name
    what = first.what.replace("read it", f"read the old version, `{place}`", 1)
    line = None if first.file == new.name else first.line
    return replace(report, unread=(replace(first, what=what, line=line), *rest))


def _conventions(old: Source, asked: Asked) -> tuple[Options, Callable[[Finding], bool] | None]:
    """Which stage marks count, and what is passed over, where oasdiff's conventions hold."""
    if not asked.rules.oasdiff:
        return asked.options, None
    from bot.contract.acceptance.excuses import oasdiff_excuses
    from bot.contract.acceptance.oasdiff import STABILITY

    options = replace(asked.options, stage_marks=STABILITY)
    return options, oasdiff_excuses(old, options)


def _present(pair: Pair) -> tuple[Source, Source]:
    old, new = pair.old, pair.new
    if old is not None and new is not None:
        return old, new
    from bot.contract.openapi.absent import without_operations

    if old is not None:
        return old, without_operations(old)
    if new is not None:
        return without_operations(new), new
    raise ValueError("a pair has at least one side")
