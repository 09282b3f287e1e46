"""The pull request that writes GA into the settings: once, never over a person's commit, nothing else in it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.config import Config, read_config
from bot.forge.effects import CommitWrite, FileWrite, LookAt, OpenPull, Plan
from bot.forge.facts import Blob, ThreadFacts
from bot.forge.questions import FileAt, Question
from bot.forge.subjects import Thread
from tests.unit.duties.proposals.scene import CONFIG, REPO, Scene, in_ga
from tests.unit.duties.proposals.test_laws import happenings, play
from tests.unit.duties.pulls.scene import Scene as PullScene
from tests.unit.duties.pulls.scene import pull_facts

BRANCH = "stagekeeper/floor-7-payments"
HAS_IT = CONFIG.replace(b"payments_v1.yaml\n", b"payments_v1.yaml\n    stage: ga\n")
CHANGED = CONFIG + b"# more\n"


def opened(plan: Plan) -> list[OpenPull]:
    return [effect for effect in plan.effects if isinstance(effect, OpenPull)]


def test_on_reaching_ga_the_floor_is_proposed_once_and_linked_from_the_card():
    scene = in_ga()
    (effect,) = opened(scene.runs())
    (commit,) = effect.commits
    assert isinstance(commit, CommitWrite)
    assert commit.files == (FileWrite(".github/stagekeeper.yml", HAS_IT),)
    told = read_config(HAS_IT.decode())
    assert isinstance(told, Config)
    assert told.apis["payments"].stage == "ga"
    assert (effect.branch, effect.base, effect.parent, effect.ours, effect.pull) == (
        BRANCH,
        "main",
        REPO.head,
        None,
        None,
    )
    assert "#7 brought payments to **GA**" in effect.body
    scene.settled()
    assert "**Merge [#500](https://forge/acme/apis/pull/500)**: it writes `apis.payments.stage: ga`" in scene.card


def test_until_its_number_is_known_the_plan_looks_again_soon():
    scene = in_ga()
    plan = scene.plan()
    assert plan.look_again_at is not None
    assert (plan.look_again_at - scene.now).total_seconds() == 2
    assert scene.settled().plan().look_again_at is None


def test_settings_that_have_it_ask_for_nothing():
    scene = in_ga(config=HAS_IT)
    scene.settled()
    assert scene.pulls == {}
    assert "lowers nothing" not in scene.card


@pytest.mark.parametrize(
    "config",
    [
        pytest.param(CONFIG.replace(b"mode: enforce", b"mode: observe\nobserve_until: 2030-01-01"), id="observing"),
        pytest.param(CONFIG + b"ownerz: []\n", id="broken"),
        pytest.param(None, id="deleted"),
    ],
)
def test_no_pull_request_is_opened_while_settings_only_observe_or_cannot_be_read(config: bytes | None):
    assert in_ga(config=config).settled().pulls == {}


def test_before_ga_there_is_no_floor_to_write():
    scene = Scene()
    scene.settled()
    assert scene.pulls == {}


def test_when_the_settings_change_the_open_one_is_written_anew_on_them():
    scene = in_ga().settled()
    before = scene.pulls[BRANCH]
    scene.config, scene.head = CHANGED, "e" * 40
    (effect,) = opened(scene.runs())
    assert (effect.parent, effect.ours, effect.pull) == ("e" * 40, before.head, 500)
    assert effect.commits[0].files[0].data == HAS_IT + b"# more\n"
    assert scene.settled().pulls[BRANCH].number == 500


def test_a_persons_commit_on_the_branch_is_never_written_over():
    scene = in_ga().settled()
    scene.pulls[BRANCH] = replace(scene.pulls[BRANCH], head="f" * 40)
    scene.config, scene.head = CHANGED, "e" * 40
    assert opened(scene.runs()) == []
    assert scene.pulls[BRANCH].head == "f" * 40
    assert "**Merge [#500]" in scene.settled().card


def test_one_that_a_person_closed_is_not_opened_again_and_the_card_says_what_to_write():
    scene = in_ga().settled()
    scene.pulls[BRANCH] = replace(scene.pulls[BRANCH], open=False)
    assert opened(scene.runs()) == []
    assert "**Write `apis.payments.stage: ga`** into `.github/stagekeeper.yml`" in scene.card
    scene.config = HAS_IT
    assert "lowers nothing" not in scene.settled().card


class Unwritable(Scene):
    """Settings that cannot be written into at the commit that was chosen."""

    def _answer(self, question: Question[object]) -> object:
        is_settings = question == FileAt(self.head, ".github/stagekeeper.yml")
        return Blob("9" * 40, b"apis: [") if is_settings else super()._answer(question)


def test_settings_that_cannot_be_written_into_are_left_to_a_person():
    scene = Unwritable(**vars(in_ga()))
    scene.settled()
    assert scene.pulls == {}
    assert "**Write `apis.payments.stage: ga`** into `.github/stagekeeper.yml`" in scene.card
    assert scene.plan().look_again_at is None


def test_with_everything_lost_it_is_found_by_its_branch_and_not_opened_twice():
    scene = in_ga().settled()
    before = dict(scene.pulls)
    scene.loses_all()
    scene.head = "e" * 40  # somebody pushed meanwhile
    assert opened(scene.runs()) == []
    assert scene.settled().pulls == before
    assert "**Merge [#500]" in scene.card


@pytest.mark.parametrize(
    ("facts", "state"), [({}, "open"), ({"merged": True}, "merged"), ({"merged": False}, "closed")]
)
def test_its_pull_request_has_the_proposal_looked_at_when_it_opens_and_ends(facts: dict[str, bool], state: str):
    pull = PullScene(settings=CONFIG.decode(), changed=(), pull=pull_facts(head_ref=BRANCH, **facts))
    thread: ThreadFacts = replace(pull.thread(), open=state == "open")
    looks = [one for one in replace(pull, facts=thread).plan().effects if isinstance(one, LookAt)]
    assert looks == [LookAt(Thread(REPO.repo, 7), cause=f"acme/apis#12:{state}")]


def test_a_fork_with_a_branch_of_that_name_has_nothing_looked_at():
    pull = PullScene(changed=(), pull=pull_facts(head_ref=BRANCH, from_fork=True))
    assert not [one for one in pull.plan().effects if isinstance(one, LookAt)]


@settings(max_examples=30, deadline=None, derandomize=True)
@given(happenings)
def test_whatever_people_do_in_ga_deciding_again_gives_nothing(happened: list[tuple]):
    scene = in_ga()
    play(scene, happened)
    scene.runs()
    scene.runs()  # the pull request's number comes to the card by a look of its own
    assert scene.runs().effects == ()
    assert len(scene.pulls) == 1


def test_a_crash_between_any_two_effects_opens_one():
    plan = in_ga().plan()
    for done in range(len(plan.effects) + 1):
        scene = in_ga()
        for effect in plan.effects[:done]:
            scene.apply(effect)
        assert len(scene.settled().pulls) == 1
