"""Checks as pages show them: the mark of a commit, each run with its words, buttons and remarks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from markupsafe import Markup

from bot.sandbox.acts import rules
from bot.sandbox.acts.checks import WORST_FIRST
from bot.sandbox.code import check_shapes
from bot.sandbox.code.records import Action, Annotation, CheckRun, CheckSuite
from bot.sandbox.pages import markdown
from bot.sandbox.pages.markdown import Surroundings
from bot.sandbox.pages.moments import Moment, moment
from bot.sandbox.pages.places import Home
from bot.sandbox.records import Repository
from bot.sandbox.state import View

# Conclusion (or status while it runs) → how it is drawn, and its words.
LOOKS = {
    "success": ("good", "Passed"),
    "neutral": ("calm", "Neutral"),
    "skipped": ("calm", "Skipped"),
    "stale": ("calm", "Stale"),
    "failure": ("bad", "Failed"),
    "timed_out": ("bad", "Timed out"),
    "cancelled": ("bad", "Cancelled"),
    "action_required": ("bad", "Action required"),
    "in_progress": ("busy", "In progress"),
    "queued": ("busy", "Waiting"),
    "expected": ("busy", "Expected, not reported yet"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One sign for the state of something checked: good, bad, calm or busy, with its words."""

    look: str
    said: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """An annotation. `page` is the line in the file."""

    id: int
    path: str
    lines: str
    last_line: int
    level: str
    title: str
    message: str
    raw: str
    page: str


@dataclass(frozen=True, slots=True)
class Run:
    """A check run. `rerun` and `press` are where its forms go."""

    id: int
    name: str
    app: str
    mark: Mark
    title: str
    summary: Markup
    text: Markup
    buttons: tuple[Action, ...]
    remarks: tuple[Remark, ...]
    head: str
    when: Moment | None
    page: str
    details: str | None
    is_required: bool
    rerun: str
    press: str


def latest(view: View, home: Repository, oid: str) -> list[CheckRun]:
    """The newest run of each name at a commit."""
    found = {(run.suite_id, run.name): run for run in view[CheckRun].by(repository_id=home.id, head_oid=oid)}
    return sorted(found.values(), key=lambda run: (run.name, run.id))


def mark_of(view: View, where: Home, oid: str) -> Mark | None:
    """All checks of a commit in one sign; None where there are none."""
    runs = latest(view, where.record, oid)
    if not runs:
        return None
    worst = min(runs, key=_badness)
    mark = mark_of_run(where, worst)
    return Mark(mark.look, f"{worst.name}: {mark.said}", mark.page)


def mark_of_run(where: Home, run: CheckRun) -> Mark:
    """The sign of one run, with its title or else the word for its state."""
    look, said = LOOKS[_state(run)]
    return Mark(look, run.title or said, f"{where.page}/runs/{run.id}")


def run_view(view: View, where: Home, record: CheckRun, now: datetime, around: Surroundings, *,
             required: Iterable[str] = ()) -> Run:  # fmt: skip
    """One run with everything on it."""
    look, said = LOOKS[_state(record)]
    page = f"{where.page}/runs/{record.id}"
    done = record.completed_at or record.started_at
    return Run(
        id=record.id,
        name=record.name,
        app=check_shapes.SLUG.title() if view[CheckSuite].get(record.suite_id) else "",
        mark=Mark(look, said, page),
        title=record.title or said,
        summary=markdown.rendered(record.summary, around),
        text=markdown.rendered(record.text, around),
        buttons=record.actions,
        remarks=remarks(view, where, record),
        head=record.head_oid,
        when=moment(done, now) if done else None,
        page=page,
        details=_elsewhere(view, record, page),
        is_required=record.name in set(required),
        rerun=f"{page}/rerun",
        press=f"{page}/press",
    )


def remarks(view: View, where: Home, record: CheckRun) -> tuple[Remark, ...]:
    """The annotations of a run, in the order they came."""
    return tuple(_remark(where, record.head_oid, one) for one in view[Annotation].by(run_id=record.id))


def required_names(view: View, home: Repository, branch: str) -> list[str]:
    """The checks a branch asks for."""
    return [check.context for rule in rules.of_branch(view, home, branch) for check in rule.required_checks]


def _remark(where: Home, head: str, one: Annotation) -> Remark:
    several = one.end_line != one.start_line
    span = f"{one.start_line}–{one.end_line}" if several else f"{one.start_line}"
    anchor = f"L{one.start_line}-L{one.end_line}" if several else f"L{one.start_line}"
    page = f"{where.page}/blob/{head}/{quote(one.path)}#{anchor}"
    return Remark(one.id, one.path, span, one.end_line, one.level, one.title or one.level.title(), one.message,
                  one.raw_details or "", page)  # fmt: skip


def _elsewhere(view: View, record: CheckRun, page: str) -> str | None:
    """Where the App says more, if that is not this page."""
    given = record.details_url
    return given if given and given != view.links.web + page else None


def _state(run: CheckRun) -> str:
    return run.conclusion or ("queued" if run.status == "queued" else "in_progress")


def _badness(run: CheckRun) -> tuple[int, int]:
    """The worst conclusion first; what still runs comes after failures and before what passed."""
    if run.conclusion is None:
        return (1, 0)
    look = LOOKS[_state(run)][0]
    return ({"bad": 0}.get(look, 2), WORST_FIRST.index(run.conclusion))
