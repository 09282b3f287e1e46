"""The judge's child: `python -m bot.worker.judging package.module:function MEMORY_BYTES`, payloads in, verdicts out."""

import importlib
import os
import resource
import sys
from collections.abc import Callable
from typing import BinaryIO

from bot.worker.framing import HEAD, read_length


def main(function: str, memory_bytes: int) -> None:
    """Answer until the pipe closes. What the function prints goes to standard error: the pipe is not its to write."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module, _, name = function.partition(":")
    run: Callable[[bytes], bytes] = getattr(importlib.import_module(module), name)
    while head := sys.stdin.buffer.read(HEAD.size):
        _, length = read_length(head, largest=sys.maxsize)
        _answer(run, sys.stdin.buffer.read(length), answers)


def _answer(run: Callable[[bytes], bytes], payload: bytes, answers: BinaryIO) -> None:
    try:
        kind, text = b"=", run(payload)
    except (MemoryError, RecursionError):
        kind, text = b"~", b""
    except Exception as fault:  # noqa: BLE001  # told to the parent, which raises it there
        kind, text = b"!", f"{type(fault).__name__}: {fault}".encode()
    answers.write(HEAD.pack(kind, len(text)))
    answers.write(text)
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
