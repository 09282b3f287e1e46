"""Rate limits, counted by the sandbox's clock.

Source: Rate limits for the REST API; Rate limits and query limits for the GraphQL API.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_WINDOW = timedelta(hours=1)
_CREATING = ((timedelta(minutes=1), 80), (timedelta(hours=1), 500))


@dataclass(slots=True)
class Bucket:
    """One caller's quota for one resource."""

    limit: int
    resets_at: datetime
    used: int = 0
    creating: deque[datetime] = field(default_factory=deque)

    @property
    def remaining(self) -> int:
        """Points left in this hour."""
        return max(0, self.limit - self.used)


class Quota:
    """Everybody's quotas."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def bucket(self, caller: str, resource: str, now: datetime) -> Bucket:
        """A caller's quota as it is now; a new hour begins with the first request after the old one."""
        key = (caller, resource)
        bucket = self._buckets.get(key)
        if bucket is None or bucket.resets_at <= now:
            limit = 60 if caller == "anonymous" else 5000
            creating = bucket.creating if bucket else deque()
            bucket = self._buckets[key] = Bucket(limit, now.replace(microsecond=0) + _WINDOW, creating=creating)
        return bucket

    def retry_after_s(self, bucket: Bucket, now: datetime) -> int | None:
        """Note a content-creating request; when there were too many, how long to wait."""
        while bucket.creating and bucket.creating[0] <= now - _CREATING[-1][0]:
            bucket.creating.popleft()
        for span, limit in _CREATING:
            recent = [moment for moment in bucket.creating if moment > now - span]
            if len(recent) >= limit:
                return max(1, int((recent[0] + span - now).total_seconds()))
        bucket.creating.append(now)
        return None


def headers(bucket: Bucket, resource: str) -> dict[str, str]:
    """The headers every answer carries."""
    return {
        "X-RateLimit-Limit": str(bucket.limit),
        "X-RateLimit-Remaining": str(bucket.remaining),
        "X-RateLimit-Used": str(bucket.used),
        "X-RateLimit-Reset": str(int(bucket.resets_at.timestamp())),
        "X-RateLimit-Resource": resource,
    }
