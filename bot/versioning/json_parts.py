"""The parts of a JSON text, from its tokens."""

import json
import re

from bot.versioning.parts import Kind, Part
from bot.versioning.walk import Where

_JSON_TOKEN = re.compile(r'\s*(?:(?P<mark>[{}\[\],:])|(?P<string>"[^"\\]*(?:\\.[^"\\]*)*")|(?P<word>[^\s{}\[\],:"]+))')


def json_parts(text: str) -> tuple[Part, ...] | None:
    """The parts of a JSON text; None where it is not JSON (it may still be YAML in flow style).

    Raises TooDeep where it is nested too deep.
    """
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    where, open_at = Where(), list[int]()
    parts: list[Part] = []
    for token in _JSON_TOKEN.finditer(text):
        _json_token(token, where, open_at, parts)
    return tuple(parts)


def _json_token(token: re.Match[str], where: Where, open_at: list[int], parts: list[Part]) -> None:
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
    value = _string(raw) if token["string"] else raw
    style = '"' if token["string"] else ""
    if where.key_next():
        parts.append(Part(Kind.KEY, where.key(value), value, start, end, style))
        return
    parts.append(Part(Kind.SCALAR, where.path(), value, start, end, style))
    where.passed()


def _string(raw: str) -> str:
    """What a string says; only few have an escape, and decoding is what takes the time."""
    value: str = json.loads(raw) if "\\" in raw else raw[1:-1]
    return value
