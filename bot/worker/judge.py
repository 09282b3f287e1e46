"""Runs one expensive pure function in a child process, within limits of time and memory.

What people push is judged there, so that a hostile description costs its own verdict and nothing else: the child has
none of our settings in its environment. It is kept for the next payload, and killed where it runs into a limit.
"""

import asyncio
import contextlib
import os
import sys

from bot.forge.faults import BotError
from bot.worker.framing import HEAD, read_length

TIMEOUT_S = 20.0
MEMORY_BYTES = 1024 * 1024 * 1024
LARGEST = 64 * 1024 * 1024
"""Bytes of an answer; a larger one is not believed."""


class JudgeFault(BotError):
    """The judging function failed, or its process could not be started."""


class Judge:
    """A child process that runs `function` (`package.module:name`, bytes to bytes) on one payload after the other."""

    def __init__(self, function: str, *, timeout_s: float = TIMEOUT_S, memory_bytes: int = MEMORY_BYTES) -> None:
        self._function = function
        self._timeout_s = timeout_s
        self._memory_bytes = memory_bytes
        self._turn = asyncio.Lock()
        self._child: asyncio.subprocess.Process | None = None

    async def judge(self, payload: bytes) -> bytes | None:
        """What the function returned; None where it ran into a limit: not judged. Raises JudgeFault where it failed."""
        async with self._turn:
            try:
                async with asyncio.timeout(self._timeout_s):
                    verdict, text = await self._exchange(payload)
            except (TimeoutError, EOFError, ConnectionError):  # too long, or killed: out of memory, out of stack
                await self._kill()
                return None
            except asyncio.CancelledError:
                await self._kill()  # else the next payload would get this one's answer
                raise
        if verdict == b"!":
            raise JudgeFault(text.decode(errors="replace"))
        return text if verdict == b"=" else None

    async def close(self) -> None:
        """End the child."""
        async with self._turn:
            await self._kill()

    async def _exchange(self, payload: bytes) -> tuple[bytes, bytes]:
        if self._child is None or self._child.returncode is not None:
            self._child = await self._started()
        child = self._child
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(HEAD.pack(b"?", len(payload)))
        child.stdin.write(payload)
        await child.stdin.drain()
        verdict, length = read_length(await child.stdout.readexactly(HEAD.size), largest=LARGEST)
        return verdict, await child.stdout.readexactly(length)

    async def _started(self) -> asyncio.subprocess.Process:
        command = (sys.executable, "-m", "bot.worker.judging", self._function, str(self._memory_bytes))
        try:
            return await asyncio.create_subprocess_exec(
                *command, env=_environment(), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
            )
        except OSError as fault:
            raise JudgeFault(f"cannot start a process to judge in: {fault.strerror}") from fault

    async def _kill(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.communicate()  # closes its pipes too


def _environment() -> dict[str, str]:
    """What Python needs to start; secrets are not among it."""
    needed = ("PATH", "PYTHONPATH", "PYTHONHOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in needed if name in os.environ}
