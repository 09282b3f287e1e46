"""Check suites, runs and annotations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.sandbox.code import check_shapes
from bot.sandbox.code.records import Annotation, CheckRun, CheckSuite
from bot.sandbox.graphql.connections import Connection, by_id, connection
from bot.sandbox.graphql.fields import Look, field, need
from bot.sandbox.graphql.objects import Thing


@field("Commit", "checkSuites")
def check_suites(record: Thing, look: Look, filter_by: dict[str, Any] | None = None, **page: Any) -> Connection:
    """The suites on this commit in this repository."""
    need(look, "checks")
    wanted = (filter_by or {}).get("appId")
    suites = look.view[CheckSuite].by(repository_id=record.repository.id, head_oid=record.oid)
    return connection([s for s in suites if wanted in {None, s.app_id}], key=by_id, **page)


@field("CheckSuite", "app")
def suite_app(record: CheckSuite, look: Look) -> dict[str, Any]:
    """Whose it is."""
    return {
        "databaseId": record.app_id,
        "slug": check_shapes.app(look.view, record.app_id)["slug"],
        "id": f"A_{record.app_id}",
    }


@field("CheckSuite", "checkRuns")
def check_runs(record: CheckSuite, look: Look, filter_by: dict[str, Any] | None = None, **page: Any) -> Connection:
    """Its runs; of one name only the newest, unless all are asked for."""
    runs: Sequence[CheckRun] = look.view[CheckRun].by(suite_id=record.id)
    wanted = filter_by or {}
    if wanted.get("checkType") != "ALL":
        runs = list({r.name: r for r in runs}.values())
    return connection([r for r in runs if wanted.get("checkName") in {None, r.name}], key=by_id, **page)


@field("CheckSuite CheckRun", "status")
def check_status(record: CheckSuite | CheckRun, _: Look) -> str:
    """QUEUED, IN_PROGRESS, COMPLETED."""
    return record.status.upper()


@field("CheckSuite CheckRun", "conclusion")
def check_conclusion(record: CheckSuite | CheckRun, _: Look) -> str | None:
    """How it ended."""
    return record.conclusion.upper() if record.conclusion else None


@field("CheckRun", "url")
def run_url(record: CheckRun, look: Look) -> str:
    """Its page."""
    return check_shapes.run_page(look.view, record)


@field("CheckRun", "annotations")
def run_annotations(record: CheckRun, look: Look, **page: Any) -> Connection:
    """Its remarks on lines."""
    return connection(look.view[Annotation].by(run_id=record.id), key=by_id, **page)


@field("CheckAnnotation", "annotationLevel")
def annotation_level(record: Annotation, _: Look) -> str:
    """NOTICE, WARNING or FAILURE."""
    return record.level.upper()


@field("CheckAnnotation", "location")
def annotation_location(record: Annotation, _: Look) -> dict[str, Any]:
    """From where to where."""
    return {
        "start": {"line": record.start_line, "column": record.start_column},
        "end": {"line": record.end_line, "column": record.end_column},
    }
