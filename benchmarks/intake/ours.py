"""Our intake as `serve` composes it: verify, read the envelope, one row in SQLite, fsync, 202. Prints its address.

`looking`: a worker claims and looks at what came, with a forge that answers at once. `asyncio`: without uvloop.
`unsynced`: what the fsync costs.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.forge.effects import Plan
from bot.forge.facts import CommitLook, RepositoryFacts
from bot.forge.subjects import Repo
from bot.github.subjects import noticed
from bot.store.database import Database
from bot.store.journal import SqliteJournal
from bot.store.queue import SqliteQueue
from bot.web.event_loop import new_event_loop
from bot.web.health import Health
from bot.web.intake import Intake
from bot.web.server import Server, routes
from bot.worker.clock import SystemClock
from bot.worker.loop import Worker


async def main(secret: str, database_path: Path, how: str) -> None:
    clock = SystemClock()
    database = Database(database_path, now=clock.now)
    if how == "unsynced":
        await database.read(lambda connection: None)
        database._connection.execute("PRAGMA synchronous=OFF")
    queue = SqliteQueue(database)
    intake = Intake(secrets=[secret.encode()], read=read, put=queue.put)

    async def measure() -> dict[str, float]:
        return {"looks": worker.counts["looks"]}

    worker = Worker(
        queue=queue,
        journal=SqliteJournal(database),
        observe=observe,
        answer=answer,
        decide=lambda look, answers: Plan(),
        apply=answer,
        clock=clock,
        secrets=(),
    )
    server = Server(routes(intake, Health(measure)), host="127.0.0.1", port=0)
    print(await server.start(), flush=True)
    if how == "looking":
        await worker.run()
    await asyncio.Event().wait()


def read(event, payload, guid):
    return noticed(event, payload, guid, us=1, now=datetime.now(UTC))


async def observe(subject):
    return CommitLook(subject, RepositoryFacts(Repo("acme", "apis"), 1, "main", None), ())


async def answer(*_):
    raise NotImplementedError


if __name__ == "__main__":
    factory = asyncio.new_event_loop if sys.argv[3] == "asyncio" else new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
