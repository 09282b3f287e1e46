"""Which configuration counts."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.config import DEFAULT, read_config
from bot.config.labels import labels
from bot.duties.asking import Asking, Unanswered
from bot.duties.in_force import in_force
from bot.forge.effects import Plan
from bot.forge.facts import Blob, Comment
from bot.forge.questions import BlobOf, FirstLabelAt, HistoryOf, ProposalFacts, Proposals, Revision
from bot.forge.subjects import Thread
from bot.lifecycle.stages import Ladder
from bot.versioning.config_entry import CONFIG_PATH as PATH
from tests.unit.duties.proposals.scene import CONFIG, ME, OPENED, REPO, Scene, said, stages


def test_a_broken_configuration_leaves_the_last_good_one_in_force_and_says_so():
    scene = Scene(config=CONFIG + b"\nownerz: []\n")
    scene.runs()
    assert "the last good one is in force" in scene.card
    assert "2 reviewers of the Developer Network" in scene.card


def test_without_a_configuration_nothing_is_done_on_a_thread():
    scene = Scene(config=None, older=None)
    scene.says("lee", "/promote")
    assert scene.plan() == Plan()


def test_a_configuration_that_was_deleted_stays_in_force_and_the_card_says_so():
    scene = Scene()
    scene.runs()
    scene.config = None
    scene.says("lee", "/promote")
    plan = scene.runs()
    assert "`.github/stagekeeper.yml` is gone; the last one that could be read stays in force" in scene.card
    assert "2 reviewers of the Developer Network" in scene.card
    assert "are not met" in said(plan, "answer")
    assert scene.runs().effects == ()


def test_a_deleted_configuration_protects_a_proposal_that_was_not_looked_at_yet():
    scene = Scene(config=None)
    scene.runs()
    assert "is gone" in scene.card


def test_an_issue_that_is_no_proposal_costs_no_question_where_there_is_no_configuration():
    scene = Scene(config=None, labels=frozenset({"bug"}), events=[])
    assert (scene.plan(), scene.rounds) == (Plan(), 0)


def test_a_broken_configuration_that_was_deleted_gives_way_to_the_last_good_one():
    scene = Scene(config=None, older=CONFIG + b"\nownerz: []\n")
    assert scene.plan() == Plan()


def test_while_observing_the_card_says_so_and_no_label_is_put_back():
    scene = Scene(config=CONFIG.replace(b"mode: enforce", b"mode: observe"))
    scene.runs()
    scene.labels_by("mallory", on="stage: ga")
    plan = scene.runs()
    assert "Observing until 2026-09-15: nothing is enforced" in scene.card
    assert stages(plan) == []
    assert said(plan, "label") == ""


OBSERVING = CONFIG.replace(b"mode: enforce", b"mode: observe")
SEP_1, SEP_9 = datetime(2026, 9, 1, 23, tzinfo=UTC), datetime(2026, 9, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("settings", "labelled_at", "settled_at", "last"),
    [
        pytest.param("", SEP_9, SEP_1, date(2026, 9, 23), id="fourteen-days-after-the-first-label"),
        pytest.param("", SEP_1, SEP_9, date(2026, 9, 23), id="a-label-older-than-the-settings-is-not-ours"),
        pytest.param("", SEP_1, None, date(2026, 9, 15), id="settings-without-a-history"),
        pytest.param("", None, SEP_1, None, id="no-label-yet"),
        pytest.param("observe_until: 2027-01-31", SEP_1, SEP_1, date(2027, 1, 31), id="as-the-settings-say"),
    ],
)
def test_the_last_day_of_observing(settings, labelled_at, settled_at, last):
    names = tuple(label.name for label in labels(DEFAULT))
    history = (
        Revision("2" * 40, "f" * 40, SEP_9 + timedelta(days=90), "u"),
        Revision("1" * 40, "9" * 40, settled_at, "u"),
    )
    answers = {FirstLabelAt(names): labelled_at, HistoryOf("d" * 40, PATH): history if settled_at else ()}
    blob = Blob("c" * 40, f"mode: observe\n{settings}\n".encode())
    for now, enforced in ((SEP_9, False), (_at(last), False), (_at(last) + timedelta(days=1), last is not None)):
        found = in_force(blob, "d" * 40, Asking(answers), now=now)
        assert (found.observed_until, found.enforced) == (last, enforced)
        assert found.ends_at() == (_at(last) + timedelta(hours=1) if last and not enforced else None)


LATER = datetime(2026, 12, 1, tzinfo=UTC)


def _at(last):
    """The last hour of that day, or of a day long after."""
    return datetime.combine(last or date(2030, 1, 1), time(23), UTC)


def test_enforcing_asks_for_no_label_and_no_history():
    assert in_force(Blob("c" * 40, b"mode: enforce"), "d" * 40, Asking({}), now=OPENED).enforced


def test_observing_ends_by_itself_and_the_plan_looks_again_on_that_day():
    scene = Scene(config=OBSERVING)
    scene.labels_by("mallory", on="stage: ga")
    scene.settled()
    scene.now = datetime(2026, 9, 15, 23, 59, tzinfo=UTC)
    assert scene.settled().plan().look_again_at == datetime(2026, 9, 16, tzinfo=UTC)
    assert scene.labels == {"stage: idea", "stage: ga"}
    scene.now = datetime(2026, 9, 16, tzinfo=UTC)
    scene.settled()
    assert scene.labels == {"stage: idea"}
    assert "Observing" not in scene.card


def test_without_a_first_label_the_card_names_no_day_before_it_stands_itself():
    scene = Scene(config=OBSERVING, labelled_at=None)
    scene.runs()
    assert "**Observing: nothing is enforced.**" in scene.card
    scene.runs()
    assert "Observing until 2026-09-15" in scene.card
    assert scene.runs().effects == ()


@pytest.mark.parametrize("broken", [1, 12, 200])
def test_the_last_good_configuration_is_found_in_few_rounds_however_many_broken_ones_came_after(broken):
    """A look has twelve rounds for everything; one for each broken revision would let every look fail for ever."""
    good = Blob("9" * 40, b"mode: enforce\n")
    blobs = {f"{number:040x}": Blob(f"{number:040x}", b"ownerz: [") for number in range(broken)} | {good.oid: good}
    history = tuple(Revision(oid, oid, OPENED, "u") for oid in blobs)
    answers: dict[object, object] = {HistoryOf("d" * 40, PATH): history}
    rounds = 0
    while rounds < 12:
        ask = Asking(answers)
        with suppress(Unanswered):
            assert (found := in_force(Blob("0" * 40, b"ownerz: ["), "d" * 40, ask, now=OPENED)) is not None
            break
        answers |= {question: blobs[question.oid] for question in ask.open}
        rounds += 1
    assert (found.enforced, bool(found.warning)) == (True, True)
    assert rounds <= 4


def test_one_broken_configuration_is_followed_by_one_question():
    history = tuple(Revision(oid * 40, oid * 40, OPENED, "u") for oid in "cba")
    ask = Asking({HistoryOf("d" * 40, PATH): history})
    with pytest.raises(Unanswered):
        in_force(Blob("c" * 40, b"ownerz: ["), "d" * 40, ask, now=OPENED)
    assert ask.open == {BlobOf("b" * 40)}


@pytest.mark.parametrize("labelled_at", [pytest.param(None, id="deleted"), pytest.param(LATER, id="made-anew")])
def test_who_deletes_our_labels_does_not_have_the_rules_rest_for_another_fortnight(labelled_at):
    scene = Scene(config=OBSERVING)
    scene.settled()
    scene.now, scene.labelled_at = LATER, labelled_at
    scene.labels_by("mallory", off="stage: idea")
    scene.settled()
    assert scene.labels == {"stage: idea"}
    assert "Observing" not in scene.card


@pytest.mark.parametrize(
    ("written_at", "enforced"),
    [
        pytest.param(LATER - timedelta(days=20), True, id="a-comment-of-ours-on-a-proposal-is-older"),
        pytest.param(LATER - timedelta(days=2), False, id="we-are-new"),
    ],
)
def test_a_pull_request_is_judged_by_how_long_we_are_there_whatever_became_of_the_labels(written_at, enforced):
    config = read_config("mode: observe\n")
    names = tuple(label.name for label in labels(config))
    card = Comment(1, "n1", "u", "hello", written_at, ME, ours=True)
    proposal = ProposalFacts(Thread(REPO.repo, 7), "P", "", "u", True, OPENED, frozenset(), (), (card,))
    answers = {
        FirstLabelAt(names): LATER,
        HistoryOf("d" * 40, PATH): (Revision("1" * 40, "9" * 40, OPENED, "u"),),
        Proposals(Ladder(config.stages).labels): (proposal,),
    }
    blob = Blob("c" * 40, b"mode: observe\n")
    found = in_force(blob, "d" * 40, Asking(answers), now=LATER, elsewhere=True)
    assert found.enforced is enforced
