"""A browser without scripts, and things to look at with it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import aiohttp

from bot.sandbox import Sandbox
from bot.sandbox.acts import checks, comments, issues
from bot.sandbox.acts.checks import Report
from bot.sandbox.code.records import Action, CheckRun, Pull
from bot.sandbox.records import Account, Comment, Issue, Repository
from tests.sandbox.conftest import Receiver

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect"}


@dataclass
class Page(HTMLParser):
    """A page, parsed: its words, links, ids and forms, and tags that are not closed in their order."""

    url: str
    status: int
    source: str
    text: str = ""
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self.feed(self.source)
        self.close()
        self.text = " ".join(self.text.split())
        self.astray += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag not in VOID:
            self._open.append(tag)
        for name, into in (("href", self.links), ("src", self.links), ("id", self.ids), ("action", self.actions)):
            if given.get(name):
                into.append(str(given[name]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.astray.append(f"/{tag} in {self._open[-1:]}")

    def handle_data(self, data: str) -> None:
        self.text += data


@dataclass
class Browser:
    """A browser with cookies, sending what browsers send with a form."""

    gh: Sandbox
    client: aiohttp.ClientSession

    async def open(self, path: str) -> Page:
        async with self.client.get(urljoin(self.gh.url, path)) as response:
            return Page(str(response.real_url), response.status, await response.text())

    async def send(self, path: str, fields: Any = None, **headers: str) -> Page:
        headers = {"Origin": self.gh.url, **headers}
        async with self.client.post(urljoin(self.gh.url, path), data=fields or {}, headers=headers) as response:
            return Page(str(response.real_url), response.status, await response.text())

    async def be(self, login: str) -> None:
        await self.send("/_sandbox/act-as", {"login": login, "page": "/"})


@asynccontextmanager
async def browsing(gh: Sandbox) -> AsyncIterator[Browser]:
    """A browser that nobody used before."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        yield Browser(gh, client)


def person(gh: Sandbox, login: str) -> Account:
    found = gh.store.present[Account].one(login=login)
    assert found
    return found


def home(gh: Sandbox) -> Repository:
    found = gh.store.present[Repository].one(name="apis")
    assert found
    return found


def opened(gh: Sandbox, *, body: str = "Hello.", author: str = "lee", put: tuple[str, ...] = ()) -> Issue:
    tx = gh.begin()
    issue = issues.open_issue(tx, person(gh, author), home(gh), title="A thing", body=body, labels=put)
    gh.commit(tx)
    return issue


def said(gh: Sandbox, issue: Issue, body: str, author: str = "ana") -> Comment:
    tx = gh.begin()
    comment = comments.write(tx, person(gh, author), tx[Issue][issue.id], body)
    gh.commit(tx)
    return comment


def checked_pull(gh: Sandbox, *, conclusion: str = "failure") -> tuple[Pull, CheckRun]:
    number = gh.seed.pull(
        "acme/apis", branch="next", files={"apis/payments.yaml": b"openapi: 3.1.0\ninfo: {}\n"}, title="More", who="ana"
    )
    pull = gh.store.present[Pull].one(number=number)
    assert pull
    tx = gh.begin()
    remark = {
        "path": "apis/payments.yaml",
        "start_line": 2,
        "end_line": 2,
        "annotation_level": "failure",
        "title": "F1",
        "message": "Callers break",
    }
    report = Report(
        name="API stage policy", conclusion=conclusion, title="1 breaking change", summary="**One** break.",
        text="| a | b |\n|---|---|\n| 1 | 2 |", annotations=(remark,),
        actions=(Action("Recheck", "Looks again", "recheck"),),
    )  # fmt: skip
    run = checks.create_run(tx, gh.git_store, tx[Account][gh.bot_id], home(gh), gh.app_id, pull.head_oid, report)
    gh.commit(tx)
    return pull, run


async def told(gh: Sandbox, receiver: Receiver) -> list[dict[str, Any]]:
    """The webhooks so far: name, action and sender, with the payload."""
    await gh.deliveries_settled()
    return [{"name": name, **json.loads(body)} for name, _, body in receiver.seen]
