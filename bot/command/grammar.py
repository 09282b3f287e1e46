"""Text to commands and misunderstandings. A line begins with `/verb`; paths, quotes and code never are commands."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from bot.command.blocks import LONGEST_BYTES, Blocks, blocks, cut, normalised
from bot.command.catalogue import Verb, Where, entry
from bot.command.line import read_line
from bot.command.near import near_miss, nearest
from bot.command.values import Command, Misunderstanding, Misunderstood, Reading, Spoken

__all__ = [
    "LONGEST_SUGGESTION",
    "MOST_COMMANDS",
    "Command",
    "Misunderstanding",
    "Misunderstood",
    "Reading",
    "line_hash",
    "read",
]

MOST_COMMANDS: Final = 10
LONGEST_SUGGESTION: Final = 120
"""In characters: what an answer shows of a line."""

_NAME: Final = "stagekeeper"
_VERB: Final = re.compile(r"/([A-Za-z][\w-]*)(?=\s|$)", re.ASCII)
_ADDRESSED: Final = re.compile(rf"/{_NAME}(?=\s|$)[ \t]*/?(\S*)", re.IGNORECASE)
_JOINERS: Final = dict.fromkeys([0x200C, 0x200D])
_VERBS: Final = {verb.value: verb for verb in Verb}


def read(body: str, *, where: Where | None = None) -> Reading:
    """What a comment says to the bot, in the order of its lines.

    With `where`, a command that is not understood there is a misunderstanding.
    """
    text, unread = cut(normalised(body))
    parts = blocks(text)
    heard = [line for index in parts.speaking if (line := _heard(parts.lines[index].strip(), index + 1))]
    spoken = heard[:MOST_COMMANDS]
    ends = [line.line for line in heard[1:]]
    read_lines = [
        _read(line, _explanation(parts, line.line, end), where)
        for line, end in zip(spoken, [*ends, None], strict=False)
    ]
    misunderstood = (
        *(item for item in read_lines if isinstance(item, Misunderstanding)),
        *_too_many(heard[MOST_COMMANDS:]),
        *_too_long(unread, first_line=len(parts.lines)),
    )
    return Reading(
        commands=tuple(item for item in read_lines if isinstance(item, Command)),
        misunderstandings=tuple(map(_with_short_suggestion, misunderstood)),
    )


def line_hash(source: str) -> str:
    """A name for a line that does not change with its white space."""
    return hashlib.sha256(" ".join(source.split()).encode(errors="replace")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is meant for us, by its first word."""

    line: int
    source: str
    word: str
    """The verb as it was typed; unknown ones included."""
    begins: int
    """Where in the line the verb's arguments begin."""
    verb: Verb | None
    near: str | None = None


def _heard(source: str, line: int) -> _Line | None:
    """A line that is meant for us, or None. After our own name everything is."""
    if not source.startswith("/"):
        return None
    head, space, tail = source.partition(" ")
    source = head.translate(_JOINERS) + space + tail
    if named := _ADDRESSED.match(source):
        word = named[1].lower() or Verb.HELP.value
        known = _VERBS.get(word)
        near = None if known else nearest(word, tuple(_VERBS))
        return _Line(line, source, word, named.end(), known, near)
    match = _VERB.match(source)
    if match is None:
        return None
    word = match[1].lower()
    if known := _VERBS.get(word):
        return _Line(line, source, word, match.end(), known)
    missed = near_miss(word, alone=match.end() == len(source))
    return _Line(line, source, word, match.end(), None, missed.value) if missed else None


def _read(line: _Line, explanation: str, where: Where | None) -> Command | Misunderstanding:
    if line.verb is None:
        return _unknown(line)
    row = entry(line.verb)
    if where and where not in row.where:
        return Misunderstanding(
            line.line, line.source, Misunderstood.WRONG_PLACE, f"/{line.word}", "", None, line.verb,
            expected=tuple(place.value for place in row.where),
        )  # fmt: skip
    rest = line.source[line.begins :].strip()
    return read_line(Spoken(row, rest, line.source, line.line, explanation, line_hash(line.source)))


def _unknown(line: _Line) -> Misunderstanding:
    suggestion = f"/{line.near}{line.source[line.begins :]}" if line.near else f"/{Verb.HELP.value}"
    return Misunderstanding(
        line=line.line,
        source=line.source,
        kind=Misunderstood.UNKNOWN_VERB,
        understood="",
        wrong=line.word,
        suggestion=suggestion,
        expected=tuple(_VERBS),
        nearest=line.near,
    )


def _with_short_suggestion(found: Misunderstanding) -> Misunderstanding:
    """A line that is too long to be shown whole is no help; the example is, where there is one."""
    if found.suggestion is None or len(found.suggestion) <= LONGEST_SUGGESTION:
        return found
    return replace(found, suggestion=entry(found.verb).example if found.verb else None)


def _explanation(parts: Blocks, line: int, end: int | None) -> str:
    """The telling lines between a command (lines count from 1) and the next one; a blank line where others were."""
    following = range(line, len(parts.lines) if end is None else end - 1)
    text = "\n".join(parts.lines[index] if index in parts.telling else "" for index in following)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _too_many(left: list[_Line]) -> Iterable[Misunderstanding]:
    if left:
        first = left[0]
        yield Misunderstanding(
            line=first.line,
            source=first.source,
            kind=Misunderstood.TOO_MANY_COMMANDS,
            understood=f"the first {MOST_COMMANDS}",
            wrong=str(MOST_COMMANDS + len(left)),
            suggestion=first.source,
            expected=(f"1..{MOST_COMMANDS}",),
        )


def _too_long(unread: str, *, first_line: int) -> Iterable[Misunderstanding]:
    """A word only where a command may have been lost; long comments as such are nobody's business."""
    for index, text in enumerate(unread.split("\n")):
        match = _VERB.match(text.strip())
        if match and match[1].lower() in {*_VERBS, _NAME}:
            yield Misunderstanding(
                line=first_line + index,
                source=text.strip(),
                kind=Misunderstood.TOO_LONG,
                understood="",
                wrong="",
                suggestion=text.strip(),
                expected=(f"at most {LONGEST_BYTES} bytes",),
            )
            return
