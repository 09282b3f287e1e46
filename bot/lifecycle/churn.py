"""How much a description moves: the share of its operations that changed for callers, and how often they did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.lifecycle.stability import Step

WINDOW = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Churn:
    """Over the last 90 days: whom it touched, how many changes there were, and which step brought most of each."""

    touched: int
    """Operations there are now that changed for callers, new ones among them."""
    operations: int
    """Operations there are now."""
    changes: int
    widest: Step | None
    busiest: Step | None

    @property
    def share(self) -> float:
        """The part of the operations that changed, from 0 to 1."""
        return self.touched / self.operations if self.operations else 0.0

    @property
    def changes_in_30_days(self) -> float:
        """How many findings a month of them had."""
        return self.changes * 30 / WINDOW.days


def churn(steps: Sequence[Step], operations: frozenset[tuple[str, str]], *, now: datetime) -> Churn:
    """The figures; `operations` are those of the newest revision, as (method, path)."""
    recent = [step for step in steps if step.revision.at >= now - WINDOW]
    touched = {operation for step in recent for operation in step.touched}
    return Churn(
        touched=len(touched & operations),
        operations=len(operations),
        changes=sum(step.changes for step in recent),
        widest=max((step for step in recent if step.touched), key=lambda step: len(step.touched), default=None),
        busiest=max((step for step in recent if step.changes), key=lambda step: step.changes, default=None),
    )
