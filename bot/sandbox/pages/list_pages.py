"""Lists: repositories, issues, pull requests, labels."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.sandbox import permissions, shapes
from bot.sandbox.acts import pulls
from bot.sandbox.pages import label_colours, places
from bot.sandbox.pages.check_views import Mark, mark_of
from bot.sandbox.pages.faces import Face, face
from bot.sandbox.pages.label_colours import Tag
from bot.sandbox.pages.moments import Moment, moment
from bot.sandbox.pages.places import Home
from bot.sandbox.pages.repository_head import Head, head
from bot.sandbox.pages.site import Site, Visit
from bot.sandbox.pages.thread_views import Badge, badge
from bot.sandbox.records import Account, Comment, Issue, Label, Repository


@dataclass(frozen=True, slots=True)
class Row:
    """A thread in a list."""

    number: int
    title: str
    page: str
    badge: Badge
    opener: Face
    opened: Moment
    tags: tuple[Tag, ...]
    comment_count: int
    mark: Mark | None


def routes(site: Site) -> list[web.RouteDef]:
    """The lists."""
    return [
        web.get("/", site.reading(front)),
        web.get("/{owner}/{repo}/issues", site.reading(issues)),
        web.get("/{owner}/{repo}/pulls", site.reading(pull_requests)),
        web.get("/{owner}/{repo}/labels", site.reading(labels)),
    ]


async def front(visit: Visit) -> web.StreamResponse:
    """All repositories that whoever looks may see."""
    return visit.page("front.html", repositories=repositories(visit))


def repositories(visit: Visit, owner: Account | None = None) -> list[tuple[Head, Moment]]:
    """Repositories, the one last pushed to first."""
    seen = [
        record
        for record in visit.view[Repository]
        if permissions.may_see(visit.view, record, visit.actor) and (owner is None or record.owner_id == owner.id)
    ]
    seen.sort(key=lambda record: record.pushed_at, reverse=True)
    return [
        (head(visit.view, Home(record, shapes.full_name(visit.view, record))), moment(record.pushed_at, visit.now))
        for record in seen
    ]


async def issues(visit: Visit) -> web.StreamResponse:
    """The issues of a repository."""
    return _threads(visit, is_pull=False)


async def pull_requests(visit: Visit) -> web.StreamResponse:
    """The pull requests of a repository."""
    return _threads(visit, is_pull=True)


async def labels(visit: Visit) -> web.StreamResponse:
    """The labels of a repository, and on how many open threads each is."""
    where = places.home(visit)
    opened = visit.view[Issue].by(repository_id=where.record.id, state="open")
    rows = sorted(visit.view[Label].by(repository_id=where.record.id), key=lambda row: row.name.lower())
    found = [(label_colours.tag_of(row), sum(row.id in issue.label_ids for issue in opened)) for row in rows]
    return visit.page("labels.html", repository=head(visit.view, where), tab="issues", labels=found)


def _threads(visit: Visit, *, is_pull: bool) -> web.StreamResponse:
    where = places.home(visit)
    asked, label = visit.request.query.get("state", "open"), visit.request.query.get("label", "")
    found = [i for i in visit.view[Issue].by(repository_id=where.record.id) if i.is_pull == is_pull]
    tagged = [i for i in found if not label or label in {t.name for t in label_colours.of_issue(visit.view, i)}]
    shown = [i for i in reversed(tagged) if asked in {i.state, "all"}]
    return visit.page(
        "threads.html",
        repository=head(visit.view, where),
        tab="pulls" if is_pull else "issues",
        is_pull=is_pull,
        rows=[_row(visit, where, issue) for issue in shown],
        asked=asked,
        label=label,
        open_count=sum(i.state == "open" for i in tagged),
        closed_count=sum(i.state == "closed" for i in tagged),
    )


def _row(visit: Visit, where: Home, issue: Issue) -> Row:
    view = visit.view
    return Row(
        number=issue.number,
        title=issue.title,
        page=shapes.issue_url(view, issue, web=True).removeprefix(view.links.web),
        badge=badge(view, issue),
        opener=face(view, view[Account].get(issue.author_id)),
        opened=moment(issue.created_at, visit.now),
        tags=tuple(label_colours.of_issue(view, issue)),
        comment_count=len(view[Comment].by(issue_id=issue.id)),
        mark=mark_of(view, where, pulls.of_issue(view, issue).head_oid) if issue.is_pull else None,
    )
