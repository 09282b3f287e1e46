"""Where in a comment a command may stand: the lines of root-level paragraphs, as CommonMark sees its blocks.

Inline parsing stays off: commands need none, and on hostile input it costs four times as much as the blocks.
Source: CommonMark 0.31.2, sections 3 to 5; tables as in GitHub Flavored Markdown.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST_BYTES: Final = 65_536

_MARKDOWN: Final = MarkdownIt("commonmark").enable("table")
_MARKDOWN.core.ruler.enableOnly(["normalize", "block"])

_SPACES: Final = dict.fromkeys(
    map(ord, "\u00a0\u1680\u202f\u205f\u3000\u2028\u2029\x85\x0b\x0c" + "".join(map(chr, range(0x2000, 0x200B)))), " "
)
_UNSEEN: Final = dict.fromkeys(
    [0xAD, 0x180E, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
"""Zero-width characters and those that turn the direction of writing. Joiners stay: scripts and emoji need them."""

_TELLING: Final = frozenset(
    {"paragraph_open", "fence", "code_block", "bullet_list_open", "ordered_list_open", "table_open"}
)
_DETAILS: Final = re.compile(r"<(/?)details\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Blocks:
    """A comment's lines, and which of them count. Indices are from 0."""

    lines: tuple[str, ...]
    speaking: tuple[int, ...]
    """The lines on which a command may stand."""
    telling: frozenset[int]
    """The lines that may explain one: paragraphs, code, lists and tables, but neither quotes nor HTML."""


def blocks(text: str) -> Blocks:
    """The lines of a normalised text, and which of them count."""
    lines = tuple(text.split("\n"))
    speaking: list[int] = []
    telling: set[int] = set()
    for token in _outside_details(_MARKDOWN.parse(text)):
        first, end = token.map or (0, 0)
        if token.type in _TELLING:
            telling.update(range(first, end))
        if token.type == "paragraph_open":
            speaking.extend(_outside_comments(lines, first, end))
    return Blocks(lines, tuple(speaking), frozenset(telling))


def normalised(body: str) -> str:
    """A text with `\\n` as line end, plain spaces, and nothing invisible; its lines keep their numbers."""
    return body.replace("\r\n", "\n").replace("\r", "\n").translate(_SPACES | _UNSEEN)


def cut(text: str) -> tuple[str, str]:
    """As many whole lines as we read, and the rest."""
    data = text.encode(errors="replace")
    if len(data) <= LONGEST_BYTES:
        return text, ""
    head = data[:LONGEST_BYTES].decode(errors="ignore")
    head = head[: head.rfind("\n") + 1]
    return head, text[len(head) :]


def _outside_details(tokens: Iterable[Token]) -> Iterator[Token]:
    """The root-level blocks that are not folded away."""
    depth = 0
    for token in tokens:
        if token.level or not token.map:
            continue
        if token.type == "html_block":
            for closing in _DETAILS.findall(_without_comments(token.content)):
                depth = max(0, depth - 1) if closing else depth + 1
        elif not depth:
            yield token


def _outside_comments(lines: tuple[str, ...], first: int, end: int) -> Iterator[int]:
    """The lines of a paragraph that do not begin inside an HTML comment that began on an earlier one."""
    text = "\n".join(lines[first:end])
    hidden = list(_comments(text))
    start = 0
    for index in range(first, end):
        while hidden and hidden[0][1] <= start:
            hidden.pop(0)
        if not (hidden and hidden[0][0] < start):
            yield index
        start += len(lines[index]) + 1


def _without_comments(text: str) -> str:
    kept, after = [], 0
    for begin, end in _comments(text):
        kept.append(text[after:begin])
        after = end
    return "".join([*kept, text[after:]])


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """Where closed HTML comments begin and end. (A regular expression would be quadratic on many `<!--`.)"""
    begin = text.find("<!--")
    while begin >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        yield begin, end + 3
        begin = text.find("<!--", end + 3)
