"""YAML text to plain values, each with its place: bounded, without YAML 1.1's surprises, duplicate keys refused.

`on`, `off`, `yes` and `no` are words, and dates stay text, as in the core schema of YAML 1.2.2, chapter 10.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml
from yaml.composer import Composer
from yaml.events import Event
from yaml.parser import Parser
from yaml.reader import Reader, ReaderError
from yaml.resolver import BaseResolver
from yaml.scanner import Scanner

from bot.config.problems import Problem, ProblemKind

LONGEST_BYTES: Final = 65_536
_DEEPEST: Final = 24
_MOST_VALUES: Final = 20_000

_NO_LINE_ENDS: Final = dict.fromkeys([0x85, 0x2028, 0x2029], " ")
"""PyYAML follows YAML 1.1, where these end a line; then our line numbers would not be GitHub's."""

Path = tuple[str | int, ...]
Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
"""What YAML's core schema can say."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Tree:
    """The values of a file with the places of keys and values."""

    value: Plain = None
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path, *, of_key: bool = False) -> Place:
        """Where a value (or its key) stands; of one that is missing, where its nearest parent's key does."""
        if not of_key and path in self.values:
            return self.values[path]
        while path and path not in self.keys:
            path = path[:-1]
        return self.keys.get(path) or Place(1, 1)


def read_tree(text: str) -> Tree:
    """The values of a YAML text; its problems, and the rest as far as it could be read."""
    tree = Tree()
    if len(text.encode(errors="replace")) > LONGEST_BYTES:
        tree.problems.append(_problem(Place(1, 1), ProblemKind.TOO_LONG, expected=f"at most {LONGEST_BYTES} bytes"))
        return tree
    try:
        root = _Loader(text.translate(_NO_LINE_ENDS)).get_single_node()
        if root is not None:
            tree.value = _Reader(tree).plain(root, ())
    except _Refused as refused:
        tree.problems.append(refused.problem)
    except yaml.MarkedYAMLError as error:
        tree.problems.append(_malformed(error))
    except ReaderError as error:
        tree.problems.append(_unreadable(text, error))
    return tree


class _Refused(Exception):
    """The file goes beyond a bound; reading stops there."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind.value)
        self.problem = problem


class _Resolver(BaseResolver):
    """The core schema's kinds of plain scalar."""


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Resolver.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), list(_first))


class _Loader(Reader, Scanner, Parser, Composer, _Resolver):
    """PyYAML up to the node graph, with a bound on depth: its composer calls itself."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)
        _Resolver.__init__(self)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: Event = self.peek_event()  # type: ignore[no-untyped-call]  # the stubs leave it open
        if self._depth == _DEEPEST:
            limit = f"at most {_DEEPEST} levels"
            raise _Refused(_problem(_place(event.start_mark), ProblemKind.TOO_DEEP, expected=limit))
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


class _Reader:
    """Turns nodes into plain values and notes their places."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._seen = 0
        self._open: set[int] = set()

    def plain(self, node: yaml.Node, path: Path) -> Plain:
        """The value of a node; every use of an alias counts as a value of its own."""
        self._seen += 1
        place = _place(node.start_mark)
        if self._seen > _MOST_VALUES or id(node) in self._open:
            limit = f"at most {_MOST_VALUES} values"
            raise _Refused(_problem(place, ProblemKind.TOO_MANY_VALUES, path, expected=limit))
        self._tree.values[path] = place
        self._open.add(id(node))
        value = self._value(node, path)
        self._open.discard(id(node))
        return value

    def _value(self, node: yaml.Node, path: Path) -> Plain:
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*path, index)) for index, item in enumerate(node.value)]
        return dict(self._pairs(node, path))

    def _pairs(self, node: yaml.Node, path: Path) -> Iterator[tuple[str, Plain]]:
        known: dict[str, Place] = {}
        for key_node, value_node in node.value:
            place = _place(key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                self._note(place, ProblemKind.WRONG_TYPE, path, expected="a word as key")
                continue
            key: str = key_node.value
            inner = (*path, key)
            if key in known:
                before = f"one `{key}`; the first is on line {known[key].line}"
                self._note(place, ProblemKind.DUPLICATE_KEY, inner, value=key, expected=before)
                continue
            known[key] = self._tree.keys[inner] = place
            yield key, self.plain(value_node, inner)

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> Plain:
        text: str = node.value
        match node.tag.removeprefix("tag:yaml.org,2002:"):
            case "str":
                return text
            case "bool" if text.lower() in {"true", "false"}:
                return text.lower() == "true"
            case "null":
                return None
            case "int" if re.fullmatch(r"[-+]?[0-9]{1,18}", text):
                return int(text)
            case "float" if re.fullmatch(r"[-+.0-9eE]{1,40}", text):
                return float(text)
        self._note(_place(node.start_mark), ProblemKind.WRONG_TYPE, path, value=text, expected="a plain value")
        return None

    def _note(self, place: Place, kind: ProblemKind, path: Path, *, value: str = "", expected: str) -> None:
        self._tree.problems.append(_problem(place, kind, path, value=value, expected=expected))


def dotted(path: Path) -> str:
    """A path as people write it: `apis.payments.owners[0]`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def shortened(value: object) -> str:
    """A value for showing: one line of at most 80 characters."""
    text = " ".join((value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).split())
    return text if len(text) <= 80 else text[:79] + "…"


def _problem(place: Place, kind: ProblemKind, path: Path = (), *, value: str = "", expected: str = "") -> Problem:
    return Problem(place.line, place.column, dotted(path), kind, shortened(value), None, expected)


def _place(mark: Any) -> Place:
    """PyYAML counts from 0 and calls its marks `Any`."""
    return Place(mark.line + 1, mark.column + 1) if mark is not None else Place(1, 1)


def _malformed(error: yaml.MarkedYAMLError) -> Problem:
    remark = error.problem or error.context or ""
    unquoted = "quotes around it" if "'@'" in remark or "'`'" in remark else ""
    return _problem(
        _place(error.problem_mark or error.context_mark), ProblemKind.SYNTAX, value=remark, expected=unquoted
    )


def _unreadable(text: str, error: ReaderError) -> Problem:
    before = text[: error.position]
    place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
    remark = f"a character that YAML does not allow: U+{ord(text[error.position]):04X}"
    return _problem(place, ProblemKind.SYNTAX, value=remark)
