"""How a text came to be: its versions, newest first, each with what it changed."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from aiohttp import web

from bot.sandbox import shapes
from bot.sandbox.pages import places
from bot.sandbox.pages.diff_views import Line, lines_of
from bot.sandbox.pages.faces import Face, face
from bot.sandbox.pages.moments import Moment, moment
from bot.sandbox.pages.repository_head import head
from bot.sandbox.pages.site import Missing, Site, Visit
from bot.sandbox.records import Account, Comment, Edit, Issue


@dataclass(frozen=True, slots=True)
class Version:
    """A text as somebody left it, compared with the version before."""

    number: int
    who: Face
    when: Moment
    lines: tuple[Line, ...]


def routes(site: Site) -> list[web.RouteDef]:
    """The versions of opening texts and of comments."""
    return [
        web.get(r"/{owner}/{repo}/issues/{number:\d+}/versions", site.reading(of_opening)),
        web.get(r"/{owner}/{repo}/comments/{comment:\d+}/versions", site.reading(of_comment)),
    ]


async def of_opening(visit: Visit) -> web.StreamResponse:
    """The versions of an opening text."""
    issue = places.issue(visit, places.home(visit))
    return _page(visit, issue, issue.id, f"issue-{issue.id}")


async def of_comment(visit: Visit) -> web.StreamResponse:
    """The versions of a comment."""
    where = places.home(visit)
    row = visit.view[Comment].get(visit.number("comment"))
    if row is None or row.repository_id != where.record.id:
        raise Missing(f"no comment {visit.part('comment')} in {where.name}")
    return _page(visit, visit.view[Issue][row.issue_id], row.id, f"issuecomment-{row.id}")


def _page(visit: Visit, issue: Issue, subject_id: int, anchor: str) -> web.StreamResponse:
    view = visit.view
    thread = shapes.issue_url(view, issue, web=True).removeprefix(view.links.web)
    return visit.page(
        "versions.html",
        repository=head(view, places.home(visit)),
        tab="pulls" if issue.is_pull else "issues",
        title=issue.title,
        text=f"{thread}#{anchor}",
        versions=_versions(visit, subject_id)[::-1],
    )


def _versions(visit: Visit, subject_id: int) -> list[Version]:
    rows = visit.view[Edit].by(subject_id=subject_id)
    before = ["", *(row.text for row in rows)]
    return [
        Version(
            number=number,
            who=face(visit.view, visit.view[Account].get(row.editor_id)),
            when=moment(row.edited_at, visit.now),
            lines=_changed(old, row.text),
        )
        for number, (old, row) in enumerate(zip(before, rows, strict=False), start=1)
    ]


def _changed(old: str, new: str) -> tuple[Line, ...]:
    compared = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2)
    return tuple(lines_of("\n".join(list(compared)[2:])))
