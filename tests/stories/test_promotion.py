"""A stage moves when the gate is open and the right person says so; nothing else moves it."""

import re

import pytest

from bot.sandbox.scenarios import payments
from tests.stories.story import BREAKING, SETTINGS, TO_PRIVATE_BETA, Story, settings


@pytest.fixture
async def private_beta(story: Story) -> Story:
    """A proposal that came to private beta."""
    await story.comes_to_private_beta()
    return story


async def test_too_early_it_is_refused_with_what_is_missing(story: Story) -> None:
    await story.opens_proposal()
    asked = await story.says("lee", "/promote")
    answer = await story.answer()
    assert "conditions are not met" in answer
    assert "2 reviewers" in answer
    assert await story.reaction(asked) == "confused"
    assert await story.labels() == {"stage: idea"}


async def test_with_the_gate_open_it_moves_and_everybody_is_told_once(private_beta: Story) -> None:
    assert await private_beta.labels() == {"stage: private-beta"}
    assert "private beta" in await private_beta.card()
    await private_beta.theatre.catch_up()
    assert await private_beta.answers() == []


async def test_a_dry_run_may_be_asked_by_anyone_and_moves_nothing(story: Story) -> None:
    await story.opens_proposal()
    asked = await story.says("mallory", "/promote --dry-run")
    assert "`/promote` would be refused" in await story.answer()
    assert await story.reaction(asked) == "+1"
    assert await story.labels() == {"stage: idea"}


async def test_a_hold_stops_a_promotion_until_it_is_lifted(story: Story) -> None:
    await story.opens_proposal()
    for login, line in (
        ("ana", "/reviewed"),
        ("bo", "/reviewed"),
        ("chidi", "/try hackathon minutes:25 outcome:worked"),
        ("priya", "/approve"),
        ("chidi", "/hold waiting for the security review"),
    ):
        await story.writes(login, line)
    story.theatre.pass_days(8)
    await story.says("lee", "/promote")
    answer = await story.answer()
    assert "1 condition is not met" in answer
    assert "chidi" in answer
    assert await story.reaction(await story.says("ana", "/unhold")) == "+1"
    assert await story.answers() == []
    await story.says("lee", "/promote")
    assert "idea → private beta" in await story.answer()


async def test_a_blocker_is_closed_by_who_raised_it_or_by_governance_with_a_reason(story: Story) -> None:
    await story.opens_proposal()
    await story.says("ana", "/needs-work The cursor leaks the shard blocker")
    await story.says("bo", "/needs-work The examples are in euros only blocker")
    first, second = await story.items()
    for login, line, said in (
        ("mallory", f"/resolve {first}", "ana"),
        ("lee", f"/resolve {first} it is opaque now", "ana"),
        ("dana", f"/resolve {second}", "reason"),
    ):
        assert await story.reaction(await story.says(login, line)) == "confused", line
        assert said in await story.answer()
    assert await story.reaction(await story.says("ana", f"/resolve {first} it is opaque now")) == "+1"
    assert await story.reaction(await story.says("dana", f"/resolve {second} out of scope for v1")) == "+1"
    assert "2 done" in await story.card()


async def test_governance_takes_a_stage_back_with_a_reason_and_nobody_else_does(private_beta: Story) -> None:
    refused = await private_beta.says("lee", '/demote idea reason:"not ready"')
    assert "this is for governance" in await private_beta.answer()
    assert await private_beta.reaction(refused) == "confused"
    wordless = await private_beta.says("dana", "/demote idea")
    assert "`reason` is missing" in await private_beta.answer()
    assert await private_beta.reaction(wordless) == "confused"
    taken = await private_beta.says("dana", '/demote idea reason:"the payload has to change"')
    answer = await private_beta.answer()
    assert "private beta → idea" in answer
    assert "the payload has to change" in answer
    assert await private_beta.reaction(taken) == "+1"
    assert await private_beta.labels() == {"stage: idea"}


async def test_a_strangers_label_is_put_back_with_the_reason(private_beta: Story) -> None:
    private_beta.theatre.gh.seed.grant("acme/apis", "mallory", "triage")
    await private_beta.act("mallory", f"issues/{private_beta.proposal}/labels", {"labels": ["stage: ga"]})
    assert await private_beta.labels() == {"stage: private-beta"}
    assert "put the stage label back" in await private_beta.answer()


async def test_an_owners_label_skips_no_gate_and_no_stage(private_beta: Story) -> None:
    for label, reason in (("stage: ga", "from there the next stage is"), ("stage: public-beta", "missing")):
        await private_beta.act("lee", f"issues/{private_beta.proposal}/labels", {"labels": [label]})
        assert await private_beta.labels() == {"stage: private-beta"}
        assert reason in await private_beta.answer()
        private_beta.theatre.pass_days(1)


async def test_an_owners_label_is_the_command_when_the_gate_is_open(story: Story) -> None:
    await story.opens_proposal()
    for login, line in (
        ("ana", "/reviewed"),
        ("bo", "/reviewed"),
        ("chidi", "/try hackathon minutes:25 outcome:worked"),
        ("dana", "/approve"),
    ):
        await story.writes(login, line)
    story.theatre.pass_days(8)
    await story.act("lee", f"issues/{story.proposal}/labels", {"labels": ["stage: private-beta"]})
    assert await story.labels() == {"stage: private-beta"}
    assert "idea → private beta" in await story.answer()


async def test_a_move_by_hand_on_a_proposal_that_was_adopted_late_is_known_to_pull_requests(story: Story) -> None:
    form = {"title": payments.PROPOSAL_TITLE, "body": payments.proposal_body()}
    story.proposal = (await story.act("lee", "issues", form))["number"]
    for number in range(25):
        await story.writes("mallory", f"An old thought, {number}")
    await story.act("lee", f"issues/{story.proposal}/labels", {"labels": ["stage: idea"]})
    for login, line in TO_PRIVATE_BETA:
        await story.writes(login, line)
    story.theatre.pass_days(8)
    await story.act("lee", f"issues/{story.proposal}/labels", {"labels": ["stage: private-beta"]})
    assert "idea → private beta" in await story.answer()
    number = await story.proposes(BREAKING)
    assert "to private beta operations of payments" in (await story.verdict(number))[1]
    await story.card()
    await story.card(number)


async def test_a_label_taken_off_comes_back(private_beta: Story) -> None:
    await private_beta.act("lee", f"issues/{private_beta.proposal}/labels/stage: private-beta", method="delete")
    assert await private_beta.labels() == {"stage: private-beta"}
    assert "taking it off is no command" in await private_beta.answer()


async def test_a_deleted_card_is_written_again_quietly_with_all_that_was_said(story: Story) -> None:
    await story.opens_proposal()
    await story.says("ana", "/awesome Retries are safe")
    before = shown(await story.card())
    (card,) = await story.bot_comments(story.proposal)
    await story.act("dana", f"issues/comments/{card['id']}", method="delete")
    assert shown(await story.card()) == before
    assert await story.answers() == []


async def test_another_number_in_the_settings_changes_card_and_refusal(story: Story) -> None:
    await story.commits("main", {SETTINGS: settings(stages="{idea: {gate: {reviewers: 4}}}")})
    await story.opens_proposal()
    assert "4 reviewers" in await story.card()
    await story.says("lee", "/promote")
    assert "4 reviewers" in await story.answer()


def shown(card: str) -> str:
    """What people read of a card; the ledger in it notes that one was deleted."""
    return re.sub(r"<!--.*?-->", "", card, flags=re.DOTALL)
