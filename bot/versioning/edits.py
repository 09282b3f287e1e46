"""Edits by span: one scalar gets another value, every other character of the file stays."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from bot.versioning.parts import Document, Kind, Part, Unreadable
from bot.versioning.reading import read


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` to `end` become `text`."""

    start: int
    end: int
    text: str


def revalued(document: Document, values: Iterable[tuple[Part, str]], path: str) -> Document | Unreadable:
    """The document with new values for these keys and scalars; read again, to be sure that only they changed."""
    wanted = {part: value for part, value in values if value != part.value}
    edits = [Edit(part.start, part.end, _written(document, part, value)) for part, value in wanted.items()]
    text = edited(document.text, edits)
    again = read(path, Document(text, (), document.marked).data)
    if isinstance(again, Unreadable):
        return Unreadable(path, f"it could not be edited in place: {again.reason}", again.line)
    meant = [(part.kind, wanted.get(part, part.value)) for part in document.parts]
    if meant != [(part.kind, part.value) for part in again.parts]:
        return Unreadable(path, "it could not be edited in place without changing something else")
    return again


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with those spans replaced. Spans do not overlap."""
    pieces, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        pieces += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*pieces, text[done:]])


def _written(document: Document, part: Part, value: str) -> str:
    """The value as the part was written: same quotes; only what differs is replaced where the text is literal."""
    raw = document.text[part.start : part.end]
    quote = part.style if part.style in ("'", '"') else ""
    if raw == f"{quote}{part.value}{quote}":
        return f"{quote}{value}{quote}"
    if part.kind in (Kind.KEY, Kind.SCALAR) and raw.count(_differs(part.value, value)[0]) == 1:
        return raw.replace(*_differs(part.value, value))
    return json.dumps(value, ensure_ascii=False)


def _differs(old: str, new: str) -> tuple[str, str]:
    """The piece of the old value that changed, with what stands in its place; whole words of letters and digits."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    while start and old[start - 1].isalnum():
        start -= 1
    while end and old[-end].isalnum():
        end -= 1
    return old[start : len(old) - end], new[start : len(new) - end]
