"""How trials went, in a few words."""

from dataclasses import dataclass

from bot.words.escape import plain

HACKATHON, STORY = "hackathon", "story"


@dataclass(frozen=True, slots=True)
class Ease:
    """How a kind of trial went: medians over those that worked, of this round and of the one before it."""

    kind: str
    results: int
    worked: int
    median: float | None
    """Minutes to the first success at a hackathon, days of a story; None where nobody told."""
    median_before: float | None
    worst_step: str
    """The step on which most got stuck; empty where nobody named one."""


def told(ease: Ease | None) -> str:
    """The figures of one kind of trial; nothing where there was none."""
    if ease is None:
        return ""
    unit, what = ("min", "first success in") if ease.kind == HACKATHON else ("days", "done in")
    before = f", was {ease.median_before:g}" if ease.median_before is not None else ""
    figure = f"{what} **{ease.median:g} {unit}** (median of {ease.worked}{before})" if ease.median is not None else ""
    tally = f"{ease.worked} of {ease.results} worked"
    worst = f", worst step: {plain(ease.worst_step)}" if ease.worst_step else ""
    return f"{ease.kind}: {figure or tally}{worst}"
