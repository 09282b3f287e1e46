"""Stage marks, deprecation and sunset, as written on operations and documents. Nothing is decided with the marks
here but one thing: whether a mark that both versions carry went down."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.contract.schema.nodes import Node
from bot.contract.schema.values import canonical

_RANKS = (
    ("draft", "idea", "experimental", "internal", "planned"),
    ("alpha", "private-beta", "preview"),
    ("beta", "public-beta"),
    ("stable", "ga", "generally-available", "general-availability", "released"),
)
_ENDS = ("deprecated", "retired")
"""Stages after the last one; they are no step up and no step down."""

LEVEL = "x-stability-level"
"""The one mark whose words are a closed list. Source: oasdiff, docs STABILITY.md; our own stages count as well."""


def mark_of(nodes: Iterable[Node], names: Iterable[str]) -> str | None:
    """The first stage mark on the first node that has one, as text; `x-beta: true` reads "beta"."""
    for node in nodes:
        fields = node.fields
        for name in names:
            value = fields.get(name)
            if value is True:
                return name.removeprefix("x-")
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                return str(value)
    return None


def rank(mark: str | None) -> int | None:
    """Where a mark stands between draft and stable; `None` for a word we do not know."""
    return next((i for i, names in enumerate(_RANKS) if _word(mark) in names), None)


def is_unstable(mark: str | None) -> bool:
    """A stage before the last one."""
    stage = rank(mark)
    return stage is not None and stage < len(_RANKS) - 1


def strange_level(nodes: Iterable[Node], names: Iterable[str]) -> str | None:
    """The text of a mark that should be a level and is none; `None` where there is no such mistake."""
    names = tuple(names)
    for node in nodes:
        fields = node.fields
        for name in names:
            value = fields.get(name)
            if value is None or value is False:
                continue
            mark = mark_of((node,), (name,))
            known = mark is not None and (rank(mark) is not None or _word(mark) in _ENDS)
            return None if name != LEVEL or known else mark or canonical(value)
    return None


def _word(mark: str | None) -> str:
    """A mark in one spelling: `Private Beta` is `private-beta`."""
    return "-".join((mark or "").lower().replace("_", " ").replace("-", " ").split())


def sunset_text(node: Node) -> str | None:
    """The operation's `x-sunset`, as written."""
    value = node.fields.get("x-sunset")
    return None if value is None else str(value)


def sunset_date(text: str | None) -> date | None:
    """The day a sunset names, `None` when it cannot be read as an ISO date or RFC 3339 time."""
    if not text:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text.strip().replace("Z", "+00:00")).date()
    except ValueError:
        return None
