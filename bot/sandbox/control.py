"""The control plane, /_sandbox/: faults, clock, tokens and records, for processes other than the sandbox's own."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Protocol

from aiohttp import web

from bot.sandbox import scenes, shapes
from bot.sandbox.house import House
from bot.sandbox.scenes import Seeded

_KEPT_S = 20
"""So long a reader of the clock waits for a moment at most, then is told the present and asks again."""
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Controlled(House, Seeded, Protocol):
    """A sandbox that can be told what to do from outside."""


def routes(sandbox: Controlled) -> list[web.RouteDef]:
    """What can be done from outside."""
    control = Control(sandbox)
    return [
        web.get("/_sandbox/clock", _plainly(control.read_clock)),
        web.post("/_sandbox/clock", _plainly(control.move_clock)),
        web.post("/_sandbox/faults", _plainly(control.add_fault)),
        web.delete("/_sandbox/faults", _plainly(control.clear_faults)),
        web.post("/_sandbox/as/{login}", _plainly(control.token)),
        web.post("/_sandbox/scenario/{name}", _plainly(control.scenario)),
        web.get("/_sandbox/problems", _plainly(control.problems)),
        web.get("/_sandbox/calls", _plainly(control.calls)),
        web.get("/_sandbox/export", _plainly(control.export)),
    ]


class Control:
    """The handlers; each gives JSON."""

    def __init__(self, sandbox: Controlled) -> None:
        self._sandbox = sandbox

    async def read_clock(self, request: web.Request) -> Any:
        """The present; with `until=MOMENT`, as soon as that has come, or after some seconds."""
        if moment := request.query.get("until"):
            with suppress(TimeoutError):
                async with asyncio.timeout(_KEPT_S):
                    await self._sandbox.clock.wait_until(datetime.fromisoformat(moment))
        return self._present()

    async def move_clock(self, request: web.Request) -> Any:
        """Move time forward by `advance_s` seconds."""
        self._sandbox.clock.advance(timedelta(seconds=float((await request.json())["advance_s"])))
        return self._present()

    def _present(self) -> Any:
        clock = self._sandbox.clock
        return {"now": clock.now().isoformat(), "moved": shapes.stamp(clock.now()), "ticking": clock.ticking}

    async def add_fault(self, request: web.Request) -> Any:
        """Arrange a mishap: `match`, and `preset` or the fields of Fault."""
        options = await request.json()
        self._sandbox.faults.add(options.pop("match"), options.pop("preset", None), **options)
        return {"left": len(self._sandbox.faults.left)}

    async def clear_faults(self, _: web.Request) -> Any:
        """Call off what is left."""
        self._sandbox.faults.clear()
        return {"left": 0}

    async def token(self, request: web.Request) -> Any:
        """A token to act as a person with."""
        return {"token": self._sandbox.person_token(request.match_info["login"])}

    async def scenario(self, request: web.Request) -> Any:
        """Lay out a scenario in what is there."""
        scenes.set_up(self._sandbox, request.match_info["name"])
        return {"scenario": request.match_info["name"]}

    async def problems(self, _: web.Request) -> Any:
        """What broke the contract."""
        return self._sandbox.problems

    async def export(self, _: web.Request) -> Any:
        """Every write over REST, in order, with who made it and when."""
        return list(self._sandbox.writes)

    async def calls(self, _: web.Request) -> Any:
        """Every call so far."""
        return [
            dict(zip(("method", "operation", "status", "actor"), call, strict=True)) for call in self._sandbox.calls
        ]


def _plainly(handler: Callable[[web.Request], Awaitable[Any]]) -> _Handler:
    """JSON out; what is wrong with the request is said in one sentence."""

    @functools.wraps(handler)
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(await handler(request))
        except (LookupError, ValueError, TypeError, json.JSONDecodeError) as error:
            return web.json_response({"message": str(error)}, status=400)

    return answer
