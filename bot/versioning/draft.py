"""The next version's description: the author's text, with the version moved on where this file keeps it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from bot.versioning.edits import revalued
from bot.versioning.markdown import code
from bot.versioning.merge import merged
from bot.versioning.notes import notes
from bot.versioning.parts import Document, Kind, Part, Path, Unreadable
from bot.versioning.reading import read
from bot.versioning.references import Move, is_reference, moved_reference
from bot.versioning.strategy import Chosen
from bot.versioning.tokens import bumped_name, bumped_number, bumped_url, major

__all__ = ["Draft", "FileChange", "NewVersion", "Unreadable", "new_version"]


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file's whole new content."""

    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What a new version is made from: `base` is the description on the base branch, `changed` the author's.

    `ancestor` is the description that the author began with (at the merge base). Given, what reached the base branch
    since then goes into the new version too; None: the new version is the author's file alone.
    """

    path: str
    base: bytes = field(repr=False)
    changed: bytes = field(repr=False)
    chosen: Chosen
    ancestor: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """The new version's files (the old one is not among them), and what a person should look at, as Markdown."""

    files: tuple[FileChange, ...]
    notes: tuple[str, ...]
    moved: tuple[tuple[str, str], ...] = ()
    """Addresses and path templates that the new version has others of, old and new."""


def new_version(request: NewVersion) -> Draft | Unreadable:
    """The new version's description at its new path.

    Outside the places that carry the version, and references that the move would break, it is the author's file byte
    for byte. A place the author has moved on already is left as they wrote it.
    """
    source, said = _source(request)
    document = read(request.path, source)
    if isinstance(document, Unreadable):
        return document
    chosen = request.chosen
    values = tuple(_values(document, request))
    templates = [value for part, value in values if part.kind is Kind.KEY]
    if twice := {template for template in templates if templates.count(template) > 1}:
        return Unreadable(request.path, f"the path {code(min(twice))} of `{chosen.new_version}` is in it already")
    written = revalued(document, values, chosen.new_path)
    if isinstance(written, Unreadable):
        return written
    return Draft(
        (FileChange(chosen.new_path, written.data),),
        (*said, *notes(request.path, request.base, document, written, chosen)),
        tuple(
            dict.fromkeys((part.value, value) for part, value in values if _is_address(part) and value != part.value)
        ),
    )


def _source(request: NewVersion) -> tuple[bytes, tuple[str, ...]]:
    """The author's file, with what else reached the base branch since they began; and what there is to say of that."""
    ancestor, base, changed = request.ancestor, request.base, request.changed
    if ancestor is None or ancestor == base or base == changed:
        return changed, ()
    with suppress(UnicodeDecodeError):
        both = merged(ancestor.decode(), changed.decode(), base.decode())
        if both is not None and not isinstance(read(request.path, both.encode()), Unreadable):
            return both.encode(), ("What reached the base branch since the author began is in the new version too.",)
    return changed, (
        f"{code(request.path)} was changed on the base branch since the author began, in the same lines. "
        "The new version is the author's file: please look at what it lacks.",
    )


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
    match _of_server(part.path) or part.path:
        case ("info", "version"):
            return bumped_number(part.value, new) if major(part.value) == old else None
        case ("servers", int(), "url") | ("basePath",):
            return bumped_url(part.value, old, new)
        case ("info", "title") | ("$self",) | ("servers", int(), "variables", str(), "default"):
            return bumped_name(part.value, old, new)
        case ("servers", int(), "variables", str(), "enum", int()):
            return bumped_name(part.value, old, new)
    return moved_reference(part.value, move) if is_reference(part.path, part.value) else None


def _of_server(path: Path) -> Path | None:
    """What is below `servers` of a path or of one operation, as if it were the root's."""
    match path:
        case ("paths", str(), "servers", *rest) | ("paths", str(), str(), "servers", *rest):
            return ("servers", *rest)
    return None


def _is_address(part: Part) -> bool:
    """Whether callers see it in what they call: a server's address or a path template."""
    return _is_template(part) or part.path == ("basePath",) or part.path[::2] == ("servers", "url")


def _is_template(part: Part) -> bool:
    return part.kind is Kind.KEY and len(part.path) == 2 and part.path[0] == "paths"
