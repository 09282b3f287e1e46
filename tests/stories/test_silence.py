"""The control of all stories: a comment that no story expected is noticed."""

from bot.cli.demo.theatre import Theatre
from tests.stories.story import Story


async def test_a_comment_that_nobody_listened_to_is_noticed(theatre: Theatre) -> None:
    story = Story(theatre)
    await story.opens_proposal()
    assert await story.unexpected() == []
    await story.says("lee", "/promote")
    (missed,) = await story.unexpected()
    assert "Not yet" in missed
    assert "Not yet" in await story.answer()
    assert await story.unexpected() == []


async def test_a_card_that_nobody_listened_to_is_noticed(theatre: Theatre) -> None:
    story = Story(theatre)
    await story.act("lee", "issues", {"title": "An idea", "body": "", "labels": ["stage: idea"]})
    assert len(await story.unexpected()) == 1
