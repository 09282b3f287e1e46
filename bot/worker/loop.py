"""The loop: claim a subject, look at it, write what was decided, release it. A fault on one holds up no other."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.forge.effects import EnsureLabels, LookAt, Plan
from bot.forge.facts import Secret, Want, newest
from bot.forge.faults import BotError, ClaimLost, Gone, Parked
from bot.forge.subjects import Subject
from bot.worker.asks import Claim, Clock, Journal, Limits, Queue
from bot.worker.looking import Answer, Decide, Looker, Observe
from bot.worker.waits import ATTEMPTS, BLANK, STALE, UNDECIDED, back_off
from bot.worker.writing import Apply, Writer

log = logging.getLogger(__name__)

CONCURRENT = 8
"""So many subjects are looked at at once."""
POLL = timedelta(seconds=1)
"""How often to ask for what another process has put."""
ALIVE = timedelta(seconds=10)
"""How often to say that this process lives."""
AT_ONCE = timedelta(seconds=1)
"""The soonest a plan may ask to be looked at again."""
UNSWEPT = timedelta(seconds=5)
"""How often to ask whether the first sweep of a new store has ended."""
HARMLESS = (LookAt, EnsureLabels)
"""What a new store does at once: it takes nothing away, and once more makes no difference."""
MINUTE = timedelta(minutes=1)


class Worker:
    """Looks at subjects: one worker per subject at a time, several subjects at once.

    `random` gives the jitter of back-offs. `awaits_sweep`: a sweep runs beside it, and a blank store waits for that.
    `limits` counts writes by account, `fuse` effects by subject.
    """

    def __init__(
        self,
        *,
        queue: Queue,
        journal: Journal,
        observe: Observe,
        answer: Answer,
        decide: Decide,
        apply: Apply,
        clock: Clock,
        secrets: tuple[Secret, ...],
        limits: Limits | None = None,
        fuse: Limits | None = None,
        random: Callable[[], float] = lambda: 0.0,
        awaits_sweep: bool = False,
        concurrent: int = CONCURRENT,
    ) -> None:
        self._queue = queue
        self._journal = journal
        self._clock = clock
        self._random = random
        self._awaits_sweep = awaits_sweep
        self._settled = False
        self._slots = asyncio.Semaphore(concurrent)
        self._stir = asyncio.Event()
        self._stopping = False
        self._looker = Looker(
            queue=queue, journal=journal, observe=observe, answer=answer, decide=decide, clock=clock, secrets=secrets
        )
        self._writer = Writer(queue=queue, journal=journal, apply=apply, limits=limits, fuse=fuse, clock=clock)
        self.counts: Counter[str] = Counter()
        """What happened so far, by name: looks, stale, postponed, failed, dead."""

    @property
    def effects(self) -> int:
        """How many effects were applied."""
        return self._writer.written

    async def run(self) -> None:
        """Work until stopped; then finish what is begun."""
        async with asyncio.TaskGroup() as group:
            alive = group.create_task(self._stay_alive())
            waker = group.create_task(self._wake())
            while not self._stopping:
                await self._slots.acquire()
                if claim := await self._next():
                    group.create_task(self._work_off(claim))
                else:
                    self._slots.release()
            alive.cancel()
            waker.cancel()

    def stop(self) -> None:
        """Have `run` end when the looks that are under way are done."""
        self._stopping = True
        self._stir.set()

    async def look(self, subject: Subject, *, dry_run: bool = False) -> Plan:
        """Look at it now: the plan, applied unless `dry_run`, which also claims and notes nothing.

        Waits while another process has it. Raises what went wrong: Gone, Parked, BotError.
        """
        if dry_run:
            return await self._looker.decide(await self._looker.see(subject))
        claim = await self._claim_at(subject)
        try:
            return await self._look(claim)
        except Exception as fault:
            await self._settle(claim, fault)
            raise

    async def drain(self, *, horizon: timedelta) -> int:
        """Look at everything due, now or within the horizon, waiting for it; how many looks that were."""
        end = self._clock.now() + horizon
        looks = 0
        await self._queue.rescue()
        while True:
            while claim := await self._queue.claim():
                await self._attend(claim)
                looks += 1
            due_at = await self._queue.next_due_at()
            if due_at is None or due_at > end:
                return looks
            await self._clock.wait_until(due_at)

    async def _next(self) -> Claim | None:
        """The next claim; None when it is time to ask again."""
        try:
            if claim := await self._queue.claim():
                return claim
            due_at = await self._queue.next_due_at()
        except BotError as fault:
            log.error("the queue cannot be read: %s", fault)
            due_at = None
        soon = self._clock.now() + POLL
        await self._rest(min(due_at or soon, soon))
        return None

    async def _rest(self, until: datetime) -> None:
        """Wait until then, or until something is put, or a look has ended."""
        timer = asyncio.ensure_future(self._clock.wait_until(until))
        stirred = asyncio.ensure_future(self._stir.wait())
        await asyncio.wait({timer, stirred}, return_when=asyncio.FIRST_COMPLETED)
        self._stir.clear()
        timer.cancel()
        stirred.cancel()

    async def _wake(self) -> None:
        while True:
            await self._queue.woken()
            self._stir.set()

    async def _stay_alive(self) -> None:
        while True:
            try:
                await self._queue.renew()
                if await self._queue.rescue():
                    self._stir.set()
            except BotError as fault:
                log.error("the queue cannot be written: %s", fault)
            await self._clock.wait_until(self._clock.now() + ALIVE)

    async def _work_off(self, claim: Claim) -> None:
        try:
            await self._attend(claim)
        finally:
            self._slots.release()
            self._stir.set()

    async def _attend(self, claim: Claim) -> None:
        try:
            await self._look(claim)
        except Exception as fault:  # noqa: BLE001  # a fault on one subject holds up no other
            await self._settle(claim, fault)

    async def _look(self, claim: Claim) -> Plan:
        self.counts["looks"] += 1
        look = await self._looker.see(claim.subject)
        stale = claim.stale < len(STALE) and not claim.want.met_by(look.facts)
        if stale and claim.stale < UNDECIDED:
            return await self._look_again(claim, Plan())
        plan = await self._looker.decide(look)
        if until := await self._blank_until():
            await self._writer.write(look, Plan(tuple(one for one in plan.effects if isinstance(one, HARMLESS))))
            await self._queue.postpone(claim.subject, until, "the store is empty: an earlier write may still arrive")
            return plan
        held_until = await self._writer.write(look, plan)
        again_at = min(filter(None, (plan.look_again_at, held_until)), default=None)
        if stale:
            return await self._look_again(claim, plan)
        await self._queue.done(claim.subject, newest((again_at, self._clock.now() + AT_ONCE)) if again_at else None)
        return plan

    async def _look_again(self, claim: Claim, plan: Plan) -> Plan:
        self.counts["stale"] += 1
        await self._queue.saw_stale(claim.subject, self._clock.now() + STALE[claim.stale])
        return plan

    async def _blank_until(self) -> datetime | None:
        """How long a new store holds back what it decides, to look again then; None where it need not.

        What an earlier process wrote may not be readable yet, nor remembered here: a card would be written from an
        older ledger, a check made twice. What people wrote may not be either, and no webhook tells it again. And
        without a first sweep a click may not be known yet.
        """
        if self._settled:
            return None
        now, over_at = self._clock.now(), await self._journal.made_at() + BLANK
        if now < over_at:
            return over_at
        if self._awaits_sweep and await self._journal.swept_at() is None:
            return now + UNSWEPT
        self._settled = True
        return None

    async def _claim_at(self, subject: Subject) -> Claim:
        give_up_at = self._clock.now() + MINUTE
        await self._queue.rescue()
        while (claim := await self._queue.claim_at(subject)) is None:
            if self._clock.now() > give_up_at:
                raise BotError(f"another process has been looking at {subject} for a minute; try again later")
            await self._clock.wait_until(self._clock.now() + POLL)
        return claim

    async def _settle(self, claim: Claim, fault: Exception) -> None:
        """Release a claim whose look went wrong, whatever it takes: else nobody would look at it again."""
        while True:
            try:
                return await self._release(claim, fault)
            except ClaimLost:
                return None
            except BotError as trouble:
                log.error("%s cannot be released: %s", claim.subject, trouble)
                await self._clock.wait_until(self._clock.now() + ALIVE)

    async def _release(self, claim: Claim, fault: Exception) -> None:
        subject, now = claim.subject, self._clock.now()
        match fault:
            case ClaimLost():
                log.warning("%s", fault)
            case Gone() if claim.want != Want() and claim.stale < UNDECIDED:  # announced before it can be read
                await self._look_again(claim, Plan())
            case Gone():
                await self._queue.done(subject, None)
            case Parked():
                self.counts["postponed"] += 1
                await self._queue.postpone(subject, fault.until, str(fault))
            case _ if claim.attempts >= ATTEMPTS:
                self.counts["dead"] += 1
                log.error("%s is given up after %d tries: %s", subject, claim.attempts, _told(fault))
                await self._queue.bury(subject, _told(fault))
            case BotError():
                self.counts["failed"] += 1
                log.warning("%s failed, try %d: %s", subject, claim.attempts, fault)
                await self._queue.fail(subject, now + back_off(claim.attempts, self._random), _told(fault))
            case _:
                self.counts["failed"] += 1
                log.error("%s failed, try %d", subject, claim.attempts, exc_info=fault)
                await self._queue.fail(subject, now + back_off(claim.attempts, self._random), _told(fault))


def _told(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"
