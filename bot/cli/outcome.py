"""What came of `check`: every pair's report with what the team's rules say, the counts, and the exit code."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from bot.contract import BROKEN_PROMISE, Cause, Evidence, Finding, Report, Unread
from bot.contract.acceptance import Judged, is_breaking, without_accepted

OK, FAILS, UNREADABLE = 0, 1, 2


class Compared(Struct, frozen=True):
    """One pair, compared. The names are those people are shown; `new_file` is where annotations point to."""

    old_name: str
    new_name: str
    new_file: str
    report: Report
    findings: tuple[Judged, ...]
    is_out_of_scope: bool = False
    """None of its operations has a path that was asked for."""

    @property
    def breaking(self) -> bool | None:
        """Whether callers break by something nobody accepted; `None` where it could not be read."""
        return is_breaking(self.findings) if self.report.readable else None


class AtStage(Struct, frozen=True):
    """What the bot would say of an API in a stage: the findings that do not pass, and whether gaps do not."""

    name: str
    failing: frozenset[str]
    gaps: bool

    @property
    def passes(self) -> bool:
        """It may be merged."""
        return not self.failing and not self.gaps


class Outcome(Struct, frozen=True):
    """All pairs. `everything`: compatible changes are shown too; `failing`: fingerprints that make it fail."""

    comparisons: tuple[Compared, ...]
    notes: tuple[str, ...] = ()
    everything: bool = False
    stage: AtStage | None = None
    failing: frozenset[str] = frozenset()
    code: int = OK

    @property
    def readable(self) -> bool:
        """Every document could be read."""
        return all(one.report.readable for one in self.comparisons)

    @property
    def breaking(self) -> bool | None:
        """Whether callers break by something nobody accepted; `None` when a document could not be read at all."""
        return any(one.breaking for one in self.comparisons) if self.readable else None

    @property
    def findings(self) -> tuple[Judged, ...]:
        """Of all pairs, in their order."""
        return tuple(finding for one in self.comparisons for finding in one.findings)

    @property
    def unread(self) -> tuple[Unread, ...]:
        """Of all pairs, in their order."""
        return tuple(part for one in self.comparisons for part in one.report.unread)

    @property
    def engine(self) -> str:
        """The version of the engine."""
        from bot.contract import ENGINE

        return self.comparisons[0].report.engine if self.comparisons else ENGINE

    def shown(self, one: Compared) -> tuple[Judged, ...]:
        """The findings of a pair that people are shown: what matters and nobody accepted, or everything."""
        return tuple(f for f in one.findings if self.everything or (f.accepted is None and matters(f.finding)))


class Counts(Struct, frozen=True):
    """How many of each, over what nobody accepted; proved compatible ones count as safe."""

    breaking: int
    risky: int
    safe: int
    doc: int
    lifecycle: int
    broken_promises: int
    accepted: int
    unread: int


def counts(findings: Iterable[Judged], unread: Iterable[Unread]) -> Counts:
    """The counts of these findings."""
    findings = tuple(findings)
    left = without_accepted(findings)
    by_class = Counter(finding.cls for finding in left)
    return Counts(
        breaking=by_class[Cause.BREAKING],
        risky=by_class[Cause.RISKY],
        safe=by_class[Cause.SAFE],
        doc=by_class[Cause.DOC],
        lifecycle=by_class[Cause.LIFECYCLE],
        broken_promises=sum(f.cls is Cause.LIFECYCLE and BROKEN_PROMISE in f.tags for f in left),
        accepted=len(findings) - len(left),
        unread=sum(1 for _ in unread),
    )


def matters(finding: Finding) -> bool:
    """Whether a finding is worth a reader's time where additions are not asked for."""
    if finding.evidence is Evidence.REFUTED or finding.cls in (Cause.SAFE, Cause.DOC):
        return False
    return finding.cls is not Cause.LIFECYCLE or BROKEN_PROMISE in finding.tags


def failing(comparisons: Iterable[Compared], fail_on: str) -> Iterator[Finding]:
    """The findings that make `check` fail at `--fail-on`."""
    for one in comparisons:
        for finding in without_accepted(one.findings) if fail_on != "none" else ():
            risky = finding.cls is Cause.RISKY and finding.evidence is not Evidence.REFUTED
            if finding.is_breaking or (fail_on == "risky" and risky):
                yield finding


def exit_code(comparisons: tuple[Compared, ...], fail_on: str, *, fails: bool) -> int:
    """What the shell is told; "could not read" wins over "fails". Unread parts alone fail at `risky`."""
    if not all(one.report.readable for one in comparisons):
        return UNREADABLE
    gaps = fail_on == "risky" and any(one.report.unread for one in comparisons)
    return FAILS if fails or gaps else OK
