"""Which API a proposal is about: fixed once, followed where the settings rename it, and needed to lead on."""

from bot.forge.effects import SetStageLabel
from tests.unit.duties.proposals.scene import CONFIG, FORM, Scene, ready_for_private_beta, said, stages

RENAMED = CONFIG.replace(b"  payments:\n", b"  pay:\n")
MOVED = RENAMED.replace(b"apis/payments_v1.yaml", b"apis/pay_v1.yaml")


def test_a_later_edit_of_the_form_binds_to_no_other_api():
    scene = Scene(config=CONFIG + b"  ledger:\n    description: apis/ledger.yaml\n")
    scene.runs()
    scene.body = FORM.replace("payments", "ledger")
    assert scene.runs().effects == ()
    assert "### payments" in scene.card


def test_an_unknown_name_can_be_mended_in_the_form_until_it_is_bound():
    scene = Scene(body=FORM.replace("payments", "paymentz"))
    scene.runs()
    assert "### paymentz ·" in scene.card
    scene.body = FORM
    scene.runs()
    assert "### payments ·" in scene.card
    assert scene.runs().effects == ()


def test_an_unknown_name_may_stay_in_the_first_stage_and_leads_nowhere():
    scene = Scene(body=FORM.replace("payments", "paymentz"))
    scene.says("lee", "/promote")
    plan = scene.runs()
    assert "names no `paymentz`, and without that nothing leads on" in said(plan, "answer")
    assert "(`payments`)" in said(plan, "answer")
    assert scene.labels == {"stage: idea"}
    assert scene.runs().effects == ()


def test_a_label_by_hand_leads_no_unknown_name_on_either():
    scene = ready_for_private_beta()
    scene.body, scene.config = FORM, MOVED
    scene.labels_by("lee", on="stage: private-beta", off="stage: idea")
    plan = scene.runs()
    assert "names no `payments`, and without that nothing leads on" in said(plan, "label-put-back")
    assert stages(plan) == ["stage: idea"]


def test_a_proposal_follows_its_api_to_another_name():
    scene = Scene()
    scene.runs()
    scene.config = RENAMED
    scene.settled()
    assert "### pay ·" in scene.card
    assert "no longer names" not in scene.card
    assert not any(isinstance(effect, SetStageLabel) for effect in scene.plan().effects)


def test_a_description_that_moves_before_the_name_does_is_followed_too():
    scene = Scene()
    scene.runs()
    scene.config = CONFIG.replace(b"apis/payments_v1.yaml", b"apis/pay_v1.yaml")
    scene.settled()
    scene.config = MOVED
    scene.settled()
    assert "### pay ·" in scene.card


def test_a_name_that_is_gone_with_its_description_is_said_on_the_card():
    scene = Scene()
    scene.runs()
    scene.config = MOVED
    scene.settled()
    assert "no longer names `payments`, to which this proposal is bound" in scene.card
    scene.config = CONFIG
    scene.settled()
    assert "no longer names" not in scene.card


def test_a_name_that_is_nearly_one_of_the_settings_is_asked_about_on_the_card():
    scene = Scene(body=FORM.replace("payments", "Payments"))
    scene.runs()
    assert "the settings name no API 'Payments'; did you mean 'payments'?" in scene.card
