"""Of several issues that name one API one is its proposal; the others are answered once with its link."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forge.effects import Say
from bot.forge.facts import Comment
from bot.forge.questions import ProposalFacts
from bot.forge.subjects import Thread
from bot.lifecycle.ledger import Entry, Ledger, sign
from tests.unit.duties.proposals.scene import (
    CONFIG,
    FORM,
    ME,
    OPENED,
    REPO,
    SECRETS,
    Scene,
    in_ga,
    ready_for_private_beta,
    said,
    stages,
)
from tests.unit.duties.proposals.test_laws import happenings, play

FLOOR = CONFIG.replace(b"payments_v1.yaml\n", b"payments_v1.yaml\n    stage: ga\n")


def other(
    number: int, *, hours: int, stage: str = "idea", settled: bool = False, body: str = FORM, edited: int | None = None
) -> ProposalFacts:
    """Another issue, so many hours older (or younger) than the one looked at, which is #7."""
    written_at, url = OPENED + timedelta(hours=hours), f"https://forge/acme/apis/issues/{number}"
    entries = [Entry("bind", "kept", written_at, None, {"api": "payments"})] if settled else []
    entries += [Entry("precedence:payments", "first", written_at)] if settled else []
    entries += [Entry("cmd:1:a", "accepted", written_at, 1, {"to": stage})] if stage != "idea" else []
    line = sign(Ledger({entry.key: entry for entry in entries}, 1), place=f"{REPO.id}/{number}", secret=SECRETS[0])
    card = Comment(50, "n50", url, f"<!-- stagekeeper:card proposal -->\nhello\n\n{line}", written_at, ME, ours=True)
    edited_at = None if edited is None else OPENED + timedelta(hours=edited)
    labels = frozenset({"stage: idea"})
    return ProposalFacts(
        Thread(REPO.repo, number), "Payments", body, url, True, written_at, labels, (), (card,), edited_at
    )


CASES = [
    pytest.param([], None, id="alone"),
    pytest.param([other(3, hours=-2)], 3, id="the-older-one-is-the-proposal"),
    pytest.param([other(9, hours=2)], None, id="a-younger-one-is-not"),
    pytest.param([other(6, hours=0)], 6, id="of-the-same-second-the-lower-number"),
    pytest.param([other(3, hours=-2), other(2, hours=-5)], 2, id="the-oldest-of-several"),
    pytest.param([other(3, hours=-2, body=FORM.replace("payments", "ledger"))], None, id="another-api"),
    pytest.param([other(9, hours=2, settled=True)], 9, id="who-is-the-proposal-stays-it"),
    pytest.param([other(9, hours=2, stage="private-beta")], 9, id="who-has-come-further"),
    pytest.param([other(3, hours=-2, edited=5)], None, id="a-name-that-was-edited-into-an-older-issue"),
]


@pytest.mark.parametrize(("others", "first"), CASES)
def test_one_issue_is_the_proposal_of_an_api(others: list[ProposalFacts], first: int | None):
    scene = Scene(others=tuple(others))
    plan = scene.runs()
    told = [effect for effect in plan.effects if isinstance(effect, Say)]
    assert [effect.kind for effect in told] == (["later-proposal"] if first else [])
    assert not told or f"**#{first} is the proposal of payments**" in told[0].body
    linked = f"**[#{first}](https://forge/acme/apis/issues/{first}) is the proposal of payments**" in scene.card
    assert linked == (first is not None)
    assert ("Gate to private beta" in scene.card) == (first is None)
    assert ("Say something" in scene.card) == (first is None)
    assert scene.runs().effects == ()


def test_it_is_found_out_once_and_costs_no_question_after_that():
    scene = Scene()
    scene.runs()
    scene.says("ana", "/awesome Idempotency keys")
    scene.others = (other(3, hours=-2, settled=True),)
    scene.runs()
    assert "is the proposal of payments" not in scene.card


@pytest.mark.parametrize("line", ["/promote", "/promote --dry-run", "/invite @kim", "/hold", "/awesome It", "/approve"])
def test_on_a_later_one_nothing_is_taken_and_the_answer_links_the_proposal(line: str):
    scene = Scene(others=(other(3, hours=-2),))
    scene.runs()
    asked = scene.says("priya", line)
    plan = scene.runs()
    assert "#3 is the proposal of payments, and this is a later one" in said(plan, "answer")
    assert scene.reaction_to(asked) == "confused"
    assert said(plan, "later-proposal") == ""
    assert scene.runs().effects == ()


def test_what_only_informs_is_answered_on_a_later_one_too():
    scene = Scene(others=(other(3, hours=-2),))
    asked = scene.says("lee", "/status")
    scene.settled()
    assert scene.reaction_to(asked) == "+1"


def test_a_label_by_hand_moves_no_later_one():
    scene = ready_for_private_beta()
    scene.others = (other(3, hours=-2, settled=True, stage="private-beta"),)
    scene.labels_by("lee", on="stage: private-beta", off="stage: idea")
    plan = scene.runs()
    assert stages(plan) == ["stage: idea"]
    assert "#3 is the proposal of payments, and its stage is moved there" in said(plan, "label-put-back")
    assert scene.settled().labels == {"stage: idea"}


def test_the_stage_that_the_settings_give_the_api_is_not_a_later_ones():
    scene = Scene(others=(other(3, hours=-2),), config=FLOOR)
    assert stages(scene.runs()) == []
    assert scene.labels == {"stage: idea"}
    assert Scene(config=FLOOR).settled().labels == {"stage: ga"}


def test_when_the_proposal_is_gone_an_owner_takes_up_the_later_one():
    scene = ready_for_private_beta()
    scene.others = (other(3, hours=-2, settled=True),)
    scene.says("lee", "/promote")
    assert "#3 is the proposal" in said(scene.runs(), "answer")
    scene.others = ()
    scene.says("lee", "/promote")
    plan = scene.runs()
    assert stages(plan) == ["stage: private-beta"]
    assert "is the proposal of payments" not in scene.card
    assert scene.settled().labels == {"stage: private-beta"}


def test_two_that_both_became_the_proposal_are_told_apart_when_one_is_moved():
    """Opened in one moment, neither could read the other yet."""
    scene = ready_for_private_beta()
    scene.others = (other(9, hours=2, settled=True),)
    scene.says("lee", "/promote")
    assert stages(scene.runs()) == ["stage: private-beta"]
    scene = ready_for_private_beta()
    scene.others = (other(3, hours=-2, settled=True),)
    scene.says("lee", "/promote")
    assert stages(scene.runs()) == []
    assert "**[#3](" in scene.card


def test_a_proposal_in_ga_is_displaced_by_no_older_issue():
    scene = in_ga(others=(other(3, hours=-2000, settled=True),))
    scene.settled()
    assert "is the proposal of payments" not in scene.card


def test_of_two_with_lost_ledgers_the_facts_of_github_decide():
    bare = replace(other(3, hours=-2), cards=())
    assert "**[#3]" in Scene(others=(bare,)).settled().card


@pytest.mark.parametrize(("others", "first"), CASES)
def test_a_crash_between_any_two_effects_says_it_once(others: list[ProposalFacts], first: int | None):
    plan = Scene(others=tuple(others)).plan()
    for done in range(len(plan.effects) + 1):
        scene = Scene(others=tuple(others))
        for effect in plan.effects[:done]:
            scene.apply(effect)
        scene.settled()
        assert sum("later-proposal" in one.body for one in scene.comments) == (1 if first else 0)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(happenings, st.sampled_from([(other(3, hours=-2),), (other(9, hours=2),), (other(9, hours=2, settled=True),)]))
def test_whatever_people_do_deciding_again_gives_nothing(happened: list[tuple], others: tuple[ProposalFacts, ...]):
    scene = Scene(others=others)
    play(scene, happened)
    scene.runs()
    assert scene.runs().effects == ()
