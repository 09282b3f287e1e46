"""What can go wrong outside the core, as the worker tells it apart.

Exception
├── Gone         there is nothing to look at
├── Parked       GitHub, or our own limit, said when to come back
└── BotError     nobody in the thread can mend it: retried, then kept as dead with its reason
    ├── Unreachable   no answer, or a 5xx: whether a write took is unknown
    └── ClaimLost     another process has taken the subject over: nothing more is written here
"""

from datetime import datetime


class Gone(Exception):
    """There is nothing to look at: deleted, never there, or the app is not installed. No fault; the subject is done."""


class Parked(Exception):
    """A limit is reached; the subject waits until it ends, and this counts as no attempt."""

    def __init__(self, until: datetime, why: str = "a rate limit is reached") -> None:
        super().__init__(f"{why}, until {until:%Y-%m-%dT%H:%M:%SZ}")
        self.until = until


class BotError(Exception):
    """Something that nobody in the thread can mend; its text is for the operator."""


class Unreachable(BotError):
    """GitHub gave no answer, or a 5xx; after a write nobody knows whether it took."""


class ClaimLost(BotError):
    """Another process has taken the subject over; whatever was planned for it here must not be written."""
