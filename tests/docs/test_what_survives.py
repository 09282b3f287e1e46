"""The tables of `docs/memory.md`: each loss is suffered over HTTP, and every row is held against what is left.

A cell that begins with "stays" promises that nothing changed; any other, that something did.
"""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli.demo.theatre import REPO, Theatre
from tests.docs.pages import ROOT, text_of
from tests.stories.story import BREAKING, SETTINGS, Story, settings

LOSSES = ("the database", "the card", "both")
NOWHERE = "http://127.0.0.1:9/"
A_WHILE = timedelta(minutes=3)
"""Longer than any lag, and than our own limit of writes per minute lets one wait."""

Seen = dict[str, object]


def promised(section: str, loss: str) -> dict[str, str]:
    """What the page says of each row, for that loss."""
    part = text_of(ROOT / "docs/memory.md").partition(f"### {section}\n")[2].partition("\n#")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    return {row[0]: row[1 + LOSSES.index(loss)] for row in rows[2:]}


async def suffer(loss: str, story: Story, number: int) -> None:
    """Lose it, and let the bot come to rest."""
    theatre = story.theatre
    theatre.clock.advance(A_WHILE)
    (card,) = [one for one in await story.bot_comments(number) if "stagekeeper:card" in one["body"]]
    if loss == "both":
        theatre.gh.hooks.url = NOWHERE
    if loss != "the database":
        await theatre.person("priya").delete(f"/repos/{REPO}/issues/comments/{card['id']}")
        theatre.clock.advance(A_WHILE)
    if loss == "the card":
        await theatre.settle()
    else:
        await theatre.lose_the_database()


def hold(section: str, loss: str, before: Seen, after: Seen) -> None:
    """Every row of the table, and no other, is as it says."""
    rows = promised(section, loss)
    assert rows.keys() == before.keys()
    for what, word in rows.items():
        assert word.startswith("stays") == (before[what] == after[what]), (what, word, before[what], after[what])


async def walk(theatre: Theatre) -> Story:
    """A private beta with something of everything."""
    story = Story(theatre)
    await story.comes_to_private_beta()
    await story.writes("kim", '/request-access use:"Deposits"')
    await story.says("noor", '/request-access use:"Invoices"')
    await story.says("lee", "/invite next 1")
    await story.writes("kim", "/awesome Holding a deposit took one call")
    await story.says("noor", "/needs-work The refund webhook came twice blocker")
    (item,) = await story.items()
    theatre.clock.advance(A_WHILE)
    await story.writes("noor", f"/resolve {item} it comes once now")
    await story.writes("priya", "/hold waiting for the security review")
    await story.writes("dana", "/approve")
    await story.writes("lee", "/promote")
    await story.says("quinn", "/hold I am nobody here yet")
    return story


async def seen(story: Story) -> Seen:
    card = await story.card()
    comments = [one["body"].partition("\n")[0] for one in await story.bot_comments(story.proposal)]
    return {
        "the stage and its label": (card.splitlines()[1], await story.labels()),
        "the history": card.partition("<summary>History")[2].partition("</details>")[0],
        "what people said, with its ids": _cells(card),
        "what was resolved": re.findall(r"✅ done \*\*(N-\w+)", card),
        "a hold": "❌ missing | Nobody holds it |" in card,
        "approvals of this stage": re.findall(r"\| (.+) \| 1 approval \| \[(\w+)\]", card),
        "who was invited": re.findall(r"\d+ invited of 20, \d+ waiting", card),
        "who counts as an active participant": re.findall(r"3 active participants \| (\d+)", card),
        "what was refused": "| Nobody holds it | [quinn]" not in card,
        "announcements and invitations": _said(comments, "stage-moved", "invitation"),
        "answers": _said(comments, "answer-"),
    }


def _said(first_lines: list[str], *kinds: str) -> list[str]:
    """What was said of these kinds, by its marks; what was said twice stands here twice."""
    return sorted(line for line in first_lines if any(f"stagekeeper:say {kind}" in line for kind in kinds))


def _cells(card: str) -> list[str]:
    """The table of what people say, without what became of it."""
    table = card.partition("| 💚 Awesome")[2].partition("\n\n")[0]
    return re.findall(r"(?:\*\*N-\w+\*\* )?[^|*]+ · \[\w+\]", table)


@pytest.mark.parametrize("loss", LOSSES)
async def test_a_proposal_loses_no_more_than_the_page_says(loss: str, theatre: Theatre):
    story = await walk(theatre)
    before = await seen(story)
    assert all(before.values()), before
    theatre.gh.seed.team("acme", "payments", ["lee", "priya", "quinn"])  # now quinn might
    await suffer(loss, story, story.proposal)
    after = await seen(story)
    assert "2026-03-10 **private beta**" in str(after["the history"])
    hold("On a proposal", loss, before, after)


@pytest.mark.parametrize("loss", LOSSES)
async def test_a_pull_request_loses_no_more_than_the_page_says(loss: str, theatre: Theatre):
    story = Story(theatre)
    await story.commits("main", {SETTINGS: settings(stage="ga")})
    number = await story.proposes(BREAKING)
    finding = re.findall(r"F-\w+", await story.card(number))[0]
    await story.says("priya", f'/not-breaking {finding} reason:"the server never sent this field"', on=number)
    before = await seen_on_pull(story, number)
    assert all(before.values()), before
    await suffer(loss, story, number)
    hold("On a pull request", loss, before, await seen_on_pull(story, number))


async def seen_on_pull(story: Story, number: int) -> Seen:
    return {
        "the check and its verdict": (await story.verdict(number))[0],
        "findings called false alarms": re.findall(r"\*\*(F-\w+)\*\* \| ~~", await story.card(number)),
        "the versioning pull request": [(one["number"], one["state"]) for one in await story.versions()],
    }


@pytest.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Theatre]:
    async with Theatre(tmp_path) as theatre:
        await theatre.catch_up()
        yield theatre
        assert theatre.gh.problems == []
