"""The stability clock: how long a description has been quiet, from its history and the breaks found in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.contract.report import Cause, Evidence, Report
from bot.forge.questions import Revision


@dataclass(frozen=True, slots=True)
class Step:
    """From one revision to the next: how many breaking changes it brought; None where it could not be judged.

    `touched` are the operations it changed for callers, as (method, path); `changes` how many findings there are.
    """

    revision: Revision
    breaks: int | None
    touched: tuple[tuple[str, str], ...] = ()
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Stability:
    """The figures of a description's history, each with the revision that shows it."""

    quiet_since: datetime | None
    """The last break, or where the history begins; None without any history."""
    last_break: Step | None
    breaks_30_days: int
    breaks_90_days: int
    unread: tuple[Revision, ...] = ()


def steps_to_judge(history: Sequence[Revision]) -> list[tuple[Revision, Revision]]:
    """The (older, newer) pairs of a history given newest first, oldest pair first; equal contents are no step.

    While the file was away nothing is compared; what came back is compared with what was there before.
    """
    there = [revision for revision in history if revision.blob]
    pairs = list(zip(there[1:], there[:-1], strict=True))
    return [(old, new) for old, new in reversed(pairs) if old.blob != new.blob]


def step(revision: Revision, report: Report | None) -> Step:
    """A step as its comparison tells it; `None`: nobody could compare. Changed wording touches no caller."""
    if report is None or not report.readable:
        return Step(revision, None)
    told = [finding for finding in report.findings if finding.cls is not Cause.DOC]
    broken = sum(finding.cls is Cause.BREAKING and finding.evidence is not Evidence.REFUTED for finding in told)
    operations = {(o.method, o.path) for finding in told for o in finding.operations}
    return Step(revision, None if report.unread else broken, tuple(sorted(operations)), len(told))


def stability(history: Sequence[Revision], steps: Sequence[Step], *, now: datetime) -> Stability:
    """The figures. A step nobody could judge counts as a break: quiet must be shown, not assumed."""
    broken = sorted((step for step in steps if step.breaks is None or step.breaks), key=lambda step: step.revision.at)
    last = broken[-1] if broken else None
    began = min((revision.at for revision in history if revision.blob), default=None)
    return Stability(
        quiet_since=last.revision.at if last else began,
        last_break=last,
        breaks_30_days=_within(broken, now - timedelta(days=30)),
        breaks_90_days=_within(broken, now - timedelta(days=90)),
        unread=tuple(step.revision for step in steps if step.breaks is None),
    )


def _within(broken: Sequence[Step], start: datetime) -> int:
    return sum(step.breaks or 1 for step in broken if step.revision.at >= start)
