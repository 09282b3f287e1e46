"""A check made anew because somebody asked: one run for each who asks, and none for a read that trails behind."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.forge.effects import Effect, SetCheck
from bot.forge.facts import RERUN, Click
from bot.worker.asks import Entry, Journal
from bot.worker.waits import RECHECK


def keys(effect: SetCheck) -> tuple[str, ...]:
    """What the journal keeps the answer to each cause under."""
    return tuple(f"{effect.key}:{cause}" for cause in effect.asked)


async def still_wanted(effect: SetCheck, entry: Entry | None, journal: Journal) -> SetCheck:
    """The check with only those causes that have no run yet.

    `entry` is the check's own. A run that is older than our newest one shows that the read trails behind.
    """
    found = [(cause, await journal.entry(key)) for cause, key in zip(effect.asked, keys(effect), strict=True)]
    asked = tuple(cause for cause, known in found if known is None or not known.done)
    newest = int(entry.reference) if entry and entry.reference else 0
    rerun_of = effect.rerun_of if effect.rerun_of is not None and effect.rerun_of >= newest else None
    return replace(effect, asked=asked, rerun_of=rerun_of)


def held_until(effect: SetCheck, entry: Entry) -> datetime | None:
    """Until when the suite's state may be behind the run that we made; who asked in words or by a click never waits."""
    if effect.asked or str(effect.rerun_of) != entry.reference:
        return None
    return entry.at + RECHECK


def answered(clicks: Iterable[Click], effects: Iterable[Effect]) -> tuple[Click, ...]:
    """The clicks on GitHub's own *Re-run* that these effects, once written, have answered: no ledger keeps them."""
    causes = {cause for effect in effects if isinstance(effect, SetCheck) for cause in effect.asked}
    return tuple(click for click in clicks if click.action == RERUN and click.cause in causes)
