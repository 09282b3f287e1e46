"""One look: observe, decide, answer what is asked, decide again, until there is a plan."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from bot.forge.effects import Plan
from bot.forge.facts import Facts, Look, Secret
from bot.forge.faults import BotError
from bot.forge.questions import Question
from bot.forge.subjects import Subject
from bot.worker.asks import Clock, Journal, Queue

Asked = frozenset[Question[object]]
Answers = Mapping[Question[object], object]
Observe = Callable[[Subject], Awaitable[Facts]]
Answer = Callable[[Subject, Asked], Awaitable[Answers]]
Decide = Callable[[Look, Answers], Plan | Asked]

ROUNDS = 12
"""So many rounds of questions, then the core goes in circles."""


class Looker:
    """Sees a subject and decides about it; writes nothing."""

    def __init__(
        self,
        *,
        queue: Queue,
        journal: Journal,
        observe: Observe,
        answer: Answer,
        decide: Decide,
        clock: Clock,
        secrets: tuple[Secret, ...],
    ) -> None:
        self._queue = queue
        self._journal = journal
        self._observe = observe
        self._answer = answer
        self._decide = decide
        self._clock = clock
        self._secrets = secrets

    async def see(self, subject: Subject) -> Look:
        """All that one decision about it is made from. Clicks are read first: a later one makes a look of its own."""
        clicks, remembered = await asyncio.gather(self._queue.clicks(subject), self._journal.remembered(subject))
        facts = await self._observe(subject)
        return Look(facts, self._clock.now(), self._secrets, clicks, remembered)

    async def decide(self, look: Look) -> Plan:
        """The plan; raises BotError where every answer leads to another question."""
        answers: dict[Question[object], object] = {}
        asked: Asked = frozenset()
        for _ in range(ROUNDS):
            decided = await asyncio.to_thread(self._decide, look, answers)  # large reports take long
            if isinstance(decided, Plan):
                return decided
            if not (asked := decided.difference(answers)):
                raise BotError(f"the core asked again what was answered: {_named(decided)}")
            answers.update(await self._answer(look.facts.subject, asked))
        raise BotError(f"no plan after {ROUNDS} rounds of questions; the last: {_named(asked)}")


def _named(asked: Asked) -> str:
    return ", ".join(sorted({type(question).__name__ for question in asked}))
