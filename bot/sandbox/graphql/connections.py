"""Pages of a list, as GraphQL connections."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.graphql.fields import failure


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Where a page begins and ends."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(frozen=True, slots=True)
class Edge:
    """A node with its place in the list."""

    node: Any
    cursor: str


@dataclass(frozen=True, slots=True)
class Connection:
    """A page of a list."""

    nodes: Sequence[Any]
    edges: Sequence[Edge]
    page_info: PageInfo
    total_count: int
    filtered_count: int = 0
    updated_at: Any = None


def connection(
    items: Sequence[Any],
    *,
    first: int | None = None,
    last: int | None = None,
    after: str | None = None,
    before: str | None = None,
    key: Callable[[Any], Any] = id,
    **_: Any,
) -> Connection:
    """A page of a whole list. `key` names an item for its cursor, so that cursors survive deletions."""
    marks = [_cursor(key(item)) for item in items]
    start = _place(marks, after) + 1 if after else 0
    stop = _place(marks, before) if before else len(items)
    if first is not None:
        stop = min(stop, start + first)
    if last is not None:
        start = max(start, stop - last)
    page = list(items[start:stop])
    info = PageInfo(stop < len(items), start > 0, marks[start] if page else None, marks[stop - 1] if page else None)
    edges = [Edge(item, mark) for item, mark in zip(page, marks[start:stop], strict=True)]
    return Connection(page, edges, info, len(items), filtered_count=len(items))


def by_id(record: Any) -> Any:
    """The key of records."""
    return record.id


def _cursor(key: Any) -> str:
    return base64.b64encode(f"cursor:v2:{key}".encode()).decode()


def _place(marks: list[str], cursor: str) -> int:
    """Where a cursor points; where it pointed when its item is gone."""
    if cursor in marks:
        return marks.index(cursor)
    try:
        key = base64.b64decode(cursor, validate=True).decode().removeprefix("cursor:v2:")
    except (binascii.Error, UnicodeDecodeError):
        raise failure("INVALID_CURSOR_ARGUMENTS", f"`{cursor}` does not appear to be a valid cursor.") from None
    if not key.isdecimal():
        raise failure("INVALID_CURSOR_ARGUMENTS", f"`{cursor}` does not appear to be a valid cursor.")
    older = [m for m in marks if int(base64.b64decode(m).decode().removeprefix("cursor:v2:")) < int(key)]
    return len(older) - 1
