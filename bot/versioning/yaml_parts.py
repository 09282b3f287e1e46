"""The parts of a YAML text, from its events: no tree is built, nothing is resolved, and nesting costs no stack."""

import re

import yaml

from bot.versioning.parts import Kind, Part
from bot.versioning.walk import Where

_LOADER = getattr(yaml, "CLoader", yaml.Loader)
_PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s|#[^\n]*\n)+)+")


def yaml_parts(text: str) -> tuple[Part, ...]:
    """The parts of the stream's first document.

    Raises yaml.YAMLError where it is not YAML, TooDeep where it is nested too deep.
    """
    where, open_at = Where(), list[int]()
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
    return tuple(parts)


def _span(event: yaml.Event) -> tuple[int, int]:
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark.index, event.end_mark.index


def _yaml_scalar(event: yaml.ScalarEvent, text: str, where: Where) -> Part:
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
