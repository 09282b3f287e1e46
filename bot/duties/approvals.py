"""Who approves the step to the next stage: counted while the description is still the one they approved."""

from bot.command.catalogue import Verb
from bot.config import ApprovedBy, Principal
from bot.contract import Cause, Report
from bot.duties import proposal
from bot.duties.case import Case
from bot.duties.comparison import ComparisonOf
from bot.duties.speech import Said, everything_said
from bot.forge.facts import CannotTell
from bot.forge.questions import FileAt


def approvers(case: Case) -> tuple[Principal, ...]:
    """Who may approve leaving the present stage."""
    by_governance = proposal.stage(case).approved_by is ApprovedBy.GOVERNANCE
    return case.config.governance if by_governance else case.config.approvers


def standing_approvals(case: Case) -> dict[int, Said]:
    """The approvals that count, by account: given in this stage, for a description that has not changed since."""
    now = description_blob(case)
    given = {said.actor: said for said in everything_said(case) if _approves(said) and _is_of_this_stage(said, case)}
    return {actor: said for actor, said in given.items() if _still_stands(said.blob, now, case)}


def description_blob(case: Case) -> str:
    """The description's blob on the default branch; empty where there is none."""
    entry = proposal.api(case)
    head = case.facts.repository.head
    blob = case.ask(FileAt(head, entry.description)) if entry and head else None
    return blob.oid if blob else ""


def _approves(said: Said) -> bool:
    return any(command.verb is Verb.APPROVE for command in said.commands)


def _is_of_this_stage(said: Said, case: Case) -> bool:
    return said.stage == proposal.stage(case).name and said.at >= proposal.entered_at(case)


def _still_stands(then: str, now: str, case: Case) -> bool:
    """Only a change that is more than documentation lets an approval lapse; what cannot be told apart does too."""
    if then == now:
        return True
    entry = proposal.api(case)
    if not then or not now or entry is None:
        return False
    name = entry.description
    report = case.ask(ComparisonOf(then, now, name, name, case.config.stage_marks))
    return not isinstance(report, CannotTell) and _is_immaterial(report)


def _is_immaterial(report: Report) -> bool:
    return report.readable and not report.unread and all(finding.cls is Cause.DOC for finding in report.findings)
