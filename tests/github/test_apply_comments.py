"""The card, what is said once, what is hidden, our reaction: in the sandbox, and after answers that were lost."""

from dataclasses import replace

import pytest

from bot.forge.effects import CARD_MARK, Hide, React, Say, WriteCard, marker
from bot.forge.facts import Reaction, ThreadFacts
from bot.forge.faults import Unreachable
from bot.forge.subjects import Thread
from tests.github.conftest import Stage

CARD = f"{CARD_MARK} 1 -->\nStage: idea"


async def _look(stage: Stage, thread: Thread) -> ThreadFacts:
    facts = await stage.room.observe(thread)
    assert isinstance(facts, ThreadFacts)
    return facts


def _ours(stage: Stage, facts: ThreadFacts) -> list[str]:
    return [comment.body for comment in facts.comments if comment.ours]


async def test_the_card_is_written_once_pinned_and_then_edited(stage: Stage) -> None:
    thread = await stage.issue()
    facts = await _look(stage, thread)
    number = await stage.apply(WriteCard(thread, None, CARD, "", pin=True), facts)
    assert number is not None
    await stage.apply(WriteCard(thread, int(number), f"{CARD} or so", ""), facts)
    assert _ours(stage, await _look(stage, thread)) == [f"{CARD} or so"]
    assert len(stage.calls("issues/pin-comment")) == 1


async def test_a_card_whose_answer_was_lost_is_found_and_not_written_twice(stage: Stage) -> None:
    thread = await stage.issue()
    facts = await _look(stage, thread)
    stage.gh.faults.add("issues/create-comment", "lost-answer")
    effect = WriteCard(thread, None, CARD, "")
    with pytest.raises(Unreachable):
        await stage.apply(effect, facts)
    await stage.apply(effect, facts, again=True)
    assert _ours(stage, await _look(stage, thread)) == [CARD]


async def test_a_card_that_somebody_deleted_is_written_again(stage: Stage) -> None:
    thread = await stage.issue()
    facts = await _look(stage, thread)
    number = await stage.apply(WriteCard(thread, None, CARD, ""), facts)
    await stage.lee.delete(f"/repos/acme/apis/issues/comments/{number}")
    assert number is not None
    await stage.apply(WriteCard(thread, int(number), CARD, ""), facts)
    assert _ours(stage, await _look(stage, thread)) == [CARD]


async def test_a_card_marker_in_somebody_elses_comment_means_nothing(stage: Stage) -> None:
    thread = await stage.issue()
    await stage.comment(thread, CARD, by="mia")
    facts = await _look(stage, thread)
    await stage.apply(WriteCard(thread, None, CARD, ""), facts)
    assert _ours(stage, await _look(stage, thread)) == [CARD]


async def test_what_cannot_be_pinned_is_written_all_the_same(stage: Stage) -> None:
    thread = await stage.issue()
    stage.gh.faults.add("issues/pin-comment", "members-unreadable")
    await stage.apply(WriteCard(thread, None, CARD, "", pin=True), await _look(stage, thread))
    assert _ours(stage, await _look(stage, thread)) == [CARD]


async def test_a_thing_is_said_once_however_often_it_is_tried(stage: Stage) -> None:
    thread = await stage.issue()
    facts = await _look(stage, thread)
    effect = Say(thread, "comment 1", "answer", "Not yet.")
    stage.gh.faults.add("issues/create-comment", "lost-answer")
    with pytest.raises(Unreachable):
        await stage.apply(effect, facts)
    first = await stage.apply(effect, facts, again=True)
    assert await stage.apply(effect, await _look(stage, thread)) == first
    assert _ours(stage, await _look(stage, thread)) == [f"{marker(effect)}\nNot yet."]


async def test_another_cause_is_another_comment(stage: Stage) -> None:
    thread = await stage.issue()
    facts = await _look(stage, thread)
    await stage.apply(Say(thread, "comment 1", "answer", "One"), facts)
    await stage.apply(Say(thread, "comment 2", "answer", "Two"), await _look(stage, thread))
    assert len(_ours(stage, await _look(stage, thread))) == 2


async def test_what_is_said_anew_hides_what_it_replaces_and_nothing_else(stage: Stage) -> None:
    thread = await stage.issue()
    await stage.apply(Say(thread, "1", "ready", "Ready?"), await _look(stage, thread))
    await stage.apply(Say(thread, "1", "ready-later", "Later"), await _look(stage, thread))
    await stage.apply(Say(thread, "2", "ready", "Ready!", replaces=True), await _look(stage, thread))
    hidden = [comment.hidden_as for comment in (await _look(stage, thread)).comments]
    assert hidden == ["outdated", None, None]


async def test_a_hide_that_was_lost_is_made_up_for(stage: Stage) -> None:
    thread = await stage.issue()
    await stage.apply(Say(thread, "1", "ready", "Ready?"), await _look(stage, thread))
    facts = await _look(stage, thread)
    effect = Say(thread, "2", "ready", "Ready!", replaces=True)
    stage.gh.faults.add("graphql:Hide", "bad-gateway")
    with pytest.raises(Unreachable):
        await stage.apply(effect, facts)
    await stage.apply(effect, facts, again=True)
    assert [comment.hidden_as for comment in (await _look(stage, thread)).comments] == ["outdated", None]


async def test_a_comment_of_ours_is_hidden_as_outdated(stage: Stage) -> None:
    thread = await stage.issue()
    await stage.apply(Say(thread, "1", "ready", "Ready?"), await _look(stage, thread))
    facts = await _look(stage, thread)
    await stage.apply(Hide(thread, facts.comments[0].node), facts)
    assert (await _look(stage, thread)).comments[0].hidden_as == "outdated"


async def test_a_text_too_long_is_cut_at_the_end_of_a_line_and_says_so(stage: Stage) -> None:
    thread = await stage.issue()
    effect = Say(thread, "1", "list", "a line of forty characters, more or less\n" * 2_000)
    await stage.apply(effect, await _look(stage, thread))
    (body,) = _ours(stage, await _look(stage, thread))
    assert 59_000 < len(body) <= 60_000
    assert body.endswith("more or less\n\n*Cut here: the rest is longer than GitHub takes.*")


async def test_our_reaction_takes_the_place_of_the_other(stage: Stage) -> None:
    thread = await stage.issue()
    comment = await stage.comment(thread, "/promote")
    await stage.apply(React(thread, comment, Reaction.CONFUSED), await _look(stage, thread))
    await stage.apply(React(thread, comment, Reaction.THUMBS_UP), await _look(stage, thread))
    assert (await _look(stage, thread)).comments[0].our_reactions == {Reaction.THUMBS_UP}
    await stage.apply(React(thread, comment, None), await _look(stage, thread))
    assert (await _look(stage, thread)).comments[0].our_reactions == frozenset()


async def test_other_peoples_reactions_stay(stage: Stage) -> None:
    thread = await stage.issue()
    comment = await stage.comment(thread, "/promote")
    path = f"/repos/acme/apis/issues/comments/{comment}/reactions"
    await stage.gh.acting_as("mia").post(path, {"content": "confused"})
    await stage.apply(React(thread, comment, Reaction.CONFUSED), await _look(stage, thread))
    await stage.apply(React(thread, comment, Reaction.THUMBS_UP), await _look(stage, thread))
    found = [(one["user"]["login"], one["content"]) for one in await stage.lee.get(path)]
    assert sorted(found) == [("mia", "confused"), ("stagekeeper[bot]", "+1")]


async def test_a_comment_that_is_gone_needs_no_reaction(stage: Stage) -> None:
    thread = await stage.issue()
    comment = await stage.comment(thread, "/promote")
    facts = await _look(stage, thread)
    await stage.lee.delete(f"/repos/acme/apis/issues/comments/{comment}")
    assert await stage.apply(React(thread, comment, Reaction.THUMBS_UP), facts) is None


async def test_a_first_reaction_is_one_write_and_no_read(stage: Stage) -> None:
    thread = await stage.issue()
    comment = await stage.comment(thread, "/promote")
    facts = await _look(stage, thread)
    stage.gh.calls.clear()
    await stage.apply(React(thread, comment, Reaction.THUMBS_UP), replace(facts))
    assert [name for _, name, _, _ in stage.gh.calls] == ["reactions/create-for-issue-comment"]


async def test_a_text_that_github_finds_too_long_after_all_is_sent_shorter(stage: Stage) -> None:
    thread = await stage.issue()
    facts = await _look(stage, thread)
    body = {
        "message": "Validation Failed",
        "documentation_url": "https://docs.github.com/rest",
        "errors": [
            {"resource": "IssueComment", "code": "unprocessable", "field": "data", "message": "Body is too long"}
        ],
    }
    stage.gh.faults.add("issues/create-comment", status=422, body=body)
    await stage.apply(Say(thread, "1", "list", "a line of forty characters, more or less\n" * 1_000), facts)
    (said,) = _ours(stage, await _look(stage, thread))
    assert 29_000 < len(said) <= 30_000


async def test_what_is_no_word_for_people_is_minimised_as_soon_as_it_is_written(stage: Stage) -> None:
    thread = await stage.issue()
    await stage.apply(Say(thread, "1", "page", "data", folded=True), await _look(stage, thread))
    assert [comment.hidden_as for comment in (await _look(stage, thread)).comments] == ["outdated"]


async def test_what_was_written_and_not_minimised_is_minimised_at_the_next_try(stage: Stage) -> None:
    thread = await stage.issue()
    facts = await _look(stage, thread)
    effect = Say(thread, "1", "page", "data", folded=True)
    stage.gh.faults.add("graphql:Hide", "bad-gateway")
    with pytest.raises(Unreachable):
        await stage.apply(effect, facts)
    await stage.apply(effect, facts, again=True)
    assert [comment.hidden_as for comment in (await _look(stage, thread)).comments] == ["outdated"]
