"""A YAML or JSON text as a flat row of parts with their places, so that one can be edited and all else stays as it is.

Events are read one by one: no tree is built, nothing is resolved, and nesting costs no stack.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

import yaml

_LOADER = getattr(yaml, "CLoader", yaml.Loader)
_MAX_DEPTH = 500
_BOM = "\ufeff"
_PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s|#[^\n]*\n)+)+")
_JSON_TOKEN = re.compile(r'\s*(?:(?P<mark>[{}\[\],:])|(?P<string>"[^"\\]*(?:\\.[^"\\]*)*")|(?P<word>[^\s{}\[\],:"]+))')

Step = str | int
Path = tuple[Step, ...]


class Kind(Enum):
    """What a part is."""

    KEY = "key"
    SCALAR = "scalar"
    MAPPING = "mapping"
    SEQUENCE = "sequence"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Part:
    """One key, value, collection or alias: characters `start` to `end` of the text.

    A key's path ends with the key itself. `end` of a block collection is where the next thing begins.
    """

    kind: Kind
    path: Path
    value: str
    start: int
    end: int
    style: str = ""
    """The quote of a quoted scalar, `|` or `>` of a block one, `{` of a collection in flow style, else empty."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its parts in order; `data` is the file again, byte order mark included."""

    text: str = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    marked: bool = False

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return ((_BOM if self.marked else "") + self.text).encode()

    def line(self, index: int) -> int:
        """The line, counted from 1, that a character stands on."""
        return self.text.count("\n", 0, index) + 1


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file cannot be edited; `line` counts from 1, None where no line is to blame."""

    path: str
    reason: str
    line: int | None = None


def read(path: str, data: bytes) -> Document | Unreadable:
    """The file's text in parts. Only the first document of a YAML stream is looked at."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return Unreadable(path, "it is not UTF-8", data.count(b"\n", 0, error.start) + 1)
    marked = text.startswith(_BOM)
    text = text.removeprefix(_BOM)
    if text.lstrip()[:1] == "{" and (parts := _json_parts(text)) is not None:
        return Document(text, parts, marked)
    try:
        return Document(text, tuple(_yaml_parts(text)), marked)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Unreadable(path, error.problem or "it is not YAML", mark.line + 1 if mark else None)
    except yaml.YAMLError as error:
        return Unreadable(path, str(error).splitlines()[0])
    except _TooDeep:
        return Unreadable(path, f"it is nested more than {_MAX_DEPTH} levels deep")


class _TooDeep(Exception):
    """The text is nested deeper than any description."""


class _Where:
    """Where a reader of nested collections stands."""

    def __init__(self) -> None:
        self._frames: list[tuple[Path, bool]] = []
        self._at: list[Step | None] = []

    def key_next(self) -> bool:
        """Whether the next part is a mapping's key."""
        return bool(self._frames) and self._frames[-1][1] and self._at[-1] is None

    def path(self) -> Path:
        """The path of the value that comes next."""
        if not self._frames:
            return ()
        step = self._at[-1]
        return (*self._frames[-1][0], step if step is not None else "?")

    def key(self, name: str) -> Path:
        """Take a mapping's key; gives its path."""
        self._at[-1] = name
        return self.path()

    def enter(self, *, mapping: bool) -> Path:
        """Go into a collection; gives its path."""
        path = self.path()
        if len(self._frames) >= _MAX_DEPTH:
            raise _TooDeep
        self._frames.append((path, mapping))
        self._at.append(None if mapping else 0)
        return path

    def leave(self) -> None:
        """Come out of a collection, which was a value (or a key that is no scalar)."""
        self._frames.pop()
        self._at.pop()
        self.passed()

    def passed(self) -> None:
        """A value, or a key that is no scalar, is behind us."""
        if not self._frames:
            return
        step, mapping = self._at[-1], self._frames[-1][1]
        if isinstance(step, int) and not mapping:
            self._at[-1] = step + 1
        else:
            self._at[-1] = "?" if step is None else None


def _yaml_parts(text: str) -> Iterator[Part]:
    where, open_at = _Where(), list[int]()
    parts: list[Part] = []
    for event in yaml.parse(text, Loader=_LOADER):
        start, end = _span(event)
        if isinstance(event, yaml.DocumentEndEvent):
            break
        if isinstance(event, yaml.ScalarEvent):
            parts.append(_yaml_scalar(event, text, where))
        elif isinstance(event, yaml.AliasEvent):
            parts.append(Part(Kind.ALIAS, where.path(), event.anchor or "", start, end))
            where.passed()
        elif isinstance(event, yaml.CollectionStartEvent):
            mapping = isinstance(event, yaml.MappingStartEvent)
            open_at.append(len(parts))
            kind = Kind.MAPPING if mapping else Kind.SEQUENCE
            parts.append(Part(kind, where.enter(mapping=mapping), "", start, end, "{" if event.flow_style else ""))
        elif isinstance(event, yaml.CollectionEndEvent):
            where.leave()
            at = open_at.pop()
            opened = parts[at]
            parts[at] = Part(opened.kind, opened.path, "", opened.start, end, opened.style)
    return iter(parts)


def _span(event: yaml.Event) -> tuple[int, int]:
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark.index, event.end_mark.index


def _yaml_scalar(event: yaml.ScalarEvent, text: str, where: _Where) -> Part:
    """The scalar without the anchor and tag before it, which events count in."""
    start, end = _span(event)
    if event.anchor or event.tag:
        found = _PROPERTIES.match(text, start, end)
        start = found.end() if found else start
    style = event.style if event.style and event.style in "\"'|>" else ""
    if where.key_next():
        return Part(Kind.KEY, where.key(event.value), event.value, start, end, style)
    part = Part(Kind.SCALAR, where.path(), event.value, start, end, style)
    where.passed()
    return part


def _json_parts(text: str) -> tuple[Part, ...] | None:
    """The parts of a JSON text; None where it is not JSON (it may still be YAML in flow style)."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    where, open_at = _Where(), list[int]()
    parts: list[Part] = []
    try:
        for token in _JSON_TOKEN.finditer(text):
            _json_token(token, where, open_at, parts)
    except _TooDeep:
        return None
    return tuple(parts)


def _json_token(token: re.Match[str], where: _Where, open_at: list[int], parts: list[Part]) -> None:
    raw = token["mark"] or token["string"] or token["word"]
    start, end = token.end() - len(raw), token.end()
    if token["mark"]:
        if raw in "{[":
            open_at.append(len(parts))
            kind = Kind.MAPPING if raw == "{" else Kind.SEQUENCE
            parts.append(Part(kind, where.enter(mapping=raw == "{"), "", start, end, "{"))
        elif raw in "}]":
            where.leave()
            at = open_at.pop()
            opened = parts[at]
            parts[at] = Part(opened.kind, opened.path, "", opened.start, end, "{")
        return
    value = json.loads(raw, strict=False) if token["string"] else raw
    style = '"' if token["string"] else ""
    if where.key_next():
        parts.append(Part(Kind.KEY, where.key(value), value, start, end, style))
        return
    parts.append(Part(Kind.SCALAR, where.path(), value, start, end, style))
    where.passed()
