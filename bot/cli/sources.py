"""What OLD and NEW name on the command line: a file, `-`, or REV:path in the git checkout one stands in."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from bot.checkout.git import Checkout, NotInGit
from bot.contract import Source


class NoSuchSource(Exception):
    """The word names nothing that can be read."""


def source(word: str, *, here: Path | None = None) -> Source:
    """The description a word names. Raises NoSuchSource with a sentence."""
    here = here or Path.cwd()
    if word == "-":
        return Source("-", sys.stdin.buffer.read())
    path = here / word
    if path.is_dir():
        raise NoSuchSource(f"{word} is a directory; name the description in it.")
    if path.exists():
        return _file(word, path)
    revision, colon, name = word.partition(":")
    if colon and revision and name:
        return _revision(word, revision, name, Checkout(here))
    raise NoSuchSource(f"There is no file {word}, and it is not of the form REV:path either.")


def _file(word: str, path: Path) -> Source:
    try:
        return Source(word.replace(os.sep, "/"), path.read_bytes(), _beside(path))
    except OSError as why:
        raise NoSuchSource(f"{word} could not be read: {why.strerror or why}.") from why


def _beside(path: Path) -> Callable[[str], bytes | None]:
    """Reads files at or below the working directory or the description's own, and nothing else."""
    roots = (Path.cwd().resolve(), path.parent.resolve())

    def read(name: str) -> bytes | None:
        wanted = Path(name).resolve()
        if not any(wanted.is_relative_to(root) for root in roots) or not wanted.is_file():
            return None
        try:
            return wanted.read_bytes()
        except OSError:
            return None

    return read


def _revision(word: str, revision: str, name: str, checkout: Checkout) -> Source:
    def read(path: str) -> bytes | None:
        try:
            return checkout.blob(revision, path)
        except NotInGit:
            return None

    try:
        return Source(name, checkout.blob(revision, name), read)
    except NotInGit as why:
        raise NoSuchSource(f"{word} could not be read: {why}.") from why
