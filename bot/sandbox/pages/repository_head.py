"""The head that all pages of a repository share: its name, its tabs and how much is open in them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox import shapes
from bot.sandbox.pages.places import Home
from bot.sandbox.records import Issue, Repository
from bot.sandbox.state import View


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a page of a repository."""

    owner: str
    name: str
    page: str
    description: str
    is_private: bool
    fork_of: str
    default_branch: str
    open_issues: int
    open_pulls: int


def head(view: View, where: Home) -> Head:
    """The head of a repository's pages."""
    record = where.record
    owner, _, name = where.name.partition("/")
    opened = view[Issue].by(repository_id=record.id, state="open")
    source = view[Repository].get(record.fork_of_id)
    return Head(
        owner=owner,
        name=name,
        page=where.page,
        description=record.description or "",
        is_private=record.private,
        fork_of=shapes.full_name(view, source) if source else "",
        default_branch=record.default_branch,
        open_issues=sum(not issue.is_pull for issue in opened),
        open_pulls=sum(issue.is_pull for issue in opened),
    )
