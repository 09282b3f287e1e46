"""Which stage an API is in when a pull request is judged: proposal, ledger, labels, floor."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.duties.asking import Asking
from bot.duties.case import open_case
from bot.duties.in_force import InForce
from bot.duties.standing_stage import stages_of
from bot.forge.facts import LabelEvent, Look
from bot.forge.questions import OurTextOf, ProposalFacts, Proposals
from bot.lifecycle.assessment import ApiStage
from tests.unit.duties.pulls.scene import CONFIG, LEE, ME, NOW, SECRET, Scene, config, proposal

FLOOR = CONFIG.replace(
    "    description: apis/payments_v1.yaml", "    description: apis/payments_v1.yaml\n    stage: ga"
)


def stage(*proposals: ProposalFacts, settings: str = CONFIG, **answers: object) -> ApiStage:
    scene = Scene(settings=settings)
    rules = config(settings)
    known = {Proposals(tuple(rule.label for rule in rules.stages)): proposals, **answers.pop("more", {})}
    look = Look(scene.thread(), NOW, (SECRET,))
    case = open_case(look, scene.thread(), InForce(rules), Asking(known))
    return stages_of(case, ["payments"])["payments"]


def test_the_proposals_ledger_decides_and_not_its_label() -> None:
    found = stage(proposal(7, "ga"))
    assert (found.rule.name, found.proposal, found.known) == ("ga", 7, True)


def test_of_two_proposals_the_oldest_counts() -> None:
    older = proposal(9, "public-beta", written_at=NOW - timedelta(days=5))
    assert stage(proposal(7, "idea"), older).rule.name == "public-beta"


def test_an_older_issue_that_somebody_edits_the_name_into_lowers_no_stage() -> None:
    old = replace(proposal(3, "idea"), cards=(), body="### API\n\npayments\n", written_at=NOW - timedelta(days=400))
    found = stage(old, proposal(7, "ga"))
    assert (found.rule.name, found.proposal) == ("ga", 7)


def test_a_proposal_of_another_api_says_nothing() -> None:
    two = CONFIG.replace("apis:\n", "apis:\n  ledger:\n    description: apis/ledger.yaml\n")
    assert stage(proposal(7, "ga", api="ledger"), settings=two).known is False


def test_a_renamed_api_is_known_by_its_description() -> None:
    found = stage(proposal(7, "ga", api="pay", places=["apis/old.yaml", "apis/payments_v1.yaml"]))
    assert (found.rule.name, found.proposal, found.was) == ("ga", 7, "")


@pytest.mark.parametrize(
    ("gone", "judged_as"),
    [
        pytest.param(proposal(7, "ga", api="pay"), "ga", id="ga"),
        pytest.param(proposal(7, "public-beta", api="pay"), "public-beta", id="public-beta"),
        pytest.param(proposal(7, "deprecated", api="pay"), "deprecated", id="deprecated"),
        pytest.param(proposal(7, "private-beta", api="pay"), None, id="nothing-to-protect"),
        pytest.param(proposal(7, "retired", api="pay"), None, id="nobody-to-protect"),
        pytest.param(replace(proposal(7, "ga"), cards=(), body="### API\n\npay\n"), None, id="never-bound"),
    ],
)
def test_whoever_takes_a_name_out_of_the_settings_does_not_take_its_protection(
    gone: ProposalFacts, judged_as: str | None
) -> None:
    found = stage(gone)
    expected = (judged_as, 7, True, "pay") if judged_as else ("idea", None, False, "")
    assert (found.rule.name, found.proposal, found.known, found.was) == expected


def test_a_stage_of_its_own_ends_the_doubt() -> None:
    settings = CONFIG.replace("payments_v1.yaml\n", "payments_v1.yaml\n    stage: idea\n")
    assert stage(proposal(7, "ga", api="pay"), settings=settings).rule.name == "idea"
    assert stage(proposal(7, "ga", api="pay"), proposal(8, "idea")).rule.name == "idea"


def test_the_configured_floor_cannot_be_undercut() -> None:
    assert stage(proposal(7, "idea"), settings=FLOOR).rule.name == "ga"


def test_nor_by_losing_the_proposal() -> None:
    found = stage(settings=FLOOR)
    assert (found.rule.name, found.proposal, found.known) == ("ga", None, True)


def test_without_both_it_is_judged_as_in_the_first_stage_and_known_to_have_none() -> None:
    found = stage()
    assert (found.rule.name, found.known) == ("idea", False)


def test_without_a_ledger_the_form_names_the_api_and_our_own_labels_prove_the_stage() -> None:
    bare = replace(proposal(7, "idea"), cards=(), body="### API\n\npayments\n", label_events=_events(ours=True))
    assert stage(bare).rule.name == "ga"


@pytest.mark.parametrize("ours", [False])
def test_a_label_that_somebody_else_put_on_proves_nothing(ours: bool) -> None:
    bare = replace(proposal(7, "idea"), cards=(), body="### API\n\npayments\n", label_events=_events(ours=ours))
    assert stage(bare).rule.name == "idea"


def test_a_card_copied_from_another_issue_proves_nothing() -> None:
    stolen = replace(proposal(8, "idea"), cards=proposal(7, "ga").cards, body="### API\n\npayments\n")
    assert stage(stolen).rule.name == "idea"


def test_of_a_card_that_somebody_edited_our_own_text_counts() -> None:
    whole = proposal(7, "ga")
    (card,) = whole.cards
    edited = replace(card, body=card.body.replace("ledger 1", "ledger 2"), editor=LEE)
    more = {OurTextOf(card.node): card.body}
    assert stage(replace(whole, cards=(edited,)), more=more).rule.name == "ga"


def test_an_older_text_of_ours_that_somebody_puts_back_lowers_no_stage() -> None:
    whole, before = proposal(7, "ga"), proposal(7, "idea")
    put_back = replace(before.cards[0], editor=LEE)
    more = {OurTextOf(put_back.node): whole.cards[0].body}
    assert stage(replace(whole, cards=(put_back,)), more=more).rule.name == "ga"


def _events(*, ours: bool) -> tuple[LabelEvent, ...]:
    return (LabelEvent("stage: ga", added=True, at=NOW, actor=ME if ours else LEE),)
