"""Lines for a terminal: styles, wrapping, and nothing in them that a terminal would obey.

Written by hand because `check` has 80 ms for everything and importing rich takes a third of that.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator

from msgspec import Struct

from bot.cli.printing import columns
from bot.cli.render.widths import fitting, width

Span = tuple[str, str]
"""A text and its style."""

STYLES = {
    "": "",
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
    "bold red": "1;31",
    "bold green": "1;32",
    "bold yellow": "1;33",
    "bold blue": "1;34",
    "bold magenta": "1;35",
    "underline": "1;4",
}
_WIDEST = 120
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WORD = re.compile(r"\s+|[^\s]+")


class Paper(Struct, frozen=True):
    """Where lines are written on: columns, and whether it shows colours."""

    width: int = 80
    color: bool = False

    def lines(self, spans: Iterable[Span], *, indent: int = 0, hang: int = 0) -> Iterator[str]:
        """The spans wrapped to the width; every line after the first is indented by `hang` more."""
        line, used, start = list[Span](), 0, indent
        for chunk in _chunks(spans):
            text = "".join(word for word, _ in chunk)
            if text.isspace() and text != "\n" and not line:
                continue
            if text == "\n" or (used and start + used + width(text) > self.width and not text.isspace()):
                yield self._line(line, start)
                line, used, start = [], 0, indent + hang
                if text == "\n":
                    continue
            for piece, style in chunk:
                rest = piece
                while used + width(rest) > (room := max(self.width - start, 20)) and not rest.isspace():
                    fits = fitting(rest, room - used)
                    line.append((rest[:fits], style))
                    rest = rest[fits:]
                    yield self._line(line, start)
                    line, used, start = [], 0, indent + hang
                line.append((rest, style))
                used += width(rest)
        if line:
            yield self._line(line, start)

    def titled(self, title: str, spans: Iterable[Span], *, column: int = 11) -> Iterator[str]:
        """A short title, and the spans in a column beside it."""
        first, *rest = self.lines(spans, indent=column) or ("",)
        yield "  " + self.styled(f"{title:{column - 2}}", "bold") + first[column:]
        yield from rest

    def styled(self, text: str, style: str) -> str:
        """The text in its style, where there are colours."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.color and style and text else text

    def quoted(self, sentence: str) -> list[Span]:
        """A sentence whose `quoted` parts stand out: in bold, or by their quotes where there are no colours."""
        if not self.color:
            return [(sentence, "")]
        return [(part, "bold" if index % 2 else "") for index, part in enumerate(sentence.split("`")) if part]

    def _line(self, spans: list[Span], start: int) -> str:
        while spans and spans[-1][0].isspace():
            spans.pop()
        merged = list[Span]()
        for text, style in spans:
            if merged and merged[-1][1] == style:
                merged[-1] = (merged[-1][0] + text, style)
            else:
                merged.append((text, style))
        return " " * start + "".join(self.styled(text, style) for text, style in merged)


def paper(color: str) -> Paper:
    """Standard output as it is: its columns, and colours where it is a terminal that shows them, or as asked."""
    return Paper(min(max(columns(), 40), _WIDEST), _colors(color))


def _colors(color: str) -> bool:
    if color != "auto":
        return color == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def printable(text: str) -> str:
    """The text without characters that move a cursor, hide, or turn the direction of writing; they show as �."""
    return _CONTROL.sub("\ufffd", text)


def _chunks(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Words with what stands at them, whatever its style: no line ends between a quoted word and its comma."""
    chunk = list[Span]()
    for word, style in _words(spans):
        if chunk and (word.isspace() or chunk[-1][0].isspace()):
            yield chunk
            chunk = []
        chunk.append((word, style))
    if chunk:
        yield chunk


def _words(spans: Iterable[Span]) -> Iterator[Span]:
    for text, style in spans:
        for word in _WORD.findall(printable(text).replace("\t", " ")):
            if "\n" in word:
                yield "\n", style
            else:
                yield word, style
