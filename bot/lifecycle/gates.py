"""A gate: what it asks for, beside what was measured. `bot/words/gates.py` has the sentences."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.config.ladder import GateItem, GateKind


@dataclass(frozen=True, slots=True)
class Link:
    """A text and where it leads."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What there is of a thing that a gate counts.

    `cannot_tell` says why nothing could be measured; then the condition is not met. `since` is when the counting began.
    """

    have: int = 0
    since: datetime | None = None
    links: tuple[Link, ...] = ()
    waiting_for: tuple[str, ...] = ()
    note: str = ""
    cannot_tell: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of the gate: asked for, measured, met or not, and the day on which time alone meets it."""

    item: GateItem
    measured: Measured
    met: bool
    fills_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Not met, and only time is missing."""
        return not self.met and self.fills_at is not None


Evidence = Mapping[GateItem, Measured]
"""What was measured for each of the gate's items."""


def evaluate(items: Sequence[GateItem], evidence: Evidence, *, now: datetime) -> tuple[Condition, ...]:
    """A condition for every item, in the gate's order. What was not measured counts as none."""
    consent = _silence_consents(items, evidence, now)
    return tuple(_condition(item, evidence.get(item, Measured()), consent) for item in items)


def _condition(item: GateItem, measured: Measured, consent: bool) -> Condition:  # noqa: FBT001
    agreed = consent and item.kind is GateKind.REVIEWERS and measured.have >= 1
    met = measured.cannot_tell is None and (agreed or _enough(item, measured))
    return Condition(item, measured, met, None if met else _fills_at(item, measured))


def _enough(item: GateItem, measured: Measured) -> bool:
    """Blockers and holds are counted, and none may be there; of all else there must be enough."""
    if item.kind in (GateKind.NO_OPEN_BLOCKER, GateKind.NOT_HELD):
        return measured.have == 0
    return measured.have >= item.at_least


def _silence_consents(items: Sequence[GateItem], evidence: Evidence, now: datetime) -> bool:
    """Whether it was open so long that the silence of the other reviewers counts as consent."""
    opened = ((item, evidence[item].since) for item in items if item.calendar_days_or and item in evidence)
    return any(since and now - since >= timedelta(days=item.calendar_days_or or 0) for item, since in opened)


def _fills_at(item: GateItem, measured: Measured) -> datetime | None:
    if measured.since is None or measured.cannot_tell is not None:
        return None
    return _CLOCKS[item.kind](measured.since, item.at_least) if item.kind in _CLOCKS else None


def business_days_since(start: datetime, now: datetime) -> int:
    """Full working days (Monday to Friday, UTC) that began after `start`'s day and are over or running at `now`."""
    first = start.astimezone(UTC).date()
    days = (now.astimezone(UTC).date() - first).days
    return sum((first + timedelta(days=step)).weekday() < 5 for step in range(1, days + 1))


def days_since(start: datetime, now: datetime) -> int:
    """Full days of 24 hours, never negative."""
    return max((now - start).days, 0)


def _after_days(start: datetime, days: int) -> datetime:
    return start + timedelta(days=days)


def _after_business_days(start: datetime, days: int) -> datetime:
    """Midnight that begins the day on which so many working days are counted."""
    moment = datetime.combine(start.astimezone(UTC).date(), datetime.min.time(), UTC)
    while business_days_since(start, moment) < days:
        moment += timedelta(days=1)
    return moment


_CLOCKS: Mapping[GateKind, Callable[[datetime, int], datetime]] = {
    GateKind.DAYS_IN_STAGE: _after_days,
    GateKind.QUIET_DAYS: _after_days,
    GateKind.BUSINESS_DAYS_OPEN: _after_business_days,
}
