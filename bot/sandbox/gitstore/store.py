"""All repositories of one sandbox, in one folder."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType

from bot.sandbox.gitstore.objects import GitError, Identity
from bot.sandbox.gitstore.program import run
from bot.sandbox.gitstore.repo import Repo

SETTINGS = {
    "gc.auto": "0",
    "receive.autogc": "false",
    "receive.hideRefs": "refs/pull",  # as there, nobody pushes to the heads of pull requests
    "uploadpack.allowAnySHA1InWant": "true",
    "uploadpack.allowFilter": "true",
    "core.logAllRefUpdates": "false",
}
REFUSING_HOOK = """#!/bin/sh
# Refuse what the sandbox has refused beforehand, in its words; one name of a ref on each line.
if printf '%s\\n' "$SANDBOX_REFUSED_REFS" | grep -qxF -e "$1"; then
    printf '%s\\n' "$SANDBOX_REFUSAL" >&2
    exit 1
fi
"""


class RepoMissing(GitError):
    """There is no such repository."""


class RepoExists(GitError):
    """There is a repository of this name already."""


class GitStore:
    """Bare repositories under one folder, each a copy of one template; a context manager that ends git's processes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._open: dict[str, Repo] = {}

    def create(
        self,
        name: str,
        files: Mapping[str, bytes],
        *,
        who: Identity,
        at: datetime,
        branch: str = "main",
        message: str = "Initial commit",
    ) -> Repo:
        """A repository called `name` (any relative path), with one commit if there are files."""
        place = self._place(name)
        if place.exists():
            raise RepoExists(f"there is a repository {name} already")
        shutil.copytree(self._template(), place)
        (place / "HEAD").write_text(f"ref: refs/heads/{branch}\n")
        repo = self.repo(name)
        if files:
            repo.commit(branch, files, message=message, who=who, at=at)
        return repo

    def fork(self, parent: str, name: str) -> Repo:
        """A copy of a repository with its branches and tags, not the heads of its pull requests."""
        place = self._place(name)
        if place.exists():
            raise RepoExists(f"there is a repository {name} already")
        shutil.copytree(self.repo(parent).path, place)
        shutil.rmtree(place / "refs" / "pull", ignore_errors=True)
        return self.repo(name)

    def repo(self, name: str) -> Repo:
        """The repository called `name`; RepoMissing when there is none."""
        if name not in self._open:
            if not (self._place(name) / "HEAD").exists():
                raise RepoMissing(f"there is no repository {name}")
            self._open[name] = Repo(self._place(name))
        return self._open[name]

    def rename(self, old: str, new: str) -> None:
        """Give a repository another name."""
        self.repo(old).close()
        del self._open[old]
        self._place(new).parent.mkdir(parents=True, exist_ok=True)
        self._place(old).rename(self._place(new))

    def delete(self, name: str) -> None:
        """Take a repository away with everything in it."""
        self.repo(name).close()
        del self._open[name]
        shutil.rmtree(self._place(name))

    def close(self) -> None:
        """End the processes; the repositories stay."""
        for repo in self._open.values():
            repo.close()
        self._open.clear()

    def __enter__(self) -> GitStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _place(self, name: str) -> Path:
        parts = name.split("/")
        if any(part in {"", ".", ".."} or part.startswith(".") for part in parts):
            raise RepoMissing(f"{name!r} cannot be the name of a repository")
        return self._root.joinpath(*parts[:-1], f"{parts[-1]}.git")

    def _template(self) -> Path:
        template = self._root / ".template"
        if not template.exists():
            template.mkdir(parents=True)
            run(template, "init", "--quiet", "--bare", "--initial-branch=main", "--template=")
            for key, value in SETTINGS.items():
                run(template, "config", key, value)
            hook = template / "hooks" / "update"
            hook.parent.mkdir(exist_ok=True)
            hook.write_text(REFUSING_HOOK)
            hook.chmod(0o755)
        return template
