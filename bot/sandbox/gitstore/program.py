"""The `git` program, run so that nothing of this machine's own settings reaches it."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path

from bot.sandbox.gitstore.objects import Found, GitError, Header


def environment(**more: str) -> dict[str, str]:
    """Variables for a git process: the path to programs, and no configuration but the repository's own."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.devnull,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_AUTHOR_NAME": "sandbox",
        "GIT_AUTHOR_EMAIL": "sandbox@localhost",
        "GIT_COMMITTER_NAME": "sandbox",
        "GIT_COMMITTER_EMAIL": "sandbox@localhost",
        **more,
    }


def run(path: Path, *arguments: str, stdin: bytes = b"", allowed: tuple[int, ...] = (0,)) -> tuple[int, bytes]:
    """Exit code and output of `git` in the repository at `path`.

    Raises GitError with git's own words when the exit code is not among `allowed`.
    """
    done = subprocess.run(
        ["git", "--git-dir", str(path), *arguments], input=stdin, capture_output=True, env=environment(), check=False
    )
    if done.returncode not in allowed:
        raise GitError(done.stderr.decode("utf-8", "replace").strip() or f"git {arguments[0]} gave {done.returncode}")
    return done.returncode, done.stdout


class ObjectReader:
    """A `git cat-file` kept open: an object by anything git understands as its name, without a process each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def header(self, name: str) -> Header | None:
        """Id, kind and size; None when there is no such object, or the name is ambiguous."""
        with self._lock:
            return self._asked("info", name)

    def find(self, name: str) -> Found | None:
        """The object with its bytes; None when there is no such object."""
        with self._lock:
            head = self._asked("contents", name)
            if head is None:
                return None
            stdout = self._open().stdout
            assert stdout is not None
            data = stdout.read(head.size)
            stdout.read(1)
            return Found(head.oid, head.kind, head.size, data)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _asked(self, command: str, name: str) -> Header | None:
        if not name or name.startswith(":") or "\n" in name or "\0" in name:  # ":path" means an index; there is none
            return None
        process = self._open()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{command} {name}\n".encode("utf-8", "surrogateescape"))
        process.stdin.flush()
        words = process.stdout.readline().split()
        if len(words) != 3 or not words[2].isdigit():
            return None
        return Header(words[0].decode(), words[1].decode(), int(words[2]))

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.communicate()

    def _open(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                ["git", "--git-dir", str(self._path), "cat-file", "--batch-command"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
            )
        return self._process
