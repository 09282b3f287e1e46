"""What a finding means in a stage, as data: kind of finding × what the stage says of breaking changes → verdict.

The columns are the configuration's own words (`stages.ga.breaking`), so changing one of them changes verdicts.
"""

from collections.abc import Mapping
from enum import Enum, IntEnum

from bot.config.ladder import Breaking, StageRule
from bot.config.model import Risky
from bot.contract.report import BROKEN_PROMISE, READER, Cause, Evidence, Finding


class Kind(Enum):
    """A row of the table."""

    BREAKS = "breaks"
    """BREAKING, proven or by structure."""
    MAY_BREAK = "may-break"
    """BREAKING without a proof."""
    READER = "reader"
    """RISKY, for callers who rely on an optional thing being there."""
    UNPROVEN_READER = "unproven-reader"
    RISKY = "risky"
    PROMISE = "promise"
    """LIFECYCLE that takes back a date or a stage that callers were given."""
    QUIET = "quiet"
    """Documentation, other lifecycle."""
    ADDITION = "addition"
    SAFE = "safe"
    """Compatible, by its class or by proof."""
    UNREAD = "unread"
    """A changed part that nobody could judge."""


class Verdict(IntEnum):
    """What becomes of it, mildest first."""

    SILENT = 0
    LISTED = 1
    """Named on the check."""
    TOLD = 2
    """Named in a comment too, because those on the API feel it."""
    TITLED = 3
    """Passes, with its number in the check's title and one comment."""
    NEEDS_NOTICE = 4
    """Not before it was announced for as long as the stage asks."""
    ACTION_REQUIRED = 5
    """An owner says that it is none, with a reason, or it becomes a new version."""
    FAILS = 6

    @property
    def passes(self) -> bool:
        """Whether it may be merged."""
        return self < Verdict.NEEDS_NOTICE


_ORDER = (Breaking.FREE, Breaking.NOTICE, Breaking.NEW_VERSION, Breaking.FORBID)

TABLE: Mapping[Kind, tuple[Verdict, Verdict, Verdict, Verdict]] = {
    #                      free, notice, new-version, forbid
    Kind.BREAKS: (Verdict.TOLD, Verdict.NEEDS_NOTICE, Verdict.FAILS, Verdict.FAILS),
    Kind.MAY_BREAK: (Verdict.TOLD, Verdict.NEEDS_NOTICE, Verdict.ACTION_REQUIRED, Verdict.ACTION_REQUIRED),
    Kind.READER: (Verdict.LISTED, Verdict.TOLD, Verdict.FAILS, Verdict.FAILS),
    Kind.UNPROVEN_READER: (Verdict.LISTED, Verdict.TOLD, Verdict.ACTION_REQUIRED, Verdict.ACTION_REQUIRED),
    Kind.RISKY: (Verdict.LISTED, Verdict.LISTED, Verdict.TITLED, Verdict.FAILS),
    Kind.PROMISE: (Verdict.LISTED, Verdict.FAILS, Verdict.FAILS, Verdict.FAILS),
    Kind.QUIET: (Verdict.SILENT, Verdict.SILENT, Verdict.SILENT, Verdict.SILENT),
    Kind.ADDITION: (Verdict.SILENT, Verdict.SILENT, Verdict.SILENT, Verdict.SILENT),
    Kind.SAFE: (Verdict.SILENT, Verdict.SILENT, Verdict.SILENT, Verdict.SILENT),
    Kind.UNREAD: (Verdict.LISTED, Verdict.FAILS, Verdict.FAILS, Verdict.FAILS),
}


def verdict(kind: Kind, stage: StageRule, *, risky: Risky = Risky.PASS) -> Verdict:
    """What becomes of such a finding in that stage.

    Telling participants, forbidding additions and failing on what is risky are settings of their own, over the table.
    """
    found = TABLE[kind][_ORDER.index(stage.breaking)]
    if found is Verdict.TOLD and not stage.tell_participants:
        return Verdict.LISTED
    if kind is Kind.ADDITION and stage.additions_forbidden:
        return Verdict.FAILS
    return Verdict.FAILS if found is Verdict.TITLED and risky is Risky.FAIL else found


def kind_of(finding: Finding) -> Kind:
    """The row of the table that a finding is judged by."""
    if finding.evidence is Evidence.REFUTED:
        return Kind.SAFE
    unproven = finding.evidence is Evidence.UNPROVEN
    match finding.cls:
        case Cause.BREAKING:
            return Kind.MAY_BREAK if unproven else Kind.BREAKS
        case Cause.RISKY if READER in finding.tags:
            return Kind.UNPROVEN_READER if unproven else Kind.READER
        case Cause.RISKY:
            return Kind.RISKY
        case Cause.LIFECYCLE:
            return Kind.PROMISE if BROKEN_PROMISE in finding.tags else Kind.QUIET
        case Cause.SAFE:
            return Kind.ADDITION if finding.rule.endswith("-added") else Kind.SAFE
        case Cause.DOC:
            return Kind.QUIET
