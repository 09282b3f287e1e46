"""Our verdicts beside oasdiff's, on its own test data, both ways, by its conventions (`--rules oasdiff`).

The data stay outside of the repository.
"""

import csv
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.cli.comparing import Asked, compared
from bot.cli.outcome import Compared
from bot.cli.pairs import Pair
from bot.contract import Cause, Evidence, Finding, Options, Source
from bot.contract.acceptance import Baseline, Scope, TeamRules, without_accepted
from bot.contract.acceptance.oasdiff import LEVELS
from bot.contract.rules import rules
from tests.conformance.proofs import unproven

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "conformance"
CODES = frozenset(
    ("inert", "default", "enum-dropped", "security", "bounds", "lifecycle", "read-write", "serialization")
)
CLOCK = date(2026, 8, 8)
"""The day on which oasdiff's verdicts were measured."""

WITHOUT_WITNESS = ("security-", "response-media-type-", "request-media-type-", "stage-", "sunset-")
"""Rules whose breaks are no value's: security, how things are written, stages."""

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the conformance data are not here (they are not ours)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A pair one way: what oasdiff says and what we say."""

    case: str
    way: str
    old: bytes
    new: bytes
    theirs: bool
    ours: Compared

    @property
    def key(self) -> tuple[str, str]:
        return self.case, self.way

    @property
    def judged(self) -> bool:
        return self.ours.report.readable and not self.ours.report.unread

    @property
    def agrees(self) -> bool:
        return self.ours.breaking == self.theirs

    @property
    def breaks(self) -> list[Finding]:
        return [finding for finding in without_accepted(self.ours.findings) if finding.is_breaking]


@pytest.fixture(scope="module")
def deviations() -> dict[tuple[str, str], str]:
    listed = yaml.safe_load((Path(__file__).parent / "deviations.yaml").read_text())
    return {(case, way): code for case, ways in listed.items() for way, code in ways.items()}


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    found = []
    for case in sorted(DATA.iterdir()):
        expected = json.loads((case / "expected.json").read_text())
        base, revision = (case / "base.yaml").read_bytes(), (case / "revision.yaml").read_bytes()
        for way, said, old, new in (
            ("forward", expected, base, revision),
            ("reverse", expected["reverse"], revision, base),
        ):
            found.append(Verdict(case.name, way, old, new, said["breaking"], _compared(old, new)))
    return found


def _compared(old: bytes, new: bytes) -> Compared:
    pair = Pair("old", "new", Source("api.yaml", old), Source("api.yaml", new))
    rules = TeamRules(oasdiff=True)
    return compared(pair, Asked(Options(today=CLOCK), Scope(), rules, Baseline()))


def test_nearly_every_pair_is_judged_in_full(verdicts: list[Verdict]) -> None:
    share = sum(v.judged for v in verdicts) / len(verdicts)
    print(f"judged in full: {share:.1%} of {len(verdicts)}")
    assert share >= 0.99


def test_the_share_that_agrees_without_a_reason_never_falls(verdicts: list[Verdict]) -> None:
    share = sum(v.agrees for v in verdicts) / len(verdicts)
    print(f"agree without a listed reason: {share:.1%} of {len(verdicts)}")
    assert share >= 0.921


def test_every_verdict_agrees_or_its_deviation_is_listed(
    verdicts: list[Verdict], deviations: dict[tuple[str, str], str]
) -> None:
    assert [v.key for v in verdicts if not v.agrees and deviations.get(v.key) not in CODES] == []


def test_no_listed_deviation_is_stale_and_few_are_listed(
    verdicts: list[Verdict], deviations: dict[tuple[str, str], str]
) -> None:
    assert deviations.keys() - {v.key for v in verdicts if not v.agrees} == set()
    print("listed:", dict(Counter(deviations.values())), f"{len(deviations) / len(verdicts):.1%}")
    assert len(deviations) / len(verdicts) <= 0.079


def test_where_oasdiff_sees_a_break_and_we_do_not_no_value_shows_one(
    verdicts: list[Verdict], deviations: dict[tuple[str, str], str]
) -> None:
    """A listed SAFE stands on a proof; so a break that a value shows is always BREAKING."""
    open_places = {v.key: unproven(v.old, v.new) for v in verdicts if v.theirs and not v.ours.breaking}
    as_text = {key for key, places in open_places.items() if places and all(text for _, text in places)}
    assert {key for key in as_text if deviations.get(key) != "serialization"} == set()
    assert {key: places for key, places in open_places.items() if places and key not in as_text} == {}


def test_the_proof_is_no_rubber_stamp(verdicts: list[Verdict]) -> None:
    """Where both see a break that a value shows, the proof fails."""
    shown = [v for v in verdicts if v.theirs and any(_told_by_a_schema(f) for f in v.breaks)]
    assert len(shown) > 100
    missed = [v.key for v in shown if not unproven(v.old, v.new)]
    print(f"breaks shown by a value: {len(shown)}, of which the proof does not tell: {missed}")
    assert len(missed) <= len(shown) * 0.02


def _told_by_a_schema(finding: Finding) -> bool:
    """Its value is refused for what it is, not because no body, or none of that type, is taken at all."""
    if finding.rule in ("request-body-removed", "request-media-type-removed"):
        return False
    return finding.witness is not None and finding.witness.value is not None


def _reads_as_one(finding: Finding) -> bool:
    """A list joined in a path is read as one text from now on: no text is refused, and none means what it did."""
    types = (finding.old_value, finding.new_value)
    return finding.rule == "request-type-changed" and types == ('"array"', '"string"')


def test_where_oasdiff_is_silent_a_break_of_ours_is_shown_by_a_witness_or_of_a_few_kinds(
    verdicts: list[Verdict],
) -> None:
    silent = [v for v in verdicts if not v.theirs]
    alone = [v for v in silent if v.breaks and all(f.evidence is not Evidence.PROVEN for f in v.breaks)]
    print(f"alone without a witness: {len(alone)} of {len(silent)} ({len(alone) / len(silent):.1%})")
    assert len(alone) / len(silent) <= 0.02
    told = [f for v in alone for f in v.breaks if not f.rule.startswith(WITHOUT_WITNESS) and not _reads_as_one(f)]
    assert [f.rule for f in told] == []


def test_most_breaks_come_with_a_witness(verdicts: list[Verdict]) -> None:
    evidence = Counter(f.evidence for v in verdicts for f in v.ours.report.findings if f.is_breaking)
    print("evidence of breaking findings:", {e.value: n for e, n in evidence.items()})
    assert evidence[Evidence.PROVEN] / sum(evidence.values()) >= 0.7


LEVELS_OF = {"ERR": Cause.BREAKING, "WARN": Cause.RISKY, "INFO": Cause.SAFE}
NEVER_RAISED = ("request-condition-removed", "response-condition-added", "request-type-widened")
"""They only ever take more, or send less: oasdiff's level is no convention but a false alarm."""


def test_by_its_conventions_every_id_has_oasdiffs_level() -> None:
    with (DATA.parent / "oasdiff_rules.tsv").open(encoding="utf-8") as rows:
        levels = {row[0]: LEVELS_OF.get(row[1]) for row in csv.reader(rows, delimiter="\t")}
    differing = {
        (rule.id, alias)
        for rule in rules().values()
        for alias in rule.aliases
        if (found := LEVELS.get(alias, rule.cls)) is not levels[alias]
        and found not in (Cause.LIFECYCLE, Cause.DOC)
        and rule.id not in NEVER_RAISED
    }
    assert differing == set()
