"""Finds what no webhook told: deliveries that failed, and what changed while nobody listened.

Source: "Handling failed webhook deliveries": GitHub never delivers again by itself, and keeps the list for three days.
"""

import logging
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable
from datetime import datetime, timedelta

from bot.forge.facts import Noticed
from bot.forge.faults import BotError, Gone, Parked
from bot.forge.subjects import Subject
from bot.worker.asks import Clock

log = logging.getLogger(__name__)

Deliveries = Callable[[datetime], AsyncIterable[Noticed]]
Changed = Callable[[datetime], AsyncIterable[Subject]]

FAILED_EVERY = timedelta(minutes=10)
CHANGED_EVERY = timedelta(hours=1)
REACH = timedelta(days=3)
"""How far back GitHub's list of deliveries goes."""
OVERLAP = timedelta(minutes=5)
"""Swept twice, for what became readable late."""
BLANK_REACH = timedelta(days=90)
"""How far back a blank store looks for threads that changed; each repository is looked at as a whole besides."""


class Sweep:
    """Puts into the queue what was missed, and at first the threads whose ledger is to be signed with a new key.

    Then `prune` lets the store forget what it needs no more.
    `signed_otherwise`, `swept_at` and `swept` are the journal's.
    """

    def __init__(
        self,
        *,
        put: Callable[[Noticed], Awaitable[None]],
        failed_deliveries: Deliveries,
        clicks: Deliveries,
        changed: Changed,
        signed_otherwise: Callable[[], Awaitable[Iterable[Subject]]],
        swept_at: Callable[[], Awaitable[datetime | None]],
        swept: Callable[[datetime], Awaitable[None]],
        prune: Callable[[], Awaitable[object]],
        clock: Clock,
    ) -> None:
        self._put = put
        self._failed_deliveries = failed_deliveries
        self._clicks = clicks
        self._changed = changed
        self._signed_otherwise = signed_otherwise
        self._swept_at = swept_at
        self._swept = swept
        self._prune = prune
        self._clock = clock
        self._failed_until: datetime | None = None
        self._has_swept = False  # by this process: one that starts sweeps both

    async def run(self) -> None:
        """Sweep both at once, then each in its time, until cancelled. What fails is swept again ten minutes later."""
        while True:
            try:
                await self.due()
            except (BotError, Gone, Parked) as fault:
                log.warning("the sweep did not end: %s", fault)
            await self._clock.wait_until(self._clock.now() + FAILED_EVERY)

    async def due(self) -> None:
        """Sweep what is due now: failed deliveries always, what changed where the last time is an hour ago."""
        begun_at = self._clock.now()
        swept_at = await self._swept_at()
        await self._put_all(self._failed_deliveries(self._failed_until or begun_at - REACH))
        if swept_at is None:
            await self._put_all(self._clicks(begun_at - REACH))
        self._failed_until = begun_at - OVERLAP
        if not self._has_swept:  # a key that was changed, was changed before this process began
            for subject in await self._signed_otherwise():
                await self._put(Noticed((subject,)))
        if swept_at is None or begun_at - swept_at >= CHANGED_EVERY or not self._has_swept:
            since = begun_at - BLANK_REACH if swept_at is None else swept_at - OVERLAP
            async for changed in self._changed(since):
                await self._put(Noticed((changed,)))
            await self._swept(begun_at)
            self._has_swept = True
            await self._prune()

    async def _put_all(self, noticed: AsyncIterable[Noticed]) -> None:
        async for one in noticed:
            if one.subjects:
                await self._put(one)
