"""The sandbox's pages, read over HTTP as a browser without scripts would."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urldefrag, urljoin

import pytest

from bot.sandbox import Sandbox
from tests.sandbox.browser import Browser, Page, browsing, checked_pull, opened, said
from tests.sandbox.conftest import Bot, Receiver


@pytest.fixture
async def browser(gh: Sandbox) -> AsyncIterator[Browser]:
    async with browsing(gh) as browser:
        yield browser


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


async def test_a_private_repository_is_there_for_its_people_only(gh: Sandbox, browser: Browser) -> None:
    gh.seed.repository("acme/secret", {"README.md": b"# Plans\n"}, private=True)
    assert (await browser.open("/acme/secret")).status == 404
    await browser.be("lee")
    assert (await browser.open("/acme/secret")).status == 404
    await browser.be("ana")
    assert "Plans" in (await browser.open("/acme/secret")).text


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


async def test_older_webhooks_are_a_page_further(gh: Sandbox, browser: Browser) -> None:
    issue = opened(gh)
    for number in range(45):
        said(gh, issue, f"Remark {number}.")
    await gh.deliveries_settled()
    newest = await browser.open("/_sandbox/deliveries")
    older = await browser.open("/_sandbox/deliveries" + next(link for link in newest.links if "before=" in link))
    shown = [anchor for page in (newest, older) for anchor in page.ids if anchor.startswith("delivery-")]
    assert shown == [f"delivery-{one.id}" for one in reversed(gh.hooks.log)]
    assert not [link for link in older.links if "before=" in link]


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
