"""Several pull requests on one commit: each has its own base, and together they ask no more often than one alone."""

from dataclasses import dataclass, field, replace

import pytest

from bot.contract import Report
from bot.duties.comparison import ComparisonOf
from bot.duties.decide import decide
from bot.forge.effects import Plan, SetCheck
from bot.forge.facts import Blob, Look, ThreadFacts
from bot.forge.questions import BlobOf, FileAt, FirstLabelAt, HistoryOf, MergeBase, PullAt, Question, Revision
from bot.forge.subjects import Thread
from tests.unit.duties.pulls.reports import REQUIRED
from tests.unit.duties.pulls.scene import CONFIG, HEAD, NOW, PATH, REPO, SECRET, Scene, of_kind, oid

OBSERVING = CONFIG.replace("mode: enforce", "mode: observe")


@dataclass
class Crowd:
    """A pull request and others on its head, each for a branch of its own, with settings and a description there."""

    others: int
    scene: Scene = field(default_factory=Scene)
    settings: str = CONFIG
    rounds: int = 0
    asked_about: list[int] = field(default_factory=list)
    """The others that were read."""

    def pull(self, number: int) -> ThreadFacts:
        """The pull request of that number, for the branch of that number."""
        facts = self.scene.thread()
        assert facts.pull is not None
        base = f"{number:040x}"
        settings = f"{self.settings}\n# {number}\n".encode()
        return replace(
            facts,
            subject=Thread(REPO, number),
            url=f"https://github.com/acme/apis/pull/{number}",
            config=Blob(oid(settings), settings),
            pull=replace(facts.pull, base=base, base_ref=f"release-{number}", same_head=self._beside(number)),
        )

    def _beside(self, number: int) -> tuple[int, ...]:
        return tuple(other for other in range(12, 13 + self.others) if other != number)

    def plan(self) -> Plan:
        """What one look at the first of them comes to."""
        look = Look(self.pull(12), NOW, (SECRET,))
        answers: dict[Question[object], object] = {}
        for self.rounds in range(12):
            decided = decide(look, answers)
            if isinstance(decided, Plan):
                return decided
            answers |= {question: self._answer(question) for question in decided}
        raise AssertionError("the core asks for ever")

    def _answer(self, question: Question[object]) -> object:
        match question:
            case PullAt(number, _):
                self.asked_about.append(number)
                return self.pull(number)
            case MergeBase(base, _):
                return base
            case FileAt(commit, path) if path == PATH and commit != HEAD:
                return Blob(oid(commit.encode()), commit.encode())
            case ComparisonOf(old):
                worse = old == oid(f"{12 + self.others:040x}".encode())
                return Report("1", (REQUIRED,), ()) if worse else Report("1", (), ())
            case FirstLabelAt():
                return NOW
            case HistoryOf(head):
                return (Revision(head, head, NOW, "u"),)
            case BlobOf(blob):
                return Blob(blob, self.settings.encode())
        return self.scene.answer(question)


@pytest.mark.parametrize("settings", [pytest.param(CONFIG, id="enforced"), pytest.param(OBSERVING, id="observing")])
def test_many_pull_requests_on_a_commit_are_asked_about_together(settings):
    """A look has twelve rounds: one after the other, five release branches would leave the check away for ever."""
    few, many = Crowd(1, settings=settings), Crowd(9, settings=settings)
    few.plan()
    (check,) = of_kind(many.plan(), SetCheck)
    assert many.rounds == few.rounds
    assert check.conclusion.value == ("failure" if settings == CONFIG else "neutral")
    assert all(f"#{number}" in check.summary for number in range(12, 22))


def test_more_than_are_judged_together_fail_and_cost_no_question_about_each_other():
    """A stranger may open a hundred on one commit; each read for each would use up what GitHub lets us ask."""
    crowd = Crowd(20)
    (check,) = of_kind(crowd.plan(), SetCheck)
    assert (check.conclusion.value, check.thread.number) == ("failure", 12)
    assert check.title == "Not judged: this commit is the head of 21 open pull requests"
    assert not crowd.asked_about
