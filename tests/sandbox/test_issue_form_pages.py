"""Issue forms: asked as pages, opened as the platform would write them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.acts import labels
from bot.sandbox.records import Issue
from bot.sandbox.scenarios import payments
from tests.sandbox.browser import Browser, browsing, home, person, told
from tests.sandbox.conftest import Receiver

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


@pytest.fixture
async def browser(gh: Sandbox) -> AsyncIterator[Browser]:
    async with browsing(gh) as browser:
        yield browser


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
