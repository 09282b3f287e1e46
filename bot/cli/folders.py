"""The descriptions in a directory, on disk or at a revision, told by what they hold."""

import os
from pathlib import Path

from bot.checkout.discover import CANDIDATE, LARGEST, descriptions, files_below, is_description, too_large_below
from bot.checkout.git import Checkout
from bot.cli.files import beside, name_of
from bot.cli.pairs import Folder, NoSuchSource
from bot.contract import Source


def folder_on_disk(word: str, where: str, here: str) -> Folder:
    """A directory as it is now. Raises NoSuchSource where there is no description in it."""
    shown = "" if os.path.normpath(word) == "." else word.rstrip("/").replace(os.sep, "/") + "/"
    path = Path(where)
    read = beside(path / "any", path)
    found = descriptions(files_below(path), read)

    def source(name: str, data: bytes | None) -> Source | None:
        return None if data is None else Source(name_of(shown + name, path / name), data, beside(path / name, here))

    sources = {name: one for name, data in found.items() if (one := source(name, data))}
    large = tuple(shown + name for name in too_large_below(path))
    return _not_empty(Folder(word, shown, sources, lambda name: source(name, read(name)), large))


def folder_at(checkout: Checkout, revision: str, name: str) -> Folder:
    """A directory as it was at a revision. Raises NoSuchSource where there was no description in it, NotInGit."""
    below = name.strip("/")
    found, large = _descriptions_at(checkout, revision, below)
    start = f"{below}/" if below not in ("", ".") else ""
    sources = {path.removeprefix(start): source for path, source in found.items()}
    read = checkout.reader(revision)

    def file(name: str) -> Source | None:
        data = read(start + name)
        return None if data is None else Source(start + name, data, read)

    return _not_empty(
        Folder(
            f"{revision}:{name}", f"{revision}:{start}", sources, file, tuple(f"{revision}:{path}" for path in large)
        )
    )


def _descriptions_at(checkout: Checkout, revision: str, below: str = "") -> tuple[dict[str, Source], list[str]]:
    """Every description of a revision below a directory, by its path from the root, and those too large to look into.

    Raises NotInGit.
    """
    names = checkout.matching(CANDIDATE, revision=revision, below=below)
    data = checkout.blobs([f"{revision}:{path}" for path in names])
    held = {path: found for path in names if (found := data.get(f"{revision}:{path}"))}
    read = checkout.reader(revision)
    small = {path: found for path, found in held.items() if len(found) <= LARGEST}
    sources = {path: Source(path, found, read) for path, found in small.items() if is_description(found)}
    return sources, sorted(held.keys() - small.keys())


def _not_empty(folder: Folder) -> Folder:
    if folder.descriptions:
        return folder
    raise NoSuchSource(f"{folder.word} is a directory with no API description in it (OpenAPI or Swagger, up to 32 MB).")
