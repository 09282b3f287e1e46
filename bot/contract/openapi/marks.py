"""Stage marks, deprecation and sunset, as written on operations and documents. Nothing is decided with the marks
here but one thing: whether a mark that both versions carry went down."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.contract.schema.nodes import Node

_RANKS = (
    ("draft", "idea", "experimental", "internal", "planned"),
    ("alpha", "private-beta", "private beta", "preview"),
    ("beta", "public-beta", "public beta"),
    ("stable", "ga", "generally-available", "general availability", "released"),
)


def mark_of(nodes: Iterable[Node], names: Iterable[str]) -> str | None:
    """The first stage mark on the first node that has one, as text; `x-beta: true` reads "beta"."""
    for node in nodes:
        for name in names:
            value = node.fields.get(name)
            if value is True:
                return name.removeprefix("x-")
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                return str(value)
    return None


def rank(mark: str | None) -> int | None:
    """Where a mark stands between draft and stable; `None` for a word we do not know."""
    word = (mark or "").strip().lower()
    return next((i for i, names in enumerate(_RANKS) if word in names), None)


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
