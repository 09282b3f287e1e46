"""One pull request: conversation, commits, files, checks, and the box that merges it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast, get_args

from aiohttp import web

from bot.sandbox import shapes
from bot.sandbox.acts import merges, pulls, reviews, rules
from bot.sandbox.answers import Refusal
from bot.sandbox.code.records import CheckRun, Pull
from bot.sandbox.gitstore.repo import MergeMethod
from bot.sandbox.pages import check_views, places
from bot.sandbox.pages.check_views import LOOKS, Mark, Remark, Run
from bot.sandbox.pages.diff_views import file_diffs
from bot.sandbox.pages.issue_pages import all_labels
from bot.sandbox.pages.places import Home
from bot.sandbox.pages.repository_head import head
from bot.sandbox.pages.site import Deed, Site, Visit
from bot.sandbox.pages.thread_views import EMOJI, pushed_view, surroundings, thread_view
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


def routes(site: Site) -> list[web.RouteDef]:
    """The tabs and the forms."""
    at = r"/{owner}/{repo}/pull/{number:\d+}"
    return [
        web.get(at, site.reading(conversation)),
        web.get(at + "/commits", site.reading(commits)),
        web.get(at + "/files", site.reading(files)),
        web.get(at + "/checks", site.reading(checks)),
        web.get(at + ".diff", site.reading(plain_diff)),
        web.post(at + "/merge", site.doing(merge)),
        web.post(at + "/draft", site.doing(draft)),
        web.post(at + "/review", site.doing(review)),
    ]


async def conversation(visit: Visit) -> web.StreamResponse:
    """What was said and done, and the merge box."""
    where, pull = _found(visit)
    pull = _weighed(visit, pull)
    issue = pulls.issue_of(visit.view, pull)
    brought = pulls.commits(visit.view, visit.sandbox.git_store, pull)
    return _page(
        visit, where, pull, "pull.html",
        thread=thread_view(visit, where, issue, brought),
        box=_box(visit, where, pull),
        all_labels=all_labels(visit, where),
        emoji=EMOJI,
    )  # fmt: skip


async def commits(visit: Visit) -> web.StreamResponse:
    """The commits it brings, oldest first."""
    where, pull = _found(visit)
    found = pulls.commits(visit.view, visit.sandbox.git_store, pull)
    return _page(visit, where, pull, "pull_commits.html", commits=[pushed_view(visit, where, one) for one in found])


async def files(visit: Visit) -> web.StreamResponse:
    """What it changes, with the remarks of checks under their lines."""
    where, pull = _found(visit)
    changed = pulls.files(visit.view, visit.sandbox.git_store, pull)
    diffs = file_diffs(changed, where, pull.head_oid, _remarks(visit.view, where, pull))
    may = visit.may("pulls/create-review", where.record)
    return _page(visit, where, pull, "pull_files.html", files=diffs, may_review=may)


async def checks(visit: Visit) -> web.StreamResponse:
    """The check runs on its last commit."""
    where, pull = _found(visit)
    return _page(visit, where, pull, "pull_checks.html", runs=runs_at(visit, where, pull))


async def plain_diff(visit: Visit) -> web.StreamResponse:
    """The change as text."""
    _, pull = _found(visit)
    parts = []
    for one in pulls.files(visit.view, visit.sandbox.git_store, pull):
        old = one.previous_path or one.path
        parts.append(f"diff --git a/{old} b/{one.path}\n--- a/{old}\n+++ b/{one.path}\n{one.patch or ''}\n")
    return web.Response(text="".join(parts), content_type="text/plain")


def merge(deed: Deed) -> str:
    """Merge it as the acting person."""
    where, pull = _found(deed.visit)
    deed.require("pulls/merge", where.record)
    method = deed.text("method") or "merge"
    if method not in get_args(MergeMethod):
        raise Refusal(422, f"There is no way to merge called {method!r}.")
    merges.merge(deed.tx, deed.visit.sandbox.git_store, deed.me, pull, method=cast(MergeMethod, method))
    return f"{where.page}/pull/{pull.number}#end"


def draft(deed: Deed) -> str:
    """Mark as a draft, or as ready for review."""
    where, pull = _found(deed.visit)
    author_id = pulls.issue_of(deed.tx, pull).author_id
    deed.require("pulls/update", where.record, author_id=author_id)
    pulls.set_draft(deed.tx, deed.me, pull, draft=not pull.draft)
    return f"{where.page}/pull/{pull.number}#end"


def review(deed: Deed) -> str:
    """Approve, ask for changes, or comment."""
    where, pull = _found(deed.visit)
    deed.require("pulls/create-review", where.record)
    event, body = deed.text("event"), deed.text("body")
    if event not in reviews.STATES:
        raise Refusal(422, f"There is no review called {event!r}.")
    if event != "APPROVE" and not body.strip():
        raise Refusal(422, "A review that does not approve says why.")
    given = reviews.submit(deed.tx, deed.me, pull, event, body)
    return f"{where.page}/pull/{pull.number}#pullrequestreview-{given.id}"


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


def runs_at(visit: Visit, where: Home, pull: Pull) -> list[Run]:
    """The newest run of each name on its last commit."""
    view = visit.view
    around, required = surroundings(view, where), check_views.required_names(view, where.record, pull.base_ref)
    return [
        check_views.run_view(view, where, one, visit.now, around, required=required)
        for one in check_views.latest(view, where.record, pull.head_oid)
    ]


def _page(visit: Visit, where: Home, pull: Pull, template: str, **values: Any) -> web.Response:
    issue = pulls.issue_of(visit.view, pull)
    values.setdefault("thread", thread_view(visit, where, issue))
    return visit.page(template, repository=head(visit.view, where), tab="pulls",
                      pull=pull_head(visit.view, where, pull), **values)  # fmt: skip


def _found(visit: Visit) -> tuple[Home, Pull]:
    where = places.home(visit)
    return where, places.pull(visit, where)


def _weighed(visit: Visit, pull: Pull) -> Pull:
    """Whoever looks at the page has asked whether it merges."""
    tx = visit.sandbox.begin()
    pull = pulls.weigh(tx, visit.sandbox.git_store, pull)
    visit.sandbox.commit(tx)
    return pull


def _remarks(view: View, where: Home, pull: Pull) -> list[Remark]:
    runs: list[CheckRun] = check_views.latest(view, where.record, pull.head_oid)
    return [remark for run in runs for remark in check_views.remarks(view, where, run)]


def _box(visit: Visit, where: Home, pull: Pull) -> MergeBox:
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
        may_merge=visit.may("pulls/merge", where.record),
        can_merge=not why_not and pull.mergeable is True and not rules.has_queue(view, where.record, pull.base_ref),
    )
