"""What the worker asks of the rooms it does not know; adapters fit by shape."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.forge.facts import Click, Noticed, Want
from bot.forge.subjects import Repo, Subject


class Clock(Protocol):
    """The time the process lives by."""

    def now(self) -> datetime:
        """The present, in UTC."""

    async def wait_until(self, moment: datetime) -> None:
        """Return when the moment has come."""


class Claim(Protocol):
    """A subject that is ours for now."""

    @property
    def subject(self) -> Subject:
        """What to look at."""

    @property
    def want(self) -> Want:
        """How fresh the look must be."""

    @property
    def attempts(self) -> int:
        """Which try this is, from 1."""

    @property
    def stale(self) -> int:
        """How many reads in a row were older than wanted."""


class Queue(Protocol):
    """The table of looks."""

    async def put(self, noticed: Noticed) -> None:
        """Have these subjects looked at."""

    async def woken(self) -> None:
        """Return when something was put since the last call."""

    async def claim(self) -> Claim | None:
        """What has been due longest."""

    async def claim_at(self, subject: Subject) -> Claim | None:
        """This subject, due or not; None while it cannot be had."""

    async def writing(self, subject: Subject) -> None:
        """Note that an effect is about to be written; raises where the claim is lost."""

    async def done(self, subject: Subject, look_again_at: datetime | None) -> None:
        """Let it sleep."""

    async def saw_stale(self, subject: Subject, look_again_at: datetime) -> None:
        """Look again then, as fresh as wanted before."""

    async def postpone(self, subject: Subject, until: datetime, reason: str) -> None:
        """Not before then; this was no attempt."""

    async def fail(self, subject: Subject, until: datetime, reason: str) -> None:
        """Not before then; this was an attempt."""

    async def bury(self, subject: Subject, reason: str) -> None:
        """Give it up."""

    async def next_due_at(self) -> datetime | None:
        """When the next one is due."""

    async def renew(self) -> None:
        """Keep what we have claimed."""

    async def rescue(self) -> int:
        """Free what dead processes had claimed."""

    async def clicks(self, subject: Subject) -> tuple[Click, ...]:
        """The clicks that no ledger holds yet."""

    async def forget_clicks(self, subject: Subject, clicks: Iterable[Click]) -> None:
        """Drop these clicks."""


class Entry(Protocol):
    """The last that was written under a key."""

    @property
    def value(self) -> str:
        """A digest of what was written."""

    @property
    def done(self) -> bool:
        """False: begun, and nobody knows whether it took."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def reference(self) -> str | None:
        """What it is found by again, if anything."""


class Journal(Protocol):
    """What was written to GitHub."""

    async def entry(self, key: str) -> Entry | None:
        """What was last written under this key."""

    async def start(self, key: str, subject: Subject, value: str) -> None:
        """Note that a write begins."""

    async def finish(self, key: str, reference: str | None) -> None:
        """Note that it took."""

    async def remember(self, subject: Subject, ledger: str) -> None:
        """Keep the newest ledger of a thread."""

    async def remembered(self, subject: Subject) -> str | None:
        """The newest ledger of a thread."""

    async def remembered_in(self, repo: Repo) -> tuple[Subject, ...]:
        """The threads of a repository that have one."""

    async def made_at(self) -> datetime:
        """When this store was made: before that it remembers nothing."""

    async def swept_at(self) -> datetime | None:
        """When the newest sweep that ended had begun; None while there was none."""


class Limits(Protocol):
    """How fast we may write."""

    async def take(self, account: str, count: int = 1, /) -> datetime | None:
        """None: go ahead. Else when to come back."""
