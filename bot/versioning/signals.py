"""Where a description says which version it is: in its path, its `info.version`, its servers, its paths."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

from bot.versioning.markdown import code
from bot.versioning.parts import Kind, Part, Unreadable
from bot.versioning.reading import read
from bot.versioning.tokens import DATE, major, versions_in_name, versions_in_text, versions_in_url


class Place(Enum):
    """The places a version is kept in."""

    FILE_SUFFIX = "file-suffix"
    DIRECTORY = "directory"
    DATE = "date"
    INFO_VERSION = "info-version"
    SERVER = "server"
    PATH_PREFIX = "path-prefix"


@dataclass(frozen=True, slots=True)
class Signal:
    """One place that names a version: `version` is `v1` (or the date), `where` is Markdown to look it up by."""

    kind: Place
    version: str
    where: str


def signals(path: str, data: bytes) -> tuple[Signal, ...]:
    """Every place of this description that names a version, each kind and version once, in the order of `Place`.

    A file that cannot be read has only what its path says.
    """
    found = [*_of_path(path)]
    document = read(path, data)
    if not isinstance(document, Unreadable):
        found += _of_document(document.parts)
    unique = {(signal.kind, signal.version): signal for signal in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda signal: (list(Place).index(signal.kind), signal.version)))


def _of_path(path: str) -> Iterator[Signal]:
    pure = PurePosixPath(path)
    for part in pure.parts:
        if date := DATE.search(part):
            yield Signal(Place.DATE, date[0], code(path))
    for version in versions_in_name(pure.name):
        yield Signal(Place.FILE_SUFFIX, version, f"the file's name {code(pure.name)}")
    for folder in pure.parent.parts:
        if re.fullmatch(r"v\d+", folder, re.IGNORECASE):
            yield Signal(Place.DIRECTORY, folder.lower(), f"the directory {code(folder + '/')}")


def _of_document(parts: tuple[Part, ...]) -> Iterator[Signal]:
    for part in parts:
        if part.kind is Kind.KEY and len(part.path) == 2 and part.path[0] == "paths":
            yield from _of_template(part.value)
        elif part.kind is Kind.SCALAR:
            yield from _of_value(part)


def _of_value(part: Part) -> Iterator[Signal]:
    match part.path:
        case ("info", "version"):
            if DATE.fullmatch(part.value):
                yield Signal(Place.DATE, part.value, code(f"info.version: {part.value}"))
            elif version := major(part.value):
                yield Signal(Place.INFO_VERSION, version, code(f"info.version: {part.value}"))
        case ("servers", int(), "url") | ("basePath",):
            for version in versions_in_url(part.value):
                yield Signal(Place.SERVER, version, f"the server {code(part.value)}")
        case ("servers", int(), "variables", str(name), "default"):
            for version in versions_in_text(part.value):
                yield Signal(Place.SERVER, version, f"the server variable {code(name)}")


def _of_template(template: str) -> Iterator[Signal]:
    """Only what stands before the first parameter can be the whole API's version."""
    fixed = template.partition("{")[0]
    if date := DATE.search(fixed):
        yield Signal(Place.DATE, date[0], f"the path {code(template)}")
    for version in versions_in_url(fixed)[:1]:
        yield Signal(Place.PATH_PREFIX, version, f"the path {code(template)}")
