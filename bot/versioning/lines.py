"""Whole lines put into a text file, its line ends and its last line kept as they are."""

from collections.abc import Sequence


def newline_of(text: str) -> str:
    """The line end the file uses: that of its first line."""
    first = text.partition("\n")[0]
    return "\r\n" if first.endswith("\r") else "\n"


def split(text: str) -> list[str]:
    """The lines with their ends; only `\\n` ends a line."""
    pieces = text.split("\n")
    return [piece + "\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def inserted(lines: Sequence[str], at: int, new: Sequence[str]) -> str:
    """The text with new lines (without ends) before line `at`, counted from 0."""
    end = newline_of("".join(lines))
    before, after = list(lines[:at]), list(lines[at:])
    if before and not before[-1].endswith("\n"):
        return "".join([*before, *(end + line for line in new)])
    return "".join([*before, *(line + end for line in new), *after])
