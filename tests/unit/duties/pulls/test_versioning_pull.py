"""The pull request that puts a break into a new version: when it is opened, what it holds, how it is kept in step."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.forge.effects import LookAt, OpenPull, Plan, Say, SetCheck, WriteCard
from bot.forge.facts import Change, ChangedFile, Click, CommentDeleted
from bot.forge.questions import BranchAt, BranchPull, PullFrom
from bot.sandbox.scenarios import payments
from tests.unit.duties.pulls.reports import ADDITIVE, BREAKS, UNPROVEN, report
from tests.unit.duties.pulls.scene import (
    BASE,
    CONFIG,
    HEAD,
    HEAD2,
    LEE,
    NOW,
    PATH,
    PRIYA,
    STRANGER,
    Scene,
    comment,
    of_kind,
    pull_facts,
)
from tests.unit.words.pulls.expected import reads_as
from tests.unit.world import head_of

ASK = CONFIG + "versioning: {open: ask}\n"
BRANCH = "stagekeeper/payments-v2-from-12"
PERSONS, MOVED = "9" * 40, "a" * 40


def test_a_break_at_ga_opens_the_new_version_beside_the_old_one() -> None:
    effect = _opened(Scene(report=BREAKS).plan())
    assert (effect.branch, effect.base, effect.parent) == (BRANCH, "main", BASE)
    assert (effect.ours, effect.pull, effect.draft) == (None, None, False)
    reads_as("versioning-pull", f"# {effect.title}\n\n{effect.body}\n\n---\n\n{effect.commits[0].message}")


@pytest.mark.parametrize(("is_open", "state"), [(True, "open"), (False, "closed")])
def test_the_pull_request_that_it_comes_from_is_looked_at_when_it_opens_or_ends(is_open: bool, state: str) -> None:
    scene = Scene(pull=pull_facts(head_ref="stagekeeper/payments-v2-from-3"))
    plan = replace(scene, facts=replace(scene.thread(), open=is_open)).plan()
    assert [(str(one.subject), one.cause) for one in of_kind(plan, LookAt)] == [
        ("acme/apis#3", f"acme/apis#12:{state}")
    ]


def test_a_forks_branch_of_that_name_has_nobody_looked_at() -> None:
    pull = pull_facts(head_ref="stagekeeper/payments-v2-from-3", from_fork=True)
    assert of_kind(Scene(pull=pull).plan(), LookAt) == []


def test_the_old_description_is_not_touched_and_the_new_one_has_the_authors_change() -> None:
    files = {file.path: file.data for file in _opened(Scene(report=BREAKS).plan()).commits[0].files}
    assert PATH not in files
    changed = payments.change("breaking").applied(payments.files())[PATH]
    new = files["apis/payments_v2.yaml"] or b""
    assert len(new.splitlines()) == len(changed.splitlines())
    assert b"amount_minor" in new
    assert {".github/stagekeeper.yml", "CHANGELOG.md", "docs/migrations/payments-v1-to-v2.md"} <= set(files)


def test_only_files_of_our_own_making_are_in_it_whatever_else_the_author_changed() -> None:
    changed = (ChangedFile(PATH, Change.MODIFIED), ChangedFile("src/evil.py", Change.ADDED))
    files = {file.path for file in _opened(Scene(report=BREAKS, changed=changed).plan()).commits[0].files}
    assert "src/evil.py" not in files


def test_what_is_decided_is_written_down_before_it_is_done() -> None:
    kinds = [type(effect) for effect in Scene(report=BREAKS).plan().effects]
    assert kinds.index(WriteCard) < kinds.index(OpenPull)


def test_it_looks_again_soon_to_link_both_threads_once() -> None:
    scene = Scene(report=BREAKS)
    plan = scene.plan()
    assert plan.look_again_at is not None
    linked = scene.after(plan)
    (said,) = of_kind(linked.plan(), Say)
    assert isinstance(said, Say)
    reads_as("versioning-opened", said.body)
    assert scene.settled().plan().effects == ()


NOT_BY_ITSELF = {
    "a draft": Scene(report=BREAKS, pull=pull_facts(draft=True)),
    "a fork": Scene(report=BREAKS, pull=pull_facts(from_fork=True)),
    "where the settings say ask": Scene(report=BREAKS, settings=ASK),
    "an additive change": Scene(report=ADDITIVE),
    "a break before GA": Scene(report=BREAKS, stage="public-beta"),
    "a break of a deprecated API": Scene(report=BREAKS, stage="deprecated"),
    "while observing": Scene(report=BREAKS, enforced=False),
    "an API without a stage": Scene(report=BREAKS, stage=None),
    "a versioning pull request itself": Scene(report=BREAKS, pull=pull_facts(head_ref="stagekeeper/x-v2-from-3")),
    "a closed pull request": replace(Scene(report=BREAKS), facts=replace(Scene().thread(), open=False)),
}


@pytest.mark.parametrize("scene", NOT_BY_ITSELF.values(), ids=NOT_BY_ITSELF)
def test_nothing_is_opened_by_itself_for(scene: Scene) -> None:
    assert of_kind(scene.plan(), OpenPull) == []


@pytest.mark.parametrize("name", ["a draft", "a fork", "where the settings say ask"])
def test_an_owners_word_opens_it_all_the_same(name: str) -> None:
    scene = replace(NOT_BY_ITSELF[name], comments=(comment(5, LEE, "/new-version"),))
    effect = _opened(scene.plan())
    assert effect.branch == BRANCH
    assert [state.comment for state in effect.if_unchanged] == [5]
    assert scene.settled().plan().effects == ()


def test_an_owner_may_name_the_version() -> None:
    scene = Scene(report=BREAKS, settings=ASK, comments=(comment(5, LEE, "/new-version v4"),))
    assert _opened(scene.plan()).branch == "stagekeeper/payments-v4-from-12"


@pytest.mark.parametrize("further", ["the button", "/new-version"])
def test_a_word_that_names_no_version_keeps_the_one_that_was_named(further: str) -> None:
    named = comment(5, LEE, "/new-version v4")
    scene = Scene(report=BREAKS, settings=ASK, comments=(named,)).settled()
    if further == "the button":
        again = replace(scene, clicks=(Click("g-1", "new-version", LEE, NOW),))
    else:
        again = replace(scene, comments=(named, comment(6, LEE, further)))
    opened = [*of_kind(again.plan(), OpenPull), *of_kind(_pushed(again.settled()).plan(), OpenPull)]
    assert {one.branch for one in opened if isinstance(one, OpenPull)} == {"stagekeeper/payments-v4-from-12"}


def test_a_possible_break_waits_for_an_owner_and_becomes_a_version_too() -> None:
    assert _opened(Scene(report=report(UNPROVEN)).plan()).branch == BRANCH


def test_when_the_author_pushes_again_the_same_pull_request_is_brought_in_step() -> None:
    scene = Scene(report=BREAKS).settled()
    there = scene.answers[PullFrom(BRANCH)]
    assert isinstance(there, BranchPull)
    pushed = _pushed(scene)
    effect = _opened(pushed.plan())
    assert (effect.pull, effect.ours, effect.branch) == (there.number, there.head, BRANCH)
    assert effect.key != _opened(Scene(report=BREAKS).plan()).key
    after = pushed.settled()
    now = after.answers[PullFrom(BRANCH)]
    assert isinstance(now, BranchPull)
    assert (now.number, now.head != there.head) == (there.number, True)
    assert after.plan().effects == ()


def test_a_persons_commits_on_it_are_never_written_over_and_we_say_so() -> None:
    scene = _person_pushes(Scene(report=BREAKS).settled())
    plan = scene.plan()
    assert of_kind(plan, OpenPull) == []
    assert "Somebody else has pushed to its branch" in _card(plan).body
    assert scene.settled().answers[BranchAt(BRANCH)] == PERSONS


def test_nor_are_they_when_the_author_pushes_again() -> None:
    scene = _pushed(_person_pushes(Scene(report=BREAKS).settled()))
    after = scene.after(scene.plan())
    assert after.answers[BranchAt(BRANCH)] == PERSONS


def test_the_base_may_move_between_a_crash_and_the_next_try_and_it_is_the_same_commit() -> None:
    scene = Scene(report=BREAKS)
    plan = scene.plan()
    crashed = scene.after(Plan(plan.effects[: plan.effects.index(_opened(plan))]))
    thread = crashed.thread()
    assert thread.pull is not None
    moved = replace(
        crashed, facts=replace(thread, pull=replace(thread.pull, base=MOVED)), files={MOVED: scene._tree(BASE)}
    )
    assert head_of(_opened(moved.plan())) == head_of(_opened(plan))


def test_a_crash_between_branch_and_body_is_made_good() -> None:
    """The branch has the commit for the new head, the body still names the one before."""
    pushed = _pushed(Scene(report=BREAKS).settled())
    plan = pushed.plan()
    tip = head_of(_opened(plan))
    half = _with_pull(pushed.after(Plan(plan.effects[:2])), head=tip)
    half = replace(half, answers={**half.answers, BranchAt(BRANCH): tip})
    assert f"head={tip}" in _body_of(half.settled())


def test_one_that_a_person_closed_stays_closed() -> None:
    scene = _with_pull(Scene(report=BREAKS).settled(), open=False)
    plan = scene.plan()
    assert of_kind(plan, OpenPull) == []
    reads_as("break-comment-version-closed", _card(plan).body)
    assert scene.settled().plan().effects == ()


def test_one_that_a_person_closed_is_opened_again_on_an_owners_word_and_only_once() -> None:
    scene = _with_pull(Scene(report=BREAKS).settled(), open=False)
    thread = scene.thread()
    asked = replace(scene, facts=replace(thread, comments=(*thread.comments, comment(9_500, LEE, "/new-version"))))
    effect = _opened(asked.plan())
    assert effect.pull is None
    reopened = asked.settled()
    closed_again = _with_pull(reopened, open=False)
    assert of_kind(closed_again.plan(), OpenPull) == []


def test_one_that_was_merged_is_done() -> None:
    scene = _with_pull(Scene(report=BREAKS).settled(), open=False, merged=True)
    plan = scene.plan()
    assert of_kind(plan, OpenPull) == []
    assert "has this change since #" in _card(plan).body


def test_once_the_break_is_gone_the_versioning_pull_request_is_left_to_people() -> None:
    scene = Scene(report=BREAKS).settled()
    repaired = replace(_pushed(scene), report=ADDITIVE)
    plan = repaired.plan()
    (check,) = of_kind(plan, SetCheck)
    assert isinstance(check, SetCheck)
    assert check.conclusion.value == "success"
    assert of_kind(plan, OpenPull) == []
    reads_as("break-comment-repaired-with-version", _card(plan).body)
    assert repaired.settled().plan().effects == ()


def test_where_the_signs_do_not_agree_it_is_a_draft_with_a_question() -> None:
    files = {commit: _renamed(Scene()._tree(commit)) for commit in (BASE, HEAD)}
    settings = CONFIG.replace("payments_v1", "v3/payments_v3")
    scene = Scene(
        report=BREAKS,
        settings=settings,
        files=files,
        changed=(ChangedFile("apis/v3/payments_v3.yaml", Change.MODIFIED),),
    )
    effect = _opened(scene.plan())
    assert effect.draft
    assert "**A question first**: The signs of a version do not agree" in effect.body
    assert scene.settled().plan().effects == ()


def test_a_new_version_is_chosen_once_though_the_base_moves_on() -> None:
    scene = Scene(report=BREAKS).settled()
    trees = {commit: {**scene._tree(commit), "apis/payments_v2.yaml": b"taken"} for commit in (BASE, HEAD)}
    assert replace(scene, files=trees).plan().effects == ()


def test_without_ledger_and_database_the_same_version_is_found_again() -> None:
    scene = Scene(report=BREAKS).settled()
    thread = scene.thread()
    bare = replace(scene, facts=replace(thread, comments=(), deletions=(CommentDeleted(NOW, PRIYA, thread.me),)))
    assert of_kind(bare.plan(), OpenPull) == []
    again = bare.settled().answers[PullFrom(BRANCH)]
    assert again == scene.answers[PullFrom(BRANCH)]


def test_a_version_asked_for_by_a_stranger_is_none() -> None:
    scene = Scene(report=BREAKS, settings=ASK, comments=(comment(5, STRANGER, "/new-version"),))
    assert of_kind(scene.plan(), OpenPull) == []


def test_the_versioning_pull_request_itself_passes_its_check() -> None:
    effect = _opened(Scene(report=BREAKS).plan())
    base = Scene()._tree(BASE)
    head = {**base, **{file.path: file.data or b"" for file in effect.commits[0].files}}
    changed = tuple(ChangedFile(file.path, Change.MODIFIED) for file in effect.commits[0].files)
    scene = Scene(files={HEAD: head}, changed=changed, pull=pull_facts(head_ref=BRANCH))
    plan = scene.plan()
    (check,) = of_kind(plan, SetCheck)
    assert [effect for effect in plan.effects if not isinstance(effect, SetCheck | LookAt)] == []
    assert isinstance(check, SetCheck)
    assert (check.conclusion.value, check.title) == (
        "success",
        "New in the settings: payments-v2; no described API changes",
    )


def _body_of(scene: Scene) -> str:
    there = scene.answers[PullFrom(BRANCH)]
    assert isinstance(there, BranchPull)
    return there.body


def _renamed(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path.replace("payments_v1", "v3/payments_v3"): data for path, data in tree.items()}


def _pushed(scene: Scene) -> Scene:
    thread = scene.thread()
    assert thread.pull is not None
    return replace(scene, facts=replace(thread, pull=replace(thread.pull, head=HEAD2, check=None)))


def _person_pushes(scene: Scene) -> Scene:
    moved = _with_pull(scene, head=PERSONS)
    return replace(moved, answers={**moved.answers, BranchAt(BRANCH): PERSONS})


def _with_pull(scene: Scene, **changes: object) -> Scene:
    there = scene.answers[PullFrom(BRANCH)]
    assert isinstance(there, BranchPull)
    return replace(scene, answers={**scene.answers, PullFrom(BRANCH): replace(there, **changes)})


def _opened(plan: Plan) -> OpenPull:
    (effect,) = of_kind(plan, OpenPull)
    assert isinstance(effect, OpenPull)
    return effect


def _card(plan: Plan) -> WriteCard:
    (card,) = of_kind(plan, WriteCard)
    assert isinstance(card, WriteCard)
    return card
