"""The next version's description: the author's text, with the version moved on where this file keeps it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.versioning.edits import revalued
from bot.versioning.parts import Document, Kind, Part, Unreadable, read
from bot.versioning.references import Move, is_reference, moved_reference, target_of
from bot.versioning.strategy import Chosen
from bot.versioning.tokens import bumped_name, bumped_number, bumped_url, major, versions_in_text

__all__ = ["Draft", "FileChange", "NewVersion", "Unreadable", "new_version"]

_LISTED_LINES = 10
_STAGE_MARKS = tuple((name,) for name in ("x-stage", "x-maturity", "x-stability-level", "x-stability", "x-beta"))


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file's whole new content."""

    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What a new version is made from: `base` is the description on the base branch, `changed` the author's."""

    path: str
    base: bytes = field(repr=False)
    changed: bytes = field(repr=False)
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class Draft:
    """The new version's files (the old one is not among them), and what a person should look at, as Markdown."""

    files: tuple[FileChange, ...]
    notes: tuple[str, ...]


def new_version(request: NewVersion) -> Draft | Unreadable:
    """The new version's description at its new path.

    Outside the places that carry the version, and references that the move would break, it is the author's file byte
    for byte. A place the author has moved on already is left as they wrote it.
    """
    document = read(request.path, request.changed)
    if isinstance(document, Unreadable):
        return document
    chosen = request.chosen
    values = tuple(_values(document, request))
    written = revalued(document, values, chosen.new_path)
    if isinstance(written, Unreadable):
        return written
    return Draft((FileChange(chosen.new_path, written.data),), tuple(_notes(document, written, request)))


def _values(document: Document, request: NewVersion) -> Iterator[tuple[Part, str]]:
    """Each key and scalar that has to change, with its new value."""
    old, new = request.chosen.old_version, request.chosen.new_version
    templates = [(part, bumped_url(part.value, old, new)) for part in document.parts if _is_template(part)]
    yield from templates
    moved = any(part.value != value for part, value in templates)
    move = Move(request.path, request.chosen.new_path, old, new, paths_moved=moved)
    for part in document.parts:
        if part.kind is Kind.SCALAR and (value := _value(part, move)) is not None:
            yield part, value


def _value(part: Part, move: Move) -> str | None:
    """The scalar's value in the new version; None where it has nothing to do with versions or places."""
    old, new = move.old_version, move.new_version
    match part.path:
        case ("info", "version"):
            return bumped_number(part.value, new) if major(part.value) == old else None
        case ("servers", int(), "url") | ("basePath",):
            return bumped_url(part.value, old, new)
        case ("info", "title") | ("$self",) | ("servers", int(), "variables", str(), "default"):
            return bumped_name(part.value, old, new)
        case ("servers", int(), "variables", str(), "enum", int()):
            return bumped_name(part.value, old, new)
    return moved_reference(part.value, move) if is_reference(part.path, part.value) else None


def _is_template(part: Part) -> bool:
    return part.kind is Kind.KEY and len(part.path) == 2 and part.path[0] == "paths"


def _notes(document: Document, written: Document, request: NewVersion) -> Iterator[str]:
    """What the file leaves for a person to see to."""
    chosen = request.chosen
    yield from _version_notes(document, chosen)
    shared = {
        target
        for part in document.parts
        if part.kind is Kind.SCALAR and is_reference(part.path, part.value)
        if (target := target_of(part.value, request.path)) and target != request.path
    }
    if shared:
        names = ", ".join(f"`{name}`" for name in sorted(shared))
        yield f"Both versions refer to {names}: a change there reaches `{chosen.old_version}` too."
    lines = [
        str(at) for at, line in enumerate(written.text.split("\n"), 1) if chosen.old_version in versions_in_text(line)
    ]
    if lines:
        more = f" and {len(lines) - _LISTED_LINES} more" if len(lines) > _LISTED_LINES else ""
        places = ", ".join(lines[:_LISTED_LINES]) + more
        yield f"These lines still say `{chosen.old_version}`; I did not touch prose, comments and examples: {places}."


def _version_notes(document: Document, chosen: Chosen) -> Iterator[str]:
    for part in document.parts:
        if part.kind is not Kind.SCALAR:
            continue
        if part.path == ("info", "version") and major(part.value) == chosen.new_version:
            yield f"`info.version: {part.value}` was moved on by the author and is kept."
        elif part.path == ("info", "version") and major(part.value) != chosen.old_version:
            yield f"`info.version: {part.value}` does not follow `{chosen.old_version}` and is left as it is."
        elif part.path[-1:] in _STAGE_MARKS and part.path[:-1] in ((), ("info",)):
            yield f"The description marks itself `{part.path[-1]}: {part.value}`; a new version starts at private beta."
