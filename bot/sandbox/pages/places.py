"""What an address names: repository, thread, revision and path; or Missing, which says what is not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from bot.sandbox import permissions, shapes
from bot.sandbox.acts import pulls
from bot.sandbox.code import refs
from bot.sandbox.code.records import CheckRun, Pull
from bot.sandbox.gitstore import Repo
from bot.sandbox.pages.site import Deed, Missing, Visit
from bot.sandbox.records import Account, Comment, FormerName, Issue, Repository
from bot.sandbox.server import find_repository
from bot.sandbox.state import View


@dataclass(frozen=True, slots=True)
class Home:
    """The repository a page is about."""

    record: Repository
    name: str
    """OWNER/NAME."""

    @property
    def page(self) -> str:
        """Its address."""
        return f"/{self.name}"


@dataclass(frozen=True, slots=True)
class Place:
    """A revision of a repository and a path in it; `said` is how the address names the revision."""

    home: Home
    repo: Repo
    said: str
    oid: str
    path: str


def home(visit: Visit) -> Home:
    """The repository in the address, if whoever looks may see it."""
    name = f"{visit.part('owner')}/{visit.part('repo')}"
    found = find_repository(visit.view, name) or _formerly(visit.view, name)
    if found is None or not permissions.may_see(visit.view, found, visit.actor):
        raise Missing(f"no repository {name}")
    return Home(found, shapes.full_name(visit.view, found))


def issue(visit: Visit, where: Home) -> Issue:
    """The issue or pull request of the number in the address."""
    number = visit.number("number")
    found = visit.view[Issue].one(repository_id=where.record.id, number=number)
    if found is None:
        raise Missing(f"nothing numbered {number} in {where.name}")
    return found


def pull(visit: Visit, where: Home) -> Pull:
    """The pull request of the number in the address."""
    found = pulls.found(visit.view, where.record, visit.number("number"))
    if found is None:
        raise Missing(f"no pull request {visit.part('number')} in {where.name}")
    return found


def run(visit: Visit, where: Home) -> CheckRun:
    """The check run in the address."""
    found = visit.view[CheckRun].get(visit.number("run"))
    if found is None or found.repository_id != where.record.id:
        raise Missing(f"no check run {visit.part('run')} in {where.name}")
    return found


def comment(deed: Deed, where: Home) -> Comment:
    """The comment that a form is about."""
    found = deed.tx[Comment].get(deed.visit.number("comment"))
    if found is None or found.repository_id != where.record.id:
        raise Missing(f"no comment {deed.visit.part('comment')} in {where.name}")
    return found


def thread(view: View, where: Home, number: int) -> str | None:
    """The address of an issue or pull request."""
    found = view[Issue].one(repository_id=where.record.id, number=number)
    return shapes.issue_url(view, found, web=True).removeprefix(view.links.web) if found else None


def person(view: View, login: str) -> str | None:
    """The address of an account that somebody mentions."""
    found = view[Account].one(login=login)
    return f"/{login}" if found and not found.deleted else None


def revision(visit: Visit, where: Home) -> Place:
    """`REV/path` in the address; names of branches may have slashes, so the longest that fits counts."""
    repo = visit.sandbox.git_of(where.record)
    parts = (visit.part("rest") or where.record.default_branch).strip("/").split("/")
    for length in range(len(parts), 0, -1):
        said = "/".join(parts[:length])
        if oid := refs.commit_oid(visit.view, where.record, repo, said):
            return Place(where, repo, said, oid, "/".join(parts[length:]))
    return _no_revision(parts[0], where)


def commit(visit: Visit, where: Home, rev: str) -> tuple[Repo, str]:
    """The commit that a branch, tag or (short) id names."""
    repo = visit.sandbox.git_of(where.record)
    oid = refs.commit_oid(visit.view, where.record, repo, rev)
    return (repo, oid) if oid else _no_revision(rev, where)


def _no_revision(rev: str, where: Home) -> NoReturn:
    raise Missing(f"no branch, tag or commit {rev} in {where.name}")


def _formerly(view: View, name: str) -> Repository | None:
    former = next((f for f in view[FormerName] if f.full_name.lower() == name.lower()), None)
    return view[Repository].get(former.repository_id) if former else None
