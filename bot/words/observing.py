"""Until when nothing is enforced, as cards and checks say it."""

from datetime import date


def until(last: date | None) -> str:
    """` until 2026-03-16`; nothing where the day is not known yet: our first label is not made."""
    return f" until {last}" if last else ""
