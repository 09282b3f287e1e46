"""Names for commits: branches, tags, the heads of pull requests."""

from __future__ import annotations

import re
from pathlib import Path

from bot.sandbox.gitstore.objects import ZERO, GitError, ObjectMissing, RefExists, RefMalformed, RefMissing
from bot.sandbox.gitstore.program import run

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|/\.|\.lock(/|$)|[/.]$")


def well_formed(ref: str) -> str:
    """The ref again, if git would take it as a full name.

    Source: git-scm.com/docs/git-check-ref-format.
    """
    if not ref.startswith("refs/") or ref.count("/") < 2 or _FORBIDDEN.search(ref):
        raise RefMalformed(f"{ref!r} is not the full name of a ref")
    return ref


def listed(path: Path, prefix: str = "refs/") -> dict[str, str]:
    """Refs whose name begins with `prefix`, in the order of their names."""
    _, output = run(path, "for-each-ref", "--format=%(refname) %(objectname)", "--sort=refname")
    pairs = (line.rsplit(" ", 1) for line in output.decode("utf-8", "surrogateescape").splitlines())
    return {name: oid for name, oid in pairs if name.startswith(prefix)}


def create(path: Path, ref: str, oid: str) -> None:
    """A new ref; RefExists when it is there already."""
    _update(path, ref, oid, ZERO)


def move(path: Path, ref: str, oid: str, *, expected: str | None = None) -> None:
    """Point a ref elsewhere, making it where it was not; with `expected`, only if it still points there."""
    _update(path, ref, oid, expected)


def delete(path: Path, ref: str) -> None:
    """Take a ref away; RefMissing when there is none."""
    if well_formed(ref) not in listed(path, ref):
        raise RefMissing(f"there is no {ref}")
    run(path, "update-ref", "-d", ref)


def _update(path: Path, ref: str, oid: str, expected: str | None) -> None:
    try:
        run(path, "update-ref", well_formed(ref), oid, *([expected] if expected is not None else []))
    except RefMalformed:
        raise
    except GitError as problem:
        words = str(problem)
        if "nonexistent object" in words or "not a valid SHA1" in words or "non-commit object" in words:
            raise ObjectMissing(words) from problem
        if "already exists" in words or "cannot lock ref" in words:
            raise RefExists(words) from problem
        raise
