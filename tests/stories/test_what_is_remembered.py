"""What the bot remembers of a thread, and what hiding or deleting in it changes."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from bot.cli.demo.theatre import REPO
from bot.lifecycle import pages
from tests.stories.story import BREAKING, CARD, FILES, PATH, Story

_HIDE = """
mutation ($node: ID!, $why: ReportedContentClassifiers!) {
  minimizeComment(input: { subjectId: $node, classifier: $why }) { minimizedComment { minimizedReason } }
}
"""


async def test_words_hidden_as_spam_drop_out_and_a_blocker_stays(story: Story) -> None:
    await story.opens_proposal()
    comment = await story.says("ana", "/awesome Retries are safe\n/needs-work The cursor leaks blocker")
    assert "Retries are safe" in await story.card()
    await _hides(story, "dana", comment, "SPAM")
    await story.says("bo", "/awesome One key for everything")
    card = await story.card()
    assert "Retries are safe" not in card
    assert "The cursor leaks" in card
    assert "hidden as spam" in card


async def test_words_hidden_as_off_topic_count_as_before(story: Story) -> None:
    await story.opens_proposal()
    comment = await story.says("ana", "/awesome Retries are safe")
    await _hides(story, "dana", comment, "OFF_TOPIC")
    await story.says("bo", "/awesome One key for everything")
    card = await story.card()
    assert "Retries are safe" in card
    assert "Awesome (2)" in card


async def test_a_promotion_that_is_hidden_before_it_is_read_is_not_run(story: Story) -> None:
    await story.opens_proposal()
    comment = await story.writes("lee", "/promote")
    await _hides(story, "dana", comment, "OUTDATED")
    await story.theatre.settle()
    assert await story.answers() == []
    assert await story.reaction(comment) == ""


async def _hides(story: Story, login: str, comment: int, why: str) -> None:
    """Somebody hides a comment. GitHub sends no webhook for that: it is seen at the next look."""
    node = (await story.read(f"issues/comments/{comment}"))["node_id"]
    await story.theatre.person(login).graphql(_HIDE, node=node, why=why)


async def test_the_third_deletion_of_the_card_in_a_day_pauses_the_thread(story: Story) -> None:
    await story.opens_proposal()
    await story.says("ana", "/awesome Retries are safe")
    for _ in range(3):
        await _deletes_the_card(story)
    assert "Paused: my card was deleted 3 times in a day" in await story.card()
    await story.says("bo", "/awesome One key for everything")
    assert "Paused" in await story.card()
    await _deletes_the_card(story)
    assert await story.bot_comments(story.proposal) == []
    story.theatre.pass_days(1)
    await story.theatre.settle()
    card = await story.card()
    assert "Retries are safe" in card
    assert "One key for everything" in card
    assert await story.answers() == []


async def test_an_owners_word_ends_the_pause(story: Story) -> None:
    await story.opens_proposal()
    for _ in range(3):
        await _deletes_the_card(story)
    assert "Paused" in await story.card()
    await story.theatre.lose_the_database()
    assert "Paused" in await story.card()
    await story.says("lee", "/status")
    assert "idea" in await story.answer()
    assert "Gate to" in await story.card()


async def test_a_paused_pull_request_still_has_its_check(in_ga: Story) -> None:
    number = await in_ga.proposes({PATH: FILES[PATH]}, branch="nothing")
    await in_ga.says("ana", "/awesome Retries are safe", on=number)
    for _ in range(3):
        await _deletes_the_card(in_ga, number)
    assert "Paused" in await in_ga.card(number)
    await in_ga.commits("nothing", BREAKING)
    assert (await in_ga.verdict(number))[0] == "failure"
    assert "Paused" in await in_ga.card(number)
    assert await in_ga.versions() == []
    in_ga.theatre.pass_days(1)
    await in_ga.theatre.settle()
    assert "What you can do" in await in_ga.card(number)
    assert len(await in_ga.versions()) == 1
    assert "payments v2" in await in_ga.answer(number)


async def _deletes_the_card(story: Story, number: int | None = None) -> None:
    """Dana does not want it, and the bot comes to rest."""
    story.theatre.clock.advance(timedelta(minutes=5))
    said = await story.bot_comments(number or story.proposal)
    (card,) = [one for one in said if one["body"].startswith(CARD)]
    await story.act("dana", f"issues/comments/{card['id']}", method="delete")


async def test_a_key_of_ledgers_is_changed_and_nothing_is_lost(story: Story) -> None:
    """The App's own, then one of the settings, then another; at the end only the last is believed."""
    await story.opens_proposal()
    await story.says("lee", "/promote")
    assert "Not yet" in await story.answer()
    before = visible(await story.card())
    one, two = ("one", "1" * 32), ("two", "2" * 32)
    for keys, name in ((one,), "one"), ((two, one), "two"), ((two,), "two"):
        await story.theatre.start_again(ledger_keys=keys)
        assert f" {name} " in ledger_line(await story.card())
        assert visible(await story.card()) == before
        assert await story.theatre.bot.journal.signed_otherwise(name) == ()
    assert await story.answers() == []


async def test_a_new_private_key_of_the_app_loses_nothing_while_the_old_one_is_named(story: Story) -> None:
    await story.opens_proposal()
    comment = await story.says("ana", "/needs-work The cursor leaks blocker")
    (item,) = await story.items()
    await story.says("ana", f"/resolve {item} it does not")
    before = await story.card()
    old = story.theatre.bot.settings.private_key
    story.theatre.gh.change_private_key()
    await story.theatre.start_again(private_key=story.theatre.gh.private_key, former_keys=(old,))
    assert ledger_line(await story.card()) != ledger_line(before)
    await story.theatre.start_again(former_keys=())
    assert visible(await story.card()) == visible(before)
    assert await story.reaction(comment) == "+1"


def visible(card: str) -> str:
    return card.partition("<!-- stagekeeper:ledger ")[0]


def ledger_line(card: str) -> str:
    return card.partition("<!-- stagekeeper:ledger ")[2]


@pytest.fixture
def small_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards that have room for a few words only."""
    monkeypatch.setattr(pages, "LIMIT", 800)
    monkeypatch.setattr(pages, "ROOM", 500)


@pytest.mark.usefixtures("small_cards")
@pytest.mark.parametrize("on", ["issue", "pull request"])
async def test_what_the_card_has_no_room_for_goes_on_a_minimised_page(in_ga: Story, on: str) -> None:
    if on == "issue":
        number = await in_ga.opens_proposal()
    else:
        number = await in_ga.proposes({PATH: FILES[PATH]}, branch="nothing")
    for place in range(14):
        await in_ga.says("ana", f"/awesome Reason {sha256(str(place).encode()).hexdigest()}", on=number)
    before = visible(await in_ga.card(number))
    assert before.count("Reason") == 14
    found = await _pages(in_ga, number)
    assert found
    assert await _are_minimised(in_ga, found)
    await in_ga.theatre.lose_the_database()
    assert [one["body"] for one in await _pages(in_ga, number)] == [one["body"] for one in found]
    assert visible(await in_ga.card(number)) == before
    await in_ga.says("bo", "/awesome One more", on=number)  # from its card on the new database knows everything
    before = visible(await in_ga.card(number))
    await in_ga.act("dana", f"issues/comments/{found[0]['id']}", method="delete")
    assert visible(await in_ga.card(number)) == before
    in_ga.listens_to(*await _pages(in_ga, number))


@pytest.mark.usefixtures("small_cards")
async def test_a_page_that_nobody_has_any_more_is_told_of_on_the_card(story: Story) -> None:
    number = await story.opens_proposal()
    for place in range(14):
        await story.says("ana", f"/awesome Reason {sha256(str(place).encode()).hexdigest()}")
    page, *_ = await _pages(story, number)
    story.theatre.gh.hooks.url = "http://127.0.0.1:9/"
    await story.theatre.person("dana").delete(f"/repos/{REPO}/issues/comments/{page['id']}")
    story.theatre.clock.advance(timedelta(minutes=3))
    await story.theatre.lose_the_database()
    card = await story.card()
    assert "Somebody deleted page 1 of what I remember of this thread" in card
    assert visible(card).count("Reason") == 14
    story.listens_to(*await _pages(story, number))
    assert await story.answers() == []


async def _pages(story: Story, number: int) -> list[dict[str, Any]]:
    return [one for one in await story.bot_comments(number) if "stagekeeper:page" in one["body"]]


async def _are_minimised(story: Story, comments: list[dict[str, Any]]) -> bool:
    asked = "query ($nodes: [ID!]!) { nodes(ids: $nodes) { ... on IssueComment { isMinimized } } }"
    answer = await story.theatre.person("ana").graphql(asked, nodes=[one["node_id"] for one in comments])
    return all(one["isMinimized"] for one in answer["nodes"])
