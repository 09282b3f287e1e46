"""Our verdicts beside oasdiff's, on its own test data, both ways. The data stay outside the repository."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.contract import Evidence, Options, Report, Source, compare

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "conformance"
CODES = frozenset(
    ("inert", "default", "enum-dropped", "security", "bounds", "lifecycle", "read-write", "serialization")
)
CLOCK = date(2026, 8, 8)
"""The day on which oasdiff's verdicts were measured."""

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the conformance data are not here (they are not ours)")

Verdict = tuple[str, str, bool, Report]


@pytest.fixture(scope="module")
def deviations() -> dict[str, dict[str, str]]:
    return yaml.safe_load((Path(__file__).parent / "deviations.yaml").read_text())


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    found = []
    for case in sorted(DATA.iterdir()):
        expected = json.loads((case / "expected.json").read_text())
        base, revision = (case / "base.yaml").read_bytes(), (case / "revision.yaml").read_bytes()
        found.append((case.name, "forward", expected["breaking"], _compare(base, revision)))
        found.append((case.name, "reverse", expected["reverse"]["breaking"], _compare(revision, base)))
    return found


def _compare(old: bytes, new: bytes) -> Report:
    return compare(Source("api.yaml", old), Source("api.yaml", new), Options(today=CLOCK))


def _judged(verdicts: list[Verdict]) -> list[Verdict]:
    return [v for v in verdicts if v[3].readable and not v[3].unread]


def test_nearly_every_pair_is_judged_in_full(verdicts: list[Verdict], record_property: Any) -> None:
    share = len(_judged(verdicts)) / len(verdicts)
    record_property("judged", share)
    print(f"judged in full: {share:.1%} of {len(verdicts)}")
    assert share >= 0.99


def test_every_verdict_agrees_or_its_deviation_is_listed(
    verdicts: list[Verdict], deviations: dict[str, dict[str, str]]
) -> None:
    unexplained = [
        (name, way, f"oasdiff: {theirs}, ours: {report.breaking}")
        for name, way, theirs, report in _judged(verdicts)
        if report.breaking != theirs and deviations.get(name, {}).get(way) not in CODES
    ]
    assert unexplained == []


def test_no_listed_deviation_is_stale(verdicts: list[Verdict], deviations: dict[str, dict[str, str]]) -> None:
    differing = {(name, way) for name, way, theirs, report in _judged(verdicts) if report.breaking != theirs}
    listed = {(name, way) for name, ways in deviations.items() for way in ways}
    assert listed - differing == set()


def test_the_share_that_agrees_without_a_reason_never_falls(verdicts: list[Verdict]) -> None:
    judged = _judged(verdicts)
    share = sum(report.breaking == theirs for _, _, theirs, report in judged) / len(judged)
    print(f"agree without a listed reason: {share:.1%} of {len(judged)}")
    assert share >= 0.87


def test_where_oasdiff_is_silent_a_break_of_ours_is_shown_or_of_a_listed_kind(
    verdicts: list[Verdict], deviations: dict[str, dict[str, str]]
) -> None:
    alone = [
        (name, way, finding.rule)
        for name, way, theirs, report in _judged(verdicts)
        if report.breaking and not theirs
        for finding in report.findings
        if finding.is_breaking and finding.evidence is Evidence.UNPROVEN
    ]
    assert alone == []


def test_most_breaks_that_a_value_can_show_come_with_a_witness(verdicts: list[Verdict]) -> None:
    evidence = Counter(f.evidence for _, _, _, r in verdicts for f in r.findings if f.is_breaking)
    print("evidence of breaking findings:", {e.value: n for e, n in evidence.items()})
    assert evidence[Evidence.PROVEN] / (evidence[Evidence.PROVEN] + evidence[Evidence.UNPROVEN]) >= 0.9
