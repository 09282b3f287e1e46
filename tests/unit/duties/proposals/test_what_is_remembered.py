"""What was decided stays decided: older cards put back, ledgers lost, comments hidden and shown again."""

import re

from bot.forge.facts import Reaction
from tests.unit.duties.proposals.scene import ME, Scene, person, ready_for_private_beta, said, stages


def _item(scene: Scene) -> str:
    found = re.search(r"N-\w{4}", scene.card)
    assert found
    return found[0]


def test_an_older_card_that_somebody_puts_back_undoes_nothing() -> None:
    scene = ready_for_private_beta().settled()
    (card,) = (one for one in scene.comments if one.ours and one.body == scene.card)
    scene.says("lee", "/promote")
    scene.settled()
    scene.edits(card, card.body, by="tove")
    plan = scene.runs()
    assert stages(plan) == []
    assert scene.settled().labels == {"stage: private-beta"}
    assert "**`private beta`**" in scene.card


def test_a_hidden_command_gets_no_reaction_and_is_judged_when_it_is_shown_again() -> None:
    scene = Scene()
    scene.says("ana", "/needs-work The cursor leaks blocker")
    item = _item(scene.settled())
    hidden = scene.says("passerby", f"/resolve {item}", hidden_as="spam")
    assert scene.settled().reaction_to(hidden) == ""
    scene.shows(hidden)
    assert "I did not act" in said(scene.runs(), "answer")
    assert scene.settled().reaction_to(hidden) == Reaction.CONFUSED.value
    assert f"done **{item}**" not in scene.card


def test_a_hidden_command_beside_feedback_that_counts_is_judged_when_it_is_shown_again() -> None:
    scene = Scene()
    scene.says("ana", "/needs-work The cursor leaks blocker")
    item = _item(scene.settled())
    hidden = scene.says("passerby", f"/awesome Keys\n/resolve {item}", hidden_as="spam")
    scene.settled()
    scene.shows(hidden)
    assert scene.settled().reaction_to(hidden) == Reaction.CONFUSED.value
    assert f"done **{item}**" not in scene.card


def test_an_approval_whose_ledger_is_lost_lapses() -> None:
    scene = ready_for_private_beta().settled()
    assert "met | 1 approval" in scene.card
    scene.loses_all()
    scene.settled()
    assert "met | 1 approval" not in scene.card


def test_an_approval_written_into_an_answered_comment_counts() -> None:
    scene = Scene()
    asked = scene.says("priya", "/status")
    scene.settled()
    scene.edits(asked, "/approve", by="priya")
    scene.settled()
    assert "met | 1 approval" in scene.card


def test_a_move_that_was_announced_is_not_announced_again_when_all_is_lost() -> None:
    scene = ready_for_private_beta().settled()
    scene.says("lee", "/promote")
    scene.settled()
    scene.says("dana", '/demote idea reason:"too early"')
    scene.settled()
    assert scene.labels == {"stage: idea"}
    scene.loses_all()
    assert said(scene.runs(), "stage-moved") == ""
    assert {event.actor for event in scene.events} == {ME, person("lee")}


def test_words_that_are_edited_and_still_not_understood_are_answered_anew_once() -> None:
    scene = Scene()
    comment = scene.says("lee", "/promte")
    scene.settled()
    scene.edits(comment, "/promot", by="lee")
    assert "`/promot`" in said(scene.runs(), "answer")
    assert scene.runs().effects == ()
