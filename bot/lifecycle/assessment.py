"""A pull request's changes to API descriptions, judged: every finding with its stage, its verdict and its id."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from bot.config.ladder import Breaking, StageRule
from bot.config.model import Config
from bot.contract.report import Finding, Report, Unread
from bot.lifecycle.marks import stage_of_operations
from bot.lifecycle.policy import Kind, Verdict, kind_of, verdict
from bot.lifecycle.stages import Ladder

_SHORTEST_ID = 4
_BREAKS = (Kind.BREAKS, Kind.MAY_BREAK, Kind.READER, Kind.UNPROVEN_READER)


@dataclass(frozen=True, slots=True)
class Dismissal:
    """That an owner said a finding is a false alarm."""

    login: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True)
class JudgedFinding:
    """A finding beside what it means here."""

    id: str
    finding: Finding
    kind: Kind
    stage: StageRule
    by_rule: Verdict
    """What the table says, before anybody's word."""
    dismissed: Dismissal | None = None

    @property
    def verdict(self) -> Verdict:
        """What holds: what an owner called a false alarm is listed only."""
        return min(self.by_rule, Verdict.LISTED) if self.dismissed else self.by_rule

    @property
    def needs_version(self) -> bool:
        """Whether it is a break where the stage asks for a new version instead."""
        return not self.verdict.passes and self.kind in _BREAKS and self.stage.breaking is Breaking.NEW_VERSION


@dataclass(frozen=True, slots=True)
class JudgedUnread:
    """A changed part that nobody could judge, beside what that means here."""

    unread: Unread
    stage: StageRule
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ApiStage:
    """The stage an API is judged by. `proposal` is the number of its issue; `known`: it has a stage at all.

    `was`: the proposal is that of another name, which the settings no longer have; it may be this API's.
    """

    rule: StageRule
    proposal: int | None = None
    url: str = ""
    known: bool = True
    was: str = ""


@dataclass(frozen=True, slots=True)
class ApiAssessment:
    """What a pull request does to one API. `unreadable` holds the reason where its description cannot be read."""

    api: str
    path: str
    stage: ApiStage
    findings: tuple[JudgedFinding, ...] = ()
    unread: tuple[JudgedUnread, ...] = ()
    unreadable: JudgedUnread | None = None
    is_new: bool = False
    """The description stands for the first time: nobody calls it yet."""

    @property
    def verdict(self) -> Verdict:
        """The worst of all."""
        gaps = (*self.unread, *((self.unreadable,) if self.unreadable else ()))
        return max((*(one.verdict for one in self.findings), *(gap.verdict for gap in gaps)), default=Verdict.SILENT)

    @property
    def needs_version(self) -> bool:
        """Whether something breaks that only a new version may change."""
        return any(one.needs_version for one in self.findings)

    @property
    def shown(self) -> tuple[JudgedFinding, ...]:
        """What is worth naming, worst first."""
        named = (one for one in self.findings if one.by_rule > Verdict.SILENT)
        return tuple(sorted(named, key=lambda one: -one.verdict))


@dataclass(frozen=True, slots=True)
class Assessment:
    """All the APIs that a pull request touches."""

    apis: tuple[ApiAssessment, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The worst of all."""
        return max((api.verdict for api in self.apis), default=Verdict.SILENT)

    @property
    def findings(self) -> tuple[JudgedFinding, ...]:
        """Every finding of every API."""
        return tuple(one for api in self.apis for one in api.findings)


def assessed(
    api: str, path: str, stage: ApiStage, report: Report, config: Config, *, dismissals: Mapping[str, Dismissal]
) -> ApiAssessment:
    """One API's report, judged. `dismissals` go by fingerprint."""
    if not report.readable:
        first = report.unread[0] if report.unread else Unread(path, "", None, "it is no API description I can read")
        return ApiAssessment(api, path, stage, unreadable=_gap(first, stage.rule, config))
    judged = tuple(_judged(finding, stage.rule, config, dismissals) for finding in report.findings)
    return ApiAssessment(api, path, stage, judged, tuple(_gap(gap, stage.rule, config) for gap in report.unread))


def _judged(finding: Finding, stage: StageRule, config: Config, dismissals: Mapping[str, Dismissal]) -> JudgedFinding:
    rule = stage_of_operations(finding.operations, stage, Ladder(config.stages))
    kind = kind_of(finding)
    found = verdict(kind, rule, risky=config.risky)
    return JudgedFinding("", finding, kind, rule, found, dismissals.get(finding.fingerprint))


def _gap(unread: Unread, stage: StageRule, config: Config) -> JudgedUnread:
    rule = stage_of_operations(unread.operations, stage, Ladder(config.stages))
    return JudgedUnread(unread, rule, verdict(Kind.UNREAD, rule))


def finding_ids(fingerprints: Iterable[str]) -> Mapping[str, str]:
    """A short id for each fingerprint: as much of its beginning as tells them all apart."""
    names = {fingerprint: _alphanumeric(fingerprint) for fingerprint in fingerprints}
    length = _SHORTEST_ID
    while len({name[:length] for name in names.values()}) < len(set(names.values())) and length < 16:
        length += 1
    return {fingerprint: f"F-{name[:length]}" for fingerprint, name in names.items()}


def _alphanumeric(fingerprint: str) -> str:
    """The fingerprint itself where it is made of digits and small letters, else a digest of it."""
    return fingerprint if re.fullmatch(r"[0-9a-z]{16,}", fingerprint) else sha256(fingerprint.encode()).hexdigest()
