"""Cards that somebody deletes: written again twice a day, then the thread is paused; and two cards."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forge.effects import Hide, Say, SetStageLabel, WriteCard
from tests.unit.duties.proposals.scene import OPENED, Scene, ready_for_private_beta, remembered, stages


def begun() -> Scene:
    scene = Scene(has_journal=True)
    scene.says("ana", "/awesome Idempotency keys")
    return scene.settled()


def paused() -> Scene:
    scene = begun()
    for _ in range(3):
        scene.settled().deletes_the_card("mallory")
    return scene.settled()


def test_a_card_deleted_twice_in_a_day_is_written_again_each_time() -> None:
    scene = begun()
    before = scene.card.partition("<!-- stagekeeper:ledger")[0]
    for _ in range(2):
        scene.deletes_the_card("mallory")
        assert [type(effect) for effect in scene.runs().effects] == [WriteCard]
        assert scene.card.partition("<!-- stagekeeper:ledger")[0] == before


def test_the_third_deletion_in_a_day_pauses_the_thread_and_says_so_once() -> None:
    scene = paused()
    assert scene.card.startswith("<!-- stagekeeper:card paused -->")
    assert "until **2026-09-02" in scene.card
    assert "/status" in scene.card
    assert "Idempotency keys" not in scene.card.partition("<!-- stagekeeper:ledger")[0]
    assert scene.runs().effects == ()
    assert scene.plan().look_again_at == max(gone.at for gone in scene.deletions) + timedelta(days=1)


def test_deletions_on_different_days_do_not_pause() -> None:
    scene = begun()
    for _ in range(4):
        scene.deletes_the_card("mallory")
        scene.settled().after(hours=13)
    assert "paused" not in scene.card.splitlines()[0]


def test_deleting_other_comments_of_ours_does_not_pause() -> None:
    scene = begun()
    for _ in range(4):
        scene.says("lee", "/promote")
        scene.settled()
        scene.deletes(next(one for one in scene.comments if one.ours and "stagekeeper:say" in one.body), "lee")
        scene.settled()
    assert "paused" not in scene.card.splitlines()[0]


def test_in_a_pause_nothing_is_done_and_afterwards_all_of_it() -> None:
    scene = ready_for_private_beta()
    scene.has_journal, scene.remembered = True, scene.card
    for _ in range(3):
        scene.settled().deletes_the_card("mallory")
    scene.settled()
    promotion = scene.says("mallory", "/awesome Refunds")
    scene.labels_by("mallory", on="stage: ga")
    assert scene.runs().effects == ()
    scene.after(days=1)
    plan = scene.runs()
    assert stages(plan) == ["stage: idea"]
    assert "Refunds" in scene.card
    assert scene.settled().reaction_to(promotion) == "+1"
    assert sum(one.ours and "stagekeeper:card" in one.body for one in scene.comments) == 1


def test_the_pause_deleted_as_well_is_not_written_again_until_it_is_over() -> None:
    scene = paused()
    scene.deletes_the_card("mallory")
    plan = scene.plan()
    assert plan.effects == ()
    assert plan.look_again_at == scene.now + timedelta(days=1)
    scene.after(hours=23)
    assert scene.plan().effects == ()
    scene.after(hours=1)
    scene.settled()
    assert "Idempotency keys" in scene.card


def test_an_owners_command_ends_the_pause_and_nobody_elses_does() -> None:
    scene = paused()
    scene.says("mallory", "/status")
    assert scene.runs().effects == ()
    scene.says("lee", "Please come back")
    assert scene.runs().effects == ()
    scene.says("lee", "/status", hidden_as="spam")
    assert scene.runs().effects == ()
    scene.says("lee", "/status")
    assert any(isinstance(effect, Say) for effect in scene.runs().effects)
    assert "Idempotency keys" in scene.settled().card
    scene.deletes_the_card("mallory")  # counted anew
    scene.settled()
    assert "paused" not in scene.card.splitlines()[0]


def test_a_pause_does_not_end_because_the_database_is_lost() -> None:
    scene = paused()
    scene.remembered = None
    assert scene.runs().effects == ()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(("deletes", "waits", "speaks", "looks")), max_size=14))
def test_with_cards_deleted_too_deciding_again_gives_nothing_and_no_word_is_lost(happened: list[str]) -> None:
    scene = begun()
    for what in happened:
        match what:
            case "deletes" if scene.card:
                scene.deletes_the_card("mallory")
            case "waits":
                scene.after(hours=9)
            case "speaks":
                scene.says("bo", "/awesome Refunds")
            case _:
                scene.runs()
    scene.runs()
    assert scene.runs().effects == ()
    scene.after(days=2)
    scene.settled()
    spoken = sum(what == "speaks" for what in happened)
    assert f"Awesome ({1 + spoken})" in scene.card


def test_of_two_cards_the_older_is_kept_and_the_other_hidden() -> None:
    scene = begun()
    (card,) = (one for one in scene.comments if one.ours)
    scene._post(card.body)
    other = scene.comments[-1]
    plan = scene.runs()
    assert [effect.node for effect in plan.effects if isinstance(effect, Hide)] == [other.node]
    assert not any(isinstance(effect, SetStageLabel | WriteCard) for effect in plan.effects)


def test_what_only_the_second_card_remembers_is_not_lost() -> None:
    scene = Scene()
    scene.runs()
    (first,) = (one for one in scene.comments if one.ours)
    gone = scene.says("ana", "/awesome Idempotency keys")
    scene.runs()
    (card,) = (one for one in scene.comments if one.ours)
    scene._post(card.body)
    scene._change(first.id, body=first.body, edited_at=None, editor=None)
    scene.comments = [one for one in scene.comments if one.id != gone.id]
    scene.runs()
    assert f"said:{gone.id}" in remembered(scene).entries
    assert "Idempotency keys" in scene.card


@pytest.mark.parametrize("days", [0, 30])
def test_the_control_a_thread_whose_card_nobody_deleted_is_not_paused(days: int) -> None:
    scene = begun().after(days=days)
    scene.settled()
    assert scene.now >= OPENED
    assert "paused" not in scene.card.splitlines()[0]
