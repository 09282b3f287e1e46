"""The page of a check run, and its buttons."""

from __future__ import annotations

from urllib.parse import urlencode

from aiohttp import web

from bot.sandbox.acts import checks
from bot.sandbox.code.records import CheckRun, Pull
from bot.sandbox.pages import check_views, places
from bot.sandbox.pages.places import Home
from bot.sandbox.pages.pull_views import pull_head
from bot.sandbox.pages.repository_head import head
from bot.sandbox.pages.site import Deed, Site, Visit
from bot.sandbox.pages.texts import surroundings
from bot.sandbox.pages.thread_views import thread_view
from bot.sandbox.records import Issue


def routes(site: Site) -> list[web.RouteDef]:
    """Reading a run, asking for it again, pressing its buttons."""
    at = r"/{owner}/{repo}/runs/{run:\d+}"
    return [
        web.get(at, site.reading(show)),
        web.post(at + "/rerun", site.doing(rerun)),
        web.post(at + "/press", site.doing(press)),
    ]


async def show(visit: Visit) -> web.StreamResponse:
    """One run, under the head of the pull request it is about where there is one."""
    where = places.home(visit)
    record = places.run(visit, where)
    pull = _pull_at(visit, record.head_oid, where.record.id)
    required = check_views.required_names(visit.view, where.record, pull.base_ref) if pull else []
    around = surroundings(visit.view, where)
    asked = {"again": "Re-run", **{button.identifier: button.label for button in record.actions}}
    return visit.page(
        "run.html",
        repository=head(visit.view, where),
        tab="pulls" if pull else "code",
        run=check_views.run_view(visit.view, where, record, visit.now, around, required=required),
        pull=pull_head(visit.view, where, pull) if pull else None,
        thread=thread_view(visit, where, visit.view[Issue][pull.issue_id]) if pull else None,
        newer=_newer(visit, where, record),
        told=asked.get(visit.request.query.get("told", ""), ""),
    )


def rerun(deed: Deed) -> str:
    """Ask for the check again."""
    where = places.home(deed.visit)
    deed.require("checks/rerequest-run", where.record)
    checks.rerequest_run(deed.tx, deed.me, places.run(deed.visit, where))
    return f"{where.page}/runs/{deed.visit.part('run')}?told=again"


def press(deed: Deed) -> str:
    """Press a button. Whoever may read may press here: what the click is worth, the App has to judge."""
    where = places.home(deed.visit)
    deed.require("checks/get", where.record)
    checks.press(deed.tx, deed.me, places.run(deed.visit, where), deed.text("identifier"))
    return f"{where.page}/runs/{deed.visit.part('run')}?{urlencode({'told': deed.text('identifier')})}"


def _newer(visit: Visit, where: Home, record: CheckRun) -> str:
    """The address of the run that has taken this one's place; empty where none has."""
    latest = check_views.latest(visit.view, where.record, record.head_oid)
    found = (run.id for run in latest if (run.suite_id, run.name) == (record.suite_id, record.name))
    newest = next(found, record.id)
    return f"{where.page}/runs/{newest}" if newest != record.id else ""


def _pull_at(visit: Visit, oid: str, repository_id: int) -> Pull | None:
    """The pull request whose last commit this is; an open one rather than a closed one."""
    found = visit.view[Pull].by(repository_id=repository_id, head_oid=oid)
    return max(found, key=lambda p: (visit.view[Issue][p.issue_id].state == "open", p.number), default=None)
