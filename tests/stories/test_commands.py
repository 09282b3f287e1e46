"""What becomes of a line that somebody wrote: taken, refused with the reason, or no command at all."""

import pytest

from tests.stories.story import Story


@pytest.fixture
async def idea(story: Story) -> Story:
    """A proposal in its first stage."""
    await story.opens_proposal()
    return story


REFUSED = (
    # who, the line, and what the answer says
    ("mallory", "/promote", "this is for the owners of the API"),
    ("mallory", "/hold", "this is for the Developer Network and the owners"),
    ("lee", "/reviewed", "this is for the Developer Network"),
    ("mallory", "/approve", "this is for the approvers of this stage"),
    ("lee", "/invite @kim", "this API is in `idea`"),
    ("dana", '/demote idea reason:"x"', "this API is in `idea`"),
    ("lee", "/new-version", "it is understood on pull requests only"),
    ("lee", "/promote ga", "the next stage is `private-beta`, and none is skipped"),
    ("lee", "/promote gaa", "`gaa`"),
    ("bo", "/try hackathon minutes:soon outcome:worked", "`minutes` cannot be `soon`"),
    ("bo", "/try hackathon minutes:25", "`outcome` is missing"),
    ("bo", "/awesome", "is missing"),
    ("kim", '/request-access use:"Deposits', "a quotation mark is opened and never closed"),
    ("ana", "/resolve N-zzzz done", "`/resolve N-zzzz done`"),
    ("lee", "/promot", "did you mean `/promote`"),
    ("lee", "/stagekeeper frobnicate", "`/stagekeeper help` lists what I know"),
)


async def test_what_cannot_be_done_is_refused_once_with_the_reason_and_the_stage_stays(idea: Story) -> None:
    """Without the role, in the wrong stage, on the wrong thread, in wrong words, nearly right, and by our own name."""
    for login, line, reason in REFUSED:
        comment = await idea.says(login, line)
        (answer,) = await idea.answers() or [f"no answer to {line}"]
        assert reason in answer
        assert len(answer.splitlines()) <= 4
        assert await idea.reaction(comment) == "confused", line
    assert await idea.labels() == {"stage: idea"}


SILENT = (
    "```\n/promote\n```",
    "    /promote",
    "> /promote",
    "> said before\n/promote",
    "<!--\n/promote\n-->",
    "<details>\n/promote\n</details>",
    "- /promote",
    "| a |\n|---|\n/promote |",
    "/v1/payments answers 404\n/status/{id} too",
    "/payments is the path I meant",
    "When do we /promote this?",
    "/merge",
    "# /promote",
)


async def test_what_only_looks_like_a_command_gets_no_answer(idea: Story) -> None:
    """In code, quotes, HTML, lists, tables and headings; URL paths; the verbs of other bots."""
    for body in SILENT:
        comment = await idea.says("lee", body)
        assert await idea.answers() == [], body
        assert await idea.reaction(comment) == "", body


@pytest.mark.parametrize("line", ["/awesome Retries cannot charge twice", "/stagekeeper awesome Retries are safe"])
async def test_feedback_is_taken_with_a_thumb_and_no_comment(idea: Story, line: str) -> None:
    assert await idea.reaction(await idea.says("ana", line)) == "+1"
    assert await idea.answers() == []
    assert "💚 Awesome (1)" in await idea.card()


async def test_help_lists_what_means_something_here_and_only_that(idea: Story) -> None:
    asked = await idea.says("mallory", "/stagekeeper help")
    answer = await idea.answer()
    assert "/promote" in answer
    assert "/not-breaking" not in answer
    assert await idea.reaction(asked) == "+1"


async def test_the_same_command_twice_is_two_commands_each_answered_once(idea: Story) -> None:
    await idea.says("lee", "/promote")
    assert "Not yet" in await idea.answer()
    await idea.says("lee", "/promote")
    assert "Not yet" in await idea.answer()
    await idea.theatre.catch_up()
    assert await idea.answers() == []


async def test_an_item_is_resolved_once(idea: Story) -> None:
    await idea.says("ana", "/needs-work The cursor leaks the shard blocker")
    (item,) = await idea.items()
    first = await idea.says("ana", f"/resolve {item}")
    assert await idea.reaction(first) == "+1"
    second = await idea.says("ana", f"/resolve {item}")
    assert await idea.reaction(second) == "confused"
    assert item in await idea.answer()


async def test_several_commands_of_one_comment_get_one_answer(idea: Story) -> None:
    comment = await idea.says("mallory", "/awesome The examples run\n\n/promote\n\n/hold")
    answer = await idea.answer()
    assert "`/promote`" in answer
    assert "`/hold`" in answer
    assert await idea.reaction(comment) == "confused"
    assert "💚 Awesome (1)" in await idea.card()


async def test_a_command_put_into_somebody_elses_comment_is_refused(idea: Story) -> None:
    comment = await idea.says("lee", "What is missing?")
    await idea.edits("dana", comment, "/promote")
    assert "dana edited this comment" in await idea.answer()
    assert await idea.reaction(comment) == "confused"


async def test_a_moderators_edit_does_not_change_what_the_author_said(idea: Story) -> None:
    comment = await idea.says("ana", "/needs-work The cursor leaks the shard blocker")
    await idea.edits("dana", comment, "/awesome Everything")
    card = await idea.card()
    assert "The cursor leaks the shard" in card
    assert "edited by dana" in card


async def test_an_authors_edit_changes_what_was_said_and_a_deletion_takes_it_back(idea: Story) -> None:
    comment = await idea.says("ana", "/awesome The cursor")
    await idea.edits("ana", comment, "/awesome The idempotency keys")
    card = await idea.card()
    assert "The idempotency keys" in card
    assert "The cursor" not in card
    await idea.act("ana", f"issues/comments/{comment}", method="delete")
    assert "The idempotency keys" not in await idea.card()


async def test_a_refused_line_that_its_author_mends_is_taken(idea: Story) -> None:
    comment = await idea.says("bo", "/try hackathon minutes:soon outcome:worked")
    assert "cannot be" in await idea.answer()
    await idea.edits("bo", comment, "/try hackathon minutes:25 outcome:worked")
    assert await idea.reaction(comment) == "+1"
    assert "25 min" in await idea.card()
