"""What only a sandbox has: being somebody else, moving the clock, and looking at webhooks and problems."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files as resources
from typing import Any

from aiohttp import web

from bot.sandbox.answers import Refusal
from bot.sandbox.hooks import Delivery
from bot.sandbox.pages.moments import Moment, moment
from bot.sandbox.pages.site import COOKIE, Fields, Missing, Site, Visit
from bot.sandbox.records import Account

_DELIVERIES = 25
_DIGITS = 18
_DAYS = 3650
_ASSETS = {"style.css": "text/css", "pages.js": "text/javascript", "mark.svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Sent:
    """A webhook delivery."""

    id: int
    guid: str
    event: str
    about: str
    when: Moment
    status: str
    code: int
    is_good: bool
    is_again: bool
    seconds: str
    payload: str
    answer: str


def routes(site: Site) -> list[web.RouteDef]:
    """The sandbox's own pages; the assets are files of this package."""
    return [
        web.get("/_sandbox/deliveries", site.reading(deliveries)),
        web.get("/_sandbox/problems.html", site.reading(problems)),
        web.get("/_sandbox/assets/{name}", site.reading(asset)),
        web.post("/_sandbox/act-as", site.moving(act_as)),
        web.post("/_sandbox/advance", site.moving(advance)),
        web.post(r"/_sandbox/deliveries/{id:\d+}", site.moving(redeliver)),
    ]


async def deliveries(visit: Visit) -> web.StreamResponse:
    """The webhooks, newest first, some at a time; `before` is the id of the last one already shown."""
    before = visit.request.query.get("before", "")
    log = visit.sandbox.hooks.log
    if before.isdecimal():
        log = [one for one in log if one.id < int(before[:_DIGITS])]
    rows = [_sent(visit, one) for one in reversed(log[-_DELIVERIES:])]
    return visit.page("deliveries.html", rows=rows, url=visit.sandbox.hooks.url, has_more=len(log) > _DELIVERIES)


async def problems(visit: Visit) -> web.StreamResponse:
    """Everything that broke GitHub's contract."""
    return visit.page("problems.html", problems=visit.sandbox.problems)


async def asset(visit: Visit) -> web.StreamResponse:
    """The style sheet and its like."""
    name = visit.part("name")
    if name not in _ASSETS:
        raise Missing(f"no asset {name}")
    data = resources("bot.sandbox.pages").joinpath("assets", name).read_bytes()
    return web.Response(body=data, content_type=_ASSETS[name], charset="utf-8", headers={"Cache-Control": "no-cache"})


def act_as(visit: Visit, form: Fields) -> web.Response:
    """Be somebody from now on; an empty name is nobody."""
    login = form.get("login", "")
    if login and visit.view[Account].one(login=login, type="User") is None:
        raise Missing(f"nobody called {login}")
    answer = _back(form)
    if login:
        answer.set_cookie(COOKIE, login, httponly=True, samesite="Lax", path="/")
    else:
        answer.del_cookie(COOKIE, path="/")
    return answer


def advance(visit: Visit, form: Fields) -> web.Response:
    """Move the clock forward by whole days."""
    days = form.get("days", "")
    if not days.isdecimal() or not 0 < int(days) <= _DAYS:
        raise Refusal(422, f"The clock moves by 1 to {_DAYS} days, not by {days!r}.")
    visit.sandbox.clock.advance(timedelta(days=int(days)))
    return _back(form)


def redeliver(visit: Visit, _: Fields) -> web.Response:
    """Send a webhook once more."""
    found = visit.sandbox.hooks.find(visit.number("id"))
    if found is None:
        raise Missing(f"no delivery {visit.part('id')}")
    visit.sandbox.hooks.again(found)
    return web.Response(status=303, headers={"Location": "/_sandbox/deliveries"})


def _back(form: Fields) -> web.Response:
    """To the page the form stood on; never to another site."""
    page = form.get("page", "/")
    safe = page.startswith("/") and not page.startswith(("//", "/\\"))
    return web.Response(status=303, headers={"Location": page if safe else "/"})


def _sent(visit: Visit, one: Delivery) -> Sent:
    payload = one.content.decode("utf-8", "replace")
    told = {}
    with suppress(ValueError):
        told = json.loads(payload)
        payload = json.dumps(told, indent=2, ensure_ascii=False)
    return Sent(
        id=one.id,
        guid=one.guid,
        event=f"{one.event}.{one.action}" if one.action else one.event,
        about=_about(told),
        when=moment(one.delivered_at, visit.now),
        status=one.status,
        code=one.status_code,
        is_good=200 <= one.status_code < 300,
        is_again=one.redelivery,
        seconds=f"{one.duration:.2f} s",
        payload=payload,
        answer=one.answer,
    )


def _about(told: dict[str, Any]) -> str:
    """Whom and what a payload is about, in a few words."""
    thread = told.get("issue") or told.get("pull_request") or {}
    number = f"#{thread['number']}" if thread.get("number") else str(told.get("ref", "")).removeprefix("refs/heads/")
    label = (told.get("label") or {}).get("name", "")
    name = (told.get("check_run") or {}).get("name", "")
    who = (told.get("sender") or {}).get("login", "")
    return " · ".join(part for part in (number, label, name, who) if part)
