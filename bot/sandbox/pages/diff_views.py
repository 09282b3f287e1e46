"""Patches as pages show them: lines with both their numbers, and remarks under the lines they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from bot.sandbox.gitstore import ChangedFile
from bot.sandbox.pages.check_views import Remark
from bot.sandbox.pages.places import Home

_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@ ?(.*)")
_KINDS = {"+": "added", "-": "removed", " ": "same"}
SHOWN = 1_500


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a patch: added, removed, same, or the head of a hunk; a number is None where that side has no line."""

    kind: str
    old: int | None
    new: int | None
    text: str
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class FileDiff:
    """One changed file. `loose` are remarks on lines that the patch does not show."""

    path: str
    previous: str | None
    status: str
    additions: int
    deletions: int
    squares: tuple[str, ...]
    is_binary: bool
    lines: tuple[Line, ...]
    loose: tuple[Remark, ...]
    anchor: str
    page: str
    is_long: bool

    @property
    def remark_count(self) -> int:
        """How many remarks there are on it."""
        return len(self.loose) + sum(len(line.remarks) for line in self.lines)


def file_diffs(files: Iterable[ChangedFile], where: Home, head: str, remarks: Iterable[Remark] = ()) -> list[FileDiff]:
    """The changed files of a diff that ends at `head`."""
    by_path: dict[str, list[Remark]] = {}
    for one in remarks:
        by_path.setdefault(one.path, []).append(one)
    return [_file(changed, at, where, head, by_path.get(changed.path, [])) for at, changed in enumerate(files)]


def _file(changed: ChangedFile, at: int, where: Home, head: str, remarks: list[Remark]) -> FileDiff:
    lines = tuple(_remarked(lines_of(changed.patch or ""), remarks))
    placed = {one.id for line in lines for one in line.remarks}
    return FileDiff(
        path=changed.path,
        previous=changed.previous_path,
        status=changed.status,
        additions=changed.additions,
        deletions=changed.deletions,
        squares=_squares(changed),
        is_binary=changed.is_binary,
        lines=lines,
        loose=tuple(one for one in remarks if one.id not in placed),
        anchor=f"file-{at}",
        page=f"{where.page}/blob/{head}/{quote(changed.path)}",
        is_long=len(lines) > SHOWN,
    )


def lines_of(patch: str) -> Iterator[Line]:
    """The lines of a patch; what belongs to no hunk is passed over."""
    old = new = 0
    for text in patch.split("\n") if patch else ():
        if hunk := _HUNK.match(text):
            old, new = int(hunk[1]), int(hunk[2])
            yield Line("hunk", None, None, text)
        elif text.startswith("\\"):
            yield Line("note", None, None, text[2:])
        elif kind := _KINDS.get(text[:1]):
            yield Line(kind, old if kind != "added" else None, new if kind != "removed" else None, text[1:])
            old, new = old + (kind != "added"), new + (kind != "removed")


def _remarked(lines: Iterable[Line], remarks: list[Remark]) -> Iterator[Line]:
    """Each remark under the last line it is about, on the new side."""
    for line in lines:
        here = tuple(one for one in remarks if line.new is not None and one.last_line == line.new)
        yield Line(line.kind, line.old, line.new, line.text, here) if here else line


def _squares(changed: ChangedFile) -> tuple[str, ...]:
    """Five little squares: how much of the change adds and how much takes away."""
    total = changed.additions + changed.deletions
    if not total:
        return ("none",) * 5
    shown = min(5, total)
    added = round(shown * changed.additions / total)
    return ("added",) * added + ("removed",) * (shown - added) + ("none",) * (5 - shown)
