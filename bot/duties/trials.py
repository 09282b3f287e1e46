"""What trying the API was like: at a hackathon, in a sprint; how easy, from round to round."""

from datetime import datetime
from statistics import median

from bot.command.catalogue import Verb
from bot.duties import feedback
from bot.duties.case import Case
from bot.duties.feedback import Item
from bot.duties.proposal import history
from bot.words.trials import HACKATHON, STORY, Ease

__all__ = ["HACKATHON", "STORY", "counted", "ease"]


def counted(case: Case) -> tuple[Item, ...]:
    """The results that count for a gate."""
    return tuple(item for item in feedback.items(case, Verb.TRY) if item.counts)


def ease(case: Case, kind: str) -> Ease | None:
    """How this kind of trial goes; None where there was none."""
    tries = [item for item in feedback.items(case, Verb.TRY) if item.command.options.get("kind") == kind]
    if not tries:
        return None
    before, now = ([], *_by_round(case, tries))[-2:]
    worked = [item for item in tries if item.command.options.get("outcome") == "worked"]
    return Ease(kind, len(tries), len(worked), _median(now, kind), _median(before, kind), _worst_step(tries))


def _by_round(case: Case, tries: list[Item]) -> list[list[Item]]:
    """The tries of each round that has any, oldest first."""
    begins = sorted([*(move.at for move in history(case)), *_refused_promotions(case)])
    rounds: dict[int, list[Item]] = {}
    for item in tries:
        rounds.setdefault(sum(begin <= item.said.at for begin in begins), []).append(item)
    return [rounds[number] for number in sorted(rounds)]


def _refused_promotions(case: Case) -> list[datetime]:
    """When feedback was asked for once more: a refused `/promote` begins a round."""
    entries = case.ledger.under("cmd:")
    return [entry.at for entry in entries if entry.said("verb") == "promote" and entry.verdict == "refused"]


def _median(tries: list[Item], kind: str) -> float | None:
    unit = "minutes" if kind == HACKATHON else "days"
    told = [item.command.options for item in tries if item.command.options.get("outcome") == "worked"]
    figures = [int(options[unit]) for options in told if unit in options]
    return median(figures) if figures else None


def _worst_step(tries: list[Item]) -> str:
    stuck = [
        item.command.options.get("step") or "" for item in tries if item.command.options.get("outcome") != "worked"
    ]
    named = [step for step in stuck if step]
    return max(named, key=lambda step: (named.count(step), step), default="")
