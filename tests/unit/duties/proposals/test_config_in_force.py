"""Which configuration counts."""

from tests.unit.duties.proposals.scene import CONFIG, Scene, said, stages


def test_a_broken_configuration_leaves_the_last_good_one_in_force_and_says_so():
    scene = Scene(config=CONFIG + b"\nownerz: []\n")
    scene.runs()
    assert "the last good one is in force" in scene.card
    assert "2 reviewers of the Developer Network" in scene.card


def test_without_a_configuration_nothing_is_done_on_a_thread():
    from dataclasses import replace

    from bot.duties.decide import decide
    from bot.forge.effects import Plan
    from bot.forge.facts import Look
    from tests.unit.duties.proposals.scene import SECRETS

    scene = Scene()
    scene.says("lee", "/promote")
    assert decide(Look(replace(scene.facts(), config=None), scene.now, SECRETS), {}) == Plan()


def test_while_observing_the_card_says_so_and_no_label_is_put_back():
    scene = Scene(config=CONFIG.replace(b"mode: enforce", b"mode: observe"))
    scene.runs()
    scene.labels_by("mallory", on="stage: ga")
    plan = scene.runs()
    assert "Observing until" in scene.card
    assert stages(plan) == []
    assert said(plan, "label") == ""
