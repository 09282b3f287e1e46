"""One pull request: conversation, commits, files, checks, and the box that merges it."""

from __future__ import annotations

from typing import Any, cast, get_args

from aiohttp import web

from bot.sandbox.acts import merges, pulls, reviews
from bot.sandbox.acts.pulls import Proposed
from bot.sandbox.answers import Refusal
from bot.sandbox.code.records import Pull
from bot.sandbox.gitstore.repo import MergeMethod
from bot.sandbox.pages import places
from bot.sandbox.pages.commit_rows import pushed_view
from bot.sandbox.pages.diff_views import file_diffs
from bot.sandbox.pages.issue_pages import all_labels
from bot.sandbox.pages.places import Home
from bot.sandbox.pages.pull_views import merge_box, pull_head, remarks, runs_at
from bot.sandbox.pages.repository_head import head
from bot.sandbox.pages.site import Deed, Site, Visit
from bot.sandbox.pages.texts import EMOJI
from bot.sandbox.pages.thread_views import thread_view


def routes(site: Site) -> list[web.RouteDef]:
    """The tabs and the forms."""
    at = r"/{owner}/{repo}/pull/{number:\d+}"
    return [
        web.post("/{owner}/{repo}/pulls", site.doing(open_one)),
        web.get(at, site.reading(conversation)),
        web.get(at + "/commits", site.reading(commits)),
        web.get(at + "/files", site.reading(files)),
        web.get(at + "/checks", site.reading(checks)),
        web.get(at + ".diff", site.reading(plain_diff)),
        web.get(at + ".patch", site.reading(plain_diff)),
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
        box=merge_box(visit, where, pull),
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
    diffs = file_diffs(changed, where, pull.head_oid, remarks(visit.view, where, pull))
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


def open_one(deed: Deed) -> str:
    """Open one from a branch, in the person's name."""
    where = places.home(deed.visit)
    deed.require("pulls/create", where.record)
    wanted = Proposed(deed.text("title"), deed.text("head"), deed.text("base"), deed.text("body") or None)
    pull = pulls.open_pull(deed.tx, deed.visit.sandbox.git_store, deed.me, where.record, wanted)
    return f"{where.page}/pull/{pull.number}"


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
