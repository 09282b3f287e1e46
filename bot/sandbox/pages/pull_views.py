"""A pull request as its pages show it: what it brings where, its checks, and whether it can be merged."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox import shapes
from bot.sandbox.acts import merges, pulls, rules
from bot.sandbox.code.records import Pull
from bot.sandbox.pages import check_views
from bot.sandbox.pages.check_views import LOOKS, Mark, Remark, Run
from bot.sandbox.pages.places import Home
from bot.sandbox.pages.site import Visit
from bot.sandbox.pages.texts import surroundings
from bot.sandbox.records import Repository
from bot.sandbox.state import View


@dataclass(frozen=True, slots=True)
class MergeBox:
    """Whether it can be merged, and why not."""

    checks: tuple[tuple[str, Mark, bool], ...]
    """Name, sign, and whether the branch asks for it."""
    obstacles: tuple[str, ...]
    mergeable: bool | None
    may_merge: bool
    can_merge: bool
    is_failing: bool
    """Whether a check failed or still runs, required or not."""


@dataclass(frozen=True, slots=True)
class PullHead:
    """What a pull request brings from where to where."""

    number: int
    source: str
    target: str
    commits: int
    files: int
    additions: int
    deletions: int
    check_count: int
    mark: Mark | None
    is_draft: bool
    is_merged: bool
    page: str


def pull_head(view: View, where: Home, pull: Pull) -> PullHead:
    """The line under the title, and the numbers on the tabs."""
    source = view[Repository].get(pull.head_repository_id)
    owner = shapes.full_name(view, source).split("/")[0] + ":" if source and pull.is_cross_repository else ""
    return PullHead(
        number=pull.number,
        source=owner + pull.head_ref,
        target=pull.base_ref,
        commits=pull.size.commits,
        files=pull.size.changed_files,
        additions=pull.size.additions,
        deletions=pull.size.deletions,
        check_count=len(check_views.latest(view, where.record, pull.head_oid)),
        mark=check_views.mark_of(view, where, pull.head_oid),
        is_draft=pull.draft,
        is_merged=pull.merged_at is not None,
        page=f"{where.page}/pull/{pull.number}",
    )


def merge_box(visit: Visit, where: Home, pull: Pull) -> MergeBox:
    """What stands in the way, for whoever looks."""
    view = visit.view
    required = check_views.required_names(view, where.record, pull.base_ref)
    runs = check_views.latest(view, where.record, pull.head_oid)
    shown = [(run.name, check_views.mark_of_run(where, run), run.name in required) for run in runs]
    absent = [name for name in required if name not in {run.name for run in runs}]
    shown += [(name, Mark(*LOOKS["expected"]), True) for name in absent]
    why_not = merges.obstacles(view, pull) if pulls.is_open(view, pull) else []
    return MergeBox(
        checks=tuple(shown),
        obstacles=tuple(why_not),
        mergeable=pull.mergeable,
        is_failing=any(sign.look in {"bad", "busy"} for _, sign, _ in shown),
        may_merge=visit.may("pulls/merge", where.record),
        can_merge=not why_not and pull.mergeable is True and not rules.has_queue(view, where.record, pull.base_ref),
    )


def runs_at(visit: Visit, where: Home, pull: Pull) -> list[Run]:
    """The newest run of each name on its last commit."""
    view = visit.view
    around, required = surroundings(view, where), check_views.required_names(view, where.record, pull.base_ref)
    return [
        check_views.run_view(view, where, one, visit.now, around, required=required)
        for one in check_views.latest(view, where.record, pull.head_oid)
    ]


def remarks(view: View, where: Home, pull: Pull) -> list[Remark]:
    """What its check runs remark on lines."""
    runs = check_views.latest(view, where.record, pull.head_oid)
    return [remark for run in runs for remark in check_views.remarks(view, where, run)]
