"""Exactly one stage label, moved by the right hands only."""

from dataclasses import replace
from datetime import timedelta

from bot.forge.effects import LookAt, Plan, Say, marker
from bot.forge.facts import LabelEvent
from bot.forge.subjects import Repository, Thread
from tests.unit.duties.proposals.scene import REPO, Scene, person, ready_for_private_beta, said, stages


def test_a_strangers_label_is_put_back_with_the_reason_once():
    scene = Scene()
    scene.runs()
    scene.labels_by("mallory", on="stage: ga")
    plan = scene.runs()
    assert scene.labels == {"stage: idea"}
    assert stages(plan) == ["stage: idea"]
    assert "put the stage label back" in said(plan, "label-put-back")
    assert scene.runs().effects == ()


def test_a_proposal_whose_label_was_renamed_or_deleted_in_the_repository_is_known_by_its_card():
    """GitHub shows a renamed label's new name in the timeline as well: nothing else is left of the old one."""
    scene = ready_for_private_beta()
    scene.labels = frozenset({"old: idea"})
    scene.events = [replace(event, label=event.label.replace("stage", "old")) for event in scene.events]
    scene.says("lee", "/promote")
    scene.runs()
    assert "stage: private-beta" in scene.labels
    assert scene.settled().labels == {"old: idea", "stage: private-beta"}


def test_a_marker_of_ours_that_somebody_had_us_quote_silences_nothing():
    """What we say next has a marker that anybody can work out, and an answer quotes the line it is about."""
    scene = Scene()
    scene.runs()
    cause = f"label:+ga:{(scene.now + timedelta(minutes=2)).isoformat()}"
    mark = marker(Say(Thread(REPO.repo, 7), cause, "label-put-back", ""))
    scene.says("mallory", f"/promot {mark}")
    assert mark in said(scene.runs(), "answer")
    scene.labels_by("mallory", on="stage: ga")
    assert "put the stage label back" in said(scene.runs(), "label-put-back")


def test_a_label_that_was_taken_off_is_put_back_and_is_no_command():
    scene = Scene()
    scene.runs()
    scene.labels_by("lee", off="stage: idea")
    plan = scene.runs()
    assert scene.labels == {"stage: idea"}
    assert "taking it off is no command" in said(plan, "label-put-back")


def test_an_owners_label_is_the_command_and_the_gate_is_run():
    scene = ready_for_private_beta()
    scene.labels_by("lee", on="stage: private-beta", off="stage: idea")
    plan = scene.runs()
    assert scene.labels == {"stage: private-beta"}
    assert "idea → private beta" in said(plan, "stage-moved")
    assert scene.runs().effects == ()


def test_an_owners_label_before_the_gate_is_full_is_put_back_with_what_is_missing():
    scene = Scene()
    scene.runs()
    scene.labels_by("lee", on="stage: private-beta", off="stage: idea")
    plan = scene.runs()
    assert scene.labels == {"stage: idea"}
    assert "missing" in said(plan, "label-put-back")


def test_an_owner_cannot_skip_a_stage_by_label():
    scene = ready_for_private_beta()
    scene.labels_by("lee", on="stage: ga", off="stage: idea")
    plan = scene.runs()
    assert scene.labels == {"stage: idea"}
    assert "the next stage is `private-beta`" in said(plan, "label-put-back")


def test_the_first_label_is_accepted_from_anybody():
    scene = Scene()
    plan = scene.runs()
    assert stages(plan) == []
    assert said(plan, "label") == ""


def test_without_a_ledger_our_own_label_proves_the_stage():
    scene = ready_for_private_beta()
    scene.says("lee", "/promote")
    scene.runs()
    scene.comments = [one for one in scene.comments if not one.ours]
    scene.labels_by("mallory", on="stage: ga")
    scene.runs()
    assert scene.labels == {"stage: private-beta"}


def test_after_four_flips_in_ten_minutes_the_hand_rests():
    scene = Scene()
    scene.runs()
    for _ in range(5):
        scene.labels_by("mallory", on="stage: ga")
        scene.labels = scene.labels - {"stage: ga"}
    scene.labels_by("mallory", on="stage: ga")
    plan = scene.runs()
    assert stages(plan) == []
    assert "I stop putting it back" in said(plan, "label-flips")
    assert scene.runs().effects == ()


def test_ten_minutes_after_the_flips_the_label_is_put_right_by_itself():
    scene = Scene()
    scene.runs()
    for _ in range(5):
        scene.labels_by("mallory", off="stage: idea")
    plan = scene.runs()
    assert scene.labels == set()
    assert plan.look_again_at is not None
    scene.now = plan.look_again_at
    scene.runs()
    assert scene.labels == {"stage: idea"}


def test_an_owner_who_takes_the_old_label_off_first_is_not_told_off():
    scene = ready_for_private_beta()
    scene.labels_by("lee", off="stage: idea")
    scene.now -= timedelta(seconds=50)
    scene.labels_by("lee", on="stage: private-beta")
    plan = scene.runs()
    assert scene.labels == {"stage: private-beta"}
    assert said(plan, "label-put-back") == ""


def test_when_a_label_is_put_back_pull_requests_are_looked_at_once_more():
    scene = Scene()
    scene.runs()
    scene.labels_by("mallory", off="stage: idea")
    assert _looks(scene.runs()) == [Repository(REPO.repo)]
    assert _looks(scene.runs()) == []


def _looks(plan: Plan) -> list[object]:
    return [effect.subject for effect in plan.effects if isinstance(effect, LookAt)]


def _owner_sets_it_when_the_approval_comes(*, seconds_later: int) -> Scene:
    """The last that the gate asks for, and the label that asks for the move, so many seconds after it."""
    scene = Scene()
    scene.says("ana", "/awesome Idempotency keys")
    scene.says("bo", "/try hackathon minutes:25 outcome:worked")
    scene.after(days=9).settled()
    approval = scene.says("priya", "/approve")
    at = approval.written_at + timedelta(seconds=seconds_later)
    scene.labels = scene.labels | {"stage: private-beta"}
    scene.events.append(LabelEvent("stage: private-beta", True, at, person("lee")))
    return scene


def test_of_one_second_the_comment_came_before_the_label() -> None:
    assert _owner_sets_it_when_the_approval_comes(seconds_later=0).settled().labels == {"stage: private-beta"}


def test_the_control_a_label_before_the_comment_comes_too_early() -> None:
    assert _owner_sets_it_when_the_approval_comes(seconds_later=-1).settled().labels == {"stage: idea"}


def test_a_label_that_we_set_is_never_put_back_even_where_its_ledger_is_lost() -> None:
    scene = ready_for_private_beta()
    scene.says("lee", "/promote")
    scene.settled()
    scene.loses_all()
    scene.config = scene.config.replace(b"@acme/payments", b"@acme/nobody")
    scene.unreadable_teams = frozenset({"nobody"})
    assert stages(scene.runs()) == []
    assert scene.settled().labels == {"stage: private-beta"}
