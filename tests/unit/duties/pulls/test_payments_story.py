"""The payments API's own changes, judged by the real engine: additive, breaking, repaired, unreadable."""

from dataclasses import dataclass, replace

import pytest

from bot.contract import Options, Source
from bot.contract.formats import compare
from bot.duties.comparison import ComparisonOf
from bot.forge.effects import Conclusion, OpenPull, Plan, Say, SetCheck, WriteCard
from bot.forge.facts import Blob
from bot.forge.questions import FileAt, Question
from bot.sandbox.scenarios import payments
from tests.unit.duties.pulls.scene import BASE, HEAD, HEAD2, PATH, Scene, of_kind


@dataclass(frozen=True)
class Story(Scene):
    """A scene in which the engine compares."""

    def answer(self, question: Question[object]) -> object:
        """As in any scene, but for comparisons."""
        if not isinstance(question, ComparisonOf):
            return super().answer(question)
        old, new = self._blob(question.old), self._blob(question.new)
        return compare(Source(question.old_name, old), Source(question.new_name, new), Options(today=question.today))

    def _blob(self, oid: str) -> bytes:
        found = (self.answer(FileAt(commit, PATH)) for commit in (BASE, HEAD, HEAD2))
        return next(blob.data for blob in found if isinstance(blob, Blob) and blob.oid == oid)


BEFORE = payments.files()


def _story(*changes: str) -> Story:
    files = dict(BEFORE)
    for change in changes:
        files.update(payments.change(change).applied(files))
    return Story(files={HEAD: files})


def test_the_additive_change_passes_in_silence() -> None:
    plan = _story("additive").plan()
    assert _check(plan).conclusion is Conclusion.SUCCESS
    assert of_kind(plan, WriteCard, Say, OpenPull) == []


def test_the_breaking_change_fails_with_proofs_and_opens_the_new_version() -> None:
    plan = _story("breaking").plan()
    check = _check(plan)
    counts = "5 breaking changes and 1 reader-breaking change"
    assert check.title == f"{counts} to GA operations of payments: needs a new version"
    assert check.text.count("Proof of F-") >= 5
    assert len(check.annotations) >= 5
    assert len(of_kind(plan, OpenPull)) == 1


def test_the_repaired_change_turns_green() -> None:
    scene = _story("breaking").settled()
    thread = scene.thread()
    assert thread.pull is not None
    files = {HEAD2: _story("repaired").files[HEAD], HEAD: scene.files[HEAD]}
    pushed = replace(thread, pull=replace(thread.pull, head=HEAD2, check=None))
    repaired = replace(scene, files=files, facts=pushed)
    assert _check(repaired.plan()).conclusion is Conclusion.SUCCESS
    assert repaired.settled().plan().effects == ()


@pytest.mark.parametrize(
    ("text", "line"), [(b"openapi: 3.1.0\ninfo: [\n", "line 3"), (b"\x00\x01", ""), (b"[]", "line 1"), (b"", "")]
)
def test_a_file_that_is_no_description_fails_closed_with_a_clear_word(text: bytes, line: str) -> None:
    scene = Story(files={HEAD: {**BEFORE, PATH: text}})
    check = _check(scene.plan())
    assert check.conclusion is Conclusion.FAILURE
    assert check.title == f"I could not read {PATH}"
    assert f"I could not read `{PATH}`: {line}" in check.summary


def _check(plan: Plan) -> SetCheck:
    (check,) = of_kind(plan, SetCheck)
    assert isinstance(check, SetCheck)
    return check
