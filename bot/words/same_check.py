"""A check that belongs to several pull requests, in words: the worst first, each named."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.words import findings
from bot.words.check import BUDGET


@dataclass(frozen=True, slots=True)
class Part:
    """What the check says of one of them."""

    number: int
    title: str
    summary: str
    text: str


def title(parts: Sequence[Part]) -> str:
    """Each in turn; the worst is read first."""
    room = (250 - 3 * len(parts)) // len(parts)
    return "; ".join(_cut(f"#{one.number}: {one.title}", room) for one in parts)[:250]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def summary(parts: Sequence[Part]) -> str:
    """Why there are several, then what holds for each."""
    head = f"This commit is the head of {len(parts)} pull requests, and the check is for all of them: the worst counts."
    return findings.within(
        [head, *(f"### #{one.number}\n\n{one.summary}" for one in parts)], BUDGET, "The rest is alike."
    )


def text(parts: Sequence[Part]) -> str:
    """The findings of each, under its number."""
    found = [f"## #{one.number}\n\n{one.text}" for one in parts if one.text]
    return findings.within(found, BUDGET, "There is more than fits here. Settle these first.")


def too_many(count: int) -> str:
    """The title where more pull requests have the commit as their head than are judged."""
    return f"Not judged: this commit is the head of {count} open pull requests"


def how_to_have_fewer(most: int) -> str:
    """Why that fails, and what to do."""
    return (
        f"One check speaks for every pull request on a commit, and of more than {most} it judges none.\n\n"
        "Close those that are not needed, or push a commit of its own to the branch of this one."
    )
