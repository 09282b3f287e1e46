"""What the bot remembers of a thread, and what hiding or deleting in it changes."""

from tests.stories.story import Story

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
