"""TeamRules a team sets over ours: classes by id, oasdiff's levels, findings accepted by operation and id."""

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from bot.contract.acceptance.oasdiff import convention
from bot.contract.replacing import replace
from bot.contract.report import Cause, Evidence, Finding

HARM = (Cause.BREAKING, Cause.LIFECYCLE, Cause.RISKY, Cause.SAFE, Cause.DOC)
"""Classes from most to least harmful."""


class AcceptedChange(Struct, frozen=True):
    """A change somebody accepted: an id (ours or oasdiff's) on a path, of one method or of all."""

    id: str
    path: str
    method: str | None = None

    def covers(self, method: str, path: str) -> bool:
        """Whether it names that operation; letter case does not matter, as in oasdiff's files."""
        return path.lower() == self.path.lower() and self.method in (None, method.upper())


class TeamRules(Struct, frozen=True):
    """Everything that `--rules` says. `None` as a class means that the finding is accepted.

    `not_understood` holds a sentence for every line that could not be used.
    """

    classes: Mapping[str, Cause | None] = field(default_factory=dict)
    """By our rule ids."""
    levels: Mapping[str, Cause | None] = field(default_factory=dict)
    """By oasdiff's ids."""
    changes: tuple[AcceptedChange, ...] = ()
    oasdiff: bool = False
    """Judge by oasdiff's conventions."""
    not_understood: tuple[str, ...] = ()

    def over(self, earlier: "TeamRules") -> "TeamRules":
        """Both together; where they differ, this one holds."""
        return TeamRules(
            {**earlier.classes, **self.classes},
            {**earlier.levels, **self.levels},
            earlier.changes + self.changes,
            earlier.oasdiff or self.oasdiff,
            earlier.not_understood + self.not_understood,
        )

    def classed(self, finding: Finding) -> Finding:
        """The finding with the class these rules give it. What is proved compatible stays so."""
        said = self._class(finding)
        if said is None or said is finding.cls or finding.evidence is Evidence.REFUTED:
            return finding
        return replace(finding, cls=said)

    def accepts(self, finding: Finding) -> bool:
        """Whether the finding was agreed to: its rule as a whole, or every operation it touches."""
        said = self._said(finding)
        if said and all(cls is None for cls in said):
            return True
        return bool(self.changes) and bool(finding.operations) and self._all_covered(finding)

    def _class(self, finding: Finding) -> Cause | None:
        said = worst(cls for cls in self._said(finding) if cls is not None)
        return worst(convention(finding)) if said is None and self.oasdiff else said

    def _said(self, finding: Finding) -> list[Cause | None]:
        if finding.rule in self.classes:
            return [self.classes[finding.rule]]
        return [self.levels[alias] for alias in finding.aliases if alias in self.levels]

    def _all_covered(self, finding: Finding) -> bool:
        if finding.operations_total > len(finding.operations):
            return False
        ids = {finding.rule, *finding.aliases}
        mine = [change for change in self.changes if change.id in ids]
        return bool(mine) and all(
            any(change.covers(operation.method, operation.path) for change in mine) for operation in finding.operations
        )


def worst(classes: Iterable[Cause]) -> Cause | None:
    """The most harmful of them; `None` of none."""
    return min(classes, key=HARM.index, default=None)
