"""Processes that are started, sent webhooks, and killed."""

import asyncio
import hmac
import json
import random
import sys
import time
from pathlib import Path

import aiohttp

from tests.store.forge import LAG_S, Forge
from tests.store.process import SECRET

ROOT = Path(__file__).parents[2]
THREADS = 25


class Replica:
    """One process on the database, started again after each kill."""

    def __init__(self, database: Path, forge: str, begun: float, without: tuple[str, ...]) -> None:
        self._arguments = ("-m", "tests.store.process", str(database), forge, str(begun), *without)
        self.address = ""
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        pipe = asyncio.subprocess.PIPE
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, *self._arguments, cwd=ROOT, stdout=pipe, stderr=asyncio.subprocess.DEVNULL
        )
        self.address = (await self.process.stdout.readline()).decode().strip()
        assert self.address, "the process did not start"

    async def kill(self) -> None:
        """As `kill -9` does: nothing is finished, nothing is told."""
        if self.process is None:
            return
        if self.process.returncode is None:
            self.process.kill()
        await self.process.communicate()


class Troupe:
    """Replicas, the forge they write to, and who sends them webhooks."""

    def __init__(self, database: Path, *, replicas: int = 1, without: tuple[str, ...] = (), seed: int = 1) -> None:
        self.forge = Forge(seed)
        self._random = random.Random(seed)
        self._database = database
        self._count = replicas
        self._without = without
        self.unheard: list[tuple[int, int]] = []

    async def __aenter__(self) -> "Troupe":
        address = await self.forge.start()
        begun = time.time()
        self.replicas = [Replica(self._database, address, begun, self._without) for _ in range(self._count)]
        self._client = aiohttp.ClientSession()
        try:
            await asyncio.gather(*(replica.start() for replica in self.replicas))
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        for replica in self.replicas:
            await replica.kill()
        await self._client.close()
        await self.forge.stop()

    async def tell(self, comments: range, *, busily: bool = True) -> None:
        """Write the comments and send their webhooks, some twice; note those that were not accepted.

        `busily`: a little later something else happens in each thread, so that it is looked at while reads still lag.
        """
        crowd = asyncio.Semaphore(8)

        async def one(comment: int) -> None:
            thread = comment % THREADS + 1
            async with crowd:
                self.forge.comment(thread, comment)
                for _ in range(2 if self._random.random() < 0.1 else 1):
                    if not await self._deliver(thread, comment):
                        self.unheard.append((thread, comment))
            if busily:
                await asyncio.sleep(self._random.random() * 3 * LAG_S)
                await self._deliver(thread, None)

        await asyncio.gather(*(one(comment) for comment in comments))

    async def sweep(self) -> None:
        """What GitHub lists as failed is delivered again, as the sweep has it; what was accepted is not."""
        unheard, self.unheard = self.unheard, []
        for thread, comment in unheard:
            if not await self._deliver(thread, comment):
                self.unheard.append((thread, comment))

    async def settle(self, *, patience_s: float) -> None:
        """Wait until every comment is answered, or patience ends; then a moment more, for what comes late."""
        until = time.monotonic() + patience_s
        while self.forge.lost() and time.monotonic() < until:
            await self.sweep()
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.5)

    async def _deliver(self, thread: int, comment: int | None) -> bool:
        body = json.dumps({"thread": thread, "comment": comment}).encode()
        headers = {
            "X-GitHub-Event": "issue_comment",
            "X-GitHub-Delivery": str(comment),
            "Content-Type": "application/json",
            "X-Hub-Signature-256": f"sha256={hmac.new(SECRET, body, 'sha256').hexdigest()}",
        }
        replica = self._random.choice(self.replicas)
        try:
            async with self._client.post(f"{replica.address}/github/webhook", data=body, headers=headers) as answer:
                return answer.status == 202
        except aiohttp.ClientError:
            return False
