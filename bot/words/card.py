"""The status card: stage and next step on top, the gate, what people say, the rest folded, the ledger hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.config import StageRule
from bot.forge.effects import CARD_MARK
from bot.lifecycle.gates import Condition
from bot.words import gates, trials
from bot.words.escape import plain
from bot.words.observing import until
from bot.words.promotion import name

__all__ = ["CARD_MARK", "Line", "Moved", "Shown", "card"]

BUDGET = 60_000
"""Characters of a comment we use; GitHub refuses somewhere above."""
_DOTS = {"idea": "⚪", "private-beta": "🟡", "public-beta": "🔵", "ga": "🟢", "deprecated": "🟠", "retired": "⚫"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing somebody said."""

    id: str
    text: str
    login: str
    url: str
    is_blocker: bool
    is_open: bool
    remark: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One line of the history."""

    to: str
    at: datetime
    login: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the card tells."""

    title: str
    stages: tuple[StageRule, ...]
    stage: StageRule
    after: StageRule | None
    conditions: tuple[Condition, ...]
    observes: bool
    """Nothing is enforced still; `observed_until` is the last such day, where it is known."""
    observed_until: date | None
    notes: tuple[str, ...]
    """What stands above all else, a line each: what is wrong, or still to be done by a person."""
    is_later: bool
    """Another issue is the API's proposal: nothing is taken here."""
    owners: tuple[str, ...]
    reviewers: int
    hackathon: trials.Ease | None
    story: trials.Ease | None
    awesome: tuple[Line, ...]
    use_cases: tuple[Line, ...]
    needs_work: tuple[Line, ...]
    is_blind: bool
    invited: int
    places: int
    waiting: int
    moves: tuple[Moved, ...]


def card(shown: Shown, ledger: str) -> str:
    """The whole comment. The ledger is never cut; people's words are, oldest settled ones first."""
    body = _visible(shown, most=40)
    for most in (20, 10, 3):
        if len(body) + len(ledger) + 100 > BUDGET:
            body = _visible(shown, most=most)
    return f"{CARD_MARK} proposal -->\n{body}\n\n{ledger}"


def _visible(shown: Shown, most: int) -> str:
    parts = [
        f"### {plain(shown.title)} · {_DOTS.get(shown.stage.name, '⚪')} {name(shown.stage)}",
        _ladder(shown),
        f"> **Observing{until(shown.observed_until)}: nothing is enforced.**" if shown.observes else "",
        *(f"> {note}" for note in shown.notes),
        _next(shown) if not shown.is_later else "",
        gates.table(shown.conditions, f"Gate to {name(shown.after)}") if shown.conditions and shown.after else "",
        _said(shown, most),
        _access(shown),
        _say_something(shown) if not shown.is_later else "",
        _history(shown),
    ]
    return "\n\n".join(part for part in parts if part)


def _ladder(shown: Shown) -> str:
    """The way as far as GA, or as far as it has come."""
    last = max(place for place, rule in enumerate(shown.stages) if rule.name == "ga" or rule == shown.stage)
    steps = [f"**`{name(rule)}`**" if rule == shown.stage else f"`{name(rule)}`" for rule in shown.stages[: last + 1]]
    return " → ".join(steps)


def _next(shown: Shown) -> str:
    """The first unmet step, and what follows it."""
    if shown.after is None or not shown.conditions:
        return f"> **{name(shown.stage)}**: {shown.stage.summary}"
    unmet = [condition for condition in shown.conditions if not condition.met]
    if not unmet:
        return f"> **Ready:** an owner can write `/promote` to move it to **{name(shown.after)}**."
    now = [condition for condition in unmet if not condition.is_waiting]
    first = (now or unmet)[0]
    dates = [condition.fills_at for condition in unmet if condition.fills_at]
    time = f" Time alone is full on {gates.day(max(dates))}." if dates and now else ""
    return f"> **Next:** {gates.asked(first.item)} ({gates.there_is(first) or 'nothing yet'}).{time}"


def _said(shown: Shown, most: int) -> str:
    if not (shown.awesome or shown.use_cases or shown.needs_work or shown.hackathon or shown.story):
        return ""
    head = " · ".join(
        part
        for part in (
            f"**What people say** · {_reviewers(shown)}",
            trials.told(shown.hackathon),
            trials.told(shown.story),
        )
        if part
    )
    table = _table(shown, most)
    if shown.is_blind and table:
        return f"{head}\n\n{_folded('Folded until enough reviewers have spoken: say yours first', table)}"
    return f"{head}\n\n{table}" if table else head


def _reviewers(shown: Shown) -> str:
    return f"{shown.reviewers} {'reviewer' if shown.reviewers == 1 else 'reviewers'} of the Developer Network"


def _table(shown: Shown, most: int) -> str:
    if not (shown.awesome or shown.use_cases or shown.needs_work):
        return ""
    work = sorted(shown.needs_work, key=lambda line: (not line.is_open, not line.is_blocker))
    open_ = sum(line.is_open for line in work)
    done = f", {len(work) - open_} done" if open_ < len(work) else ""
    columns = (shown.awesome, shown.use_cases, work)
    rows = [
        _row([column[place] if place < len(column) else None for column in columns])
        for place in range(min(most, max(map(len, columns))))
    ]
    more = max(map(len, columns)) - most
    rest = [f"\n… and {more} more rows; every line is a comment of this thread."] if more > 0 else []
    counts = (
        f"💚 Awesome ({len(shown.awesome)})",
        f"🛠️ Would use it for ({len(shown.use_cases)})",
        f"🔧 Needs work ({open_} open{done})",
    )
    head = f"| {' | '.join(counts)} |"
    return "\n".join([head, "|---|---|---|", *rows, *rest])


def _row(cells: Sequence[Line | None]) -> str:
    return f"| {' | '.join(_cell(line) for line in cells)} |"


def _cell(line: Line | None) -> str:
    if line is None:
        return ""
    blocker = "⛔ blocker " if line.is_blocker and line.is_open else "✅ done " if line.id and not line.is_open else ""
    number = f"**{line.id}** " if line.id else ""
    remark = f" ({plain(line.remark)})" if line.remark else ""
    return f"{blocker}{number}{plain(line.text)} · [{plain(line.login)}]({line.url}){remark}"


def _access(shown: Shown) -> str:
    if not (shown.invited or shown.waiting):
        return ""
    text = 'Ask with `/request-access use:"what for"`. A request in a public repository is as public as its comment.'
    summary = f"Access: {shown.invited} invited of {shown.places}, {shown.waiting} waiting"
    return _folded(summary, text)


def _say_something(shown: Shown) -> str:
    lines = [
        "/awesome POST /payments takes an idempotency key",
        "/use-case Split payouts between two sellers",
        "/needs-work The error does not say which field",
        "/try hackathon minutes:25 outcome:worked",
    ]
    listed = "\n".join(lines)
    more = "`/help` lists all commands."
    return _folded("Say something (copy a line)", f"```\n{listed}\n```\n\n{more}")


def _history(shown: Shown) -> str:
    called = {stage.name: name(stage) for stage in shown.stages}
    rows = "\n".join(f"- {gates.day(move.at)} **{called.get(move.to, move.to)}**{_by(move)}" for move in shown.moves)
    return _folded("History", rows) if rows else ""


def _folded(summary: str, text: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"


def _by(move: Moved) -> str:
    who = f", asked by {plain(move.login)}" if move.login else ""
    return f"{who}: {plain(move.reason)}" if move.reason else who
