"""Moments in words, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_STEPS = (
    (timedelta(days=365), "year"),
    (timedelta(days=30), "month"),
    (timedelta(days=7), "week"),
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment three times: for programs, exactly, and as people say it."""

    iso: str
    exact: str
    said: str


def moment(at: datetime, now: datetime) -> Moment:
    """When something happened, seen from now: `3 days ago`, or the date when it is long ago."""
    at = at.astimezone(UTC)
    return Moment(at.isoformat(), long(at), _said(now - at, at, now))


def long(at: datetime) -> str:
    """`Tue 3 Mar 2026, 09:15 UTC`."""
    return f"{at.astimezone(UTC):%a} {day(at)}, {at.astimezone(UTC):%H:%M} UTC"


def day(at: datetime) -> str:
    """`3 Mar 2026`."""
    at = at.astimezone(UTC)
    return f"{at.day} {at:%b %Y}"


def _said(ago: timedelta, at: datetime, now: datetime) -> str:
    if ago < timedelta(minutes=1):
        return "now" if ago > timedelta(minutes=-1) else f"on {day(at)}"
    if ago > timedelta(days=31):
        return f"on {at.day} {at:%b}" if at.year == now.year else f"on {day(at)}"
    step, name = next((step, name) for step, name in _STEPS if ago >= step)
    number = ago // step
    return "yesterday" if (number, name) == (1, "day") else f"{number} {name}{'s' if number > 1 else ''} ago"
