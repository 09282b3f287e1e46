"""`/promote`: what is missing, what moves, and that it is decided once."""

import pytest

from bot.forge.effects import React, WriteCard
from tests.unit.duties.proposals.scene import Scene, ready_for_private_beta, said, stages


def test_a_promotion_that_lacks_something_is_refused_with_every_missing_condition():
    scene = Scene()
    asked = scene.says("lee", "/promote")
    plan = scene.runs()
    answer = said(plan, "answer")
    assert "reviewers of the Developer Network" in answer
    assert "5 business days open" in answer
    assert "1 approval" in answer
    assert stages(plan) == []
    assert scene.reaction_to(asked) == "confused"


def test_a_full_gate_moves_the_stage_and_says_so_once():
    scene = ready_for_private_beta()
    asked = scene.says("lee", "/promote")
    plan = scene.runs()
    assert stages(plan) == ["stage: private-beta"]
    assert "idea → private beta" in said(plan, "stage-moved")
    assert scene.labels == {"stage: private-beta"}
    assert scene.reaction_to(asked) == "+1"
    assert scene.runs().effects == ()


def test_a_promotion_looked_at_twice_means_the_same():
    scene = ready_for_private_beta()
    scene.says("lee", "/promote")
    scene.runs()
    scene.after(days=1)
    assert stages(scene.runs()) == []
    assert "private beta" in scene.card.splitlines()[1]


def test_the_ledger_comes_first_and_the_reaction_last():
    scene = ready_for_private_beta()
    scene.says("lee", "/promote")
    effects = scene.plan().effects
    assert isinstance(effects[0], WriteCard)
    assert effects[0].remembers
    assert isinstance(effects[-1], React)


def test_a_stranger_cannot_promote():
    scene = ready_for_private_beta()
    asked = scene.says("mallory", "/promote")
    plan = scene.runs()
    assert "for the owners of the API" in said(plan, "answer")
    assert stages(plan) == []
    assert scene.reaction_to(asked) == "confused"


def test_a_role_that_cannot_be_read_is_no_no():
    scene = ready_for_private_beta()
    scene.unreadable_teams = frozenset({"payments"})
    scene.says("lee", "/promote")
    answer = said(scene.runs(), "answer")
    assert "could not read" in answer
    assert "this is for" not in answer


def test_the_requesters_own_approval_does_not_count():
    scene = Scene()
    scene.says("ana", "/awesome Idempotency keys")
    scene.says("bo", "/try hackathon minutes:25 outcome:worked")
    scene.after(days=9)
    scene.says("lee", "/approve")
    scene.runs()
    scene.says("lee", "/promote")
    assert "1 approval" in said(scene.runs(), "answer")


def test_nobody_skips_a_stage():
    scene = ready_for_private_beta()
    scene.says("lee", "/promote ga")
    plan = scene.runs()
    assert "the next stage is `private-beta`" in said(plan, "answer")
    assert stages(plan) == []


def test_a_dry_run_lists_the_gate_and_moves_nothing():
    scene = ready_for_private_beta()
    asked = scene.says("lee", "/promote --dry-run")
    plan = scene.runs()
    assert "would move it" in said(plan, "answer")
    assert stages(plan) == []
    assert scene.reaction_to(asked) == "+1"


def test_a_command_that_somebody_else_wrote_into_a_comment_is_refused():
    scene = ready_for_private_beta()
    comment = scene.says("lee", "good morning")
    scene.runs()
    scene.edits(comment, "/promote", by="mallory")
    plan = scene.runs()
    assert "mallory edited this comment" in said(plan, "answer")
    assert stages(plan) == []


@pytest.mark.parametrize(
    "body",
    ["```\n/promote\n```", "> /promote", "    /promote", "- /promote", "/v2/promote", "/promote/{id}", "see /promote"],
    ids=["fence", "quote", "indented", "list", "path", "template", "inline"],
)
def test_what_is_no_command_is_neither_done_nor_answered(body):
    scene = ready_for_private_beta()
    scene.says("lee", body)
    assert scene.runs().effects == ()


def test_changing_one_number_in_the_configuration_changes_card_refusal_and_verdict():
    from bot.config import DEFAULT, GateKind

    assert DEFAULT.stages[0].number(GateKind.REVIEWERS) == 2
    scene = ready_for_private_beta()
    scene.config += b"\nstages:\n  idea:\n    gate:\n      reviewers: 3\n"
    scene.says("lee", "/promote")
    plan = scene.runs()
    assert "3 reviewers of the Developer Network" in said(plan, "answer")
    assert "3 reviewers of the Developer Network" in scene.card
    assert stages(plan) == []


def test_a_refused_promotion_stays_refused_and_the_card_says_when_it_is_ready():
    scene = Scene()
    scene.says("ana", "/awesome Idempotency keys")
    scene.says("bo", "/try hackathon minutes:25 outcome:worked")
    scene.after(days=9)
    asked = scene.says("lee", "/promote")
    assert "1 approval" in said(scene.runs(), "answer")
    scene.says("priya", "/approve")
    plan = scene.runs()
    assert stages(plan) == []
    assert said(plan, "") == ""
    assert "> **Ready:** an owner can write `/promote` to move it to **private beta**" in scene.card
    assert scene.settled().reaction_to(asked) == "confused"
    assert scene.labels == {"stage: idea"}
    scene.says("lee", "/promote")
    assert stages(scene.runs()) == ["stage: private-beta"]


def test_a_promotion_refused_because_a_role_could_not_be_read_is_not_tried_again():
    scene = ready_for_private_beta()
    scene.unreadable_teams = frozenset({"payments"})
    asked = scene.says("lee", "/promote")
    assert "members may not be read" in said(scene.runs(), "answer")
    scene.unreadable_teams = frozenset()
    scene.after(hours=1)
    plan = scene.runs()
    assert stages(plan) == []
    assert scene.settled().reaction_to(asked) == "confused"


def test_a_role_lost_later_undoes_no_promotion():
    scene = ready_for_private_beta()
    scene.says("lee", "/promote")
    scene.settled()
    scene.config = scene.config.replace(b"@acme/payments", b"@acme/api-governance")
    assert stages(scene.runs()) == []
    assert scene.settled().labels == {"stage: private-beta"}
