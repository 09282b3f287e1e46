"""What a finding means in a stage: every cell of the table, by the default configuration and by changed ones."""

import pytest

from bot.config import DEFAULT, Config, read_config
from bot.config.model import Risky
from bot.contract import BROKEN_PROMISE, READER, Cause, Evidence, Finding, Side
from bot.lifecycle.policy import Kind, Verdict, kind_of, verdict

V = Verdict
STAGES = ("idea", "private-beta", "public-beta", "ga", "deprecated")


def finding(cls: Cause, evidence: Evidence, *tags: str, rule: str = "a-rule") -> Finding:
    return Finding(
        rule, (), cls, frozenset(tags), evidence, Side.REQUEST, "", "", None, None, (), 0, None, "0" * 64
    )  # fmt: skip


B, R, L = Cause.BREAKING, Cause.RISKY, Cause.LIFECYCLE
PROVEN, STRUCTURAL, UNPROVEN, REFUTED = Evidence
CELLS = {
    "breaking, proven": (
        finding(B, PROVEN),
        (V.LISTED, V.TOLD, V.NEEDS_NOTICE, V.FAILS, V.FAILS),
    ),
    "breaking, structural": (
        finding(B, STRUCTURAL),
        (V.LISTED, V.TOLD, V.NEEDS_NOTICE, V.FAILS, V.FAILS),
    ),
    "breaking, unproven": (
        finding(B, UNPROVEN),
        (V.LISTED, V.TOLD, V.NEEDS_NOTICE, V.ACTION_REQUIRED, V.ACTION_REQUIRED),
    ),
    "risky for readers": (
        finding(R, STRUCTURAL, READER),
        (V.LISTED, V.LISTED, V.TOLD, V.FAILS, V.FAILS),
    ),
    "risky for readers, unproven": (
        finding(R, UNPROVEN, READER),
        (V.LISTED, V.LISTED, V.TOLD, V.ACTION_REQUIRED, V.ACTION_REQUIRED),
    ),
    "risky": (
        finding(R, STRUCTURAL),
        (V.LISTED, V.LISTED, V.LISTED, V.TITLED, V.FAILS),
    ),
    "lifecycle, promise broken": (
        finding(L, STRUCTURAL, BROKEN_PROMISE),
        (V.LISTED, V.LISTED, V.FAILS, V.FAILS, V.FAILS),
    ),
    "lifecycle, else": (
        finding(L, STRUCTURAL),
        (V.SILENT, V.SILENT, V.SILENT, V.SILENT, V.SILENT),
    ),
    "documentation": (
        finding(Cause.DOC, STRUCTURAL),
        (V.SILENT, V.SILENT, V.SILENT, V.SILENT, V.SILENT),
    ),
    "safe": (
        finding(Cause.SAFE, STRUCTURAL),
        (V.SILENT, V.SILENT, V.SILENT, V.SILENT, V.SILENT),
    ),
    "safe, refuted": (
        finding(Cause.SAFE, REFUTED),
        (V.SILENT, V.SILENT, V.SILENT, V.SILENT, V.SILENT),
    ),
    "an addition": (
        finding(Cause.SAFE, STRUCTURAL, rule="operation-added"),
        (V.SILENT, V.SILENT, V.SILENT, V.SILENT, V.FAILS),
    ),
}


@pytest.mark.parametrize(("row", "verdicts"), CELLS.values(), ids=CELLS)
def test_every_cell_of_the_table_holds_by_default(row: Finding, verdicts: tuple[Verdict, ...]) -> None:
    assert tuple(_verdict(DEFAULT, stage, kind_of(row)) for stage in STAGES) == verdicts


def test_what_could_not_be_judged_is_listed_first_and_fails_closed_from_public_beta_on() -> None:
    found = tuple(_verdict(DEFAULT, stage, Kind.UNREAD) for stage in STAGES)
    assert found == (V.LISTED, V.LISTED, V.FAILS, V.FAILS, V.FAILS)


def test_the_setting_for_risky_changes_turns_passing_into_failing_at_ga_only() -> None:
    config = _config("risky: fail")
    found = [_verdict(config, stage, Kind.RISKY) for stage in STAGES]
    assert found == [V.LISTED, V.LISTED, V.LISTED, V.FAILS, V.FAILS]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("free", V.TOLD), ("notice", V.NEEDS_NOTICE), ("new-version", V.FAILS), ("forbid", V.FAILS)],
)
def test_one_word_of_the_configuration_changes_what_a_break_means(policy: str, expected: Verdict) -> None:
    config = _config(f"stages: {{public-beta: {{breaking: {policy}}}}}")
    assert _verdict(config, "public-beta", Kind.BREAKS) is expected


def test_a_break_is_only_listed_where_nobody_is_to_be_told() -> None:
    config = _config("stages: {private-beta: {tell_participants: false}}")
    assert _verdict(config, "private-beta", Kind.BREAKS) is V.LISTED


def test_every_kind_has_a_row_and_only_the_last_three_verdicts_stop_a_merge() -> None:
    assert all(_verdict(DEFAULT, stage, kind) in Verdict for kind in Kind for stage in STAGES)
    assert [one for one in Verdict if not one.passes] == [V.NEEDS_NOTICE, V.ACTION_REQUIRED, V.FAILS]


def _verdict(config: Config, stage: str, kind: Kind) -> Verdict:
    rule = config.stage(stage)
    assert rule is not None
    return verdict(kind, rule, risky=config.risky)


def _config(text: str) -> Config:
    found = read_config(text)
    assert isinstance(found, Config), found
    assert found.risky in Risky
    return found
