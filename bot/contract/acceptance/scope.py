"""Which operations a comparison is about: paths that match, paths left out, operations marked as left out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.contract.report import Finding, Operation, Report, Unread

T = TypeVar("T", Finding, Unread)


@dataclass(frozen=True, slots=True)
class Scope:
    """`match` and `exclude` are searched for in the path; `left_out` are (method, path) of single operations."""

    match: re.Pattern[str] | None = None
    exclude: re.Pattern[str] | None = None
    left_out: frozenset[tuple[str, str]] = frozenset()

    def holds(self, operation: Operation) -> bool:
        """Whether the comparison is about that operation."""
        if (operation.method, operation.path) in self.left_out:
            return False
        if self.match is not None and not self.match.search(operation.path):
            return False
        return self.exclude is None or not self.exclude.search(operation.path)


def in_scope(report: Report, scope: Scope) -> Report:
    """The report without the operations out of scope, and without what touches none but those.

    An unread part that names no operation may touch any, so it stays.
    """
    if scope == Scope():
        return report
    return replace(
        report, findings=tuple(_findings(report.findings, scope)), unread=tuple(_unread(report.unread, scope))
    )


def _findings(findings: Iterable[Finding], scope: Scope) -> Iterable[Finding]:
    for finding in findings:
        kept = tuple(o for o in finding.operations if scope.holds(o))
        gone = len(finding.operations) - len(kept)
        if not gone:
            yield finding
        elif left := finding.operations_total - gone:
            yield replace(finding, operations=kept, operations_total=left)


def _unread(unread: Iterable[Unread], scope: Scope) -> Iterable[Unread]:
    for part in unread:
        kept = tuple(o for o in part.operations if scope.holds(o))
        if kept or not part.operations:
            yield replace(part, operations=kept)
