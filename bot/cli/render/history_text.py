"""A description's past on a terminal: each figure with the commit that shows it, then the latest breaks."""

from collections.abc import Iterator
from datetime import timedelta

from bot.cli.past import Past
from bot.cli.printing import one_line
from bot.cli.render.ansi import Paper, Span, paper
from bot.lifecycle.stability import Step

SHOWN = 8
"""Steps that broke callers, latest first."""


def render(past: Past, *, color: str = "auto") -> str:
    """Everything, for the terminal one sits at."""
    return on(paper(color), past)


def on(sheet: Paper, past: Past) -> str:
    """Everything, for a terminal of that width."""
    return "".join(f"{line}\n" for line in _whole(sheet, past))


def _whole(sheet: Paper, past: Past) -> Iterator[str]:
    count = len(past.revisions)
    since = f" since {min(one.at for one in past.revisions):%Y-%m-%d}" if past.revisions else ""
    told = f"  {count} revision{'' if count == 1 else 's'}{since}"
    yield from sheet.lines([(one_line(past.path), "bold"), (told, "dim")], hang=2)
    yield ""
    for title, spans in _figures(past):
        yield from sheet.titled(title, spans, column=14)
    yield from _latest(sheet, past)
    for note in past.notes:
        yield ""
        yield from sheet.lines(sheet.quoted(one_line(note)))


def _figures(past: Past) -> Iterator[tuple[str, list[Span]]]:
    stability, churn = past.stability, past.churn
    yield "Quiet", [(f"{past.quiet_days} day{'' if past.quiet_days == 1 else 's'}", "bold green"), *_quiet_since(past)]
    style = "red" if stability.breaks_30_days else ""
    recent = [(f"{stability.breaks_30_days} in 30 days", style), (f", {stability.breaks_90_days} in 90 days", "")]
    yield "Breaks", [*recent, *_commits(past, past.broken(past.until - timedelta(days=90)))]
    share = f"{churn.touched} of {churn.operations} operations ({churn.share:.0%}) in 90 days"
    yield "Touched", [(share, ""), *(_by(past, "most by", churn.widest) if churn.touched else ())]
    pace = f"{churn.changes_in_30_days:.1f} changes in 30 days"
    yield "Churn", [(pace, ""), *_by(past, "most by", churn.busiest)]
    if stability.unread:
        count = len(stability.unread)
        told = f"{count} revision{'' if count == 1 else 's'}, counted as breaks: quiet has to be shown"
        named = ", ".join(revision.commit[:7] for revision in stability.unread[-3:])
        yield "Not judged", [(told, "blue"), (f"  {named}", "dim")]


def _quiet_since(past: Past) -> list[Span]:
    last = past.stability.last_break
    if last is not None:
        return _by(past, "since the last break,", last)
    since = past.stability.quiet_since
    words = "since it began on" if past.is_whole else "at least: no break since"
    return [(f"  {words} {since:%Y-%m-%d}", "dim")] if since else []


def _by(past: Past, words: str, step: Step | None) -> list[Span]:
    if step is None:
        return []
    at = step.revision
    return [(f"  {words} {at.commit[:7]} of {at.at:%Y-%m-%d}", "dim")]


def _commits(past: Past, steps: list[Step]) -> list[Span]:
    named = [step.revision.commit[:7] for step in steps[-3:]]
    more = f" and {len(steps) - 3} more" if len(steps) > 3 else ""
    return [(f"  {', '.join(named)}{more}", "dim")] if named else []


def _latest(sheet: Paper, past: Past) -> Iterator[str]:
    broken = past.broken()
    if not broken:
        return
    yield ""
    for step in broken[: -SHOWN - 1 : -1]:
        at = step.revision
        told = "not judged" if step.breaks is None else f"{step.breaks} break{'' if step.breaks == 1 else 's'}"
        style = "blue" if step.breaks is None else "red"
        subject = past.subjects[at.commit]
        spans: list[Span] = [
            (at.commit[:7], "cyan"),
            (f"  {at.at:%Y-%m-%d}  ", "dim"),
            (told, style),
            (f"  {subject}", ""),
        ]
        yield from sheet.lines(spans, indent=2, hang=21)
    if len(broken) > SHOWN:
        yield from sheet.lines([(f"… and {len(broken) - SHOWN} more; --json has every step", "dim")], indent=2)
