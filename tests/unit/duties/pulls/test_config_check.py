"""A pull request that changes the settings: read before it is merged, judged by the settings of the base branch."""

from dataclasses import replace

import pytest

from bot.config import Problems, read_config
from bot.duties.asking import Asking, Unanswered
from bot.duties.decide import decide
from bot.duties.in_force import InForce
from bot.duties.pull import pull
from bot.forge.effects import Conclusion, Plan, SetCheck
from bot.forge.facts import Blob, Change, ChangedFile, Look
from bot.forge.questions import BlobOf, HistoryOf, MergeBase, Revision
from bot.words.config import in_force_still
from tests.unit.duties.pulls.reports import BREAKS
from tests.unit.duties.pulls.scene import BASE, CONFIG, HEAD, PATH, SECRET, Scene, config, of_kind, pull_facts
from tests.unit.words.pulls.expected import reads_as

SETTINGS = ".github/stagekeeper.yml"
CHANGED = ChangedFile(SETTINGS, Change.MODIFIED)
WRONG = CONFIG.replace("owners:", "ownres:", 1).replace("mode: enforce", "mode: enfroce")


def proposing(text: str, **changes: object) -> Scene:
    before = Scene()._tree(BASE)
    scene = Scene(files={HEAD: {**before, SETTINGS: text.encode()}}, changed=(CHANGED,))
    return replace(scene, **changes)


def test_every_mistake_is_annotated_on_its_line_with_the_nearest_key() -> None:
    check = _check(proposing(WRONG).plan())
    assert check.conclusion is Conclusion.FAILURE
    assert check.title == ".github/stagekeeper.yml has 2 problems"
    assert [(one.path, one.start_line) for one in check.annotations] == [(SETTINGS, 4), (SETTINGS, 7)]
    reads_as("check-config", f"# {check.title}\n\n{check.summary}\n\n---\n\n{check.annotations[1].message}")


def test_settings_in_order_pass_without_a_comment() -> None:
    plan = proposing(CONFIG + "sunset_days: 400\n").plan()
    assert [type(effect) for effect in plan.effects] == [SetCheck]
    assert (_check(plan).conclusion, _check(plan).title) == (Conclusion.SUCCESS, "The settings can be read")


def test_a_pull_request_cannot_lower_its_own_rules() -> None:
    tree = Scene()._tree(HEAD)
    lenient = CONFIG + "stages: {ga: {breaking: free}}\n"
    scene = Scene(
        report=BREAKS,
        files={HEAD: {**tree, SETTINGS: lenient.encode()}},
        changed=(CHANGED, ChangedFile(PATH, Change.MODIFIED)),
    )
    assert _check(scene.plan()).title == "2 breaking changes to GA operations of payments: needs a new version"


def test_broken_settings_beside_a_break_say_both() -> None:
    tree = Scene()._tree(HEAD)
    scene = Scene(
        report=BREAKS,
        files={HEAD: {**tree, SETTINGS: WRONG.encode()}},
        changed=(CHANGED, ChangedFile(PATH, Change.MODIFIED)),
    )
    title = _check(scene.plan()).title
    assert title.startswith(".github/stagekeeper.yml has 2 problems; 2 breaking changes to GA operations")


def test_settings_that_are_removed_are_no_problem_of_theirs() -> None:
    tree = {path: data for path, data in Scene()._tree(BASE).items() if path != SETTINGS}
    scene = Scene(files={HEAD: tree}, changed=(ChangedFile(SETTINGS, Change.REMOVED),))
    check = _check(scene.plan())
    assert check.conclusion is Conclusion.SUCCESS
    assert check.title == "The settings are removed: the last good ones stay in force"
    assert "takes `.github/stagekeeper.yml` away. That changes no rule" in check.summary


RENAMED = CONFIG.replace("  payments:\n", "  pay:\n").replace("apis/payments_v1.yaml", "apis/pay.yaml")


def test_a_name_that_is_taken_out_although_a_proposal_is_bound_to_it_is_told_before_the_merge() -> None:
    plan = proposing(RENAMED).plan()
    check = _check(plan)
    assert check.conclusion is Conclusion.SUCCESS
    assert check.title == "The settings can be read, and no longer name payments"
    assert "to which [#7](https://github.com/acme/apis/issues/7) is bound (GA)" in check.summary
    assert "or write `stage: ga` below the new name" in check.summary


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        pytest.param(RENAMED, "private-beta", id="nothing-to-protect"),
        pytest.param(RENAMED, None, id="no-proposal"),
        pytest.param(CONFIG + "# the same names\n", "ga", id="every-name-stays"),
    ],
)
def test_where_nobody_loses_protection_the_check_is_silent_about_names(text: str, stage: str | None) -> None:
    assert "no longer name" not in _check(proposing(text, stage=stage).plan()).title


def test_broken_settings_on_the_base_branch_are_said_in_one_line() -> None:
    broken = read_config(WRONG)
    assert isinstance(broken, Problems)
    scene, answers = Scene(report=BREAKS), {}
    look = Look(scene.thread(), scene.now, (SECRET,))
    while True:
        ask = Asking(answers)
        try:
            plan = pull(look, scene.thread(), InForce(config(), in_force_still(broken)), ask)
            break
        except Unanswered:
            answers.update({question: scene.answer(question) for question in ask.open})
    first = _check(plan).summary.splitlines()[0]
    assert first.startswith("`.github/stagekeeper.yml` cannot be read (line 4")


@pytest.mark.parametrize(
    "text",
    [
        "apis:\n  p x: {description: a.yaml}\n",
        "a: [",
        "version: two\n",
        "stages: {ga: 3}\n",
        "access: {grant: team}\n",
        "- 1\n",
    ],
)
def test_no_mistake_is_left_without_a_sentence(text: str) -> None:
    check = _check(proposing(text).plan())
    assert check.conclusion is Conclusion.FAILURE
    assert all(one.message.endswith((".", "?")) and len(one.message) > 20 for one in check.annotations)


def _check(plan: Plan) -> SetCheck:
    (check,) = of_kind(plan, SetCheck)
    assert isinstance(check, SetCheck)
    return check


def test_a_base_branch_without_settings_is_judged_by_its_own_last_good_ones_or_not_at_all() -> None:
    """A branch that is older than the settings has no rules; one that they were deleted on keeps them."""
    base = "e" * 40
    scene = Scene(pull=pull_facts(base=base, base_ref="release"))
    look = Look(replace(scene.thread(), config=None), scene.now, (SECRET,))
    history = HistoryOf(base, SETTINGS)
    assert decide(look, {}) == {history}
    assert decide(look, {history: ()}) == Plan()
    settings = Revision("1" * 40, "5" * 40, scene.now, "u")
    answers = {history: (replace(settings, blob=None), settings), BlobOf("5" * 40): Blob("5" * 40, CONFIG.encode())}
    assert MergeBase(base, scene.pull.head) in decide(look, answers)
