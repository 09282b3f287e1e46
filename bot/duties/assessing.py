"""What a pull request means for the callers of each API it touches: the comparisons asked for, the findings judged."""

from collections.abc import Mapping
from dataclasses import replace

from bot.command.catalogue import Verb
from bot.contract import Cause, Description, Evidence, Finding, Operation, Report, Side, Unread
from bot.contract.replacing import replace as anew
from bot.duties.case import Case
from bot.duties.comparison import ComparisonOf, DescriptionOf
from bot.duties.pull_apis import TouchedApi, touched
from bot.duties.standing_stage import stages_of
from bot.forge.facts import Blob, CannotTell
from bot.forge.questions import Question
from bot.lifecycle.assessment import ApiAssessment, ApiStage, Assessment, Dismissal, assessed, finding_ids
from bot.words.findings import COULD_NOT


def assessment(case: Case) -> Assessment:
    """Every touched API with its findings, judged by the stage that holds on the base branch."""
    apis = touched(case)
    if not apis:
        return Assessment()
    stages = stages_of(case, (one.name for one in apis))
    answers = case.ask.every(_question(case, one) for one in apis)
    answered = zip(apis, answers, strict=True)
    return _named(tuple(_assessed(case, one, stages[one.name], answer) for one, answer in answered))


def _question(case: Case, one: TouchedApi) -> Question[Report | Description | CannotTell]:
    """Two versions are compared; a description that comes or goes is only read."""
    marks = case.config.stage_marks
    if one.old and one.new:
        today = case.now.date() if b"sunset" in one.old.data.lower() else None
        return ComparisonOf(one.old.oid, one.new.oid, one.old_path, one.new_path, marks, today)
    if one.new:
        return DescriptionOf(one.new.oid, one.new_path, marks)
    return DescriptionOf(_there(one.old).oid, one.old_path, marks)


def _there(blob: Blob | None) -> Blob:
    if blob is None:
        raise ValueError("a touched API has a description on one side at least")
    return blob


def _assessed(case: Case, one: TouchedApi, stage: ApiStage, answer: Report | Description | CannotTell) -> ApiAssessment:
    report = _blamed(case, one, _report(one, answer))
    judged = assessed(one.name, one.new_path, stage, report, case.config, dismissals=_dismissals(case, one.name))
    return replace(judged, is_new=one.old is None)


def _report(one: TouchedApi, answer: Report | Description | CannotTell) -> Report:
    if one.parts:
        return Report("", (), tuple(Unread(path, "", None, _of_parts(one)) for path in one.parts))
    match answer:
        case CannotTell(why):
            return Report("", (), (Unread(one.new_path, "", None, why),), readable=False)
        case Description(readable=False):
            return Report("", (), answer.problems, readable=one.new is None)
        case Description():
            return Report("", (_removed(one, answer),) if one.new is None else (), ())
        case _:
            return answer


def _of_parts(one: TouchedApi) -> str:
    return f"{one.old_path} refers to it, and only a description's own file is compared"


def _blamed(case: Case, one: TouchedApi, report: Report) -> Report:
    """Where nothing could be read, and the head's description can be: it is the base branch's that cannot."""
    if report.readable or not (one.old and one.new and report.unread):
        return report
    now = case.ask(DescriptionOf(one.new.oid, one.new_path, case.config.stage_marks))
    if isinstance(now, CannotTell) or not now.readable:
        return report
    first = report.unread[0]
    return anew(
        report,
        unread=(anew(first, what=f"on the base branch {first.what.removeprefix(COULD_NOT)}"), *report.unread[1:]),
    )


def _removed(one: TouchedApi, description: Description) -> Finding:
    """One finding for a description that is gone, on every operation it had."""
    operations = tuple(
        Operation(operation.method, operation.path, Side.NONE, operation.mark) for operation in description.operations
    )
    return Finding(
        rule="description-removed",
        aliases=(),
        cls=Cause.BREAKING,
        tags=frozenset(),
        evidence=Evidence.STRUCTURAL,
        side=Side.NONE,
        sentence=f"the description `{one.old_path}` is removed, and every operation with it",
        fix="keep the file where it is, or move it in the same commit as its entry under `apis:`",
        old=None,
        new=None,
        operations=operations,
        operations_total=len(operations),
        witness=None,
        fingerprint=_there(one.old).oid,
    )


def _dismissals(case: Case, api: str) -> Mapping[str, Dismissal]:
    """What owners called a false alarm, by fingerprint."""
    found = (entry for entry in case.ledger.under("cmd:") if entry.verdict == "accepted")
    return {
        entry.said("fingerprint"): Dismissal(entry.said("login"), entry.said("reason"), _url(case, entry.key))
        for entry in found
        if entry.said("verb") == Verb.NOT_BREAKING.value and api in entry.said("apis").split()
    }


def _url(case: Case, key: str) -> str:
    return f"{case.facts.url}#issuecomment-{key.split(':')[1]}"


def _named(apis: tuple[ApiAssessment, ...]) -> Assessment:
    """The findings with their ids, unique over the whole pull request."""
    ids = finding_ids(one.finding.fingerprint for api in apis for one in api.findings)
    return Assessment(
        tuple(
            replace(api, findings=tuple(replace(one, id=ids[one.finding.fingerprint]) for one in api.findings))
            for api in apis
        )
    )
