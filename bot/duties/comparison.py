"""The two questions about descriptions that take long: the shell answers them apart and keeps the answers."""

from dataclasses import dataclass
from datetime import date

from bot.contract import Description, Report
from bot.forge.facts import CannotTell
from bot.forge.questions import Question


@dataclass(frozen=True, slots=True)
class ComparisonOf(Question[Report | CannotTell]):
    """What changed between two blobs. `today` only where a sunset can matter; without it no sunset counts as past.

    `CannotTell`: the comparison ran into its limits of time or memory and is not judged.
    """

    old: str
    new: str
    old_name: str
    new_name: str
    stage_marks: tuple[str, ...]
    today: date | None = None


@dataclass(frozen=True, slots=True)
class DescriptionOf(Question[Description | CannotTell]):
    """What a description says about itself."""

    oid: str
    name: str
    stage_marks: tuple[str, ...]
