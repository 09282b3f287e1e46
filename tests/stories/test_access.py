"""The list of the private beta: people ask, owners let them in, up to a number."""

from datetime import timedelta

import pytest

from tests.stories.story import SETTINGS, Story, settings

CUSTOMERS = ("kim", "noor", "oli")


@pytest.fixture
async def private_beta(story: Story) -> Story:
    """A private beta with three on the list."""
    await story.commits("main", {SETTINGS: settings(stage="private-beta", access="{cap: 2}")})
    await story.opens_proposal()
    for login in CUSTOMERS:
        await story.writes(login, f'/request-access use:"What {login} needs"')
        story.theatre.clock.advance(timedelta(seconds=2))
    await story.theatre.settle()
    return story


async def test_who_asks_is_on_the_list_and_counted_without_a_name(private_beta: Story) -> None:
    card = await private_beta.card()
    assert "0 invited of 2, 3 waiting" in card
    assert not any(login in card for login in CUSTOMERS)
    assert await private_beta.answers() == []


async def test_who_asked_first_comes_first_and_is_told_by_name(private_beta: Story) -> None:
    asked = await private_beta.says("lee", "/invite next 1")
    answer = await private_beta.answer()
    assert "@kim: you are invited" in answer
    assert "@noor" not in answer
    assert await private_beta.reaction(asked) == "+1"
    assert "1 invited of 2, 2 waiting" in await private_beta.card()


async def test_nobody_comes_in_past_the_number(private_beta: Story) -> None:
    asked = await private_beta.says("lee", "/invite @kim @noor @oli")
    answer = await private_beta.answer()
    assert "0 of 2 places are taken, and this asks for 3" in answer
    assert await private_beta.reaction(asked) == "confused"
    assert "0 invited of 2, 3 waiting" in await private_beta.card()


async def test_a_stranger_invites_nobody_and_nobody_comes_in_twice(private_beta: Story) -> None:
    await private_beta.says("mallory", "/invite @mallory")
    assert "this is for the owners" in await private_beta.answer()
    await private_beta.says("lee", "/invite @kim")
    assert "@kim" in await private_beta.answer()
    await private_beta.says("lee", "/invite @kim")
    assert "invited already" in await private_beta.answer()


async def test_an_account_that_is_not_there_is_named(private_beta: Story) -> None:
    await private_beta.says("lee", "/invite @nobody-of-this-name")
    assert "GitHub knows no account `nobody-of-this-name`" in await private_beta.answer()


async def test_who_deletes_their_request_is_off_the_list(private_beta: Story) -> None:
    number = private_beta.proposal
    comments = await private_beta.read(f"issues/{number}/comments")
    (theirs,) = [one["id"] for one in comments if one["user"]["login"] == "noor"]
    await private_beta.act("noor", f"issues/comments/{theirs}", method="delete")
    assert "0 invited of 2, 2 waiting" in await private_beta.card()


async def test_declined_and_revoked_people_are_counted_no_more(private_beta: Story) -> None:
    await private_beta.says("lee", "/invite @kim")
    assert "@kim" in await private_beta.answer()
    for line in ("/revoke @kim", '/decline @noor reason:"one region only"'):
        assert await private_beta.reaction(await private_beta.says("lee", line)) == "+1", line
    assert "0 invited of 2, 1 waiting" in await private_beta.card()
    await private_beta.says("lee", "/revoke @kim")
    assert "not invited" in await private_beta.answer()


async def test_in_public_beta_nobody_has_to_ask(story: Story) -> None:
    await story.commits("main", {SETTINGS: settings(stage="public-beta")})
    await story.opens_proposal()
    asked = await story.says("kim", '/request-access use:"Deposits"')
    assert "You need not ask" in await story.answer()
    assert await story.reaction(asked) == "confused"
