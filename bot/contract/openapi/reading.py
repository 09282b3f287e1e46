"""Bytes of a JSON or YAML file → plain JSON values, or the line where reading stopped."""

from dataclasses import dataclass

from bot.contract.openapi.read_json import read_json
from bot.contract.openapi.read_yaml import read_yaml
from bot.contract.openapi.unreadable import Unreadable

MAX_DEPTH = 200
"""Levels a description may nest; the deepest real one we know has 40."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds. `problem` says why nothing could be read; `notes` are oddities of a file that was read."""

    value: object
    problem: str | None = None
    line: int | None = None
    notes: tuple[str, ...] = ()


def read(data: bytes) -> Reading:
    """What the bytes hold. Never raises on bad input."""
    try:
        text = _text(data)
        value, notes = _parse(text)
    except Unreadable as why:
        return Reading(None, why.why, why.line)
    if _too_deep(value):
        return Reading(None, f"it nests more than {MAX_DEPTH} levels deep")
    return Reading(value, notes=notes)


def _text(data: bytes) -> str:
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as why:
        raise Unreadable("it is not UTF-8 text", data[: why.start].count(b"\n") + 1) from why
    if "\x00" in text:
        raise Unreadable("it holds a NUL byte", text[: text.index("\x00")].count("\n") + 1)
    if not text.strip():
        raise Unreadable("it is empty")
    return text


def _parse(text: str) -> tuple[object, tuple[str, ...]]:
    if text.lstrip()[:1] not in "{[":
        return read_yaml(text)
    try:
        return read_json(text)
    except Unreadable as json_problem:
        try:
            return read_yaml(text)
        except Unreadable:
            raise json_problem from None


def _too_deep(value: object) -> bool:
    level: list[dict[str, object] | list[object]] = [value] if isinstance(value, dict | list) else []
    for _ in range(MAX_DEPTH):
        level = [c for v in level for c in (v.values() if isinstance(v, dict) else v) if isinstance(c, dict | list)]
        if not level:
            return False
    return True
