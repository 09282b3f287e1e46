"""Commits in lists: who, what, when, and whether their checks passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.sandbox.gitstore import Commit
from bot.sandbox.pages.check_views import Mark, mark_of
from bot.sandbox.pages.faces import Face, author
from bot.sandbox.pages.moments import Moment, moment
from bot.sandbox.pages.places import Home
from bot.sandbox.pages.site import Visit


@dataclass(frozen=True, slots=True)
class Pushed:
    """A commit. Its id is git's."""

    id: str
    at: datetime
    who: Face
    when: Moment
    title: str
    short: str
    page: str
    mark: Mark | None
    kind: str = "commit"


def pushed_view(visit: Visit, where: Home, commit: Commit) -> Pushed:
    """A commit in a list."""
    title = commit.message.split("\n", 1)[0]
    at = commit.committed_at
    return Pushed(
        id=commit.oid,
        at=at,
        who=author(visit.view, commit.author),
        when=moment(at, visit.now),
        title=title,
        short=commit.oid[:7],
        page=f"{where.page}/commit/{commit.oid}",
        mark=mark_of(visit.view, where, commit.oid),
    )
