"""The table of rules: complete, with reasons, examples that are true, and oasdiff's ids."""

import csv
from pathlib import Path

import pytest

from bot.contract import Cause
from bot.contract.openapi.conventions import OVERRULED, PLAIN
from bot.contract.openapi.rows import HTTP_ROWS, SCHEMA_ROWS, SPECIAL
from bot.contract.rules import rules
from tests.unit.contract.describing import api, compared
from tools import rules_doc

OASDIFF = Path(__file__).parents[3].parent / "shared" / "data" / "oasdiff_rules.tsv"


def test_a_class_follows_from_relation_and_side_or_has_its_reason() -> None:
    departing = {
        row.rule for (_, relation, side), row in SCHEMA_ROWS.items() if row.cls is not PLAIN[relation, side][0]
    }
    assert departing - set(OVERRULED) == set()


def test_no_reason_is_left_of_a_rule_that_is_gone() -> None:
    assert set(OVERRULED) <= {row.rule for row in SCHEMA_ROWS.values()}


def test_every_rule_can_be_explained() -> None:
    ids = {row.rule for table in (SCHEMA_ROWS, SPECIAL, HTTP_ROWS) for row in table.values()}
    assert set(rules()) == ids
    for rule in rules().values():
        assert rule.why.endswith(".")
        assert rule.sentence.endswith(".")
        assert rule.fix.endswith(".")
        assert rule.example_old != rule.example_new
        assert rule.cls in Cause


def test_the_examples_and_the_page_are_those_of_the_fixtures() -> None:
    """Mend with: python tools/rules_doc.py."""
    assert rules_doc.SAMPLES.read_text(encoding="utf-8") == rules_doc.samples()
    assert rules_doc.PAGE.read_text(encoding="utf-8") == rules_doc.page()


@pytest.mark.skipif(not OASDIFF.is_file(), reason="oasdiff's list of rules is not here (it is not ours)")
def test_every_alias_is_an_id_of_oasdiff() -> None:
    with OASDIFF.open(encoding="utf-8") as rows:
        known = {row[0] for row in csv.reader(rows, delimiter="\t")}
    assert {a for rule in rules().values() for a in rule.aliases} <= known


@pytest.mark.parametrize(
    ("old", "new", "alias"),
    [
        ({"type": "string", "maxLength": 5}, {"type": "string", "maxLength": 3}, "request-body-max-length-decreased"),
        ({"type": "string"}, {"type": "string", "maxLength": 3}, "request-body-max-length-set"),
        ({"type": "integer"}, {"type": "integer", "exclusiveMaximum": 3}, "request-body-exclusive-max-set"),
        ({"type": "string"}, {"const": "a"}, "request-body-const-added"),
        (
            {"properties": {"a": {"maxLength": 5}}},
            {"properties": {"a": {"maxLength": 3}}},
            "request-property-max-length-decreased",
        ),
        ({"type": "object"}, {"type": "object", "not": {"required": ["a"]}}, None),
    ],
)
def test_the_alias_of_a_finding_says_where_and_how(old: object, new: object, alias: str | None) -> None:
    (finding,) = compared(api(old), api(new)).findings
    assert finding.aliases == ((alias,) if alias else ())
