"""Several requests at a time, and one fault out of them if there is any."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

from bot.forge.faults import Gone, Parked

A = TypeVar("A")
AT_ONCE = 20
"""GitHub allows a hundred for all that an installation does ("Rate limits for the REST API")."""


async def together(jobs: Iterable[Coroutine[Any, Any, A]]) -> list[A]:
    """The results in order. Of several faults the one that says most about when to come back is raised."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def through(job: Coroutine[Any, Any, A]) -> A:
        async with gate:
            return await job

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(through(job)) for job in jobs]
    except ExceptionGroup as faults:
        raise _telling(faults) from faults
    return [task.result() for task in tasks]


def _telling(faults: ExceptionGroup[Exception]) -> Exception:
    for kind in (Parked, Gone):
        if (found := faults.subgroup(kind)) is not None:
            return _first(found)
    return _first(faults)


def _first(faults: ExceptionGroup[Exception]) -> Exception:
    first = faults.exceptions[0]
    return _first(first) if isinstance(first, ExceptionGroup) else first
