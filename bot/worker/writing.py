"""A plan's effects in their order, each journalled before and after, none twice."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from bot.forge.effects import (
    ONE_TIME,
    Effect,
    EnsureLabels,
    LookAt,
    OpenPull,
    Plan,
    SetCheck,
    SetLabels,
    SetStageLabel,
    WriteCard,
)
from bot.forge.facts import CommitLook, Facts, Look, Noticed, ThreadFacts
from bot.forge.faults import Parked
from bot.worker import fresh
from bot.worker.asks import Clock, Entry, Journal, Limits, Queue
from bot.worker.waits import CARD, SAME_VALUE

log = logging.getLogger(__name__)

Apply = Callable[[Effect, Facts, bool], Awaitable[str | None]]
"""Write an effect. True: it may have been written before, look for it first. What it is found by again, if anything."""


class Writer:
    """Applies plans for subjects that the process has claimed."""

    def __init__(
        self, *, queue: Queue, journal: Journal, apply: Apply, limits: Limits | None, fuse: Limits | None, clock: Clock
    ) -> None:
        self._queue = queue
        self._journal = journal
        self._apply = apply
        self._limits = limits
        self._fuse = fuse
        self._clock = clock
        self.written = 0
        """How many effects this process has applied."""

    async def write(self, look: Look, plan: Plan) -> datetime | None:
        """Apply what is to be applied now; when to look again for what was held back, None where nothing was."""
        held = [await self._write(look, effect) for effect in plan.effects]
        if answered := fresh.answered(look.clicks, plan.effects):
            await self._queue.forget_clicks(look.facts.subject, answered)
        if look.clicks and isinstance(look.facts, CommitLook) and look.facts.pulls:
            await self._queue.forget_clicks(look.facts.subject, look.clicks)  # they were passed on
        return min(filter(None, held), default=None)

    async def _write(self, look: Look, effect: Effect) -> datetime | None:
        if isinstance(effect, LookAt):
            await self._look_at(look, effect)
            return None
        value = _digest(effect)
        entry = await self._journal.entry(effect.key)
        if isinstance(effect, SetCheck):
            effect = await fresh.still_wanted(effect, entry, self._journal)
        if entry is not None and entry.done:
            if isinstance(effect, ONE_TIME):
                return None
            if (until := _held_until(effect, value, entry)) and until > self._clock.now():
                return until
        await self._pace(look, effect)
        await self._begin(look, effect, value)
        reference = await self._apply(_known(effect, entry), look.facts, _may_exist(effect, entry, look.facts))
        await self._finish(look, effect, reference)
        self.written += 1
        return None

    async def _look_at(self, look: Look, effect: LookAt) -> None:
        """Put another subject; what was clicked on a commit is meant for the pull requests it heads."""
        entry = await self._journal.entry(effect.key) if effect.cause else None
        if entry and entry.done:
            return
        if look.clicks and isinstance(look.facts, CommitLook):
            await asyncio.gather(*(self._queue.put(Noticed((effect.subject,), click=click)) for click in look.clicks))
        else:
            await self._queue.put(Noticed((effect.subject,)))
        if effect.cause:
            await self._journal.start(effect.key, look.facts.subject, "")
            await self._journal.finish(effect.key, None)

    async def _pace(self, look: Look, effect: Effect) -> None:
        """Raises Parked where a limit of our own is reached."""
        subject = look.facts.subject
        if self._fuse and (until := await self._fuse.take(str(subject))):
            log.error("%s has had more effects than any story has; a loop?", subject)
            raise Parked(until, f"our own limit of effects on {subject} is reached")
        owner = subject.repo.owner
        if self._limits and (until := await self._limits.take(owner, _requests(effect))):
            raise Parked(until, f"our own limit of writes for {owner} is reached")

    async def _begin(self, look: Look, effect: Effect, value: str) -> None:
        subject = look.facts.subject
        await asyncio.gather(  # together: they share one fsync
            self._queue.writing(subject),
            *(self._journal.start(key, subject, value) for key in _keys(effect)),
        )

    async def _finish(self, look: Look, effect: Effect, reference: str | None) -> None:
        subject = look.facts.subject
        if isinstance(effect, EnsureLabels):
            # One that was deleted or renamed is off every thread, and nobody finds a proposal without it.
            await self._queue.put(Noticed(await self._journal.remembered_in(subject.repo)))
        if not isinstance(effect, WriteCard):
            await asyncio.gather(*(self._journal.finish(key, reference) for key in _keys(effect)))
            return
        # In this order: a crash in between leaves the card "begun" and the clicks there, and it is written again.
        await self._journal.remember(subject, effect.ledger)
        await self._journal.finish(effect.key, reference)
        if effect.remembers and look.clicks:
            await self._queue.forget_clicks(subject, look.clicks)


def _keys(effect: Effect) -> tuple[str, ...]:
    """What the journal notes it under: its key; a check's also by each cause that it is made anew for."""
    return (effect.key, *(fresh.keys(effect) if isinstance(effect, SetCheck) else ()))


def _digest(effect: Effect) -> str:
    """The value; who asked for it is no part of it."""
    if isinstance(effect, SetCheck):
        effect = replace(effect, asked=(), rerun_of=None, newest=None)
    return sha256(repr(effect).encode()).hexdigest()[:32]


def _held_until(effect: Effect, value: str, entry: Entry) -> datetime | None:
    """Until when a state that was written stays as it was written; None where it may be written now."""
    match effect:
        case SetCheck(afresh=True):
            return fresh.held_until(effect, entry)
        case _ if entry.value == value:
            return entry.at + SAME_VALUE
        case WriteCard(remembers=False):
            return entry.at + CARD
        case _:
            return None


def _known(effect: Effect, entry: Entry | None) -> Effect:
    """A card that we wrote, and that the read does not show yet, is edited, by the number that we were given.

    Of a check that is made anew, the newest run: one beyond it was made by a try that was cut off.
    """
    if isinstance(effect, WriteCard) and effect.comment is None and entry and entry.reference:
        return replace(effect, comment=int(entry.reference))
    if isinstance(effect, SetCheck) and entry and entry.reference:
        return replace(effect, newest=int(entry.reference))
    return effect


def _may_exist(effect: Effect, entry: Entry | None, facts: Facts) -> bool:
    """Whether it may be there although the read does not show it: begun and never ended, or done and not seen."""
    if entry is None:
        return False
    if not entry.done:
        return True
    match effect:
        case WriteCard(comment=None):
            return True
        case SetCheck(afresh=False):
            return isinstance(facts, ThreadFacts) and facts.pull is not None and facts.pull.check is None
        case _:
            return False


def _requests(effect: Effect) -> int:
    """About how many requests that change something an effect costs."""
    match effect:
        case OpenPull():
            return 4 + sum(2 + len(commit.files) for commit in effect.commits)
        case SetStageLabel():
            return 1 + len(effect.others)
        case SetLabels():
            return 1 + len(effect.off)
        case _:
            return 1
