"""What holds whatever people do: deciding again gives nothing, and losing what we remember changes nothing."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.duties.proposals.scene import Scene

LINES = (
    "/awesome Idempotency keys",
    "/needs-work The cursor leaks blocker",
    "/try hackathon minutes:25 outcome:worked",
    "/try hackathon outcome:stuck",
    "/reviewed",
    "/approve",
    "/promote",
    "/promote --dry-run",
    "/demote idea reason:later",
    "/hold",
    "/unhold",
    "/request-access use:reminders",
    "/invite next 2",
    "/invite @kim",
    "/status",
    "/promot",
    "good morning",
)
PEOPLE = ("lee", "priya", "ana", "bo", "dana", "kim", "mallory")
LABELS = ("stage: idea", "stage: private-beta", "stage: ga", "bug")
speaks = st.tuples(st.just("says"), st.sampled_from(PEOPLE), st.sampled_from(LINES))
labels = st.tuples(st.just("labels"), st.sampled_from(PEOPLE), st.sampled_from(LABELS))
waits = st.tuples(st.just("waits"), st.sampled_from((1, 6, 31)), st.none())
looks = st.tuples(st.just("looks"), st.none(), st.none())
happenings = st.lists(st.one_of(speaks, speaks, labels, waits, looks), max_size=12)


def play(scene: Scene, happened: list) -> None:
    for what, who, how in happened:
        match what:
            case "says":
                scene.says(who, how)
            case "labels":
                scene.labels_by(who, **({"off": how} if how in scene.labels else {"on": how}))
            case "waits":
                scene.after(days=who)
            case "looks":
                scene.runs()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(happenings)
def test_deciding_again_after_applying_gives_nothing(happened):
    scene = Scene()
    play(scene, happened)
    scene.runs()
    assert scene.runs().effects == ()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(happenings, st.data())
def test_a_crash_between_any_two_effects_comes_to_the_same_end(happened, data):
    whole, broken = Scene(), Scene()
    for scene in (whole, broken):
        play(scene, happened)
    plan = broken.plan()
    for effect in plan.effects[: data.draw(st.integers(0, len(plan.effects)))]:
        broken.apply(effect)
    whole.runs()
    broken.runs()
    broken.runs()
    assert seen(broken) == seen(whole)


def seen(scene: Scene) -> tuple[object, ...]:
    """What a person sees: labels, texts without ids and hidden lines, reactions."""
    texts = [re.sub(r"<!-- stagekeeper:ledger .*? -->", "", one.body) for one in scene.comments]
    reactions = [one.our_reactions for one in scene.comments]
    return scene.labels, sorted(texts), reactions[: sum(not one.ours for one in scene.comments)]


@pytest.mark.parametrize("lost", ["ledger", "reactions"])
def test_the_control_without_ledger_or_reactions_the_law_does_not_hold(lost):
    """If this fails the law above proves nothing."""
    scene = Scene()
    scene.says("ana", "/awesome Idempotency keys")
    scene.says("lee", "/promote")
    scene.runs()
    for comment in list(scene.comments):
        if lost == "ledger":
            scene._change(comment.id, body=re.sub(r"<!-- stagekeeper:ledger .*? -->", "", comment.body))
        else:
            scene._change(comment.id, our_reactions=frozenset())
    assert scene.runs().effects != ()


def test_with_card_and_ledger_lost_nothing_is_done_twice():
    from tests.unit.duties.proposals.scene import ready_for_private_beta, said, stages

    scene = ready_for_private_beta()
    scene.says("lee", "/promote")
    scene.runs()
    scene.comments = [one for one in scene.comments if "stagekeeper:card" not in one.body]
    plan = scene.runs()
    assert stages(plan) == []
    assert said(plan, "") == ""
    assert scene.labels == {"stage: private-beta"}
    assert "private beta" in scene.card.splitlines()[1]


def test_a_marked_comment_of_somebody_else_means_nothing():
    scene = Scene()
    scene.says("ana", "/needs-work The cursor leaks the shard blocker")
    scene.runs()
    forged = scene.card
    scene.comments = [one for one in scene.comments if not one.ours]
    scene.says("mallory", forged.replace("idea", "ga"))
    scene.runs()
    assert scene.labels == {"stage: idea"}


def test_a_ledger_that_somebody_changed_is_not_believed():
    scene = Scene()
    scene.runs()
    card = next(one for one in scene.comments if one.ours)
    scene._change(card.id, body=re.sub(r"(stagekeeper:ledger )\d+", r"\g<1>99", card.body))
    plan = scene.runs()
    assert plan.effects
    assert "stagekeeper:ledger 99" not in scene.card
