"""What was decided stays decided: older cards put back, ledgers lost, comments hidden and shown again."""

import re

import pytest

from bot.duties.case import said_in
from bot.forge.effects import WriteCard
from bot.forge.facts import Reaction, Secret
from tests.unit.duties.proposals.scene import (
    ME,
    SECRETS,
    Scene,
    person,
    ready_for_private_beta,
    remembered,
    said,
    stages,
)


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


@pytest.mark.parametrize("reason", ["spam", "abuse"])
def test_of_a_comment_hidden_as_spam_or_abuse_only_blockers_still_count(reason: str) -> None:
    scene = Scene()
    comment = scene.says("ana", "/awesome Idempotency keys\n/needs-work The cursor leaks blocker\n/needs-work Typos")
    scene.settled()
    scene.hides(comment, reason)
    scene.settled()
    assert "Awesome (0)" in scene.card
    assert "Needs work (1 open)" in scene.card
    assert "The cursor leaks" in scene.card
    scene.shows(comment)
    scene.settled()
    assert "Awesome (1)" in scene.card
    assert "Needs work (2 open)" in scene.card


@pytest.mark.parametrize("reason", ["outdated", "off-topic", "resolved", "duplicate", "low-quality"])
def test_hiding_for_another_reason_changes_nothing_that_was_taken(reason: str) -> None:
    scene = ready_for_private_beta().settled()
    before = scene.card
    for comment in [one for one in scene.comments if not one.ours]:
        scene.hides(comment, reason)
    assert scene.runs().effects == ()
    assert scene.card == before


def test_an_approval_hidden_as_spam_does_not_open_the_gate() -> None:
    scene = ready_for_private_beta().settled()
    (approval,) = (one for one in scene.comments if one.body == "/approve")
    scene.hides(approval, "spam")
    promotion = scene.says("lee", "/promote")
    assert scene.settled().labels == {"stage: idea"}
    assert scene.reaction_to(promotion) == Reaction.CONFUSED.value


@pytest.mark.parametrize("reason", ["spam", "off-topic"])
def test_words_that_were_hidden_before_they_were_seen_are_taken_when_they_are_shown(reason: str) -> None:
    scene = Scene()
    comment = scene.says("ana", "/awesome Idempotency keys", hidden_as=reason)
    scene.settled()
    assert "Idempotency keys" not in scene.card
    assert scene.reaction_to(comment) == ""
    scene.shows(comment)
    scene.settled()
    assert "Idempotency keys" in scene.card
    assert scene.reaction_to(comment) == Reaction.THUMBS_UP.value


def test_words_that_were_taken_and_then_hidden_count_still_when_all_is_lost() -> None:
    scene = Scene()
    comment = scene.says("ana", "/awesome Idempotency keys")
    scene.settled()
    scene.hides(comment, "off-topic")
    scene.loses_all()
    scene.settled()
    assert "Idempotency keys" in scene.card


def test_words_of_an_earlier_stage_are_not_answered_again_when_all_is_lost() -> None:
    scene = ready_for_private_beta()
    reviewed = scene.says("ana", "/reviewed")
    scene.settled()
    scene.says("lee", "/promote")
    scene.settled()
    scene.loses_all()
    assert said(scene.runs(), "answer") == ""
    assert scene.settled().reaction_to(reviewed) == Reaction.THUMBS_UP.value


def test_words_count_for_the_stage_they_were_written_in_when_all_is_lost() -> None:
    scene = ready_for_private_beta().settled()
    early = scene.says("ana", "/awesome Idempotency keys")
    scene.settled()
    scene.says("lee", "/promote")
    scene.settled()
    late = scene.says("ana", "/awesome Refunds")
    scene.settled()
    scene.loses_all()
    ledger = remembered(scene.settled())
    assert ledger[said_in(early.id)].said("stage") == "idea"
    assert ledger[said_in(late.id)].said("stage") == "private-beta"


def test_words_changed_since_they_were_taken_are_judged_anew_when_all_is_lost() -> None:
    scene = Scene()
    comment = scene.says("mallory", "/awesome Idempotency keys")
    scene.settled()
    scene.loses_all()
    scene.edits(comment, "/approve", by="mallory")
    assert "I did not act" in said(scene.runs(), "answer")
    assert "met | 1 approval" not in scene.card


NEW = Secret("k2", b"fedcba9876543210fedcba9876543210")


def test_under_a_new_key_the_ledger_is_signed_anew_and_the_old_key_can_go() -> None:
    scene = ready_for_private_beta().settled()
    before = remembered(scene)
    scene.secrets = (NEW, *SECRETS)
    assert [type(effect) for effect in scene.runs().effects] == [WriteCard]
    scene.secrets = (NEW,)
    assert remembered(scene) == before
    assert scene.runs().effects == ()


def test_the_control_without_the_old_key_before_that_the_ledger_is_lost() -> None:
    scene = ready_for_private_beta().settled()
    scene.secrets = (NEW,)
    scene.settled()
    assert "met | 1 approval" not in scene.card
