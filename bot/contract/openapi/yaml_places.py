"""Lines of places in YAML text, told by a parser."""

from collections.abc import Iterator

import yaml

from bot.contract.schema.nodes import unescape


def yaml_lines(text: str, wanted: list[str], *, depth: int = 0) -> dict[str, int] | None:
    """The line of every pointer; of one that leads nowhere, that of the last step that is there.

    Of a piece of a text, `depth` is how many steps its own key is down; its lines count from its own first one.
    `None` for what no parser takes.
    """
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return None if root is None else {p: _line(root, p.split("/")[max(depth, 1) :]) for p in wanted}


def _line(root: yaml.Node, steps: list[str]) -> int:
    at, line = root, root.start_mark.line + 1
    for step in steps:
        found = _step(at, unescape(step))
        if found is None:
            return line
        mark, at = found
        line = mark + 1
    return line


def _step(node: yaml.Node, key: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and key.isdecimal() and int(key) < len(node.value):
        child = node.value[int(key)]
        return child.start_mark.line, child
    if isinstance(node, yaml.MappingNode):
        for name, value in _entries(node):
            if name.value == key:
                return name.start_mark.line, value
    return None


def _entries(node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Own entries from the last, which is the one that counts, then those of merge keys."""
    yield from ((k, v) for k, v in reversed(node.value) if isinstance(k, yaml.ScalarNode))
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value == "<<":
            parts = value.value if isinstance(value, yaml.SequenceNode) else [value]
            for part in parts:
                if isinstance(part, yaml.MappingNode):
                    yield from ((k, v) for k, v in part.value if isinstance(k, yaml.ScalarNode))
