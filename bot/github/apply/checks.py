"""Our check run on a commit: found again by its name, with annotations fifty at a time."""

from collections.abc import Sequence
from typing import Any

from bot.forge.effects import Annotation, SetCheck
from bot.github import rest
from bot.github.apply.desk import Desk
from bot.github.apply.limits import cut
from bot.github.endpoints import ANNOTATIONS, CREATE_RUN, RUNS, UPDATE_RUN

AT_ONCE = 50
"""Annotations a request. Source: "Update a check run"."""


async def set_check(desk: Desk, effect: SetCheck) -> str:
    """Make the run say this; its number. Annotations can only be added, so other ones mean another run."""
    run = await _to_change(desk, effect)
    written = await _written(desk, run) if run else ()
    wanted = tuple(_row(annotation) for annotation in effect.annotations)
    if run is None or wanted[: len(written)] != written:
        body = {**_said(effect, wanted[:AT_ONCE]), "head_sha": effect.sha, "external_id": effect.sha}
        run = await desk.client.call(CREATE_RUN, body, **desk.where)
        written = wanted[:AT_ONCE]
    else:
        more = wanted[len(written) : len(written) + AT_ONCE]
        await _update(desk, effect, run.id, more)
        written += more
    while len(written) < len(wanted):
        more = wanted[len(written) : len(written) + AT_ONCE]
        await _update(desk, effect, run.id, more)
        written += more
    return str(run.id)


async def _update(desk: Desk, effect: SetCheck, run: int, more: Sequence[dict[str, Any]]) -> None:
    await desk.client.call(UPDATE_RUN, _said(effect, more), check_run_id=run, **desk.where)


async def _to_change(desk: Desk, effect: SetCheck) -> rest.Run | None:
    """The run there is; where a new one is asked for, that one if an earlier try has made it."""
    if not effect.afresh:
        return await _ours(desk, effect)
    run = await _ours(desk, effect) if desk.again else None
    return run if run and run.id > (effect.newest or 0) else None


async def _ours(desk: Desk, effect: SetCheck) -> rest.Run | None:
    """The newest run of ours of that name on the commit."""
    runs = [
        run
        async for run in desk.client.pages(
            RUNS, ref=effect.sha, check_name=effect.name, app_id=desk.app, filter="all", **desk.where
        )
        if run.external_id == effect.sha
    ]
    return max(runs, key=lambda run: run.id, default=None)


async def _written(desk: Desk, run: rest.Run) -> tuple[dict[str, Any], ...]:
    if not run.output.annotations_count:
        return ()
    found = desk.client.pages(ANNOTATIONS, check_run_id=run.id, **desk.where)
    rows = [
        {
            "path": one.path,
            "start_line": one.start_line,
            "end_line": one.end_line,
            "annotation_level": one.annotation_level,
            "title": one.title,
            "message": one.message,
        }
        async for one in found
    ]
    return tuple(rows)


def _row(annotation: Annotation) -> dict[str, Any]:
    return {
        "path": annotation.path,
        "start_line": annotation.start_line,
        "end_line": annotation.end_line,
        "annotation_level": annotation.level.value,
        "title": annotation.title[:255],
        "message": annotation.message[:60_000],
    }


def _said(effect: SetCheck, annotations: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The body of a request that makes or changes the run."""
    output: dict[str, Any] = {"title": effect.title, "summary": cut(effect.summary)}
    if effect.text:
        output["text"] = cut(effect.text)
    if annotations:
        output["annotations"] = list(annotations)
    actions = [
        {"label": one.label, "description": one.description, "identifier": one.identifier} for one in effect.buttons
    ]
    return {
        "name": effect.name,
        "status": "completed",
        "conclusion": effect.conclusion.value,
        "output": output,
        "actions": actions,
    }
