"""The sandbox as people see it: HTML pages to read, and forms that act. What acting means is decided in `acts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox.pages import (
    account_pages,
    code_pages,
    issue_pages,
    list_pages,
    pull_pages,
    run_pages,
    sandbox_pages,
    thread_forms,
    version_pages,
)
from bot.sandbox.pages.site import Site

if TYPE_CHECKING:
    from bot.sandbox.app import Sandbox

# The order matters where a path fits two: accounts and the 404 page take what nobody else wants.
_ROOMS = (
    sandbox_pages,
    list_pages,
    issue_pages,
    pull_pages,
    run_pages,
    thread_forms,
    version_pages,
    code_pages,
    account_pages,
)


def routes(sandbox: Sandbox) -> list[web.RouteDef]:
    """Every page and every form."""
    site = Site(sandbox)
    return [route for room in _ROOMS for route in room.routes(site)] + [web.route("*", "/{path:.*}", site.nowhere)]
