"""Things made to go wrong on purpose: requests that fail, deliveries that are lost, late, twice or out of order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of mishap, `times` times.

    `match`: an operationId ("issues/create-comment"), "graphql:NAME" of a document's operation, or
    "hook:issues.opened"; `*` stands for anything.
    Requests: answer with `status`, `headers`, `body`, or `drop` the connection; `delay_s` first. `after` lets the write
    happen and then loses its answer.
    Deliveries: `drop` (the log says it failed), `delay_s` (by the sandbox's clock), `reorder` (sent after the next),
    `duplicate` ("same" or "other" GUID).
    """

    match: str
    times: int = 1
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    delay_s: float = 0.0
    drop: bool = False
    after: bool = False
    reorder: bool = False
    duplicate: str | None = None


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
    "hang": {"delay_s": 15.0, "drop": True},
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

    def add(self, match: str, preset: str | None = None, /, **options: Any) -> Fault:
        """Arrange one: by preset, by single options, or both (options win)."""
        if preset is not None and preset not in PRESETS:
            raise ValueError(f"no preset {preset!r}; there are {', '.join(sorted(PRESETS))}")
        fault = Fault(match, **{**(PRESETS[preset] if preset else {}), **options})
        self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Call off all that is left."""
        self._waiting.clear()

    def take(self, key: str) -> Fault | None:
        """The mishap for this request or delivery, used up once."""
        for i, fault in enumerate(self._waiting):
            if fnmatchcase(key, fault.match):
                left = replace(fault, times=fault.times - 1)
                self._waiting[i : i + 1] = [left] if left.times > 0 else []
                return fault
        return None

    @property
    def left(self) -> tuple[Fault, ...]:
        """What has not happened yet."""
        return tuple(self._waiting)
