"""Bytes of a JSON or YAML file → plain JSON values, or the line where reading stopped."""

import re
from codecs import utf_8_decode

from msgspec import Struct, field

from bot.contract.limits import NAME, NESTED, PATH_BYTES, PATHS, UNIT_BYTES, UNITS
from bot.contract.openapi.units import Units, units_of
from bot.contract.openapi.unreadable import Unreadable

_BLANK = re.compile(rb"[ \t\r\n]*")
_CHUNK = 1 << 16


class Reading(Struct, frozen=True):
    """What a file holds. `problem` says why nothing could be read; `notes` are oddities of a file that was read.

    `starts` tells at which byte the text of each unit begins, where units are text.
    """

    value: object
    problem: str | None = None
    line: int | None = None
    notes: tuple[str, ...] = ()
    units: Units = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)


def read(data: bytes) -> Reading:
    """What the bytes hold. Never raises on bad input."""
    try:
        data = without_mark(data)
        _refuse_strange(data)
        found = _in_units(data) or _whole(data.decode())
        _refuse_crowded(found, len(data))
        return found
    except Unreadable as why:
        return Reading(None, why.why, why.line)


def without_mark(data: bytes) -> bytes:
    """The bytes after a byte order mark."""
    return data.removeprefix(b"\xef\xbb\xbf")


def _refuse_strange(data: bytes) -> None:
    at = 0
    while at < len(data):  # in pieces: one letter beyond Latin would widen the whole text
        try:
            at += utf_8_decode(data[at : at + _CHUNK], "strict", at + _CHUNK >= len(data))[1]
        except UnicodeDecodeError as why:
            raise Unreadable("it is not UTF-8 text", data[: at + why.start].count(b"\n") + 1) from why
    if b"\x00" in data:
        raise Unreadable("it holds a NUL byte", data[: data.index(b"\x00")].count(b"\n") + 1)
    if not data or data.isspace():
        raise Unreadable("it is empty")


def _refuse_crowded(reading: Reading, size: int) -> None:
    """No description says so little in each of its parts; one that does was made to keep us busy."""
    if max(map(len, reading.units), default=0) > NAME:
        raise Unreadable(f"it has a path or a component with a name of more than {NAME:,} characters")
    count = len(reading.units)
    paths = sum(pointer.startswith("/paths/") for pointer in reading.units) if count > PATHS else 0
    for what, parts, most in (
        ("paths", paths, max(PATHS, size // PATH_BYTES)),
        ("paths, components and other parts", count, max(UNITS, size // UNIT_BYTES)),
    ):
        if parts > most:
            raise Unreadable(f"it has {parts:,} {what} in {size:,} bytes, and would be read with {most:,}")


def _in_units(data: bytes) -> Reading | None:
    begin = _BLANK.match(data)
    if begin is None or data[begin.end() : begin.end() + 1] != b"{":
        return None
    from bot.contract.openapi.cut import cut

    found = cut(data)
    if found is None:
        return None
    return Reading(found.root, notes=found.notes, units=found.units, starts=found.starts)


def _whole(text: str) -> Reading:
    from bot.contract.openapi.long_names import TOO_LONG, has_long_name, packed
    from bot.contract.openapi.read_json import nests_too_deeply

    value, notes = _parse(text)
    if nests_too_deeply(value):
        return Reading(None, f"it nests more than {NESTED} levels deep")
    if len(text) > NAME and has_long_name(value, packed(value)):
        return Reading(None, TOO_LONG)
    return Reading(value, notes=notes, units=units_of(value))


def _parse(text: str) -> tuple[object, tuple[str, ...]]:
    from bot.contract.openapi.read_json import read_json
    from bot.contract.openapi.read_yaml import read_yaml

    if text.lstrip()[:1] not in "{[":
        return read_yaml(text)
    try:
        return read_json(text)
    except Unreadable as json_problem:
        try:
            return read_yaml(text)
        except Unreadable:
            raise json_problem from None
