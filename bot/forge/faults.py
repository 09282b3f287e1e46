"""What goes wrong outside the core, as the worker has to tell it apart.

Fault
├── Gone         nothing to look at: deleted, never there, or we are not installed
├── Parked       GitHub's limit, or our own: not before `until`
├── Unreachable  no answer, or none that makes sense; after a write its outcome is unknown
└── BotError     nobody in the thread can mend it
"""

from datetime import datetime


class Fault(Exception):
    """Something outside the core went wrong."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text or self.__doc__)


class Gone(Fault):
    """There is nothing to look at: it was deleted, was never there, or the app is not installed."""


class Parked(Fault):
    """Not before a certain hour: a limit of GitHub's or of our own is used up."""

    def __init__(self, until: datetime, text: str = "") -> None:
        super().__init__(text or f"not before {until.isoformat(timespec='seconds')}")
        self.until = until


class Unreachable(Fault):
    """GitHub gave no answer, or none that makes sense."""


class BotError(Fault):
    """Something failed that nobody in the thread can mend."""
