"""Labels: of a repository, and on a thread."""

from collections.abc import Iterable

from bot.forge.effects import EnsureLabels
from bot.forge.subjects import Thread
from bot.github.apply.desk import Desk
from bot.github.endpoints import ADD_LABELS, CREATE_LABEL, LABELS, REMOVE_LABEL
from bot.github.refused import Refused


async def set_labels(desk: Desk, thread: Thread, *, on: Iterable[str], off: Iterable[str]) -> None:
    """Put on, then take off: a crash between leaves one too many, never none."""
    where = {**desk.where, "issue_number": thread.number}
    if wanted := list(on):
        await desk.client.call(ADD_LABELS, {"labels": wanted}, **where)
    for name in off:
        try:
            await desk.client.call(REMOVE_LABEL, name=name, **where)
        except Refused as refused:
            if refused.status != 404:  # it is off already
                raise


async def ensure_labels(desk: Desk, effect: EnsureLabels) -> None:
    """Create the missing ones. GitHub compares names without regard to case."""
    there = {label.name.lower() async for label in desk.client.pages(LABELS, **desk.where)}
    for label in effect.labels:
        if label.name.lower() in there:
            continue
        row = {"name": label.name, "color": label.color, "description": label.description[:100]}
        try:
            await desk.client.call(CREATE_LABEL, row, **desk.where)
        except Refused as refused:
            if refused.status != 422 or not refused.says("already_exists"):
                raise
