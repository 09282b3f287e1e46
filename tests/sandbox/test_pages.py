"""The sandbox's pages, read and used over HTTP as a browser without scripts would."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin

import aiohttp
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.acts import checks, comments, issues, labels
from bot.sandbox.acts.checks import Report
from bot.sandbox.code.records import Action, CheckRun, Pull
from bot.sandbox.pages import label_colours
from bot.sandbox.records import Account, Comment, Issue, Repository
from bot.sandbox.scenarios import payments
from tests.sandbox.conftest import Bot, Receiver

FORM = """name: Bug
description: Something is wrong.
title: "Bug: "
labels: [bug, unknown to this repository]
body:
  - type: markdown
    attributes: {value: "**Thanks** for telling."}
  - type: input
    id: what
    attributes: {label: What, placeholder: it broke}
    validations: {required: true}
  - type: textarea
    id: log
    attributes: {label: Log, render: shell}
  - type: textarea
    id: more
    attributes: {label: More}
  - type: dropdown
    id: where
    attributes: {label: Where, multiple: true, options: [here, there, everywhere]}
  - type: checkboxes
    id: sure
    attributes:
      label: Sure?
      options: [{label: I looked, required: true}, {label: I asked}]
"""
FILE = b'--b\r\nContent-Disposition: form-data; name="body"; filename="f"\r\n\r\nx\r\n--b--\r\n'
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


@pytest.fixture
async def browser(gh: Sandbox) -> AsyncIterator[Browser]:
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


HOSTILE = {
    "script": "<script>document.title='taken'</script>after",
    "broken script": "<scr<script>ipt>alert(1)</script>after",
    "handler": '<img src="x" onerror="alert(1)"> <b onclick=alert(1)>after</b>',
    "link": "[after](javascript:alert(1)) <a href='java&#10;script:f()'>x</a> <a href='\tJavaScript:f()'>y</a>",
    "data": "[after](data:text/html;base64,PHNjcmlwdD4=)",
    "frame": "<iframe src='//evil.example'></iframe><object data=x></object><embed src=x>after",
    "form": "<form action='/_sandbox/advance' method=post><button name=days value=30>x</button></form>after",
    "style": "<style>body{display:none}</style><p style='position:fixed;inset:0' class='panel' id='main'>after</p>",
    "escape": "</div></article></main></body></html>after",
    "unclosed": "<details><summary>after<table><tr><td><b>",
    "comment": "<!-- secret -->after<!-- and a tail",
    "svg": "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg><math><mtext>x</mtext></math>after",
    "base": "<base href='//evil.example'><meta http-equiv=refresh content='0;//evil'><link rel=stylesheet>after",
    "markdown": "| a |\n|--|\n| <script>alert(1)</script> |\n\n`<script>`\n\nafter",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
async def test_what_people_write_is_text_and_never_code(gh: Sandbox, browser: Browser, body: str) -> None:
    comment = said(gh, opened(gh), body, "lee")
    plain = await browser.open("/acme/apis/issues/1")
    assert "after" in plain.text
    assert "secret" not in plain.text
    assert plain.astray == []
    scripts = [given for tag, given in plain.tags if tag == "script"]
    assert scripts == [{"src": "/_sandbox/assets/pages.js", "defer": None}]
    assert not [given for _, given in plain.tags for name in given if name.startswith("on")]
    assert not [link for link in plain.links if "script:" in link.lower() or link.startswith(("data:", "//"))]
    assert not {"iframe", "object", "embed", "base", "math"} & {tag for tag, _ in plain.tags}
    assert plain.actions == ["/_sandbox/act-as", "/_sandbox/advance"]
    assert plain.ids.count("main") == 1
    assert f"issuecomment-{comment.id}" in plain.ids


async def test_titles_labels_and_file_names_are_text_too(gh: Sandbox, browser: Browser) -> None:
    bad = "<script>alert(1)</script>"
    gh.seed.commit("acme/apis", files={f"{bad[:8]}.txt": b"<script>alert(1)</script>\n"}, who="ana", message=bad)
    tx = gh.begin()
    issues.open_issue(tx, person(gh, "ana"), home(gh), title=bad, body=None, labels=["<b>bold</b>"])
    gh.commit(tx)
    for path in ("/acme/apis", "/acme/apis/commits", "/acme/apis/issues", "/acme/apis/issues/1", "/acme/apis/labels"):
        page = await browser.open(path)
        assert page.astray == []
        assert len([1 for tag, _ in page.tags if tag == "script"]) == 1
    raw = await browser.client.get(f"{gh.url}/acme/apis/raw/main/README.md")
    assert raw.content_type == "text/plain"


async def test_markdown_is_shown_as_people_know_it(gh: Sandbox, browser: Browser) -> None:
    said(gh, opened(gh), "- [x] done\n- [ ] open\n\n~~no~~ line\nbreak #1 @bo @nobody-here #77 https://a.example/b?c=1&d=2.\n\n"
         "| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n<details><summary>More</summary>\n\n`x`\n\n</details>")  # fmt: skip
    page = await browser.open("/acme/apis/issues/1")
    names = [tag for tag, _ in page.tags]
    assert ("input", {"type": "checkbox", "disabled": "", "checked": ""}) in page.tags
    assert {"s", "br", "table", "summary"} <= set(names)
    assert ("td", {"style": "text-align:right"}) in page.tags
    assert {"/acme/apis/issues/1", "/bo", "https://a.example/b?c=1&d=2"} <= set(page.links)
    assert not {"/nobody-here", "/acme/apis/issues/77"} & set(page.links)


@pytest.mark.parametrize("grey", ["00", "33", "66", "74", "76", "77", "88", "bb", "ff"])
@pytest.mark.parametrize("pattern", ["{0}{0}{0}", "0e{0}16", "{0}00{0}", "ff{0}00"])
def test_the_name_of_a_label_can_be_read_on_its_colour(grey: str, pattern: str) -> None:
    shade = pattern.format(grey)
    lights = sorted(label_colours.luminance(colour) for colour in (shade, label_colours.ink(shade).removeprefix("#")))
    assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5


async def test_every_link_and_form_of_every_page_leads_somewhere(gh: Sandbox, browser: Browser) -> None:
    opened(gh, body="See @ana, #1 and [the description](/acme/apis/blob/main/apis/payments.yaml).", put=("bug",))
    checked_pull(gh)
    await browser.be("olga")
    seen: dict[str, Page] = {}
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        if path in seen or not path.startswith("/") or path.startswith("/_sandbox/assets"):
            continue
        page = seen[path] = await browser.open(path)
        assert page.status == 200, (path, page.text)
        if "/raw/" not in path and "/avatars/" not in path:
            assert page.astray == [], path
            assert len(page.ids) == len(set(page.ids)), path
        waiting += [urldefrag(urljoin(path, link))[0] for link in page.links if not link.startswith(("http", "#"))]
    anchors = [(path, link) for path, page in seen.items() for link in page.links if link.startswith("#")]
    assert [(path, link) for path, link in anchors if link[1:] not in seen[path].ids] == []
    assert len(seen) > 40


async def test_what_rest_calls_html_url_is_a_page(gh: Sandbox, bot: Bot, browser: Browser) -> None:
    issue = opened(gh)
    comment = said(gh, issue, "Well.")
    pull, run = checked_pull(gh)
    at = "/repos/acme/apis"
    told = [
        await bot.ok("GET", at),
        await bot.ok("GET", f"{at}/issues/{issue.number}"),
        await bot.ok("GET", f"{at}/issues/{pull.number}"),
        await bot.ok("GET", f"{at}/issues/comments/{comment.id}"),
        await bot.ok("GET", f"{at}/pulls/{pull.number}"),
        await bot.ok("GET", f"{at}/check-runs/{run.id}"),
        await bot.ok("GET", f"{at}/commits/main"),
        await bot.ok("GET", f"{at}/contents/apis/payments.yaml"),
        (await bot.ok("GET", f"{at}/issues/{issue.number}"))["user"],
    ]
    for one in told:
        page = await browser.open(one["html_url"])
        assert page.status == 200, one["html_url"]
        anchor = urldefrag(one["html_url"])[1]
        assert not anchor or anchor in page.ids


async def test_the_repository_shows_its_files_and_its_readme(gh: Sandbox, browser: Browser) -> None:
    page = await browser.open("/acme/apis")
    assert "README.md" in page.text
    assert ("h1", {}) in page.tags  # the README's heading
    file = await browser.open("/acme/apis/blob/main/apis/payments.yaml")
    assert "L1" in file.ids
    assert "openapi: 3.1.0" in file.text


async def test_branches_with_slashes_are_found_in_addresses(gh: Sandbox, browser: Browser) -> None:
    gh.seed.commit("acme/apis", files={"a/b.txt": b"deep\n"}, who="ana", branch="feature/one")
    assert "deep" in (await browser.open("/acme/apis/blob/feature/one/a/b.txt")).text
    assert "b.txt" in (await browser.open("/acme/apis/tree/feature/one/a")).text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/acme/nothing", "There is no repository acme/nothing."),
        ("/acme/apis/issues/99", "There is nothing numbered 99 in acme/apis."),
        ("/acme/apis/pull/99", "There is no pull request 99 in acme/apis."),
        ("/acme/apis/blob/main/lost.txt", "There is no file lost.txt at main in acme/apis."),
        ("/acme/apis/tree/gone/a", "There is no branch, tag or commit gone in acme/apis."),
        ("/acme/apis/runs/7", "There is no check run 7 in acme/apis."),
        ("/nobody-here", "There is nobody called nobody-here."),
        ("/acme/apis/settings/hooks", "There is no page at /acme/apis/settings/hooks."),
    ],
)
async def test_the_404_page_says_what_is_not_there(browser: Browser, path: str, sentence: str) -> None:
    page = await browser.open(path)
    assert page.status == 404
    assert sentence in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/acme/apis/issues/" + "9" * 5000,
        "/acme/apis/commits/main?page=" + "9" * 40,
        "/acme/apis/commit/abc%0Adef",
        "/acme/apis/tree/--help",
        "/acme/apis/compare/main...--all",
        "/acme/apis/raw/main/%ff%fe",
        "/%ff",
        "/acme/apis/issues?state=%3Cscript%3E&label=%22",
        "/acme/apis/issues/new?template=../../x",
        "/acme/apis/runs/1?told=%3Cscript%3E",
    ],
    ids=range(10),
)
async def test_an_odd_address_gets_a_page(gh: Sandbox, browser: Browser, path: str) -> None:
    page = await browser.open(path)
    assert page.status in {200, 404}
    assert page.astray == []


async def test_a_file_and_a_folder_find_each_other(browser: Browser) -> None:
    assert (await browser.open("/acme/apis/tree/main/README.md")).url.endswith("/blob/main/README.md")
    assert (await browser.open("/acme/apis/blob/main/apis")).url.endswith("/tree/main/apis")


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("multipart/form-data", b"nothing", 400),
        ("application/x-www-form-urlencoded; charset=nope", b"body=x", 400),
        ("application/json", b'{"body": "x"}', 422),
        ("multipart/form-data; boundary=b", FILE, 422),
    ],
    ids=["no boundary", "no charset", "json", "a file"],
)  # fmt: skip
async def test_a_form_that_cannot_be_read_is_refused(
    gh: Sandbox, browser: Browser, content_type: str, body: bytes, status: int
) -> None:
    opened(gh)
    await browser.be("ana")
    page = await browser.send("/acme/apis/issues/1/comment", body, **{"Content-Type": content_type})
    assert page.status == status
    assert "That was refused" in page.text


async def test_a_private_repository_is_there_for_its_people_only(gh: Sandbox, browser: Browser) -> None:
    gh.seed.repository("acme/secret", {"README.md": b"# Plans\n"}, private=True)
    assert (await browser.open("/acme/secret")).status == 404
    await browser.be("lee")
    assert (await browser.open("/acme/secret")).status == 404
    await browser.be("ana")
    assert "Plans" in (await browser.open("/acme/secret")).text


async def test_a_comment_is_written_in_the_name_of_the_acting_person_and_told(
    gh: Sandbox, browser: Browser, receiver: Receiver
) -> None:
    issue = opened(gh)
    await browser.be("ana")
    page = await browser.send(f"/acme/apis/issues/{issue.number}/comment", {"body": "/awesome **keys**", "then": ""})
    assert page.status == 200
    written = gh.store.present[Comment].by(issue_id=issue.id)[-1]
    assert page.url.endswith(f"#issuecomment-{written.id}")
    assert f"issuecomment-{written.id}" in page.ids
    last = (await told(gh, receiver))[-1]
    assert (last["name"], last["action"], last["sender"]["login"]) == ("issue_comment", "created", "ana")
    assert last["comment"]["html_url"] == page.url


async def test_one_may_comment_and_close_with_one_button(gh: Sandbox, browser: Browser) -> None:
    issue = opened(gh)
    await browser.be("lee")
    at = f"/acme/apis/issues/{issue.number}/comment"
    page = await browser.send(at, {"body": "Done.", "then": "close"})
    assert gh.store.present[Issue][issue.id].state == "closed"
    assert "closed this" in page.text
    await browser.send(at, {"body": "", "then": "reopen"})
    assert gh.store.present[Issue][issue.id].state == "open"


async def test_editing_hiding_pinning_and_deleting_a_comment_can_be_seen(gh: Sandbox, browser: Browser) -> None:
    issue = opened(gh)
    comment = said(gh, issue, "First.", "ana")
    await browser.be("ana")
    at = f"/acme/apis/comments/{comment.id}"
    assert "edited" in (await browser.send(f"{at}/edit", {"body": "Second."})).text
    assert "hidden as outdated" in (await browser.send(f"{at}/hide", {"reason": "OUTDATED"})).text
    assert "Pinned by ana" in (await browser.send(f"{at}/pin")).text
    page = await browser.send(f"{at}/delete")
    assert "deleted a comment from ana" in page.text
    assert f"issuecomment-{comment.id}" not in page.ids


async def test_the_versions_of_an_edited_text_can_be_followed(gh: Sandbox, browser: Browser) -> None:
    comment = said(gh, opened(gh), "First line.\nKept.", "bo")
    tx = gh.begin()
    comments.edit(tx, person(gh, "ana"), tx[Comment][comment.id], "Second line.\nKept.")
    gh.commit(tx)
    page = await browser.open("/acme/apis/issues/1")
    assert "edited by ana" in page.text
    versions = await browser.open(next(link for link in page.links if link.endswith("/versions")))
    assert versions.status == 200
    assert versions.text.index("ana changed it") < versions.text.index("bo wrote it")
    assert "− First line." in versions.text.replace("−First", "− First")
    assert "+ Second line." in versions.text.replace("+Second", "+ Second")


async def test_a_reaction_is_given_and_taken_back(gh: Sandbox, browser: Browser) -> None:
    comment = said(gh, opened(gh), "Nice.")
    await browser.be("bo")
    at = f"/acme/apis/comments/{comment.id}/react"
    assert "🚀 1" in (await browser.send(at, {"content": "rocket"})).text
    assert "🚀 1" not in (await browser.send(at, {"content": "rocket"})).text


async def test_labels_change_in_the_persons_name(gh: Sandbox, browser: Browser, receiver: Receiver) -> None:
    issue = opened(gh, put=("stage: idea",))
    await browser.be("ana")
    fields = [("label", "bug"), ("new", "fresh")]
    page = await browser.send(f"/acme/apis/issues/{issue.number}/labels", fields)
    assert "ana added bug fresh and removed stage: idea" in page.text
    sent = [
        (t["action"], t["label"]["name"]) for t in await told(gh, receiver) if t["name"] == "issues" if "label" in t
    ]
    assert sent[-3:] == [("unlabeled", "stage: idea"), ("labeled", "bug"), ("labeled", "fresh")]


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [
        ("", "/acme/apis/issues/1/comment", 401),
        ("lee", "/acme/apis/issues/1/labels", 403),
        ("lee", "/acme/apis/comments/{comment}/edit", 403),
        ("lee", "/acme/apis/comments/{comment}/delete", 403),
        ("bo", "/acme/apis/issues/1/lock", 403),
        ("bo", "/acme/apis/pull/2/merge", 403),
        ("bo", "/acme/apis/runs/{run}/rerun", 403),
        ("ana", "/acme/apis/pull/2/merge", 405),
        ("ana", "/acme/apis/issues/1/comment", 422),
        ("ana", "/acme/apis/runs/{run}/press", 422),
    ],
)
async def test_what_rest_refuses_pages_refuse_and_nothing_changes(
    gh: Sandbox, browser: Browser, login: str, path: str, status: int
) -> None:
    issue = opened(gh)
    comment = said(gh, issue, "Mine.")
    _, run = checked_pull(gh)
    gh.seed.branch_rule("acme/apis", "main", checks={"API stage policy": gh.app_id})
    await browser.be(login)
    before = gh.store.present.tables
    page = await browser.send(path.format(comment=comment.id, run=run.id), {"body": "", "identifier": "nonsense"})
    assert page.status == status
    assert "That was refused" in page.text
    assert gh.store.present.tables == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Referer": "http://evil.example/127.0.0.1"},
    ],
    ids=lambda headers: next(iter(headers.values())),
)
async def test_a_form_on_another_site_does_nothing(gh: Sandbox, browser: Browser, headers: dict[str, str]) -> None:
    issue = opened(gh)
    await browser.be("ana")
    page = await browser.send(f"/acme/apis/issues/{issue.number}/comment", {"body": "Hi."}, **headers)
    assert page.status == 403
    assert not gh.store.present[Comment].by(issue_id=issue.id)
    assert (await browser.send("/_sandbox/advance", {"days": "7"}, **headers)).status == 403


async def test_a_form_leads_back_to_this_site_only(browser: Browser) -> None:
    for address in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        page = await browser.send("/_sandbox/act-as", {"login": "ana", "page": address})
        assert page.url == browser.gh.url + "/"


async def test_an_issue_form_is_asked_and_opened_as_the_platform_writes_it(
    gh: Sandbox, browser: Browser, receiver: Receiver
) -> None:
    gh.seed.commit("acme/apis", files={".github/ISSUE_TEMPLATE/bug.yml": FORM.encode()}, who="ana")
    tx = gh.begin()
    labels.create(tx, person(gh, "ana"), home(gh), name="bug")
    gh.commit(tx)
    await browser.be("lee")
    assert "Something is wrong." in (await browser.open("/acme/apis/issues/new/choose")).text
    asked = await browser.open("/acme/apis/issues/new?template=bug.yml&what=the+door")
    assert ("strong", {}) in asked.tags
    assert any(tag == "input" and given.get("value") == "the door" for tag, given in asked.tags)
    fields = [
        ("template", "bug.yml"), ("title", "Bug: door"), ("what", "the door"), ("log", "$ knock\r\nno\r\n"),
        ("more", ""), ("where", "here"), ("where", "everywhere"), ("sure", "0"),
    ]  # fmt: skip
    page = await browser.send("/acme/apis/issues/new", fields)
    assert page.url.endswith("/acme/apis/issues/1")
    event = next(t for t in await told(gh, receiver) if t["name"] == "issues" and t["action"] == "opened")
    assert event["issue"]["body"] == (
        "### What\n\nthe door\n\n### Log\n\n```shell\n$ knock\nno\n```\n\n### More\n\n_No response_\n\n"
        "### Where\n\nhere, everywhere\n\n### Sure?\n\n- [X] I looked\n- [ ] I asked"
    )
    assert [label["name"] for label in event["issue"]["labels"]] == ["bug"]
    assert event["sender"]["login"] == "lee"


async def test_a_form_that_lacks_what_it_requires_is_refused_by_name(gh: Sandbox, browser: Browser) -> None:
    gh.seed.commit("acme/apis", files={".github/ISSUE_TEMPLATE/bug.yml": FORM.encode()}, who="ana")
    await browser.be("lee")
    page = await browser.send("/acme/apis/issues/new", {"template": "bug.yml", "title": "Bug: x"})
    assert page.status == 422
    assert "Please fill in: What, I looked." in page.text


async def test_a_template_that_is_no_form_is_named_and_the_rest_work(gh: Sandbox, browser: Browser) -> None:
    files = {".github/ISSUE_TEMPLATE/a.yml": b"a: [", ".github/ISSUE_TEMPLATE/b.yml": FORM.encode()}
    gh.seed.commit("acme/apis", files=files, who="ana")
    page = await browser.open("/acme/apis/issues/new/choose")
    assert "a.yml is no YAML" in page.text
    assert "Bug" in page.text


async def test_the_proposal_form_gives_the_body_of_the_proposal(gh: Sandbox, browser: Browser) -> None:
    gh.seed.repository("acme/payments", payments.files())
    await browser.be("lee")
    answers = [part.partition("\n\n") for part in ("\n" + payments.proposal_body()).split("\n### ")[1:]]
    asked = await browser.open("/acme/payments/issues/new?template=api-proposal.yml")
    names = [g["name"] for tag, g in asked.tags if tag in {"input", "textarea"} and "id" in g and g["name"] != "title"]
    given = dict(zip(names, [_unfenced(answer) for _, _, answer in answers], strict=True))
    fields = {"template": "api-proposal.yml", "title": payments.PROPOSAL_TITLE, **given}
    await browser.send("/acme/payments/issues/new", fields)
    issue = gh.store.present[Issue].one(title=payments.PROPOSAL_TITLE)
    assert issue
    assert issue.body == payments.proposal_body().strip()


def _unfenced(answer: str) -> str:
    lines = answer.strip().split("\n")
    return "\n".join(lines[1:-1] if lines[0].startswith("```") else lines)


async def test_a_pull_request_shows_its_diff_with_the_remarks_under_their_lines(gh: Sandbox, browser: Browser) -> None:
    pull, run = checked_pull(gh)
    page = await browser.open(f"/acme/apis/pull/{pull.number}/files")
    assert page.text.index("info: {}") < page.text.index("Callers break")
    assert f"/acme/apis/blob/{pull.head_oid}/apis/payments.yaml#L2" in page.links
    tab = await browser.open(f"/acme/apis/pull/{pull.number}/checks")
    assert f"run-{run.id}" in tab.ids
    assert "1 breaking change" in tab.text
    assert ("table", {}) in tab.tags


async def test_pressing_a_button_of_a_check_tells_the_app_who_pressed_which(
    gh: Sandbox, browser: Browser, receiver: Receiver
) -> None:
    _, run = checked_pull(gh)
    await browser.be("ana")
    page = await browser.send(f"/acme/apis/runs/{run.id}/press", {"identifier": "recheck"})
    assert "“Recheck” was told to the App." in page.text
    await browser.send(f"/acme/apis/runs/{run.id}/rerun")
    pressed, again = (await told(gh, receiver))[-2:]
    assert (pressed["action"], pressed["requested_action"]) == ("requested_action", {"identifier": "recheck"})
    assert pressed["sender"]["login"] == "ana"
    assert (again["name"], again["action"]) == ("check_run", "rerequested")


async def test_an_old_check_run_points_to_the_one_that_took_its_place(gh: Sandbox, browser: Browser) -> None:
    pull, run = checked_pull(gh)
    assert "reported anew" not in (await browser.open(f"/acme/apis/runs/{run.id}")).text
    tx = gh.begin()
    report = Report(name=run.name, conclusion="success", title="All good")
    newer = checks.create_run(tx, gh.git_store, tx[Account][gh.bot_id], home(gh), gh.app_id, pull.head_oid, report)
    gh.commit(tx)
    page = await browser.open(f"/acme/apis/runs/{run.id}")
    assert f"/acme/apis/runs/{newer.id}" in page.links
    tab = await browser.open(f"/acme/apis/pull/{pull.number}/checks")
    assert "All good" in tab.text
    assert "1 breaking change" not in tab.text


async def test_the_merge_button_waits_for_the_required_check_and_then_merges(gh: Sandbox, browser: Browser) -> None:
    gh.seed.branch_rule("acme/apis", "main", checks={"API stage policy": gh.app_id})
    pull, run = checked_pull(gh)
    await browser.be("ana")
    at = f"/acme/apis/pull/{pull.number}"
    held = await browser.open(at)
    assert "none is required here" not in held.text
    assert 'Required status check "API stage policy" is failing.' in held.text
    assert _merge_button(held).get("disabled", "no") is None
    tx = gh.begin()
    checks.update_run(tx, gh.git_store, tx[Account][gh.bot_id], run, Report(conclusion="success"))
    gh.commit(tx)
    free = await browser.open(at)
    assert "disabled" not in _merge_button(free)
    merged = await browser.send(f"{at}/merge", {"method": "squash"})
    assert "Merged" in merged.text
    assert gh.store.present[Pull][pull.id].merged_at


def _merge_button(page: Page) -> dict[str, str | None]:
    return next(given for tag, given in page.tags if tag == "button" and given.get("class") == "button button-go")


async def test_a_failed_check_that_nobody_requires_is_not_hidden_from_who_merges(gh: Sandbox, browser: Browser) -> None:
    pull, _ = checked_pull(gh)
    await browser.be("ana")
    page = await browser.open(f"/acme/apis/pull/{pull.number}")
    assert "A check has not passed, but none is required here." in page.text
    assert "disabled" not in _merge_button(page)


async def test_what_happened_in_one_second_is_told_in_its_order(gh: Sandbox, browser: Browser) -> None:
    issue = opened(gh)
    said(gh, issue, "before")
    tx = gh.begin()
    labels.add(tx, person(gh, "ana"), tx[Issue][issue.id], ["between"])
    gh.commit(tx)
    said(gh, issue, "after")
    page = await browser.open("/acme/apis/issues/1")
    told = page.text.partition("Hello.")[2]
    assert told.index("before") < told.index("added between") < told.index("after")


async def test_reviews_drafts_and_states_of_a_pull_request_can_be_set(gh: Sandbox, browser: Browser) -> None:
    pull, _ = checked_pull(gh)
    at = f"/acme/apis/pull/{pull.number}"
    await browser.be("bo")
    assert "bo approved these changes" in (await browser.send(f"{at}/review", {"event": "APPROVE", "body": ""})).text
    assert (await browser.send(f"{at}/review", {"event": "COMMENT", "body": ""})).status == 422
    await browser.be("ana")
    assert "Draft" in (await browser.send(f"{at}/draft")).text
    closed = await browser.send(f"/acme/apis/issues/{pull.number}/comment", {"body": "", "then": "close"})
    assert "without being merged" in closed.text


async def test_moving_the_clock_moves_it_and_says_so(gh: Sandbox, browser: Browser) -> None:
    assert "Mon 2 Mar 2026, 09:00 UTC" in (await browser.open("/")).text
    page = await browser.send("/_sandbox/advance", {"days": "30", "page": "/acme/apis"})
    assert page.url.endswith("/acme/apis")
    assert "Wed 1 Apr 2026, 09:00 UTC" in page.text
    assert (await browser.send("/_sandbox/advance", {"days": "-1"})).status == 422


async def test_webhooks_are_listed_with_their_payload_and_can_be_sent_again(
    gh: Sandbox, browser: Browser, receiver: Receiver
) -> None:
    opened(gh)
    await gh.deliveries_settled()
    page = await browser.open("/_sandbox/deliveries")
    assert "issues.opened" in page.text
    assert "202 OK" in page.text
    assert '"number": 1' in page.text
    before = len(receiver.seen)
    await browser.send(f"/_sandbox/deliveries/{gh.hooks.log[-1].id}")
    await gh.deliveries_settled()
    assert len(receiver.seen) == before + 1


async def test_problems_are_counted_and_listed(gh: Sandbox, browser: Browser) -> None:
    gh.problem("issues/get: answer is <odd>")
    assert "1 problem" in (await browser.open("/")).text
    assert "issues/get: answer is <odd>" in (await browser.open("/_sandbox/problems.html")).text
    gh.problems.clear()


async def test_reading_a_page_tells_nobody_and_changes_nothing_but_what_was_asked(
    gh: Sandbox, browser: Browser, receiver: Receiver
) -> None:
    issue = opened(gh)
    await gh.deliveries_settled()
    before, sent = gh.store.present.tables, len(receiver.seen)
    for path in ("/", "/acme/apis", "/acme/apis/issues", f"/acme/apis/issues/{issue.number}", "/_sandbox/deliveries"):
        await browser.open(path)
    await gh.deliveries_settled()
    assert gh.store.present.tables == before
    assert len(receiver.seen) == sent
