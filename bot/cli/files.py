"""A file on disk: what it is called in a report, and which other files may be read beside it."""

import os
from collections.abc import Callable
from pathlib import Path


def beside(path: Path, here: Path) -> Callable[[str], bytes | None]:
    """Reads files at or below the file's own directory, its git checkout or the working directory, and nothing else."""
    own = path.parent.resolve()
    roots = (here.resolve(), own, *(above for above in own.parents if (above / ".git").exists()))

    def read(name: str) -> bytes | None:
        wanted = (here / name).resolve()
        if not any(wanted.is_relative_to(root) for root in roots) or not wanted.is_file():
            return None
        try:
            return wanted.read_bytes()
        except OSError:
            return None

    return read


def name_of(word: str, path: Path) -> str:
    """As it was typed, with plain slashes; whole where it leads upwards, since references count from there."""
    tidy = os.path.normpath(word)
    return (str(path.resolve()) if tidy.startswith("..") else tidy).replace(os.sep, "/")
