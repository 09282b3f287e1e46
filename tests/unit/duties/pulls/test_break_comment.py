"""Our one comment on a pull request: when it comes, what it says, how it is edited."""

from dataclasses import replace

import pytest

from bot.contract import READER, Cause, Report
from bot.forge.effects import Conclusion, Hide, Plan, Say, SetCheck, SetLabels, WriteCard
from bot.forge.facts import ThreadFacts
from tests.unit.duties.pulls.reports import (
    ADDITIVE,
    BREAKS,
    ENUM,
    NO_DESCRIPTION,
    REQUIRED,
    RISKY,
    UNPROVEN,
    UNREADABLE,
    finding,
    report,
)
from tests.unit.duties.pulls.scene import CONFIG, HEAD2, LEE, ME, Scene, comment, of_kind
from tests.unit.words.pulls.expected import reads_as

ASK = CONFIG + "versioning: {open: ask}\n"


def test_the_first_break_brings_one_comment_with_findings_proofs_and_ways_on() -> None:
    reads_as("break-comment", _card(Scene(report=BREAKS, settings=ASK).plan()).body)


def test_a_break_in_private_beta_is_told_and_stops_nothing() -> None:
    plan = Scene(report=BREAKS, stage="private-beta").plan()
    reads_as("break-comment-private-beta", _card(plan).body)


def test_a_break_in_public_beta_is_told_with_the_notice_it_needs() -> None:
    reads_as("break-comment-public-beta", _card(Scene(report=BREAKS, stage="public-beta").plan()).body)


def test_a_risky_change_at_ga_has_one_comment_too() -> None:
    reads_as("break-comment-risky", _card(Scene(report=report(RISKY)).plan()).body)


def test_an_unreadable_description_is_told_with_its_line() -> None:
    reads_as("break-comment-unreadable", _card(Scene(report=UNREADABLE, unreadable=NO_DESCRIPTION).plan()).body)


def test_observing_says_that_nothing_is_enforced() -> None:
    reads_as("break-comment-observing", _card(Scene(report=BREAKS, enforced=False).plan()).body)


def test_a_break_that_is_only_listed_brings_no_comment() -> None:
    assert of_kind(Scene(report=BREAKS, stage="idea").plan(), WriteCard, Say) == []


def test_a_repaired_pull_request_is_told_so_in_the_same_comment_and_turns_green() -> None:
    broken = Scene(report=BREAKS, settings=ASK).settled()
    repaired = replace(broken, report=ADDITIVE, facts=_pushed(broken))
    plan = repaired.plan()
    (check,) = of_kind(plan, SetCheck)
    (labels,) = of_kind(plan, SetLabels)
    assert isinstance(check, SetCheck)
    assert check.conclusion is Conclusion.SUCCESS
    assert _card(plan).comment == broken.thread().comments[0].id
    assert isinstance(labels, SetLabels)
    assert (labels.on, labels.off) == ((), ("api: breaking",))
    reads_as("break-comment-repaired", _card(plan).body)
    assert len(repaired.settled().thread().comments) == 1


def test_labels_of_other_people_are_never_touched() -> None:
    scene = Scene(report=BREAKS)
    thread = replace(scene.thread(), labels=frozenset({"bug", "Stage: idea"}))
    (labels,) = of_kind(replace(scene, facts=thread).plan(), SetLabels)
    assert isinstance(labels, SetLabels)
    assert (labels.on, labels.off) == (("stage: ga", "api: breaking"), ("Stage: idea",))


def test_of_two_comments_of_ours_the_oldest_is_kept() -> None:
    scene = Scene(report=BREAKS, settings=ASK).settled()
    thread = scene.thread()
    twin = replace(thread.comments[0], id=9_999, node="IC_twin")
    plan = replace(scene, facts=replace(thread, comments=(*thread.comments, twin))).plan()
    assert of_kind(plan, Hide) == [Hide(thread.subject, "IC_twin")]


def test_a_marker_in_somebody_elses_comment_is_no_card() -> None:
    forged = comment(5, LEE, "<!-- stagekeeper:card pull -->\nAll is well.")
    assert _card(Scene(report=BREAKS, comments=(forged,)).plan()).comment is None


def test_a_card_that_somebody_edited_is_written_again() -> None:
    scene = Scene(report=BREAKS, settings=ASK).settled()
    thread = scene.thread()
    (card,) = thread.comments
    edited = replace(card, body=card.body.replace("breaking", "harmless"), editor=LEE)
    plan = replace(scene, facts=replace(thread, comments=(edited,))).plan()
    assert _card(plan).body == card.body
    assert card.author == ME


def test_names_out_of_a_description_break_no_table_and_call_nobody() -> None:
    hostile = finding("x", sentence="`a|b` <img src=x> @acme/all | `unclosed", fix="see [here](javascript:alert)")
    body = _card(Scene(report=report(hostile)).plan()).body
    (row,) = [line for line in body.splitlines() if line.startswith("| **F-")]
    assert row.replace("\\|", "").count("|") == 5
    assert "<img" not in row
    assert "@acme" not in row
    assert "[here](" not in row.replace("\\[", "")


@pytest.mark.parametrize("count", [60, 2_000])
def test_a_comment_stays_within_its_budget_however_much_breaks(count: int) -> None:
    many = Report("1", tuple(finding(f"rule-{number}", witness=REQUIRED.witness) for number in range(count)), ())
    plan = Scene(report=many).plan()
    (check,) = of_kind(plan, SetCheck)
    assert isinstance(check, SetCheck)
    assert len(_card(plan).body) < 60_000
    assert len(check.text) < 65_000
    assert len(check.annotations) <= 100
    assert f"{count} breaking changes" in check.title


def _pushed(scene: Scene) -> ThreadFacts:
    thread = scene.thread()
    assert thread.pull is not None
    return replace(thread, pull=replace(thread.pull, head=HEAD2, check=None))


def _card(plan: Plan) -> WriteCard:
    (card,) = of_kind(plan, WriteCard)
    assert isinstance(card, WriteCard)
    return card


def test_the_title_counts_what_the_table_lists_and_what_it_does_not_count_is_marked() -> None:
    reader = finding("response-property-removed", cls=Cause.RISKY, tags=frozenset({READER}))
    plan = Scene(report=report(REQUIRED, ENUM, UNPROVEN, reader, RISKY)).plan()
    (check,) = of_kind(plan, SetCheck)
    (card,) = of_kind(plan, WriteCard)
    assert isinstance(check, SetCheck)
    assert isinstance(card, WriteCard)
    assert check.title.startswith("2 breaking changes and 1 reader-breaking change to GA operations")
    rows = [line.split("|")[2].strip() for line in card.body.splitlines() if line.startswith("| **F-")]
    marks = [row.partition(":*")[0].removeprefix("*") if row.startswith("*") else "" for row in rows]
    assert marks == ["", "", "Reader-breaking change", "Possible breaking change", "Risky change, passes"]
