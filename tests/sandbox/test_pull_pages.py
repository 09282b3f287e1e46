"""The pages of pull requests and their checks, and the buttons on them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.acts import checks
from bot.sandbox.acts.checks import Report
from bot.sandbox.code.records import Pull
from bot.sandbox.records import Account
from tests.sandbox.browser import Browser, Page, browsing, checked_pull, home, told
from tests.sandbox.conftest import Receiver


@pytest.fixture
async def browser(gh: Sandbox) -> AsyncIterator[Browser]:
    async with browsing(gh) as browser:
        yield browser


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


async def test_a_pushed_branch_becomes_a_pull_request_on_the_page_that_compares_it(
    gh: Sandbox, browser: Browser, receiver: Receiver
) -> None:
    files = {"apis/payments.yaml": b"openapi: 3.1.0\n"}
    gh.seed.commit("acme/apis", files=files, branch="next", message="Begin", who="ana")
    assert "/acme/apis/branches" in (await browser.open("/acme/apis/pulls")).links
    await browser.be("ana")
    asked = await browser.open("/acme/apis/compare/main...next")
    assert "/acme/apis/pulls" in asked.actions
    page = await browser.send("/acme/apis/pulls", {"base": "main", "head": "next", "title": "Begin", "body": "Why."})
    assert "ana wants to merge 1 commit from next into main" in page.text
    opened = (await told(gh, receiver))[-1]
    assert (opened["name"], opened["action"], opened["sender"]["login"]) == ("pull_request", "opened", "ana")
    again = await browser.send("/acme/apis/pulls", {"base": "main", "head": "next", "title": "Begin"})
    assert (again.status, "already exists" in again.text) == (422, True)


async def test_a_commit_that_is_no_branch_is_compared_without_a_form(gh: Sandbox, browser: Browser) -> None:
    pull, _ = checked_pull(gh)
    assert "/acme/apis/pulls" not in (await browser.open(f"/acme/apis/compare/main...{pull.head_oid}")).actions


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
