"""JSON text → its units, without parsing more than where each begins and ends.

`msgspec` checks the whole text on the way (all but the UTF-8), so what can be cut is JSON.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import orjson
from msgspec import Struct, field

from bot.contract.limits import NAME, NESTED
from bot.contract.openapi.long_names import TOO_LONG, has_long_name
from bot.contract.openapi.read_json import nests_too_deeply, read_json, twice
from bot.contract.openapi.units import SECTIONS, Lazy, Notes, Unit, Units
from bot.contract.openapi.unreadable import Unreadable
from bot.contract.schema.nodes import escape

TOO_DEEP = f"it nests more than {NESTED} levels deep"

_PLAIN = ("openapi", "swagger", "info", "servers", "security", "tags", "externalDocs", "jsonSchemaDialect", "$self")
_PLAIN_2 = ("host", "basePath", "schemes", "consumes", "produces", "x-webhooks", "x-tagGroups", "x-servers")
KEY = re.compile(rb'[\s,]*("[^"\\]*(?:\\.[^"\\]*)*")\s*:\s*')
_OPENING = re.compile(rb"\s*\{")
_CLOSING = re.compile(rb"\s*\}")


class Cut(Struct):
    """A description in units; `starts` tells at which byte each one's text begins."""

    root: Lazy
    units: Units = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    notes: Notes = ()


class _Key:
    """A key that equals no other, so that a map keeps both of two equal ones."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


def _key(_: type, name: Any) -> _Key:
    return _Key(name)


_Map = dict[_Key, msgspec.Raw]
_LISTS = msgspec.json.Decoder(list[msgspec.Raw])
_MAPS = msgspec.json.Decoder(_Map, dec_hook=_key)
_FIELDS = [
    *((name, msgspec.Raw | msgspec.UnsetType, msgspec.UNSET) for name in (*_PLAIN, *_PLAIN_2)),
    *((name, _Map | msgspec.UnsetType, msgspec.UNSET) for name in SECTIONS),
    ("components", dict[_Key, _Map] | msgspec.UnsetType, msgspec.UNSET),
]
_DESCRIPTION = msgspec.defstruct(
    "_Description",
    [(f"f{i}", kind, default) for i, (_, kind, default) in enumerate(_FIELDS)],
    rename={f"f{i}": name for i, (name, _, _) in enumerate(_FIELDS)},
    forbid_unknown_fields=True,
)
_WHOLE = msgspec.json.Decoder(_DESCRIPTION, dec_hook=_key)

_Tree = list[tuple[str, Any]]
"""Names and their text, or the tree below, in the order of the text; a name may stand twice."""


def cut(data: bytes) -> Cut | None:
    """The units of a description; `None` where the text is no JSON object, for the readers to say why."""
    try:
        try:
            return _at_once(data)
        except msgspec.ValidationError:
            found = Cut(Lazy())
            _members(found, found.root, data, 0, _by_steps(data), "")
            return found
    except (msgspec.DecodeError, RecursionError):
        return None


def _at_once(data: bytes) -> Cut:
    """One pass, for a description with no surprise at its top. Raises ValidationError for others."""
    whole = _WHOLE.decode(data)
    known = {name: getattr(whole, f"f{index}") for index, (name, _, _) in enumerate(_FIELDS)}
    found = Cut(Lazy())
    at = _after(_OPENING, data, 0)
    while key := KEY.match(data, at):
        name = msgspec.json.decode(key[1], type=str)
        if name not in known:
            raise msgspec.ValidationError("a name stands twice at the top")
        below = known.pop(name)
        tree = _named(below) if isinstance(below, dict) else below
        at = _member(found, found.root, data, key.end(), (name, tree), f"/{escape(name)}")
    if data[_after(_CLOSING, data, at) :].strip():
        raise msgspec.ValidationError("a name stands twice at the top")
    return found


def _named(value: dict[_Key, Any]) -> _Tree:
    return [(k.name, _named(v) if isinstance(v, dict) else v) for k, v in value.items()]


def _by_steps(data: bytes) -> _Tree:
    tree: _Tree = []
    for key, text in _MAPS.decode(data).items():
        deep = 2 if key.name == "components" else 1 if key.name in SECTIONS else 0
        tree.append((key.name, _deeper(text, deep)))
    return tree


def _deeper(text: msgspec.Raw, levels: int) -> Any:
    if not levels:
        return text
    try:
        return [(k.name, _deeper(v, levels - 1)) for k, v in _MAPS.decode(text).items()]
    except msgspec.ValidationError:
        return text


def _members(found: Cut, lazy: Lazy, data: bytes, at: int, tree: _Tree, pointer: str) -> int:
    """Take down the members of a map that stands at a place; returns where it ends."""
    again: dict[str, None] = {}
    at = _after(_OPENING, data, at)
    for member in tree:
        if member[0] in lazy:
            again[member[0]] = None
        at = _member(found, lazy, data, _after(KEY, data, at), member, f"{pointer}/{escape(member[0])}")
    found.notes += tuple(map(twice, again))
    return _after(_CLOSING, data, at)


def _member(found: Cut, lazy: Lazy, data: bytes, at: int, member: tuple[str, Any], pointer: str) -> int:
    """Take down one member whose value stands at a place; returns where that ends."""
    name, below = member
    if isinstance(below, list):
        inner = Lazy()
        dict.__setitem__(lazy, name, inner)
        return _members(found, inner, data, at, below, pointer)
    if not data.startswith(below, at):
        raise msgspec.ValidationError("it stands somewhere else")
    found.starts[pointer] = at
    found.units[pointer] = unit = Unit(below, read=parsed)
    dict.__setitem__(lazy, name, unit)
    return at + len(below)


def _after(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    found = pattern.match(data, at)
    if found is None:  # of two members with one name msgspec gives the last
        raise msgspec.ValidationError("it stands somewhere else")
    return found.end()


def entries(text: msgspec.Raw) -> Iterator[tuple[str, msgspec.Raw]]:
    """The members of an object's text, in their order; of two with one name both."""
    for key, value in _MAPS.decode(text).items():
        yield key.name, value


def items(text: msgspec.Raw) -> list[msgspec.Raw]:
    """The items of a list's text."""
    return _LISTS.decode(text)


def parsed(text: msgspec.Raw) -> tuple[object, Notes]:
    """The value of a unit's text, and what was odd about it. Of two equal keys the last counts.

    What was read is written again: that refuses what is nested too deeply to be looked at (254 levels), and a key that
    stood twice has left fewer quotation marks. Where an escape may stand for one, the slow parser decides.
    """
    try:
        value = msgspec.json.decode(text)
        packed = orjson.dumps(value)  # refuses numbers of more than 64 bits, too
    except (msgspec.DecodeError, TypeError, RecursionError):
        return _parsed_exactly(text)
    written = bytes(text)
    if packed.count(b'"') != written.count(b'"') or b"\\u0022" in written:
        return _parsed_exactly(text)
    if len(packed) > NAME and has_long_name(value, packed):
        return None, (TOO_LONG,)
    return value, ()


def _parsed_exactly(text: msgspec.Raw) -> tuple[object, Notes]:
    try:
        value, notes = read_json(bytes(text).decode())
    except Unreadable as why:
        return None, (why.why,)
    if nests_too_deeply(value):
        return None, (TOO_DEEP,)
    if has_long_name(value):
        return None, (TOO_LONG,)
    return value, notes
