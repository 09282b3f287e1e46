"""YAML 1.2 text → JSON values: keys become strings, merge keys are applied, nothing runs away.

`yaml-rs` reads nearly everything; what it refuses but libyaml takes goes to PyYAML with YAML 1.2's plain types.
"""

import re
from math import isfinite
from typing import Any

import yaml_rs

from bot.contract.limits import NUMBER_DIGITS, YAML_ALIASES, YAML_EVENTS, YAML_FLOW, YAML_REPEATED, YAML_RUN
from bot.contract.openapi.unreadable import Unreadable
from bot.contract.schema.values import canonical

_DEEP_RUN = re.compile(rf"(?:[-?:][ \t]+){{{YAML_RUN}}}")
_DEEP_LINE = 2 * YAML_RUN
"""Characters a line needs to hold such a run."""

_OPENERS = re.compile(r"[\[{]|[\]}]")
_NEXT = re.compile(r"^---(?=\s|$)", re.MULTILINE)
_PROLOGUE = re.compile(r"^[%#].*$", re.MULTILINE)
"""What may stand before the mark at which the first document begins."""

_NAMED = re.compile(r"&(?<![^\s\[{,:-]&)([^\s,\[\]{}]+)")
_ALIAS = re.compile(r"\*(?<![^\s\[{,:-]\*)([^\s,\[\]{}]+)")
"""What looks like a name given to a node, and like a place where it is repeated; prose may look so, too.

The sign stands first in the pattern, so that nothing else of a large text is looked at.
"""

_PLAIN = frozenset((bool, int, str))
_NUMBER_BITS = int(NUMBER_DIGITS * 3.32)
_LIMITS = yaml_rs.AliasLimits(max_total_replayed_events=YAML_EVENTS, max_replay_stack_depth=YAML_ALIASES)


def read_yaml(text: str) -> tuple[object, tuple[str, ...]]:
    """The value and what was odd about it. Raises Unreadable with the line."""
    _refuse_deep(text)
    _refuse_repeated(text)
    notes: tuple[str, ...] = ()
    try:
        try:
            value = _load(text, yaml_rs.DuplicateKeyPolicy.Error)
        except yaml_rs.YAMLDecodeError as why:
            if "duplicate" not in str(why):
                raise
            notes = (f"{str(why).splitlines()[0]}; the last one counts",)
            value = _load(text, yaml_rs.DuplicateKeyPolicy.LastWins)
    except (yaml_rs.YAMLDecodeError, TypeError) as why:  # a TypeError where a map or a list is a key
        from bot.contract.openapi.libyaml import read_by_libyaml  # a library that nearly no file needs

        value = read_by_libyaml(text, str(why))
    if isinstance(value, list):
        _refuse_several(text)
    return (value if _is_plain(value) else _json_value(value, 0)), notes


def _refuse_several(text: str) -> None:
    """The reader gives several documents as a list of them."""
    marks = [m.start() for m in _NEXT.finditer(text)]
    if marks and not _PROLOGUE.sub("", text[: marks[0]]).strip():
        del marks[0]
    if marks:
        line = text[: marks[0]].count("\n") + 1
        raise Unreadable("it holds several YAML documents, of which only one could be compared", line)


def _load(text: str, policy: yaml_rs.DuplicateKeyPolicy) -> object:
    return yaml_rs.loads(text, parse_datetime=False, alias_limits=_LIMITS, duplicate_key_policy=policy)


def _refuse_deep(text: str) -> None:
    """Both readers recurse in native code and would take the process down."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) >= _DEEP_LINE and _DEEP_RUN.search(line):
            raise Unreadable("it nests too deeply", number)
    if text.count("[") + text.count("{") <= YAML_FLOW:
        return
    depth = 0
    for mark in _OPENERS.finditer(text):
        depth = depth + 1 if mark[0] in "[{" else max(0, depth - 1)
        if depth > YAML_FLOW:
            raise Unreadable("it nests too deeply", text[: mark.start()].count("\n") + 1)


def _refuse_repeated(text: str) -> None:
    """Aliases of long texts: the reader counts nodes, not characters. Measured only where there may be too many."""
    if "*" not in text or "&" not in text:
        return
    names = {found[1].rstrip(":") for found in _NAMED.finditer(text)}
    if names and sum(found[1].rstrip(":") in names for found in _ALIAS.finditer(text)) * len(text) > YAML_REPEATED:
        from bot.contract.openapi.libyaml import refuse_repeated

        refuse_repeated(text)


def _is_plain(value: object) -> bool:
    """JSON values and nothing else, and no merge key: as nearly always, there is nothing to do."""
    level: list[Any] = [value]
    for _ in range(YAML_FLOW):
        below: list[Any] = []
        for at in level:
            if type(at) is dict:
                if "<<" in at or not all(type(key) is str for key in at):
                    return False
                below.extend(v for v in at.values() if type(v) is not str)
            elif type(at) is list:
                below.extend(v for v in at if type(v) is not str)
            elif type(at) is float:
                if not isfinite(at):
                    return False
            elif not (at is None or type(at) in _PLAIN) or (type(at) is int and at.bit_length() > _NUMBER_BITS):
                return False
        if not below:
            return True
        level = below
    return False


def _json_value(value: object, depth: int) -> object:
    if depth > YAML_FLOW:
        raise Unreadable("it nests too deeply")
    if isinstance(value, dict):
        return _merged({_key(k, depth): _json_value(v, depth + 1) for k, v in value.items()})
    if isinstance(value, list | tuple):
        return [_json_value(v, depth + 1) for v in value]
    if isinstance(value, set | frozenset):
        return sorted((_json_value(v, depth + 1) for v in value), key=canonical)
    if type(value) is int and value.bit_length() > _NUMBER_BITS:
        raise Unreadable(f"it holds a number of more than {NUMBER_DIGITS:,} digits")
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return str(value)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _key(key: object, depth: int) -> str:
    if isinstance(key, str):
        return key
    if isinstance(key, dict | list | tuple | set | frozenset):
        return str(_json_value(key, depth + 1))
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    return str(key)


def _merged(mapping: dict[str, object]) -> dict[str, object]:
    """`<<` applied: the mapping's own keys win, then the first of the merged ones."""
    merge = mapping.get("<<")
    parts = merge if isinstance(merge, list) else [merge]
    if "<<" not in mapping or not all(isinstance(p, dict) for p in parts):
        return mapping
    whole: dict[str, object] = {}
    for part in reversed(parts):
        whole.update(part)
    return whole | {k: v for k, v in mapping.items() if k != "<<"}
