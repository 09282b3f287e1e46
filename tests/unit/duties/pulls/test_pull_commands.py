"""What people write on a pull request, and what they get back."""

from dataclasses import replace

import pytest

from bot.contract.replacing import replace as anew
from bot.forge.effects import Conclusion, OpenPull, Plan, React, Say, SetCheck, WriteCard
from bot.forge.facts import Actor, Click, Reaction
from bot.lifecycle import ledger as ledgers
from bot.lifecycle.ledger import Ledger
from tests.unit.duties.pulls.reports import ADDITIVE, BREAKS, ENUM, REQUIRED, report
from tests.unit.duties.pulls.scene import (
    CONFIG,
    LEE,
    NETWORK,
    NOW,
    SECRET,
    STRANGER,
    Scene,
    comment,
    of_kind,
    pull_facts,
)
from tests.unit.words.pulls.expected import reads_as

ASK = CONFIG + "versioning: {open: ask}\n"
REQUIRED_ID, ENUM_ID = f"F-{REQUIRED.fingerprint[:4]}", f"F-{ENUM.fingerprint[:4]}"
UP, CONFUSED = Reaction.THUMBS_UP, Reaction.CONFUSED


def says(author: Actor, body: str, **scene: object) -> Scene:
    return replace(Scene(report=BREAKS, settings=ASK, comments=(comment(5, author, body),)), **scene)


REFUSALS = {
    "new-version-by-a-stranger": says(STRANGER, "/new-version"),
    "new-version-where-nothing-breaks": says(LEE, "/new-version", report=ADDITIVE),
    "new-version-not-newer": says(LEE, "/new-version v1"),
    "new-version-teams-unreadable": says(LEE, "/new-version", teams_readable=False),
    "new-version-of-a-fork-without-write-access": says(
        Actor(LEE.kind, 2, "ola"), "/new-version", pull=pull_facts(from_fork=True)
    ),
    "not-breaking-unknown-finding": says(LEE, '/not-breaking F-zzzz reason:"never"'),
    "not-breaking-by-a-stranger": says(STRANGER, f'/not-breaking {REQUIRED_ID} reason:"never"'),
    "not-breaking-without-a-reason": says(LEE, f"/not-breaking {REQUIRED_ID}"),
    "promote-on-a-pull-request": says(LEE, "/promote"),
    "try-on-a-pull-request": says(STRANGER, "/try hackathon outcome:worked"),
    "hold-by-a-stranger": says(STRANGER, "/hold"),
    "unknown-command": says(LEE, "/new-versoin"),
    "why-of-an-unknown-finding": says(LEE, "/why F-zzzz"),
}


@pytest.mark.parametrize("scene", REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_says_in_at_most_four_lines_what_why_and_what_next(
    scene: Scene, request: pytest.FixtureRequest
) -> None:
    plan = scene.plan()
    (answer,) = of_kind(plan, Say)
    assert isinstance(answer, Say)
    assert len(answer.body.splitlines()) <= 4
    assert plan.effects[-1] == React(scene.thread().subject, 5, CONFUSED)
    assert of_kind(plan, OpenPull) == []
    reads_as(f"refused-{request.node.callspec.id}", answer.body)


@pytest.mark.parametrize("scene", REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_said_once(scene: Scene) -> None:
    assert len([one for one in scene.settled().thread().comments if "stagekeeper:say" in one.body]) == 1


def test_a_command_that_somebody_else_edited_is_refused_with_the_reason() -> None:
    edited = comment(5, LEE, "/new-version", editor=STRANGER, edited_at=NOW)
    plan = Scene(report=BREAKS, settings=ASK, comments=(edited,)).plan()
    (answer,) = of_kind(plan, Say)
    assert isinstance(answer, Say)
    assert "stranger edited this comment" in answer.body
    assert of_kind(plan, OpenPull) == []


def test_a_false_alarm_is_kept_counted_and_no_longer_stops_the_merge() -> None:
    line = f'/not-breaking {REQUIRED_ID} reason:"the gateway fills it in"'
    scene = says(LEE, line, report=report(REQUIRED))
    plan = scene.plan()
    assert _conclusion(plan) is Conclusion.SUCCESS
    assert plan.effects[-1] == React(scene.thread().subject, 5, UP)
    reads_as("break-comment-false-alarm", _card(plan).body)
    assert scene.settled().plan().effects == ()


def test_a_false_alarm_leaves_the_other_findings_as_they_are() -> None:
    plan = says(LEE, f'/not-breaking {REQUIRED_ID} reason:"never sent"').plan()
    (check,) = of_kind(plan, SetCheck)
    assert isinstance(check, SetCheck)
    assert check.title == "1 breaking change to GA operations of payments: needs a new version"
    assert "1 of them said to be a false alarm" in check.summary


def test_a_false_alarm_goes_by_fingerprint_so_that_a_further_edit_is_a_new_finding() -> None:
    scene = says(LEE, f'/not-breaking {REQUIRED_ID} reason:"never sent"', report=report(REQUIRED)).settled()
    edited = anew(REQUIRED, fingerprint="0" * 64)
    plan = replace(scene, report=report(edited)).plan()
    assert _conclusion(plan) is Conclusion.FAILURE


def test_a_word_once_accepted_outlives_the_role() -> None:
    scene = says(LEE, f'/not-breaking {REQUIRED_ID} reason:"never sent"', report=report(REQUIRED)).settled()
    assert replace(scene, teams_readable=False).plan().effects == ()


def test_a_hold_fails_the_check_until_it_is_lifted() -> None:
    held = says(NETWORK, "/hold waiting for legal", report=ADDITIVE).settled()
    pull = held.thread().pull
    assert pull is not None
    assert pull.check is not None
    assert pull.check.conclusion == "failure"
    reads_as("break-comment-held", held.thread().comments[1].body)
    thread = held.thread()
    lifted = replace(held, facts=replace(thread, comments=(*thread.comments, comment(9_500, LEE, "/unhold"))))
    assert _conclusion(lifted.plan()) is Conclusion.SUCCESS


@pytest.mark.parametrize("line", ["/status", f"/why {ENUM_ID}", "/why", "/help new-version"])
def test_a_question_is_answered_with_one_comment_and_a_thumb(line: str) -> None:
    scene = says(STRANGER, line)
    plan = scene.plan()
    (answer,) = of_kind(plan, Say)
    assert isinstance(answer, Say)
    assert plan.effects[-1] == React(scene.thread().subject, 5, UP)
    reads_as("answer-" + line.strip("/").replace(" ", "-").lower(), answer.body)
    assert scene.settled().plan().effects == ()


def test_feedback_is_kept_with_its_authors_standing_and_shown() -> None:
    scene = says(NETWORK, "/use-case Refunds from the till", report=ADDITIVE).settled()
    card = scene.thread().comments[1]
    assert "- **use-case** · Refunds from the till · [nia](" in card.body
    assert _ledger(card.body)["said:5"].said("standing") == "network"


def test_a_silent_green_pull_request_gets_its_comment_only_once_there_is_something_to_keep() -> None:
    assert of_kind(Scene(report=ADDITIVE).plan(), WriteCard) == []
    assert of_kind(says(LEE, "/recheck", report=ADDITIVE).plan(), WriteCard) != []


def test_what_is_said_on_a_closed_pull_request_is_answered_and_nothing_else_is_touched() -> None:
    scene = Scene(report=BREAKS, settings=ASK).settled()
    thread = scene.thread()
    spoken = replace(thread, open=False, comments=(*thread.comments, comment(9_500, LEE, "/new-version")))
    closed = replace(scene, facts=spoken, report=ADDITIVE)
    plan = closed.plan()
    assert [type(effect) for effect in plan.effects] == [WriteCard, Say, React]
    assert "2 breaking changes" in _card(plan).body
    assert closed.settled().plan().effects == ()


def test_a_click_of_an_owner_opens_the_new_version_and_stands_in_the_ledger() -> None:
    plan = Scene(report=BREAKS, settings=ASK, clicks=(_click(LEE),)).plan()
    assert len(of_kind(plan, OpenPull)) == 1
    entry = _ledger(_card(plan).body)["click:g-1"]
    assert (entry.verdict, entry.actor, entry.said("apis")) == ("accepted", LEE.id, "payments")


def test_a_click_of_a_stranger_is_refused_aloud_and_opens_nothing() -> None:
    scene = Scene(report=BREAKS, settings=ASK, clicks=(_click(STRANGER),))
    plan = scene.plan()
    assert of_kind(plan, OpenPull) == []
    (answer,) = of_kind(plan, Say)
    assert isinstance(answer, Say)
    reads_as("refused-click", answer.body)
    assert scene.settled().plan().effects == ()


def test_a_click_on_recheck_makes_a_new_run_once() -> None:
    scene = Scene(report=BREAKS, settings=ASK).settled()
    clicked = replace(scene, clicks=(_click(STRANGER, "recheck"),))
    (check,) = of_kind(clicked.plan(), SetCheck)
    assert isinstance(check, SetCheck)
    assert check.asked == ("click:g-1",)
    after = clicked.after(clicked.plan())
    assert replace(after, clicks=clicked.clicks).plan().effects == ()


def _click(actor: Actor, action: str = "new-version") -> Click:
    return Click("g-1", action, actor, NOW)


def _conclusion(plan: Plan) -> Conclusion:
    (check,) = of_kind(plan, SetCheck)
    assert isinstance(check, SetCheck)
    return check.conclusion


def _card(plan: Plan) -> WriteCard:
    (card,) = of_kind(plan, WriteCard)
    assert isinstance(card, WriteCard)
    return card


def _ledger(body: str) -> Ledger:
    found = ledgers.read(body, place="77/12", secrets=(SECRET,))
    assert found is not None
    return found
