"""What changed between two trees, file by file, as git tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.gitstore.program import run

STATUS = {"A": "added", "M": "modified", "D": "removed", "R": "renamed", "C": "copied", "T": "changed"}
_DIFF = ("diff-tree", "-r", "-M", "--no-color", "--no-ext-diff", "--no-textconv", "--full-index")


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One file of a diff; `oid` is the new blob, the old one where it was removed."""

    path: str
    status: str
    oid: str
    previous_path: str | None
    additions: int
    deletions: int
    is_binary: bool
    patch: str | None
    """The hunks without their header lines; None for binaries and for renames without an edit."""


def diff(path: Path, old: str, new: str) -> list[ChangedFile]:
    """The files that differ between two commits or trees; a rename is one file with two names."""
    _, output = run(path, *_DIFF, "--raw", "--numstat", "-z", old, new)
    raw, counted = _split(output.decode("utf-8", "surrogateescape").split("\0"))
    patches = _patches(path, old, new, [line[0] for line in raw])
    return [
        ChangedFile(
            path=name,
            status=STATUS[letter],
            oid=oid,
            previous_path=previous,
            additions=added or 0,
            deletions=deleted or 0,
            is_binary=added is None,
            patch=patch,
        )
        for (letter, oid, previous, name), (added, deleted), patch in zip(raw, counted, patches, strict=True)
    ]


_Raw = tuple[str, str, str | None, str]


def _split(tokens: list[str]) -> tuple[list[_Raw], list[tuple[int | None, int | None]]]:
    """Git's two lists, one after the other: `:modes ids letter`, then counts; renames take two more tokens each."""
    raw: list[_Raw] = []
    counted: list[tuple[int | None, int | None]] = []
    rest = iter(tokens)
    for token in rest:
        if token.startswith(":"):
            _, _, old_oid, new_oid, letter = token[1:].split(" ")
            first = next(rest)
            second = next(rest) if letter[0] in "RC" else None
            oid = old_oid if letter == "D" else new_oid
            raw.append((letter[0], oid, first if second else None, second or first))
        elif token:
            added, deleted, name = token.split("\t")
            counted.append((None if added == "-" else int(added), None if deleted == "-" else int(deleted)))
            if not name:
                next(rest)
                next(rest)
    return raw, counted


def _patches(path: Path, old: str, new: str, letters: list[str]) -> Iterator[str | None]:
    """The hunks of each file, in the order of the list; a change of type comes as a removal and an addition."""
    _, output = run(path, *_DIFF, "-p", old, new)
    parts = iter(re.split(r"^diff --git .*\n", output.decode("utf-8", "replace"), flags=re.MULTILINE)[1:])
    for letter in letters:
        hunks = [_hunks(next(parts)) for _ in range(2 if letter == "T" else 1)]
        yield "\n".join(h for h in hunks if h) or None


def _hunks(part: str) -> str:
    at = re.search(r"^@@ ", part, flags=re.MULTILINE)
    return part[at.start() :].removesuffix("\n") if at else ""
