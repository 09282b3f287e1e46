"""The descriptions in a directory, on disk or at a revision, told by what they hold."""

import os
from pathlib import Path

from bot.checkout.discover import CANDIDATE, LARGEST, descriptions, files_below, is_description
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
    return _not_empty(Folder(word, shown, sources, lambda name: source(name, read(name))))


def folder_at(checkout: Checkout, revision: str, name: str) -> Folder:
    """A directory as it was at a revision. Raises NoSuchSource where there was no description in it, NotInGit."""
    below = name.strip("/")
    found = descriptions_at(checkout, revision, below)
    start = f"{below}/" if below not in ("", ".") else ""
    sources = {path.removeprefix(start): source for path, source in found.items()}
    read = checkout.reader(revision)

    def file(name: str) -> Source | None:
        data = read(start + name)
        return None if data is None else Source(start + name, data, read)

    return _not_empty(Folder(f"{revision}:{name}", f"{revision}:{start}", sources, file))


def descriptions_at(checkout: Checkout, revision: str, below: str = "") -> dict[str, Source]:
    """Every description of a revision below a directory, by its path from the root. Raises NotInGit."""
    names = checkout.matching(CANDIDATE, revision=revision, below=below)
    data = checkout.blobs([f"{revision}:{path}" for path in names])
    read = checkout.reader(revision)
    return {
        path: Source(path, found, read)
        for path in names
        if (found := data.get(f"{revision}:{path}")) and len(found) <= LARGEST and is_description(found)
    }


def _not_empty(folder: Folder) -> Folder:
    if folder.descriptions:
        return folder
    raise NoSuchSource(f"{folder.word} is a directory with no API description in it (OpenAPI or Swagger, up to 32 MB).")
