"""The law of every duty: deciding again after applying gives nothing. Here for pull requests, over drawn scenes."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.contract import Report
from bot.forge.effects import OpenPull, Plan, React, WriteCard
from bot.forge.facts import RERUN, CannotTell, Click
from tests.unit.duties.pulls.reports import (
    ADDED,
    ADDITIVE,
    BREAKS,
    ENUM,
    REQUIRED,
    RISKY,
    UNPROVEN,
    UNREAD,
    UNREADABLE,
    report,
)
from tests.unit.duties.pulls.scene import (
    CONFIG,
    LEE,
    NETWORK,
    NOW,
    PRIYA,
    STRANGER,
    Scene,
    comment,
    of_kind,
    pull_facts,
)

LINES = (
    "/new-version",
    "/new-version v5",
    f'/not-breaking F-{REQUIRED.fingerprint[:4]} reason:"never"',
    "/not-breaking F-zzzz reason:x",
    "/hold wait",
    "/unhold",
    "/recheck",
    "/status",
    "/why",
    "/help",
    "/awesome The cursor",
    "/needs-work The names blocker",
    "/promote",
    "/hodl",
    "/v1/payments is a path",
    "Thank you!",
)
comments = st.lists(
    st.tuples(
        st.sampled_from((LEE, NETWORK, STRANGER, PRIYA)),
        st.lists(st.sampled_from(LINES), min_size=1, max_size=3).map("\n\n".join),
    ),
    max_size=3,
).map(lambda said: tuple(comment(5 + place, who, body) for place, (who, body) in enumerate(said)))
reports = st.one_of(
    st.sampled_from((BREAKS, ADDITIVE, UNREAD, UNREADABLE, CannotTell("too slow"))),
    st.lists(st.sampled_from((REQUIRED, ENUM, UNPROVEN, RISKY, ADDED)), unique_by=id).map(lambda some: report(*some)),
)
clicks = st.lists(
    st.builds(
        Click,
        st.sampled_from(("g-1", "g-2")),
        st.sampled_from(("new-version", "recheck", RERUN)),
        st.sampled_from((LEE, STRANGER)),
        st.just(NOW),
    ),
    max_size=2,
    unique_by=lambda click: click.guid,
).map(tuple)
scenes = st.builds(
    Scene,
    report=reports,
    stage=st.sampled_from((None, "idea", "private-beta", "public-beta", "ga", "deprecated")),
    settings=st.sampled_from((CONFIG, CONFIG + "versioning: {open: ask}\n", CONFIG + "risky: fail\n")),
    comments=comments,
    clicks=clicks,
    enforced=st.booleans(),
    teams_readable=st.booleans(),
    pull=st.builds(lambda draft, fork: pull_facts(draft=draft, from_fork=fork), st.booleans(), st.booleans()),
)
DRAWN = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(scenes)
@DRAWN
def test_deciding_again_after_applying_gives_nothing(scene: Scene) -> None:
    settled = scene.settled()
    assert settled.plan().effects == ()


@given(scenes)
@DRAWN
def test_the_same_look_gives_the_same_plan(scene: Scene) -> None:
    assert scene.plan() == scene.plan()


@given(scenes, st.data())
@DRAWN
def test_a_crash_between_any_two_writes_leads_to_the_same_end(scene: Scene, data: st.DataObject) -> None:
    """Clicks stay until the comment that remembers them is written, as the worker keeps them."""
    plan = scene.plan()
    survived = data.draw(st.integers(0, len(plan.effects)))
    done = plan.effects[:survived]
    crashed = scene.after(Plan(done))
    if not any(isinstance(effect, WriteCard) for effect in done):
        crashed = replace(crashed, clicks=scene.clicks)
    assert _end(crashed.settled()) == _end(scene.settled())


def test_control_without_the_reaction_last_a_crash_loses_the_answer() -> None:
    """The law above can fail: with the reaction first, a crash after it leaves a refusal unsaid."""
    scene = Scene(report=ADDITIVE, comments=(comment(5, STRANGER, "/hold"),))
    plan = scene.plan()
    (react,) = of_kind(plan, React)
    assert isinstance(react, React)
    after = scene.after(Plan((*of_kind(plan, WriteCard), react))).settled()
    assert _answers(after) != _answers(scene.settled())


def test_control_without_the_ledger_a_word_is_judged_anew_by_the_roles_of_today() -> None:
    """The law above can fail: a plan whose card is not written forgets who was accepted."""
    line = f'/not-breaking F-{REQUIRED.fingerprint[:4]} reason:"never"'
    scene = Scene(report=report(REQUIRED), comments=(comment(5, LEE, line),))
    plan = scene.plan()
    forgetful = scene.after(Plan(tuple(effect for effect in plan.effects if not isinstance(effect, WriteCard))))
    later = replace(forgetful, teams_readable=False)
    assert later.plan().effects != ()
    assert replace(scene.settled(), teams_readable=False).plan().effects == ()


@pytest.mark.parametrize("found", [BREAKS, report(RISKY), UNREADABLE, ADDITIVE])
def test_an_identical_look_writes_nothing(found: Report) -> None:
    settled = Scene(report=found).settled()
    assert settled.plan() == Plan()


def test_a_look_that_does_not_see_our_own_writes_yet_comes_to_the_same_text() -> None:
    """GitHub's reads lag: the journal remembers the ledger, the thread does not show the comment."""
    scene = Scene(report=BREAKS)
    plan = scene.plan()
    (card,) = of_kind(plan, WriteCard)
    assert isinstance(card, WriteCard)
    assert replace(scene, remembered=card.ledger).plan() == plan


def test_one_opening_however_often_it_is_looked_at() -> None:
    scene = Scene(report=BREAKS)
    opened = [effect for _ in range(3) for effect in of_kind(scene.plan(), OpenPull)]
    assert len({effect.key for effect in opened if isinstance(effect, OpenPull)}) == 1


def _end(scene: Scene) -> object:
    """What people see in the end, without the order in which our comments came."""
    thread = scene.thread()
    assert thread.pull is not None
    said = sorted(_visible(one.body) for one in thread.comments if one.ours)
    reactions = [(one.id, one.our_reactions) for one in thread.comments if not one.ours]
    check = thread.pull.check
    return (said, reactions, thread.labels, check and check.conclusion, scene.answers)


def _visible(body: str) -> str:
    return body.partition("<!-- stagekeeper:ledger")[0]


def _answers(scene: Scene) -> list[str]:
    return [one.body for one in scene.thread().comments if one.ours and "stagekeeper:say" in one.body]
