"""What all pages share: who looks, the frame round a page, forms from this site only, and saying what is not there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jinja2
from aiohttp import web
from multidict import MultiDict, MultiDictProxy

from bot.sandbox import permissions
from bot.sandbox.actors import Actor
from bot.sandbox.answers import Refusal
from bot.sandbox.pages import faces, moments
from bot.sandbox.records import Account, Repository
from bot.sandbox.state import Transaction, View

if TYPE_CHECKING:
    from bot.sandbox.app import Sandbox

COOKIE = "sandbox_person"
_DIGITS = 18
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Missing(Exception):
    """There is no such thing; the text says what was looked for."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a person who looks."""

    site: Site
    request: web.Request
    view: View
    me: Account | None

    @property
    def sandbox(self) -> Sandbox:
        """What is looked at."""
        return self.site.sandbox

    @property
    def now(self) -> datetime:
        """The sandbox's present."""
        return self.site.sandbox.clock.now()

    @property
    def actor(self) -> Actor:
        """Who looks, as permissions know them."""
        return Actor(account=self.me)

    def part(self, name: str) -> str:
        """A part of the path."""
        return self.request.match_info.get(name, "")

    def number(self, name: str) -> int:
        """A part of the path that is a number; routes let nothing but digits through."""
        if len(self.part(name)) > _DIGITS:
            raise Missing(f"nothing with a number of {len(self.part(name)):,} digits")
        return int(self.part(name))

    def may(self, operation_id: str, home: Repository, *, author_id: int | None = None) -> bool:
        """Whether this person may do what the REST operation of that id does."""
        try:
            require(operation_id, self.view, self.me, home, author_id=author_id)
        except Refusal:
            return False
        return True

    def page(self, template: str, /, *, status: int = 200, **values: Any) -> web.Response:
        """A page in its frame."""
        text = self.site.render(template, {**_frame(self), **values})
        return web.Response(text=text, status=status, content_type="text/html", headers=_HEADERS)


@dataclass(frozen=True, slots=True)
class Deed:
    """A form sent by a person, and the transaction it acts in."""

    visit: Visit
    tx: Transaction
    me: Account
    form: MultiDictProxy[str]

    def text(self, name: str) -> str:
        """A field; browsers end lines with CRLF, and so would GitHub keep them."""
        return self.form.get(name, "")

    def require(self, operation_id: str, home: Repository, *, author_id: int | None = None) -> None:
        """Refuse what REST would refuse this person."""
        require(operation_id, self.tx, self.me, home, author_id=author_id)


Reader = Callable[[Visit], Awaitable[web.StreamResponse]]
Doer = Callable[[Deed], str]
Fields = Mapping[str, str]
Mover = Callable[[Visit, Fields], web.StreamResponse]
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """The pages of one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("bot.sandbox.pages"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["counted"] = counted

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """A template with its values."""
        return self._templates.get_template(template).render(values)

    def visit(self, request: web.Request) -> Visit:
        """Who looks, and at what."""
        view = self.sandbox.store.present
        me = view[Account].one(login=request.cookies.get(COOKIE, ""), type="User")
        return Visit(self, request, view, me)

    def reading(self, reader: Reader) -> _Handler:
        """A page. What is missing or refused becomes a page that says so."""

        async def handle(request: web.Request) -> web.StreamResponse:
            visit = self.visit(request)
            try:
                return await reader(visit)
            except (Missing, Refusal) as problem:
                return self.refused(visit, problem)

        return handle

    def doing(self, doer: Doer) -> _Handler:
        """A form: done as the acting person in one transaction; the doer gives the address to go to."""

        async def handle(request: web.Request) -> web.StreamResponse:
            visit = self.visit(request)
            try:
                raise web.HTTPSeeOther(self._done(doer, visit, await _fields(request)))
            except (Missing, Refusal) as problem:
                return self.refused(visit, problem)

        return handle

    def _done(self, doer: Doer, visit: Visit, form: MultiDictProxy[str]) -> str:
        check_origin(visit.request)
        if visit.me is None:
            raise Refusal(401, "Nobody acts here yet. Choose in the header who you are, then try again.")
        tx = self.sandbox.begin()
        address = doer(Deed(visit, tx, visit.me, form))
        self.sandbox.commit(tx)
        return address

    def moving(self, mover: Mover) -> _Handler:
        """A form about the sandbox itself, which nobody in particular sends."""

        async def handle(request: web.Request) -> web.StreamResponse:
            visit = self.visit(request)
            try:
                check_origin(request)
                return mover(visit, await _fields(request))
            except (Missing, Refusal) as problem:
                return self.refused(visit, problem)

        return handle

    def refused(self, visit: Visit, problem: Missing | Refusal) -> web.StreamResponse:
        """The page of what is not there, or may not be."""
        if isinstance(problem, Missing):
            return visit.page("missing.html", status=404, said=str(problem))
        said = [problem.body["message"], *map(_sentence, problem.body.get("errors", ()))]
        return visit.page("refused.html", status=problem.status, said=said)

    async def nowhere(self, request: web.Request) -> web.StreamResponse:
        """What no page and no form is."""
        visit = self.visit(request)
        return self.refused(visit, Missing(f"no page at {request.rel_url.path}"))


def require(
    operation_id: str, view: View, me: Account | None, home: Repository, *, author_id: int | None = None
) -> None:
    """Refuse what REST would refuse; `author_id` is who wrote the thing, where that counts."""
    actor = Actor(account=me)
    if me is None:
        raise Refusal(401, "Requires authentication")
    if not permissions.may_see(view, home, actor):
        raise Missing("no such repository")
    permissions.check(operation_id, actor, view, home, None)
    asked = str(permissions.rules()[operation_id].get("person", "read"))
    if asked.startswith("author-or-"):
        role = asked.removeprefix("author-or-")
        permissions.check_author(actor, view, home, author_id=author_id or 0, otherwise=role)


def check_origin(request: web.Request) -> None:
    """Refuse forms that another site sent. A program that names no origin may act."""
    port = request.url.port
    for header in ("Origin", "Referer"):
        said = request.headers.get(header)
        if said is not None:
            where = urlsplit(said)
            if where.hostname not in {"127.0.0.1", "localhost"} or where.port != port:
                raise Refusal(403, f"This form was sent from another site ({header}: {said}).")


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 comment`, `2 comments`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


async def _fields(request: web.Request) -> MultiDictProxy[str]:
    """The fields of a form; files are left out, nothing here takes any."""
    try:
        sent = await request.post()
    except (ValueError, LookupError):
        raise Refusal(400, "This form cannot be read.") from None
    return MultiDictProxy(MultiDict((name, value) for name, value in sent.items() if isinstance(value, str)))


def _frame(visit: Visit) -> dict[str, Any]:
    sandbox, view = visit.sandbox, visit.view
    accounts = sorted((a for a in view[Account] if a.type == "User" and not a.deleted), key=lambda a: a.login)
    return {
        "me": visit.me and faces.face(visit.view, visit.me),
        "everybody": [faces.face(view, one) for one in accounts if one.login != "ghost"],
        "clock": moments.long(visit.now),
        "problem_count": len(sandbox.problems),
        "delivery_count": len(sandbox.hooks.log),
        "here": visit.request.rel_url.path_qs,
    }


def _sentence(error: Any) -> str:
    """One of GitHub's error objects as a sentence."""
    if isinstance(error, str):
        return error
    return str(error.get("message") or f"{error.get('field')}: {str(error.get('code')).replace('_', ' ')}")
