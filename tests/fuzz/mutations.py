"""Descriptions bent by a seeded dice: pieces replaced, moved, repeated and nested, or bytes cut and swapped."""

import json
import random
from typing import Any

JUNK: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    2**70,
    1e300,
    "",
    "object",
    "\x00",
    "é\u2028",
    [],
    {},
    [None],
    [[]],
    {"": {}},
    {"$ref": "#"},
    {"$ref": "#/components/schemas/Nobody"},
    {"$ref": "#/paths"},
    {"$ref": 5},
    {"type": "null"},
    {"type": ["string", "string"]},
    {"enum": []},
    {"not": {}},
    {"oneOf": [{}, {}]},
    {"pattern": "((("},
    {"pattern": "^(((a+)+)+)+$"},
    {"minLength": -1, "maxLength": 1.5},
    {"minimum": "1", "multipleOf": 0},
)
NAMES = (
    "$ref",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "items",
    "properties",
    "required",
    "type",
    "schema",
    "content",
    "parameters",
    "responses",
    "default",
    "200",
    "nullable",
    "discriminator",
    "additionalProperties",
    "unevaluatedProperties",
    "x-stage",
    "security",
    "servers",
)
BYTES = (
    *(b"\x00", b"\xff", b"\xef\xbb\xbf", b"\n", b"  "),
    *(b"{", b"}", b"[", b"]", b":", b"- ", b"&a ", b"*a ", b"<<: ", b'"', b"#"),
)


def bent(document: Any, dice: random.Random) -> Any:
    """A copy with one to eight changes of its structure."""
    out = json.loads(json.dumps(document))
    for _ in range(dice.randint(1, 8)):
        _bend(out, dice)
    return out


def cut(data: bytes, dice: random.Random) -> bytes:
    """The bytes with one to five of them, or stretches of them, changed."""
    out = bytearray(data)
    for _ in range(dice.randint(1, 5)):
        at, length = dice.randrange(len(out) + 1), dice.choice((1, 1, 4, 40, 400))
        match dice.randrange(4):
            case 0:
                del out[at : at + length]
            case 1:
                out[at:at] = dice.choice(BYTES)
            case 2:
                out[at:at] = out[dice.randrange(len(out) + 1) :][:length]
            case _:
                out[at : at + 1] = bytes((dice.randrange(256),))
    return bytes(out)


def _bend(document: Any, dice: random.Random) -> None:
    holders = [h for h in _containers(document) if h]
    if not holders:
        return
    holder = dice.choice(holders)
    key = dice.choice(list(holder)) if isinstance(holder, dict) else dice.randrange(len(holder))
    match dice.randrange(7):
        case 0:
            holder[key] = _copy(dice.choice(JUNK))
        case 1:
            del holder[key]
        case 2:
            holder[key] = _copy(dice.choice(holders))
        case 3 if isinstance(holder, dict):
            holder[dice.choice(NAMES)] = holder.pop(key)
        case 4 if isinstance(holder, dict):
            holder[dice.choice(NAMES)] = _copy(dice.choice([*JUNK, *holders[:50]]))
        case 5:
            holder[key] = {dice.choice(("allOf", "anyOf", "oneOf")): [_copy(holder[key]), _copy(dice.choice(holders))]}
        case _ if isinstance(holder, list):
            dice.shuffle(holder)


def _copy(value: Any) -> Any:
    """A copy that stays small: what is copied into itself doubles each time."""
    text = json.dumps(value)
    return json.loads(text) if len(text) < 20_000 else {}


def _containers(value: Any) -> list[Any]:
    found, stack = [], [value]
    while stack:
        at = stack.pop()
        if isinstance(at, dict | list):
            found.append(at)
            stack += at.values() if isinstance(at, dict) else at
    return found
