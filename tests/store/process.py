"""A bot of a few lines on the real queue, journal, worker and intake, in a process of its own that tests kill.

`python -m tests.store.process DATABASE FORGE BEGUN [WITHOUT …]` prints its address. What it may be run without shows
that the tests would notice: `journal`, `claims`, `waiting-for-the-commit`.
"""

import asyncio
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import aiohttp

from bot.forge.effects import Plan, Say
from bot.forge.facts import Actor, ActorKind, Comment, Noticed, RepositoryFacts, ThreadFacts, Want
from bot.forge.faults import Unreachable
from bot.forge.subjects import Repo, Thread
from bot.store import queue as queue_module
from bot.store.database import Database
from bot.store.holder import Holder
from bot.store.journal import SqliteJournal
from bot.store.queue import SqliteQueue
from bot.web.health import Health
from bot.web.intake import Intake
from bot.web.server import Server, routes
from bot.worker.loop import Worker
from tests.store.clock import Fast

SECRET = b"secret"
REPO = Repo("acme", "apis")
ME = Actor(ActorKind.BOT, 1, "stagekeeper")


class Forgetful(SqliteJournal):
    """A journal that is off."""

    async def entry(self, key):
        return None


class Hasty(SqliteQueue):
    """Says that it is on the disk, and then puts it there."""

    async def put(self, noticed):
        self.later = asyncio.get_running_loop().call_later(
            0.05, lambda: asyncio.ensure_future(super(Hasty, self).put(noticed))
        )


class Bot:
    """Answers each comment once."""

    def __init__(self, forge: str, client: aiohttp.ClientSession, clock: Fast) -> None:
        self._forge = forge
        self._client = client
        self._clock = clock

    def read(self, _event, payload, _guid):
        told = json.loads(payload)
        return Noticed((Thread(REPO, told["thread"]),), Want(comment=told["comment"]))

    async def observe(self, subject):
        seen = await self._seen(subject)
        now = self._clock.now()
        comments = tuple(Comment(id_, str(id_), "", "/hello", now, None) for id_ in seen["comments"])
        return ThreadFacts(
            subject=subject,
            repository=RepositoryFacts(REPO, 1, "main", None),
            me=ME,
            node="",
            url="",
            title="",
            body="",
            open=True,
            locked=False,
            written_at=now,
            updated_at=now,
            author=None,
            labels=frozenset(f"answered: {id_}" for id_ in seen["answered"]),
            comments=comments,
        )

    def decide(self, look, _answers):
        facts = look.facts
        open_ = [comment.id for comment in facts.comments if f"answered: {comment.id}" not in facts.labels]
        return Plan(tuple(Say(facts.subject, str(id_), "answer", "Hello.") for id_ in open_))

    async def apply(self, effect, facts, again):
        if again and int(effect.cause) in (await self._seen(effect.thread))["answered"]:
            return "found"
        try:
            async with self._client.post(f"{self._forge}/answers/{effect.cause}") as answer:
                if answer.status != 201:
                    raise Unreachable(f"answered {answer.status}")
        except aiohttp.ClientError as fault:
            raise Unreachable("no answer") from fault
        return "written"

    async def answer(self, _subject, _asked):
        return {}

    async def _seen(self, thread):
        async with self._client.get(f"{self._forge}/threads/{thread.number}") as answer:
            return await answer.json()


async def main(database_path: str, forge: str, begun: str, without: Iterable[str]) -> None:
    clock = Fast(float(begun))
    database = Database(Path(database_path), now=clock.now)
    holder = Holder.me()
    if "claims" in without:
        queue_module._NEXT = queue_module._NEXT.replace("claimed_by IS NULL AND ", "")
        queue_module._CLAIM = queue_module._CLAIM.replace("AND claimed_by IS NULL", "")
        holder = Holder("everybody", 1)
    queue = (Hasty if "waiting-for-the-commit" in without else SqliteQueue)(database, holder=holder)
    journal = (Forgetful if "journal" in without else SqliteJournal)(database)
    async with aiohttp.ClientSession() as client:
        bot = Bot(forge, client, clock)
        worker = Worker(
            queue=queue,
            journal=journal,
            observe=bot.observe,
            answer=bot.answer,
            decide=bot.decide,
            apply=bot.apply,
            clock=clock,
            secrets=(),
        )
        health = Health(measure=dict)
        server = Server(
            routes(Intake(secrets=[SECRET], read=bot.read, put=queue.put), health), host="127.0.0.1", port=0
        )
        print(await server.start(), flush=True)
        await worker.run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4], sys.argv[4:]))
