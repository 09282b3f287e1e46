"""Code: files, folders, histories, commits, branches, comparisons."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web
from markupsafe import Markup

from bot.sandbox.code import refs
from bot.sandbox.gitstore import Commit, ObjectMissing
from bot.sandbox.gitstore.objects import EMPTY_TREE
from bot.sandbox.pages import check_views, colouring, markdown, places
from bot.sandbox.pages.commit_rows import Pushed, pushed_view
from bot.sandbox.pages.diff_views import file_diffs
from bot.sandbox.pages.places import Home, Place
from bot.sandbox.pages.repository_head import head
from bot.sandbox.pages.site import Missing, Site, Visit
from bot.sandbox.pages.texts import surroundings

_LISTED = 50
_LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class FileRow:
    """A line in the list of a folder's files, with the commit that touched it last."""

    name: str
    is_folder: bool
    page: str
    last: Pushed | None


def routes(site: Site) -> list[web.RouteDef]:
    """Everything that is read from git."""
    at = "/{owner}/{repo}"
    return [
        web.get(at, site.reading(front)),
        web.get(at + "/tree/{rest:.+}", site.reading(tree)),
        web.get(at + "/blob/{rest:.+}", site.reading(blob)),
        web.get(at + "/raw/{rest:.+}", site.reading(raw)),
        web.get(at + "/commits", site.reading(commits)),
        web.get(at + "/commits/{rest:.+}", site.reading(commits)),
        web.get(at + "/commit/{rev}", site.reading(commit)),
        web.get(at + "/branches", site.reading(branches)),
        web.get(at + "/compare/{ends:.+}", site.reading(compare)),
    ]


async def front(visit: Visit) -> web.StreamResponse:
    """The files of the default branch, and the README."""
    where = places.home(visit)
    if visit.part("repo") != where.record.name or visit.part("owner") != where.name.split("/")[0]:
        raise web.HTTPMovedPermanently(where.page)
    if refs.branch(visit.view, where.record, where.record.default_branch) is None:
        return visit.page("empty.html", repository=head(visit.view, where), tab="code")
    return _folder(visit, places.revision(visit, where))


async def tree(visit: Visit) -> web.StreamResponse:
    """A folder at a revision."""
    return _folder(visit, places.revision(visit, places.home(visit)))


def _folder(visit: Visit, place: Place) -> web.StreamResponse:
    try:
        entries = place.repo.tree(f"{place.oid}:{place.path}")
    except ObjectMissing:
        if place.repo.read(place.oid, place.path):
            raise web.HTTPFound(f"{place.home.page}/blob/{quote(place.said)}/{quote(place.path)}") from None
        raise Missing(f"no folder {place.path} at {place.said} in {place.home.name}") from None
    entries.sort(key=lambda e: (e.kind != "tree", e.path.lower()))
    rows = [_row(visit, place, entry.path, is_folder=entry.kind == "tree") for entry in entries]
    readme = next((e.path for e in entries if e.path.lower() == "readme.md"), None)
    return visit.page(
        "folder.html",
        repository=head(visit.view, place.home),
        tab="code",
        place=place,
        crumbs=_crumbs(place),
        rows=rows,
        last=pushed_view(visit, place.home, place.repo.commit_of(place.oid)),
        readme=_rendered(visit, place, readme) if readme else None,
        branches=_branch_names(visit, place.home),
        clone=f"{visit.view.links.web}/{place.home.name}.git",
        token=f"curl -sX POST {visit.view.links.web}/_sandbox/as/{visit.me.login if visit.me else 'LOGIN'}",
    )


def _row(visit: Visit, place: Place, name: str, *, is_folder: bool) -> FileRow:
    path = f"{place.path}/{name}" if place.path else name
    history = place.repo.history(place.oid, path, limit=1)
    last = pushed_view(visit, place.home, place.repo.commit_of(history[0].oid)) if history else None
    kind = "tree" if is_folder else "blob"
    return FileRow(name, is_folder, f"{place.home.page}/{kind}/{quote(place.said)}/{quote(path)}", last)


def _rendered(visit: Visit, place: Place, name: str) -> Markup:
    path = f"{place.path}/{name}" if place.path else name
    found = place.repo.read(place.oid, path)
    text = found[1].decode("utf-8", "replace") if found else ""
    folder = f"{place.home.page}/blob/{place.said}" + (f"/{place.path}" if place.path else "")
    return markdown.rendered(text, surroundings(visit.view, place.home, folder), breaks=False)


async def blob(visit: Visit) -> web.StreamResponse:
    """A file with the numbers of its lines; Markdown is shown rendered unless asked for plainly."""
    place = places.revision(visit, places.home(visit))
    data = _data(place)
    is_text = b"\0" not in data[:8000] and len(data) <= _LARGEST
    text = data.decode("utf-8", "replace") if is_text else ""
    is_prose = place.path.lower().endswith(".md") and "plain" not in visit.request.query
    folder = f"{place.home.page}/blob/{place.said}/{place.path}".rpartition("/")[0]
    return visit.page(
        "file.html",
        repository=head(visit.view, place.home),
        tab="code",
        place=place,
        crumbs=_crumbs(place),
        lines=[Markup(line) for line in colouring.lines(text.removesuffix("\n"), place.path)] if is_text else None,
        size=f"{len(data):,} bytes",
        prose=markdown.rendered(text, surroundings(visit.view, place.home, folder), breaks=False) if is_prose else None,
        is_markdown=place.path.lower().endswith(".md"),
    )


async def raw(visit: Visit) -> web.StreamResponse:
    """A file as it is, always as text: nothing that somebody committed runs here."""
    place = places.revision(visit, places.home(visit))
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
    return web.Response(body=_data(place), content_type="text/plain", charset="utf-8", headers=headers)


async def commits(visit: Visit) -> web.StreamResponse:
    """What led to a revision, newest first; of one path where one is named."""
    place = places.revision(visit, places.home(visit))
    page = max(1, int(n)) if (n := visit.request.query.get("page", "1")[:6]).isdecimal() else 1
    found = place.repo.history(place.oid, place.path or None, limit=_LISTED + 1, skip=_LISTED * (page - 1))
    rows = [pushed_view(visit, place.home, place.repo.commit_of(one.oid)) for one in found[:_LISTED]]
    return visit.page(
        "commits.html", repository=head(visit.view, place.home), tab="code", place=place, crumbs=_crumbs(place),
        days=_by_day(rows), page=page, has_more=len(found) > _LISTED,
    )  # fmt: skip


async def commit(visit: Visit) -> web.StreamResponse:
    """One commit with what it changed."""
    where = places.home(visit)
    repo, oid = places.commit(visit, where, visit.part("rev"))
    record = repo.commit_of(oid)
    runs = check_views.latest(visit.view, where.record, oid)
    remarks = [remark for run in runs for remark in check_views.remarks(visit.view, where, run)]
    files = repo.diff(record.parents[0] if record.parents else EMPTY_TREE, oid)
    return visit.page(
        "commit.html", repository=head(visit.view, where), tab="code", commit=pushed_view(visit, where, record),
        more=record.message.partition("\n")[2].strip(), parents=record.parents,
        files=file_diffs(files, where, oid, remarks),
    )  # fmt: skip


async def branches(visit: Visit) -> web.StreamResponse:
    """The branches, each with its last commit and how far it is from the default one."""
    where = places.home(visit)
    repo = visit.sandbox.git_of(where.record)
    trunk = refs.branch(visit.view, where.record, where.record.default_branch)
    rows = [
        (name, pushed_view(visit, where, repo.commit_of(oid)), repo.ahead_behind(trunk.oid, oid) if trunk else (0, 0))
        for name, oid in _tips(visit, where).items()
    ]
    rows.sort(key=lambda row: (row[0] != where.record.default_branch, row[0]))
    return visit.page("branches.html", repository=head(visit.view, where), tab="code", rows=rows)


async def compare(visit: Visit) -> web.StreamResponse:
    """What one revision has that another has not."""
    where = places.home(visit)
    base, dots, tip = visit.part("ends").partition("...")
    if not dots:
        base, tip = where.record.default_branch, base
    repo, base_oid = places.commit(visit, where, base)
    _, oid = places.commit(visit, where, tip)
    found: list[Commit] = repo.commits(oid, without=base_oid, oldest_first=True)
    files = repo.diff(repo.merge_base(base_oid, oid) or base_oid, oid)
    return visit.page(
        "compare.html", repository=head(visit.view, where), tab="code", base=base, tip=tip,
        commits=[pushed_view(visit, where, one) for one in found], files=file_diffs(files, where, oid),
        may_open=visit.may("pulls/create", where.record), are_branches={base, tip} <= _tips(visit, where).keys(),
    )  # fmt: skip


def _data(place: Place) -> bytes:
    found = place.repo.read(place.oid, place.path)
    if found is None:
        if place.repo.header(f"{place.oid}:{place.path}"):
            raise web.HTTPFound(f"{place.home.page}/tree/{quote(place.said)}/{quote(place.path)}")
        raise Missing(f"no file {place.path} at {place.said} in {place.home.name}")
    return found[1]


def _crumbs(place: Place) -> list[tuple[str, str]]:
    """The folders on the way, each with its address; the last one is where one is."""
    parts = place.path.split("/") if place.path else []
    top = f"{place.home.page}/tree/{quote(place.said)}"
    return [(part, f"{top}/{quote('/'.join(parts[: at + 1]))}") for at, part in enumerate(parts)]


def _by_day(rows: list[Pushed]) -> list[tuple[str, list[Pushed]]]:
    days: dict[str, list[Pushed]] = {}
    for row in rows:
        days.setdefault(row.when.exact.split(",")[0], []).append(row)
    return list(days.items())


def _tips(visit: Visit, where: Home) -> dict[str, str]:
    rows = refs.listed(visit.view, where.record, "refs/heads/")
    return {row.name.removeprefix("refs/heads/"): row.oid for row in rows}


def _branch_names(visit: Visit, where: Home) -> list[str]:
    first = where.record.default_branch
    return sorted(_tips(visit, where), key=lambda name: (name != first, name))
