"""The changelog's line about a new version, in the form of Keep a Changelog (https://keepachangelog.com/en/1.1.0/)."""

import re

from bot.versioning.lines import inserted, split

_NEW = "# Changelog\n"
_HEADING = re.compile(r"(?P<depth>#{1,6})\s+(?P<title>.*?)\s*#*\s*\Z")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_UNRELEASED = re.compile(r"\[?unreleased\]?", re.IGNORECASE)


def changelog_entry(changelog: bytes | None, sentence: str) -> bytes | None:
    """The changelog with the sentence under Unreleased, Added; a new one where there is none.

    None where it says so already, or is no UTF-8 text. All other bytes stay.
    """
    try:
        text = _NEW if changelog is None else changelog.decode()
    except UnicodeDecodeError:
        return None
    bullet = f"- {sentence}"
    lines = split(text)
    if any(line.strip() == bullet for line in lines):
        return None
    return _placed(lines, bullet).encode()


def _placed(lines: list[str], bullet: str) -> str:
    headings = _headings(lines)
    seconds = [(at, title) for at, depth, title in headings if depth == 2]
    unreleased = next((at for at, title in seconds if _UNRELEASED.fullmatch(title)), None)
    if unreleased is None:
        at = seconds[0][0] if seconds else len(lines)
        return _section(lines, at, ["## [Unreleased]", "", "### Added", "", bullet])
    end = next((at for at, depth, _ in headings if at > unreleased and depth <= 2), len(lines))
    added = next((at for at, _, title in headings if unreleased < at < end and title.lower() == "added"), None)
    if added is None:
        return _section(lines, unreleased + 1, ["### Added", "", bullet])
    end = next((at for at, _, _ in headings if at > added), len(lines))
    last = max((at for at in range(added, end) if lines[at].strip()), default=added)
    return inserted(lines, last + 1, ["", bullet] if last == added else [bullet])


def _section(lines: list[str], at: int, new: list[str]) -> str:
    """New lines as a block of their own: an empty line before and after, unless one is there."""
    before = [] if at == 0 or not lines[at - 1].strip() else [""]
    after = [] if at >= len(lines) or not lines[at].strip() else [""]
    return inserted(lines, at, [*before, *new, *after])


def _headings(lines: list[str]) -> list[tuple[int, int, str]]:
    """Line, depth and title of each heading that stands outside code blocks."""
    found, fence = [], ""
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]) else fence
        elif mark:
            fence = mark[1]
        elif heading := _HEADING.match(line):
            found.append((at, len(heading["depth"]), heading["title"]))
    return found
