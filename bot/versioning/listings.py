"""Rows of other files that name a description: one for the new version below each of the old one's."""

import re
from collections.abc import Callable

from bot.versioning.config_entry import FIRST_STAGE
from bot.versioning.lines import split
from bot.versioning.strategy import Chosen
from bot.versioning.tokens import bumped_name

_ROW = re.compile(r"\s*(?:\||[-*+]\s|\d+[.)]\s)")
_STAGE_CELL = re.compile(
    r"(?<=\|)(\s*)(?:ga|generally available|general availability|public[ -]beta|stable|deprecated)(\s*)(?=\|)",
    re.IGNORECASE,
)


def readme_rows(readme: bytes, path: str, chosen: Chosen) -> bytes | None:
    """The page with a row below each table row or list item that names the old description.

    None where no row has to be added.
    """

    def row(line: str) -> str | None:
        if not _ROW.match(line) or not _names(line, path):
            return None
        moved = _renamed(line, path, chosen.new_path)
        moved = bumped_name(moved, chosen.old_version, chosen.new_version)
        return _STAGE_CELL.sub(lambda cell: cell[1] + FIRST_STAGE.replace("-", " ") + cell[2], moved)

    return _with_rows(readme, row, chosen.new_path)


def codeowners_rows(codeowners: bytes, path: str, chosen: Chosen) -> bytes | None:
    """CODEOWNERS with the same owners for the new description; None where no line has to be added.

    The line stands directly below the old one's: the last line that matches decides.
    """

    def row(line: str) -> str | None:
        pattern = line.split()[0] if line.split() else ""
        if pattern.removeprefix("/") != path:
            return None
        return line.replace(path, chosen.new_path, 1)

    return _with_rows(codeowners, row, chosen.new_path)


def _with_rows(data: bytes, row: Callable[[str], str | None], new_path: str) -> bytes | None:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if _names(text, new_path):
        return None
    written, found = [], False
    for line in split(text):
        written.append(line)
        if (added := row(line)) is not None:
            found = True
            written += [added] if line.endswith("\n") else ["\n", added]
    return "".join(written).encode() if found else None


def _names(text: str, path: str) -> bool:
    return _whole(path).search(text) is not None


def _renamed(text: str, path: str, new_path: str) -> str:
    return _whole(path).sub(lambda _: new_path, text)


def _whole(path: str) -> re.Pattern[str]:
    """The path as a whole, not as a part of a longer one."""
    return re.compile(rf"(?<![\w-])(?<![\w-]/){re.escape(path)}(?![\w/-]|\.\w)")
