"""What stands for GitHub: comments that want one answer each, a log of the answers, and all that makes that hard.

Reads trail behind writes, a write may be refused or may take and still be answered 502, and a write goes on although
whoever sent it is dead.
"""

import asyncio
import random
import time
from collections import Counter, defaultdict

from aiohttp import web

LAG_S = 0.1
"""Three seconds of the processes' clock."""
SLOWEST_S = 0.15
"""A write takes at most four and a half seconds of that clock."""
TROUBLE = 0.03


class Forge:
    """Answers over HTTP on a free port."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.comments: dict[int, dict[int, float]] = defaultdict(dict)
        self.answered_at: dict[int, float] = {}
        self.answers: Counter[int] = Counter()
        """How often each comment was answered. Everything is about this being one."""

    async def start(self) -> str:
        app = web.Application()
        app.router.add_get("/threads/{thread}", self._thread)
        app.router.add_post("/answers/{comment}", self._answer)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    def comment(self, thread: int, comment: int) -> None:
        """Somebody writes a comment."""
        self.comments[thread][comment] = time.monotonic()

    def lost(self) -> set[int]:
        """Comments that nobody answered."""
        return {comment for comments in self.comments.values() for comment in comments} - set(self.answers)

    def doubled(self) -> set[int]:
        """Comments that were answered more than once."""
        return {comment for comment, times in self.answers.items() if times > 1}

    async def _thread(self, request: web.Request) -> web.Response:
        seen_until = time.monotonic() - LAG_S
        comments = self.comments[int(request.match_info["thread"])]
        seen = [comment for comment, at in comments.items() if at <= seen_until]
        answered = [comment for comment in seen if self.answered_at.get(comment, seen_until + 1) <= seen_until]
        return web.json_response({"comments": seen, "answered": answered})

    async def _answer(self, request: web.Request) -> web.Response:
        comment, luck = int(request.match_info["comment"]), self._random.random()
        if luck < TROUBLE:
            return web.Response(status=502)
        await asyncio.sleep(self._random.random() * SLOWEST_S if luck > 0.9 else 0)
        self.answers[comment] += 1
        self.answered_at.setdefault(comment, time.monotonic())
        return web.Response(status=502 if luck < 2 * TROUBLE else 201)
