"""A file on disk: what it is called in a report, and which other files may be read beside it."""

import os
from collections.abc import Callable
from functools import cache

from bot.cli.pairs import NoSuchSource

Reader = Callable[[str], bytes | None]
Place = str | os.PathLike[str]


def working_directory() -> str:
    """Where one stands. Raises NoSuchSource where somebody took that directory away."""
    try:
        return os.getcwd()
    except FileNotFoundError as why:
        raise NoSuchSource("The directory this was started in is gone; go to another one.") from why


def from_root(word: str, here: Place, root: Place) -> str:
    """A word as a path from the root of the checkout. Raises NoSuchSource where it names none in there."""
    from pathlib import Path

    not_empty(word)
    top = Path(root).resolve()
    try:
        path = (Path(here) / word).resolve()
        path.exists()
    except OSError as why:
        raise NoSuchSource(f"{word} could not be read: {why.strerror or why}.") from why
    except (ValueError, RuntimeError) as why:
        raise NoSuchSource(f"{word} names no file: its links lead in a circle.") from why
    if not path.is_relative_to(top):
        raise NoSuchSource(f"{word} lies outside of the git checkout {root}.")
    return path.relative_to(top).as_posix()


def not_empty(word: str) -> None:
    """Raises NoSuchSource of an empty word: it would be taken for the working directory."""
    if not word:
        raise NoSuchSource("One of the words is empty; a variable may be unset.")


def beside(path: Place, here: Place) -> Reader:
    """Reads files at or below the file's own directory, its git checkout or the working directory, and nothing else."""
    reader = cache(lambda: _beside(path, here))
    return lambda name: reader()(name)


def _beside(path: Place, place: Place) -> Reader:
    from pathlib import Path  # most descriptions name no other file, and are compared in the time this takes

    here = Path(place)
    own = Path(path).parent.resolve()
    roots = (here.resolve(), own, *(above for above in own.parents if (above / ".git").exists()))

    def read(name: str) -> bytes | None:
        try:
            wanted = (here / name).resolve()
            is_inside = any(wanted.is_relative_to(root) for root in roots)
            return wanted.read_bytes() if is_inside and wanted.is_file() else None
        except (OSError, ValueError, RuntimeError):
            return None  # as it was not there: a name no file can have, or links in a circle

    return read


def name_of(word: str, path: Place) -> str:
    """As it was typed, with plain slashes; whole where it leads upwards, since references count from there."""
    tidy = os.path.normpath(word)
    return (os.path.realpath(path) if tidy.startswith("..") else tidy).replace(os.sep, "/")
