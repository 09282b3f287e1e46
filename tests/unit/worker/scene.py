"""A worker on a real store, in front of a forge of a few lines: threads to observe, and a list of what was written."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.forge.effects import Plan
from bot.forge.facts import Actor, ActorKind, Noticed, RepositoryFacts, Secret, ThreadFacts
from bot.forge.subjects import Repo, Thread
from bot.store.database import Database
from bot.store.journal import SqliteJournal
from bot.store.queue import SqliteQueue
from bot.worker.loop import Worker

REPO = Repo("acme", "apis")
BEGIN = datetime(2026, 9, 2, 10, tzinfo=UTC)


class Leaps:
    """A clock that stands still, and leaps to whatever somebody waits for."""

    def __init__(self) -> None:
        self.time = BEGIN

    def now(self) -> datetime:
        return self.time

    async def wait_until(self, moment: datetime) -> None:
        self.time = max(self.time, moment)

    def move(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


def thread(number: int, **more: object) -> ThreadFacts:
    repository = RepositoryFacts(REPO, 1, "main", None)
    return ThreadFacts(
        **{
            "subject": Thread(REPO, number),
            "repository": repository,
            "me": Actor(ActorKind.BOT, 1, "stagekeeper"),
            "node": f"I_{number}",
            "url": "",
            "title": "",
            "body": "",
            "open": True,
            "locked": False,
            "written_at": BEGIN,
            "updated_at": BEGIN,
            "author": None,
            "labels": frozenset(),
            **more,
        }
    )


class Scene:
    """What the worker is given: facts by subject, a plan to decide on, and the effects that were written."""

    def __init__(self, path: Path) -> None:
        self.clock = Leaps()
        self.database = Database(path, now=self.clock.now)
        self.queue = SqliteQueue(self.database)
        self.journal = SqliteJournal(self.database)
        self.facts = {Thread(REPO, number): thread(number) for number in range(1, 10)}
        self.plan = Plan()
        self.written = []
        self.looks = []
        self.decide = lambda look, answers: self.plan
        self.observe = self.observed
        self.apply = self.applied
        self.limits = None
        self.fuse = None

    async def observed(self, subject):
        return self.facts[subject]

    async def applied(self, effect, facts, again):
        self.written.append((effect, again))
        return str(len(self.written))

    async def answer(self, subject, asked):
        return {question: f"answer to {question}" for question in asked}

    def decided(self, look, answers):
        self.looks.append((look, dict(answers)))
        return self.decide(look, answers)

    def worker(self, **more) -> Worker:
        return Worker(
            queue=self.queue,
            journal=self.journal,
            observe=lambda subject: self.observe(subject),
            answer=self.answer,
            decide=self.decided,
            apply=lambda effect, facts, again: self.apply(effect, facts, again),
            clock=self.clock,
            secrets=(Secret("k1", b"secret"),),
            limits=self.limits,
            fuse=self.fuse,
            **more,
        )

    async def filled(self) -> None:
        """No longer an empty store."""
        await self.journal.swept(self.clock.now())
        await self.database.write(lambda connection: connection.execute("UPDATE about SET made_at = 0").rowcount)

    async def play(self, number: int = 7, horizon: timedelta = timedelta(0)) -> int:
        """A webhook on a thread, and all the looks it leads to within the horizon."""
        await self.queue.put(Noticed((Thread(REPO, number),)))
        return await self.worker().drain(horizon=horizon)
