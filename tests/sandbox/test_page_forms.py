"""Acting by forms: as whom, refused when, told to whom."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.acts import labels
from bot.sandbox.records import Comment, Issue
from tests.sandbox.browser import Browser, browsing, checked_pull, opened, person, said, told
from tests.sandbox.conftest import Receiver

FILE = b'--b\r\nContent-Disposition: form-data; name="body"; filename="f"\r\n\r\nx\r\n--b--\r\n'


@pytest.fixture
async def browser(gh: Sandbox) -> AsyncIterator[Browser]:
    async with browsing(gh) as browser:
        yield browser


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
