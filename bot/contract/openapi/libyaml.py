"""YAML that `yaml-rs` refuses, by PyYAML and libyaml with YAML 1.2's plain types."""

import re
from typing import Any

import yaml

from bot.contract.limits import YAML_NODES, YAML_REPEATED
from bot.contract.openapi.unreadable import Unreadable

_LINE = re.compile(r"at line (\d+)")


def read_by_libyaml(text: str, first: str) -> object:
    """The value; `first` is what `yaml-rs` said. Raises Unreadable with the line."""
    if "limit" in first:
        raise Unreadable("its aliases unfold to more than a million nodes, or nest too deeply")
    try:
        loader = _Plain(text)
        try:
            value = loader.get_single_data()
        finally:
            loader.dispose()
        _refuse_unfolding(value)
    except yaml.YAMLError as why:
        raise Unreadable(*_yaml_problem(why, first)) from why
    except (ValueError, RecursionError, TypeError) as why:
        raise Unreadable("it is not YAML that can be read") from why
    return value


def refuse_repeated(text: str) -> None:
    """Count the characters that aliases unfold to, from the parser's events. Raises Unreadable."""
    sizes: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = [(None, 0)]
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                open_nodes.append((event.anchor, 0))
                continue
            if isinstance(event, yaml.CollectionEndEvent):
                name, size = open_nodes.pop()
            elif isinstance(event, yaml.ScalarEvent):
                name, size = event.anchor, len(event.value)
            elif isinstance(event, yaml.AliasEvent):
                name, size = None, sizes.get(event.anchor or "", 0)
            else:
                continue
            if name is not None:
                sizes[name] = size
            above, held = open_nodes[-1]
            open_nodes[-1] = (above, held + size)
            if held + size > YAML_REPEATED:
                raise Unreadable(f"its aliases unfold to more than {YAML_REPEATED // 1_000_000} million characters")
    except yaml.YAMLError:
        return  # whoever reads it says what is wrong


def _yaml_problem(why: yaml.YAMLError, first: str) -> tuple[str, int | None]:
    mark = getattr(why, "problem_mark", None)
    problem = getattr(why, "problem", None)
    if mark is not None and problem:
        return f"it is not YAML: {problem} (column {mark.column + 1})", mark.line + 1
    line = _LINE.search(first)
    return f"it is not YAML: {first.splitlines()[-1]}", int(line[1]) if line else None


def _refuse_unfolding(value: object) -> None:
    """Aliases are shared objects here; count what they would unfold to, without unfolding."""
    sizes: dict[int, int] = {}
    stack: list[tuple[Any, bool]] = [(value, False)]
    opened: set[int] = set()
    while stack:
        item, done = stack.pop()
        if not isinstance(item, dict | list) or id(item) in sizes:
            continue
        children = list(item.values()) if isinstance(item, dict) else item
        if done:
            sizes[id(item)] = 1 + sum(sizes.get(id(c), 1) for c in children)
            if sizes[id(item)] > YAML_NODES:
                raise Unreadable("its aliases unfold to more than two million nodes")
            continue
        if id(item) in opened:
            raise Unreadable("an alias stands inside the node it names")
        opened.add(id(item))
        stack.append((item, True))
        stack.extend((c, False) for c in children)


class _Plain(yaml.CSafeLoader):
    """PyYAML's C loader with the plain types of YAML 1.2: `NO` is text, dates are text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own shape


for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", "~nN\0"),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
):
    _Plain.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first.replace("\0", "")) + [""] * ("\0" in _first)
    )
_Plain.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ["<"])
