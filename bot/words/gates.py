"""A gate's conditions in words: a sign, a word for it, what is asked, what there is."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from bot.config import GateItem, GateKind
from bot.lifecycle.gates import Condition, Measured
from bot.words.escape import code, plain


def sign(condition: Condition) -> str:
    """✅ *met*, ⏳ *waiting*, ❌ *missing*, ⚠️ *cannot tell*: the sign also as a word."""
    if condition.met:
        return "✅ met"
    if condition.measured.cannot_tell is not None:
        return "⚠️ cannot tell"
    return "⏳ waiting" if condition.is_waiting else "❌ missing"


def day(moment: datetime) -> str:
    """The day in UTC."""
    return moment.astimezone(UTC).date().isoformat()


def asked(item: GateItem) -> str:
    """What the gate asks for."""
    return _ASKED[item.kind](item)


def there_is(condition: Condition) -> str:
    """What was measured, with links to it."""
    measured = condition.measured
    if measured.cannot_tell is not None:
        return plain(measured.cannot_tell)
    return _SHOWN.get(condition.item.kind, _count)(condition)


def row(condition: Condition) -> str:
    """One line of the card's table."""
    return f"| {sign(condition)} | {asked(condition.item)} | {there_is(condition)} |"


def table(conditions: Sequence[Condition], heading: str) -> str:
    """The whole gate."""
    return "\n".join([f"| {heading} | | |", "|---|---|---|", *map(row, conditions)])


def bullet(condition: Condition) -> str:
    """One line of a refusal."""
    return f"- {sign(condition)}: **{asked(condition.item)}**, {there_is(condition) or 'nothing yet'}"


def _links(measured: Measured) -> str:
    shown = [f"[{plain(link.text)}]({link.url})" for link in measured.links[:6]]
    more = [f"and {len(measured.links) - 6} more"] if len(measured.links) > 6 else []
    return ", ".join(shown + more)


def _count(condition: Condition) -> str:
    measured = condition.measured
    parts = [str(measured.have), _links(measured), plain(measured.note)]
    return " · ".join(part for part in parts if part)


def _days(condition: Condition) -> str:
    measured = condition.measured
    since = f"since {day(measured.since)}" if measured.since else ""
    full = f"full on {day(condition.fills_at)}" if condition.fills_at else ""
    last = f"last break {_links(measured)}" if measured.links else ""
    told = [f"{measured.have} days" if measured.since else "", since, last, full, plain(measured.note)]
    return ", ".join(part for part in told if part)


def _none_there(condition: Condition) -> str:
    note = plain(condition.measured.note)
    return " · ".join(part for part in (_links(condition.measured), note) if part) or "none"


def _approvals(condition: Condition) -> str:
    measured = condition.measured
    given = _links(measured)
    waiting = "" if condition.met else f"waiting for {', '.join(code(one) for one in measured.waiting_for)}"
    return ", ".join(part for part in (given, waiting) if part)


def _yes(condition: Condition) -> str:
    return _links(condition.measured) or plain(condition.measured.note)


def _link(condition: Condition) -> str:
    name = condition.item.link
    return _links(condition.measured) or f"set `links.{name}` of the API in `.github/stagekeeper.yml`"


def _counted(one: str, many: str) -> Callable[[GateItem], str]:
    return lambda item: f"{item.at_least} {one if item.at_least == 1 else many}"


def _fixed(text: str) -> Callable[[GateItem], str]:
    return lambda item: text


_ASKED: Mapping[GateKind, Callable[[GateItem], str]] = {
    GateKind.REVIEWERS: _counted("reviewer of the Developer Network", "reviewers of the Developer Network"),
    GateKind.OUTSIDE_REVIEWERS: _counted(
        "of them from outside the owning team", "of them from outside the owning team"
    ),
    GateKind.TRIALS: _counted("trial (`/try`)", "trials (`/try`)"),
    GateKind.DESCRIPTION_PARSES: _fixed("The description can be read"),
    GateKind.RUNNABLE_EXAMPLE: _fixed("A runnable example"),
    GateKind.NO_OPEN_BLOCKER: _fixed("No open blocker"),
    GateKind.BUSINESS_DAYS_OPEN: _counted("business day open", "business days open"),
    GateKind.DAYS_IN_STAGE: _counted("day in this stage", "days in this stage"),
    GateKind.QUIET_DAYS: _counted("quiet day", "quiet days"),
    GateKind.ACTIVE_PARTICIPANTS: _counted("active participant", "active participants"),
    GateKind.OUTSIDE_VOICES: _counted("outside voice", "outside voices"),
    GateKind.LINK: lambda item: f"A link: {item.link}",
    GateKind.SUNSET_PASSED: _fixed("The sunset date has passed"),
    GateKind.NOT_HELD: _fixed("Nobody holds it"),
    GateKind.APPROVALS: _counted("approval", "approvals"),
}
_SHOWN: Mapping[GateKind, Callable[[Condition], str]] = {
    GateKind.DESCRIPTION_PARSES: _yes,
    GateKind.RUNNABLE_EXAMPLE: _yes,
    GateKind.NO_OPEN_BLOCKER: _none_there,
    GateKind.NOT_HELD: _none_there,
    GateKind.BUSINESS_DAYS_OPEN: _days,
    GateKind.DAYS_IN_STAGE: _days,
    GateKind.QUIET_DAYS: _days,
    GateKind.LINK: _link,
    GateKind.APPROVALS: _approvals,
}
