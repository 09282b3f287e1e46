"""The proof below a comment says who sends what, and since when."""

from typing import Any

import pytest

from bot.config.reading import DEFAULT
from bot.lifecycle.assessment import JudgedFinding
from bot.lifecycle.policy import Kind, Verdict
from bot.words.findings import proof
from tests.unit.contract.describing import compared
from tests.unit.versioning.test_examples import CASES

SENT = ("- now: ", "- by the old description: ")
SAID = {
    "request": ("Proof of F-1: a request that worked and does not any more", "- before: ", "- now: "),
    "response": (
        "Proof of F-1: an answer that can come now and could not before",
        "- now: ",
        "- by the old description: ",
    ),
    "message": (
        "Proof of F-1: a message that can come now and could not before",
        "- now: ",
        "- by the old description: ",
    ),
    "answer": ("Proof of F-1: an answer that worked and does not any more", "- before: ", "- now: "),
}


@pytest.mark.parametrize("case", SAID)
def test_a_proof_is_told_in_the_direction_in_which_it_travels(case: str) -> None:
    old, new, *_ = CASES[case]
    (finding,) = compared(old, new).findings
    told = proof(JudgedFinding("F-1", finding, Kind.BREAKS, DEFAULT.stages[-1], Verdict.FAILS))
    title, first, second = SAID[case]
    assert finding.witness is not None
    witness: Any = finding.witness
    assert f"<summary>{title}</summary>" in told
    assert f"{first}{witness.why_valid_before}\n{second}" in told
