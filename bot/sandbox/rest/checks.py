"""Check runs and suites: /repos/{owner}/{repo}/check-runs and /check-suites."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.sandbox.acts import checks
from bot.sandbox.acts.checks import Report
from bot.sandbox.answers import Answer, Page, Refusal, not_found, unprocessable
from bot.sandbox.code import check_shapes, refs
from bot.sandbox.code.records import Action, Annotation, CheckRun, CheckSuite
from bot.sandbox.rest.git import repo_of
from bot.sandbox.routing import Call, operation

# Source: checks/create; the description lacks the last two.
PER_REQUEST, TITLE_LIMIT, MESSAGE_LIMIT = 50, 255, 64 * 1024


def run_of(call: Call) -> CheckRun:
    """The check run in the path."""
    found = call.tx[CheckRun].get(call.number("check_run_id"))
    if found is None or found.repository_id != call.repository.id:
        raise not_found()
    return found


def suite_of(call: Call) -> CheckSuite:
    """The check suite in the path."""
    found = call.tx[CheckSuite].get(call.number("check_suite_id"))
    if found is None or found.repository_id != call.repository.id:
        raise not_found()
    return found


@operation("checks/create")
async def create(call: Call) -> Answer:
    """Report a check on a commit."""
    run = checks.create_run(
        call.tx,
        call.sandbox.git_store,
        call.actor.person,
        call.repository,
        call.sandbox.app_id,
        call.body["head_sha"],
        report_of(call),
    )
    shaped = check_shapes.run(call.tx, run)
    return Answer(201, shaped, {"Location": shaped["url"]})


@operation("checks/update")
async def update(call: Call) -> Answer:
    """Report more about a check; annotations are added to those there are."""
    run = checks.update_run(call.tx, call.sandbox.git_store, call.actor.person, _own(call), report_of(call))
    return Answer(body=check_shapes.run(call.tx, run))


@operation("checks/get")
async def get(call: Call) -> Answer:
    """One check run."""
    return Answer(body=check_shapes.run(call.tx, run_of(call)))


@operation("checks/list-annotations")
async def list_annotations(call: Call) -> Answer:
    """The remarks of a check run, in the order they came."""
    found = call.past[Annotation].by(run_id=run_of(call).id)
    return Page(items=[check_shapes.annotation(call.tx, one) for one in found])


@operation("checks/list-for-ref")
async def list_for_ref(call: Call) -> Answer:
    """The check runs on a commit, the newest of each name in each suite unless all are wanted."""
    return _runs(call, call.past[CheckRun].by(repository_id=call.repository.id, head_oid=_commit(call)))


@operation("checks/list-for-suite")
async def list_for_suite(call: Call) -> Answer:
    """The check runs of a suite."""
    return _runs(call, call.past[CheckRun].by(suite_id=suite_of(call).id))


@operation("checks/rerequest-run")
async def rerequest_run(call: Call) -> Answer:
    """Ask for a check again."""
    checks.rerequest_run(call.tx, call.actor.person, run_of(call))
    return Answer(201, {})


@operation("checks/rerequest-suite")
async def rerequest_suite(call: Call) -> Answer:
    """Ask for all checks of a suite again."""
    checks.rerequest_suite(call.tx, call.sandbox.git_store, call.actor.person, suite_of(call))
    return Answer(201, {})


@operation("checks/create-suite")
async def create_suite(call: Call) -> Answer:
    """A suite made by hand; 200 where there was one."""
    suite, is_new = checks.create_suite(
        call.tx,
        call.sandbox.git_store,
        call.actor.person,
        call.repository,
        call.sandbox.app_id,
        call.body["head_sha"],
    )
    return Answer(201 if is_new else 200, check_shapes.suite(call.tx, repo_of(call), suite))


@operation("checks/get-suite")
async def get_suite(call: Call) -> Answer:
    """One check suite."""
    return Answer(body=check_shapes.suite(call.tx, repo_of(call), suite_of(call)))


@operation("checks/list-suites-for-ref")
async def list_suites_for_ref(call: Call) -> Answer:
    """The suites on a commit."""
    found = call.past[CheckSuite].by(repository_id=call.repository.id, head_oid=_commit(call))
    if "app_id" in call.query:
        found = tuple(s for s in found if str(s.app_id) == call.query["app_id"])
    if "check_name" in call.query:
        named = {r.suite_id for r in call.past[CheckRun].by(name=call.query["check_name"])}
        found = tuple(s for s in found if s.id in named)
    repo = repo_of(call)
    return Page(items=[check_shapes.suite(call.past, repo, s) for s in found], wrapped="check_suites")


def report_of(call: Call) -> Report:
    """What the request's body says, within GitHub's limits."""
    body: dict[str, Any] = call.body or {}
    output: dict[str, Any] = body.get("output") or {}
    annotations = tuple(output.get("annotations") or ())
    _check(body, annotations)
    actions = body.get("actions")
    return Report(
        name=body.get("name"),
        status=body.get("status"),
        conclusion=body.get("conclusion"),
        started_at=_moment(body.get("started_at")),
        completed_at=_moment(body.get("completed_at")),
        external_id=body.get("external_id"),
        details_url=body.get("details_url"),
        title=output.get("title"),
        summary=output.get("summary"),
        text=output.get("text"),
        actions=None if actions is None else tuple(Action(**action) for action in actions),
        annotations=annotations,
    )


def _check(body: dict[str, Any], annotations: tuple[dict[str, Any], ...]) -> None:
    """Limits that the description states in words only."""
    if body.get("conclusion") == "stale":
        raise unprocessable("Only GitHub may set a conclusion of stale")
    if len(annotations) > PER_REQUEST:
        raise unprocessable(f"Only {PER_REQUEST} annotations may be sent in a request")
    for one in annotations:
        if len(one.get("title") or "") > TITLE_LIMIT:
            raise unprocessable(f"An annotation's title may have {TITLE_LIMIT} characters")
        if any(len((one.get(name) or "").encode()) > MESSAGE_LIMIT for name in ("message", "raw_details")):
            raise unprocessable("An annotation's message and raw_details may have 64 KB each")
        has_columns = one.get("start_column") is not None or one.get("end_column") is not None
        if has_columns and one["start_line"] != one["end_line"]:
            raise unprocessable("Annotations have columns only when they begin and end on one line")


def _own(call: Call) -> CheckRun:
    run = run_of(call)
    if call.tx[CheckSuite][run.suite_id].app_id != call.sandbox.app_id:
        raise Refusal(403, "Invalid app_id `1` - check run can only be modified by the GitHub App that created it.")
    return run


def _runs(call: Call, found: tuple[CheckRun, ...]) -> Page:
    query = call.query
    if query.get("filter", "latest") == "latest":
        found = tuple({(run.suite_id, run.name): run for run in found}.values())
    kept = [
        run
        for run in found
        if query.get("check_name", run.name) == run.name
        and query.get("status", run.status) == run.status
        and query.get("app_id", (app := str(call.past[CheckSuite][run.suite_id].app_id))) == app
    ]
    return Page(items=[check_shapes.run(call.past, run) for run in kept], wrapped="check_runs")


def _commit(call: Call) -> str:
    oid = refs.commit_oid(call.past, call.repository, repo_of(call), call.params["ref"])
    if oid is None:
        raise unprocessable(f"No commit found for SHA: {call.params['ref']}")
    return oid


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise unprocessable(f"{text} is not a valid date-time") from None
