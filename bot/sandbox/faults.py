"""Things made to go wrong on purpose: requests that fail, deliveries that are lost, late, twice or out of order."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of mishap, `times` times.

    `match`: an operationId ("issues/create-comment"), "graphql:NAME" of a document's operation, or
    "hook:issues.opened"; `*` stands for anything. `actor`: only requests of that login, as the list of calls has it
    ("stagekeeper[bot]" is the App in an installation). `writes`: only requests that change something. `skip`: so many
    of those go well first.
    Requests: answer with `status`, `headers`, `body`, or `drop` the connection; `delay_s` first, or `hold`: until the
    test lets it go. `after` lets the write happen, and all that befalls only its answer.
    Deliveries: `drop` (the log says it failed), `delay_s` (by the sandbox's clock), `reorder` (sent after the next),
    `duplicate` ("same" or "other" GUID).
    """

    match: str
    times: int = 1
    actor: str | None = None
    writes: bool = False
    skip: int = 0
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    delay_s: float = 0.0
    drop: bool = False
    hold: bool = False
    after: bool = False
    reorder: bool = False
    duplicate: str | None = None

    @property
    def loses_the_answer(self) -> bool:
        """Whether the request does not get its own answer; else it only takes longer."""
        return self.drop or self.status is not None

    def befalls(self, key: str, *, actor: str, changes: bool) -> bool:
        """Whether it is meant for this request or delivery."""
        return fnmatchcase(key, self.match) and self.actor in {None, actor} and (changes or not self.writes)


@dataclass(frozen=True, slots=True)
class Held:
    """A request that waits for a word from the test."""

    key: str
    _word: asyncio.Future[bool]

    def go_on(self) -> None:
        """Let it go on as if nothing had been."""
        self._say(goes_on=True)

    def drop(self) -> None:
        """Break its connection: what was held never comes."""
        self._say(goes_on=False)

    def _say(self, *, goes_on: bool) -> None:
        if not self._word.done():
            self._word.set_result(goes_on)


def _limit(status: int, message: str, **headers: str) -> dict[str, Any]:
    page = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api"
    return {"status": status, "headers": headers, "body": {"message": message, "documentation_url": page}}


_SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
PRESETS: Mapping[str, Mapping[str, Any]] = {
    "too-many-requests": _limit(429, _SECONDARY, **{"retry-after": "1"}),
    "secondary-limit": _limit(403, _SECONDARY, **{"retry-after": "1"}),
    "secondary-limit-silent": _limit(403, _SECONDARY),
    "primary-limit": _limit(403, "API rate limit exceeded for installation.", **{"x-ratelimit-remaining": "0"}),
    "bad-gateway": {"status": 502, "body": "<html><head><title>502 Bad Gateway</title></head></html>"},
    "unavailable": {"status": 503, "body": "<html><body>No server is currently available</body></html>"},
    "lost-answer": {"status": 502, "body": "<html><head><title>502 Bad Gateway</title></head></html>", "after": True},
    "graphql-limit": {
        "status": 200,
        "body": {"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded for installation."}]},
    },
    "hang": {"hold": True},
    "hang-after": {"hold": True, "after": True},
    "suspended": {
        "status": 403,
        "body": {
            "message": "This installation has been suspended",
            "documentation_url": "https://docs.github.com/rest",
        },
    },
    "members-unreadable": {
        "status": 403,
        "body": {
            "message": "Resource not accessible by integration",
            "documentation_url": "https://docs.github.com/rest",
        },
    },
    "lost": {"drop": True},
    "twice": {"duplicate": "same"},
    "twice-anew": {"duplicate": "other"},
    "late": {"delay_s": 60.0},
    "out-of-order": {"reorder": True},
}


class Faults:
    """The mishaps that are still to come."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._held: list[Held] = []
        self._news: asyncio.Queue[Held] = asyncio.Queue()

    def add(self, match: str, preset: str | None = None, /, **options: Any) -> Fault:
        """Arrange one: by preset, by single options, or both (options win)."""
        if preset is not None and preset not in PRESETS:
            raise ValueError(f"no preset {preset!r}; there are {', '.join(sorted(PRESETS))}")
        fault = Fault(match, **{**(PRESETS[preset] if preset else {}), **options})
        self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Call off all that is left; what is held goes on."""
        self._waiting.clear()
        for held in self._held:
            held.go_on()

    def close(self) -> None:
        """The end: what is held never comes."""
        self._waiting.clear()
        for held in self._held:
            held.drop()

    def take(self, key: str, *, actor: str = "", changes: bool = False) -> Fault | None:
        """The mishap for a delivery, or for a request of `actor`; used up once. `changes`: the request is a write."""
        for i, fault in enumerate(self._waiting):
            if not fault.befalls(key, actor=actor, changes=changes):
                continue
            if fault.skip:
                self._waiting[i] = replace(fault, skip=fault.skip - 1)
                continue
            left = replace(fault, times=fault.times - 1)
            self._waiting[i : i + 1] = [left] if left.times > 0 else []
            return fault
        return None

    async def passed(self, fault: Fault, key: str) -> bool:
        """Take the time that the fault costs; False where the request was held and shall not go on."""
        if fault.delay_s:
            await asyncio.sleep(fault.delay_s)
        if not fault.hold:
            return True
        held = Held(key, asyncio.get_running_loop().create_future())
        self._held.append(held)
        self._news.put_nowait(held)
        try:
            return await held._word
        finally:
            self._held.remove(held)

    async def held(self) -> Held:
        """The next request that is held; wait for it."""
        return await self._news.get()

    @property
    def left(self) -> tuple[Fault, ...]:
        """What has not happened yet."""
        return tuple(self._waiting)
