"""Every rule has its folder: a case in which it speaks and one in which it must stay silent."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.contract import Options, Report, Source, compare
from bot.contract.openapi.rows import HTTP_ROWS, SCHEMA_ROWS, SPECIAL

ROOT = Path(__file__).parent / "openapi"
RULES = sorted({row.rule for table in (SCHEMA_ROWS, SPECIAL, HTTP_ROWS) for row in table.values()})
CASES = sorted(ROOT.glob("*/*/"))


def _report(case: Path) -> Report:
    old, new = (Source(f"{name}.yaml", (case / f"{name}.yaml").read_bytes()) for name in ("old", "new"))
    return compare(old, new, Options(today=date(2026, 1, 31)))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.parent.name}/{c.name}")
def test_the_findings_are_the_expected_ones(case: Path) -> None:
    report = _report(case)
    found = [{"rule": f.rule, "class": f.cls.value, "evidence": f.evidence.value} for f in report.findings]
    assert found == yaml.safe_load((case / "expect.yaml").read_text())
    assert report.unread == ()


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_speaks_in_one_case_and_is_silent_in_another(rule: str) -> None:
    speaks = yaml.safe_load((ROOT / rule / "speaks" / "expect.yaml").read_text())
    silent = yaml.safe_load((ROOT / rule / "silent" / "expect.yaml").read_text())
    assert rule in [f["rule"] for f in speaks]
    assert rule not in [f["rule"] for f in silent]


def test_no_folder_is_left_of_a_rule_that_is_gone() -> None:
    assert {folder.name for folder in ROOT.iterdir()} == set(RULES)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.parent.name}/{c.name}")
def test_every_sentence_names_its_place_and_is_complete(case: Path) -> None:
    for finding in _report(case).findings:
        assert finding.sentence.endswith(".")
        assert "{" not in finding.sentence.replace("{id}", "").replace('{"', "")
        assert "`" in finding.sentence
        assert finding.fix.endswith(".")
