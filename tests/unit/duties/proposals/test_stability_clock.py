"""Quiet, with people on it: the clock of a private beta."""

from datetime import timedelta

from bot.forge.questions import Revision
from tests.unit.duties.proposals.scene import OPENED, Scene, breaking, ready_for_private_beta, said, stages

ENTERED = OPENED + timedelta(days=9)


def revision(blob: str, at, pull: int | None = None) -> Revision:
    return Revision(blob * 40, blob * 40, at, f"https://forge/{blob}", pull)


def after_a_break(days: int) -> Scene:
    scene = ready_for_private_beta()
    scene.says("lee", "/promote")
    scene.runs()
    broke_at = scene.now + timedelta(days=days)
    scene.history = (revision("b", broke_at, 398), revision("a", OPENED - timedelta(days=3)))
    scene.reports = {("a" * 40, "b" * 40): breaking()}
    return scene.after(days=31)


def test_a_break_resets_the_quiet_days_and_the_card_links_it():
    scene = after_a_break(20)
    scene.runs()
    assert "30 quiet days | 11 days" in scene.card.replace("**", "")
    assert r"[\#398](https://forge/b)" in scene.card


def test_quiet_without_people_does_not_count():
    scene = after_a_break(0)
    scene.says("lee", "/promote")
    answer = said(scene.runs(), "answer")
    assert "3 active participants" in answer
    assert stages(scene.plan()) == []


def test_a_break_before_anybody_was_on_it_counts_only_from_the_stages_beginning():
    scene = after_a_break(-20)
    scene.runs()
    assert "| ✅ met | 30 quiet days | 31 days" in scene.card


def test_quiet_people_and_time_together_open_the_beta_to_everyone_and_thank_who_waits():
    scene = after_a_break(0)
    scene.says("lee", "/invite @kim @noor @oli")
    scene.runs()
    for login in ("kim", "noor", "oli"):
        scene.says(login, "/awesome It works")
    scene.says("pat", "/request-access use:tips")
    scene.says("priya", "/approve")
    scene.runs()
    scene.says("lee", "/promote")
    plan = scene.runs()
    assert stages(plan) == ["stage: public-beta"]
    assert said(plan, "thanks").startswith("@pat: thank you")
    assert scene.runs().effects == ()


def test_a_break_is_not_hidden_by_taking_the_description_away_in_between():
    scene = after_a_break(20)
    back, began = scene.history
    away = Revision("e" * 40, None, back.at - timedelta(days=1), "https://forge/e")
    scene.history = (back, away, began)
    scene.runs()
    assert "30 quiet days | 11 days" in scene.card.replace("**", "")


def test_a_change_that_could_not_be_judged_in_full_is_not_quiet():
    from bot.contract import Report, Unread

    scene = after_a_break(20)
    part = Unread("apis/payments_v1.yaml", "/components", 12, "a keyword nobody knows", ())
    scene.reports = {("a" * 40, "b" * 40): Report("1", (), (part,))}
    scene.runs()
    assert "30 quiet days | 11 days" in scene.card


def test_a_step_is_judged_by_its_own_day_so_that_what_was_past_its_sunset_then_is_no_break():
    scene = after_a_break(20)
    scene.runs()
    assert scene.compared_on["a" * 40, "b" * 40] == scene.history[0].at.date()


def test_the_owner_of_another_api_cannot_lift_a_hold():
    scene = ready_for_private_beta()
    scene.config += b'\n  ledgers:\n    description: apis/ledgers.yaml\n    owners: ["mallory"]\n'
    scene.says("ana", "/hold waiting for the review")
    scene.says("mallory", "/unhold")
    assert "this is for the Developer Network and the owners" in said(scene.runs(), "answer")
