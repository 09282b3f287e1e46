"""What words on the command line name: a file, a directory, `-`, or REV:path in the git checkout one stands in."""

import os
import sys
from posixpath import basename

from bot.cli.files import beside, name_of, not_empty, working_directory
from bot.cli.pairs import Folder, Found, NoSuchSource, Pair, paired, too_large
from bot.contract import Source

_HANDED_OVER = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")
"""Where a shell puts the output of a program for `<(program)`; other pipes may have nobody who writes."""


def pair_of(old: str, new: str) -> Found:
    """What OLD and NEW name, side by side. Raises NoSuchSource with a sentence."""
    if old == new == "-":
        raise NoSuchSource("Only one of OLD and NEW can be standard input.")
    left, right = named(old), named(new)
    if isinstance(left, Source) and isinstance(right, Source):
        return Found((Pair(old, new, left, right),))
    if isinstance(left, Folder) and isinstance(right, Folder):
        left_out = map(too_large, dict.fromkeys((*left.too_large, *right.too_large)))
        return Found(paired(left, right), left_out=tuple(left_out))
    return Found((_file_and_folder(left, right, (old, new)),))


def named(word: str) -> Source | Folder:
    """The description or the directory that a word names. Raises NoSuchSource with a sentence."""
    if word == "-":
        return Source("-", _standard_input())
    not_empty(word)
    here = working_directory()
    path = os.path.join(here, word)
    if os.path.isdir(path):
        from bot.cli.folders import folder_on_disk

        return folder_on_disk(word, path, here)
    if os.path.exists(path):
        return Source(name_of(word, path), _bytes(word, path), beside(path, here))
    revision, colon, name = word.partition(":")
    if colon and revision:
        return _revision(word, revision, name)
    if os.path.islink(path):
        raise NoSuchSource(f"{word} is a link that leads nowhere.")
    raise NoSuchSource(f"There is no file {word}, and it is not of the form REV:path either.")


def _standard_input() -> bytes:
    try:
        return sys.stdin.buffer.read()
    except OSError as why:
        raise NoSuchSource(f"Standard input could not be read: {why.strerror or why}.") from why


def _bytes(word: str, path: str) -> bytes:
    try:
        if not os.path.isfile(path) and not path.startswith(_HANDED_OVER):
            raise NoSuchSource(f"{word} is no file; to compare what a program writes, pipe it in as `-`.")
        with open(path, "rb") as file:
            return file.read()
    except OSError as why:
        raise NoSuchSource(f"{word} could not be read: {why.strerror or why}.") from why


def _revision(word: str, revision: str, name: str) -> Source | Folder:
    from pathlib import Path

    from bot.checkout.git import Checkout, NotInGit

    checkout = Checkout(Path(working_directory()))
    try:
        path = checkout.from_root(name)
        if checkout.is_tree(revision, path):
            from bot.cli.folders import folder_at

            return folder_at(checkout, revision, path)
        return Source(path, checkout.blob(revision, path), checkout.reader(revision))
    except NotInGit as why:
        said = str(why).rstrip(".")
        if not name.startswith(".") and checkout.holds(revision, f"./{name}"):
            said += f": it counts from the root of the checkout. From here it is {revision}:./{name}"
        raise NoSuchSource(f"{word} could not be read: {said}.") from why


def _file_and_folder(left: Source | Folder, right: Source | Folder, words: tuple[str, str]) -> Pair:
    """A file beside a directory is compared with the file of its name in there."""
    folder = left if isinstance(left, Folder) else right
    file = right if isinstance(left, Folder) else left
    assert isinstance(folder, Folder)
    assert isinstance(file, Source)
    same = [name for name in folder.descriptions if basename(name) == basename(file.name)]
    if len(same) != 1:
        several = (
            f"several files named {basename(file.name)}" if same else f"no description named {basename(file.name)}"
        )
        raise NoSuchSource(f"{folder.word} is a directory and holds {several}; name the file in it.")
    there, shown = folder.descriptions[same[0]], folder.shown + same[0]
    return Pair(shown, words[1], there, file) if folder is left else Pair(words[0], shown, file, there)
