"""Where blocks of a YAML text begin and end, and lines put below one."""

from bot.versioning.edits import Edit
from bot.versioning.lines import newline_of
from bot.versioning.parts import Kind, Part


def lines_below(text: str, at: int, lines: list[str]) -> Edit:
    """Lines below the one that `at` is on; a last line without an end stays without one."""
    end = newline_of(text)
    at = _line_end(text, at)
    if text[:at].endswith("\n"):
        return Edit(at, at, "".join(line + end for line in lines))
    return Edit(at, at, "".join(end + line for line in lines))


def end_of(parts: tuple[Part, ...]) -> int:
    """Where the last thing written in these parts ends; a block collection ends with what is in it."""
    blocks = (Kind.MAPPING, Kind.SEQUENCE)
    return max(part.end for part in parts if part.kind not in blocks or part.style)


def _line_end(text: str, at: int) -> int:
    """The beginning of the line after, or the text's end; the end of a block scalar is one already."""
    if text[at - 1 : at] == "\n":
        return at
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def column(text: str, at: int) -> int:
    """How far a place is from the beginning of its line."""
    return at - (text.rfind("\n", 0, at) + 1)
