"""The check run on a pull request: conclusion, title, lines, buttons."""

import pytest

from bot.contract import READER, Cause, Report
from bot.contract.replacing import replace
from bot.forge.effects import Conclusion, Level, Plan, Say, SetCheck, WriteCard
from bot.forge.facts import RERUN, Blob, CannotTell, Change, ChangedFile, CheckRun, Click
from bot.forge.questions import FileAt
from bot.sandbox.scenarios import payments
from tests.unit.duties.pulls.reports import (
    ADDITIVE,
    BREAKS,
    RISKY,
    UNPROVEN,
    UNREAD,
    UNREADABLE,
    finding,
    report,
)
from tests.unit.duties.pulls.scene import BASE, CONFIG, HEAD, LEE, NOW, PATH, QUIET, Scene, comment, of_kind, pull_facts
from tests.unit.words.pulls.expected import reads_as

C = Conclusion
REFUSED = Report("1", (), (), readable=False)
READERS = finding("response-property-removed", cls=Cause.RISKY, tags=frozenset({READER}))

OPS = "operations of payments"
VERDICTS = [
    ("idea", BREAKS, C.SUCCESS, f"2 breaking changes to idea {OPS}: allowed in this stage"),
    ("private-beta", BREAKS, C.SUCCESS, f"2 breaking changes to private beta {OPS}: allowed in this stage"),
    ("public-beta", BREAKS, C.ACTION_REQUIRED, f"2 breaking changes to public beta {OPS}: needs 30 days' notice"),
    ("ga", BREAKS, C.FAILURE, f"2 breaking changes to GA {OPS}: needs a new version"),
    ("deprecated", BREAKS, C.FAILURE, f"2 breaking changes to deprecated {OPS}: not allowed in deprecated"),
    ("ga", report(UNPROVEN), C.ACTION_REQUIRED, f"1 possible breaking change to GA {OPS}: an owner has to judge it"),
    ("ga", report(READERS), C.FAILURE, f"1 reader-breaking change to GA {OPS}: needs a new version"),
    ("ga", report(RISKY), C.SUCCESS, f"1 risky change to GA {OPS}"),
    ("deprecated", ADDITIVE, C.FAILURE, f"1 addition to deprecated {OPS}: not allowed in deprecated"),
    ("ga", ADDITIVE, C.SUCCESS, "No breaking change to payments"),
    ("ga", QUIET, C.SUCCESS, "No breaking change to payments"),
    ("ga", UNREAD, C.FAILURE, "1 changed part of payments could not be judged"),
    ("private-beta", UNREAD, C.SUCCESS, "1 changed part of payments could not be judged"),
    ("ga", UNREADABLE, C.FAILURE, f"I could not read {PATH}"),
    ("public-beta", UNREADABLE, C.FAILURE, f"I could not read {PATH}"),
    ("idea", UNREADABLE, C.SUCCESS, f"I could not read {PATH}"),
    ("ga", CannotTell("it took more than 60 seconds"), C.FAILURE, f"I could not read {PATH}"),
    (None, BREAKS, C.SUCCESS, "2 breaking changes to payments: no stage yet"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "found", "conclusion", "title"), VERDICTS, ids=[f"{row[0]}: {row[3]}" for row in VERDICTS]
)
def test_conclusion_and_title_carry_the_verdict(
    stage: str | None, found: Report | CannotTell, conclusion: Conclusion, title: str
) -> None:
    check = _check(Scene(report=found, stage=stage).plan())
    assert (check.conclusion, check.title, check.sha) == (conclusion, title, HEAD)


def test_a_break_is_found_behind_more_files_than_github_lists() -> None:
    listed = tuple(ChangedFile(f"docs/{number}.md", Change.ADDED) for number in range(3_000))
    assert _check(Scene(report=BREAKS, changed=listed).plan()).conclusion is C.FAILURE


def test_a_pull_request_that_touches_no_description_passes_without_a_word() -> None:
    plan = Scene(changed=(ChangedFile("README.md", Change.MODIFIED),)).plan()
    assert of_kind(plan, WriteCard, Say) == []
    assert (_check(plan).conclusion, _check(plan).title) == (C.SUCCESS, "No API description changed")
    assert _check(plan).buttons == ()


def test_an_additive_change_is_a_silent_green_check() -> None:
    plan = Scene(report=ADDITIVE).plan()
    assert of_kind(plan, WriteCard, Say) == []
    assert _check(plan).conclusion is C.SUCCESS


def test_the_break_reads_like_this_on_the_check() -> None:
    check = _check(Scene(report=BREAKS).plan())
    reads_as("check-break", f"# {check.title}\n\n{check.summary}\n\n---\n\n{check.text}")


def test_annotations_sit_on_the_lines_of_the_head() -> None:
    gone = finding("operation-removed", new=None)
    elsewhere = finding("x", new=replace(BREAKS.findings[0].new, file="apis/other.yaml"))
    check = _check(Scene(report=report(*BREAKS.findings, gone, elsewhere)).plan())
    assert [(one.path, one.start_line, one.level) for one in check.annotations] == [
        (PATH, 211, Level.FAILURE),
        (PATH, 180, Level.FAILURE),
    ]


def test_an_unreadable_description_is_annotated_on_its_line() -> None:
    (annotation,) = _check(Scene(report=UNREADABLE).plan()).annotations
    assert (annotation.start_line, annotation.level) == (12, Level.FAILURE)


def test_what_could_not_be_judged_stands_on_the_check_with_its_line() -> None:
    check = _check(Scene(report=UNREAD).plan())
    reads_as("check-unread", f"# {check.title}\n\n{check.summary}\n\n---\n\n{check.text}")


def test_a_failing_check_has_buttons_within_githubs_limits() -> None:
    buttons = _check(Scene(report=BREAKS).plan()).buttons
    assert [button.identifier for button in buttons] == ["new-version", "recheck"]
    assert all(len(one.label) <= 20 and len(one.description) <= 40 and len(one.identifier) <= 20 for one in buttons)


def test_where_no_new_version_would_help_only_recheck_is_offered() -> None:
    assert [one.identifier for one in _check(Scene(report=UNREADABLE).plan()).buttons] == ["recheck"]


def test_while_observing_the_check_is_neutral_and_tells_the_verdict_it_would_have() -> None:
    plan = Scene(report=BREAKS, enforced=False).plan()
    assert _check(plan).conclusion is C.NEUTRAL
    assert _check(plan).title.startswith("Observing, nothing is enforced: 2 breaking changes to GA operations")
    assert [type(effect) for effect in plan.effects] == [SetCheck, WriteCard]


def test_a_check_that_says_so_already_is_not_written_again() -> None:
    run = CheckRun(1, "API stage policy", HEAD, "completed", "success", "completed")
    assert of_kind(Scene(report=ADDITIVE, pull=pull_facts(check=run)).plan(), SetCheck) == []


@pytest.mark.parametrize(
    "run",
    [
        pytest.param(
            CheckRun(1, "API stage policy", BASE, "completed", "success", "completed"), id="of another commit"
        ),
        pytest.param(
            CheckRun(1, "API stage policy", HEAD, "completed", "failure", "completed"), id="another conclusion"
        ),
        pytest.param(CheckRun(1, "API stage policy", HEAD, "in_progress", None, "in_progress"), id="never completed"),
    ],
)
def test_a_check_that_is_not_as_it_should_be_is_written(run: CheckRun) -> None:
    assert _check(Scene(report=ADDITIVE, pull=pull_facts(check=run)).plan()).conclusion is C.SUCCESS


def test_githubs_rerun_makes_a_new_run_though_nothing_changed() -> None:
    run = CheckRun(1, "API stage policy", HEAD, "completed", "success", "queued")
    assert _check(Scene(report=ADDITIVE, pull=pull_facts(check=run)).plan()).rerun_of == 1


def test_a_rerun_that_github_told_of_makes_a_new_run_before_the_suite_shows_it_and_no_comment() -> None:
    run = CheckRun(1, "API stage policy", HEAD, "completed", "success", "completed")
    told = Click("g-1", RERUN, LEE, NOW)
    plan = Scene(report=ADDITIVE, pull=pull_facts(check=run), clicks=(told,)).plan()
    assert of_kind(plan, WriteCard, Say) == []
    assert _check(plan).asked == ("click:g-1",)


def test_recheck_makes_a_new_run_once() -> None:
    run = CheckRun(1, "API stage policy", HEAD, "completed", "success", "completed")
    scene = Scene(report=ADDITIVE, pull=pull_facts(check=run), comments=(comment(5, LEE, "/recheck"),))
    assert [cause.partition(":")[0] for cause in _check(scene.plan()).asked] == ["cmd"]
    assert scene.after(scene.plan()).plan().effects == ()


def test_a_description_that_is_removed_breaks_every_operation() -> None:
    files = {HEAD: {".github/stagekeeper.yml": CONFIG.encode()}}
    check = _check(Scene(files=files, changed=(ChangedFile(PATH, Change.REMOVED),)).plan())
    assert check.title == "1 breaking change to GA operations of payments: needs a new version"
    assert "`POST /v1/payments` and 1 more" in check.text


def test_a_description_that_is_new_breaks_nobody() -> None:
    files = {BASE: {".github/stagekeeper.yml": CONFIG.encode()}}
    check = _check(Scene(files=files, changed=(ChangedFile(PATH, Change.ADDED),)).plan())
    assert (check.conclusion, check.title) == (C.SUCCESS, "payments is described for the first time")


def test_a_renamed_description_is_compared_with_what_it_was() -> None:
    base = Scene().answer(FileAt(BASE, PATH))
    assert isinstance(base, Blob)
    files = {HEAD: {"apis/pay.yaml": base.data + b"#\n", ".github/stagekeeper.yml": CONFIG.encode()}}
    moved = ChangedFile("apis/pay.yaml", Change.RENAMED, before=PATH)
    assert _check(Scene(report=BREAKS, files=files, changed=(moved,)).plan()).conclusion is C.FAILURE


def test_a_base_description_that_nobody_can_read_is_named_as_the_bases() -> None:
    check = _check(Scene(report=UNREADABLE).plan())
    assert "on the base branch a mapping value is not allowed here" in check.summary


def _check(plan: Plan) -> SetCheck:
    (check,) = of_kind(plan, SetCheck)
    assert isinstance(check, SetCheck)
    return check


def test_a_change_of_a_file_that_the_description_refers_to_is_never_green() -> None:
    part = ChangedFile("apis/parts/money.yaml", Change.MODIFIED)
    split = payments.files()[PATH] + b"\n# $ref: parts/money.yaml#/Money\n"
    files = {BASE: {PATH: split}, HEAD: {PATH: split}}
    (check,) = [one for one in Scene(changed=(part,), files=files).plan().effects if isinstance(one, SetCheck)]
    assert check.conclusion is Conclusion.FAILURE
    assert "apis/parts/money.yaml" in check.summary + check.text


def test_a_change_of_a_file_that_no_description_refers_to_is_green() -> None:
    part = ChangedFile("deploy/values.yaml", Change.MODIFIED)
    files = {BASE: {PATH: payments.files()[PATH]}, HEAD: {PATH: payments.files()[PATH]}}
    (check,) = [one for one in Scene(changed=(part,), files=files).plan().effects if isinstance(one, SetCheck)]
    assert check.conclusion is Conclusion.SUCCESS
