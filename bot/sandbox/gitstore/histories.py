"""Which commits led here, and what a path held in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.sandbox.gitstore.program import run


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit in a history; `blob` is what the asked path held then, None where it held nothing."""

    oid: str
    parents: tuple[str, ...]
    committed_at: datetime
    message: str
    blob: str | None


def listed(
    path: Path,
    revisions: tuple[str, ...],
    *,
    touching: str | None = None,
    first_parent: bool = False,
    oldest_first: bool = False,
    limit: int | None = None,
    skip: int = 0,
) -> list[str]:
    """Commit ids as `git rev-list` orders them; `touching` keeps those that changed a path, renames not followed."""
    arguments = ["rev-list", "--topo-order"]
    arguments += ["--first-parent"] if first_parent else []
    arguments += ["--reverse"] if oldest_first else []
    arguments += [f"--max-count={limit}"] if limit is not None else []
    arguments += [f"--skip={skip}"] if skip else []
    arguments += [*revisions, "--", *([f":(literal){touching}"] if touching else [])]
    _, output = run(path, *arguments)
    return output.decode().split()


def ahead_behind(path: Path, base: str, head: str) -> tuple[int, int]:
    """How many commits `head` has that `base` has not, and the other way round."""
    _, output = run(path, "rev-list", "--left-right", "--count", f"{head}...{base}")
    ahead, behind = output.split()
    return int(ahead), int(behind)


def merge_base(path: Path, one: str, other: str) -> str | None:
    """The best common ancestor; None where the histories never met."""
    code, output = run(path, "merge-base", one, other, allowed=(0, 1))
    return output.decode().strip() if code == 0 else None
