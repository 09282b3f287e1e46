"""Findings beside what a team says of them: accepted by its rules, by its baseline, or not at all."""

from collections.abc import Callable, Iterable
from enum import Enum

from msgspec import Struct

from bot.contract.acceptance.baseline import Baseline
from bot.contract.acceptance.rules import HARM, TeamRules
from bot.contract.report import Finding, Report


class Accepted(Enum):
    """By what a finding was accepted."""

    RULES = "rules"
    BASELINE = "baseline"


class Judged(Struct, frozen=True):
    """A finding, with the class that the rules give it, and what accepts it (`None`: nothing)."""

    finding: Finding
    accepted: Accepted | None = None


def judged(
    report: Report, rules: TeamRules, baseline: Baseline, *, excused: Callable[[Finding], bool] | None = None
) -> tuple[Judged, ...]:
    """Every finding of a report by these rules, most harmful first. What is `excused` the rules accept."""

    def accepted(finding: Finding) -> Accepted | None:
        if rules.accepts(finding) or (excused is not None and excused(finding)):
            return Accepted.RULES
        return Accepted.BASELINE if finding.fingerprint in baseline.fingerprints else None

    found = [Judged(rules.classed(finding), accepted(finding)) for finding in report.findings]
    return tuple(sorted(found, key=lambda one: HARM.index(one.finding.cls)))


def without_accepted(findings: Iterable[Judged]) -> tuple[Finding, ...]:
    """The findings nobody agreed to."""
    return tuple(one.finding for one in findings if one.accepted is None)


def is_breaking(findings: Iterable[Judged]) -> bool:
    """Whether callers break by something nobody agreed to."""
    return any(finding.is_breaking for finding in without_accepted(findings))
