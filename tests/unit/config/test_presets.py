"""The six stages and their numbers, as promised. A change here changes what every repository lives by."""

import pytest

from bot.config import DEFAULT, Audience, Breaking, Config, GateItem, GateKind, Link, StageRule, Timings, read_config
from bot.config.presets import PRESETS
from bot.config.shape import GateShape

G = GateKind
GATES = {
    "idea": (
        GateItem(G.REVIEWERS, 2),
        GateItem(G.OUTSIDE_REVIEWERS, 1),
        GateItem(G.TRIALS, 1),
        GateItem(G.DESCRIPTION_PARSES),
        GateItem(G.RUNNABLE_EXAMPLE),
        GateItem(G.NO_OPEN_BLOCKER),
        GateItem(G.BUSINESS_DAYS_OPEN, 5, calendar_days_or=10),
        GateItem(G.NOT_HELD),
        GateItem(G.APPROVALS, 1),
    ),
    "private-beta": (
        GateItem(G.NO_OPEN_BLOCKER),
        GateItem(G.DAYS_IN_STAGE, 30),
        GateItem(G.QUIET_DAYS, 30),
        GateItem(G.ACTIVE_PARTICIPANTS, 3),
        GateItem(G.LINK, link=Link.DOCS),
        GateItem(G.NOT_HELD),
        GateItem(G.APPROVALS, 1),
    ),
    "public-beta": (
        GateItem(G.NO_OPEN_BLOCKER),
        GateItem(G.DAYS_IN_STAGE, 60),
        GateItem(G.QUIET_DAYS, 60),
        GateItem(G.OUTSIDE_VOICES, 5),
        GateItem(G.LINK, link=Link.DOCS),
        GateItem(G.LINK, link=Link.CHANGELOG),
        GateItem(G.LINK, link=Link.SUPPORT),
        GateItem(G.NOT_HELD),
        GateItem(G.APPROVALS, 2),
    ),
    "ga": (GateItem(G.APPROVALS, 1),),
    "deprecated": (GateItem(G.SUNSET_PASSED), GateItem(G.APPROVALS, 1)),
    "retired": (),
}
RULES = [
    # name, audience, breaking, notice, notice of removal, additions forbidden, told, approved by, cap
    ("idea", Audience.NETWORK, Breaking.FREE, 0, 0, False, False, "approvers", None),
    ("private-beta", Audience.INVITED, Breaking.FREE, 0, 0, False, True, "approvers", 20),
    ("public-beta", Audience.EVERYONE, Breaking.NOTICE, 30, 90, False, True, "approvers", None),
    ("ga", Audience.EVERYONE, Breaking.NEW_VERSION, 0, 0, False, False, "governance", None),
    ("deprecated", Audience.CURRENT, Breaking.FORBID, 0, 0, True, False, "governance", None),
    ("retired", Audience.NOBODY, Breaking.FORBID, 0, 0, True, False, "approvers", None),
]
TIMINGS = {
    "idea": Timings(remind_days=5, stalled_days=14, parked_days=45),
    "private-beta": Timings(remind_days=30, stalled_days=90, parked_days=180),
    "public-beta": Timings(decision_days=90, overdue_days=365),
}


def rule(name: str) -> StageRule:
    found = DEFAULT.stage(name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", GATES)
def test_each_gate_asks_for_what_is_promised(name: str) -> None:
    assert rule(name).gate == GATES[name]


def test_each_stage_has_its_rules_in_order() -> None:
    assert [
        (
            rule.name,
            rule.audience,
            rule.breaking,
            rule.notice_days,
            rule.removal_notice_days,
            rule.additions_forbidden,
            rule.tell_participants,
            rule.approved_by,
            rule.cap,
        )
        for rule in DEFAULT.stages
    ] == RULES


@pytest.mark.parametrize("name", GATES)
def test_each_stage_has_its_timings_and_label(name: str) -> None:
    assert rule(name).timings == TIMINGS.get(name, Timings())
    assert rule(name).label == f"stage: {name}"


def test_a_stage_is_found_by_name_and_by_label_whatever_its_case() -> None:
    assert DEFAULT.stage_of_label("Stage: GA") == rule("ga")
    assert DEFAULT.stage_of_label("bug") is None
    assert DEFAULT.after("ga") == rule("deprecated")
    assert DEFAULT.after("retired") is None


def test_every_condition_but_links_has_a_key_of_its_own_name() -> None:
    assert set(GateShape.model_fields) == {*(set(GateKind) - {G.LINK}), "links", "calendar_days_or"}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_can_be_named(name: str) -> None:
    found = read_config(f"preset: {name}")
    assert isinstance(found, Config)
    assert found.preset == name
