"""What the sandbox knows: immutable records in tables, changed by one transaction per request, with a short past.

A record is any frozen dataclass with an integer `id`. Its class names its table: a new kind needs no entry here.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from bot.sandbox.links import Links


class Record(Protocol):
    """Something with an identity; equal ids of one class are versions of one thing."""

    @property
    def id(self) -> int: ...  # noqa: D102 -- says it itself


R = TypeVar("R", bound=Record)


class Table(Generic[R]):
    """All records of one class at one moment, in the order of their ids."""

    def __init__(self, rows: Mapping[int, R] | None = None) -> None:
        self._rows: Mapping[int, R] = rows or {}
        self._indexes: dict[tuple[str, ...], dict[tuple[Any, ...], list[R]]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[R]:
        return iter(self._rows.values())

    def get(self, id: int | None) -> R | None:
        """The record of that id, or none."""
        return None if id is None else self._rows.get(id)

    def __getitem__(self, id: int) -> R:
        return self._rows[id]

    def by(self, **fields: object) -> tuple[R, ...]:
        """The records whose fields have these values, oldest first; an index is made at the first question."""
        names = tuple(sorted(fields))
        if (index := self._indexes.get(names)) is None:
            index = self._indexes[names] = {}
            for row in self._rows.values():
                index.setdefault(tuple(getattr(row, n) for n in names), []).append(row)
        return tuple(index.get(tuple(fields[n] for n in names), ()))

    def one(self, **fields: object) -> R | None:
        """The first record with these values, or none."""
        found = self.by(**fields)
        return found[0] if found else None

    def changed(self, changes: Mapping[int, R | None]) -> Table[R]:
        """The next version of this table; None removes."""
        rows = dict(self._rows)
        for id, row in changes.items():
            if row is None:
                rows.pop(id, None)
            else:
                rows[id] = row
        return Table(rows)


class View(Protocol):
    """Anything that can be read like the state: a moment of it, or a transaction in progress."""

    @property
    def links(self) -> Links: ...  # noqa: D102 -- where things are reached

    def __getitem__(self, kind: type[R], /) -> Table[R]: ...


@dataclass(frozen=True, slots=True)
class State:
    """Everything, at one moment."""

    links: Links
    tables: Mapping[type[Any], Table[Any]] = field(default_factory=dict)

    def __getitem__(self, kind: type[R]) -> Table[R]:
        return self.tables.get(kind) or _EMPTY


_EMPTY: Table[Any] = Table()


@dataclass(frozen=True, slots=True)
class Event:
    """Something the Apps are told: the webhook's name, its action, and the parts of the payload that are its own."""

    name: str
    action: str | None
    repository_id: int | None
    organization_id: int | None
    sender_id: int
    payload: Mapping[str, Any]
    installation_id: int | None = None

    @property
    def key(self) -> str:
        """As the contract names it: "issues.opened", "push"."""
        return f"{self.name}.{self.action}" if self.action else self.name


class Transaction:
    """Changes that come true together; reading it shows them already."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._base = store.present
        self._changes: dict[type[Any], dict[int, Any]] = {}
        self._merged: dict[type[Any], Table[Any]] = {}
        self.links = store.present.links
        self.now = now
        self.events: list[Event] = []

    def __getitem__(self, kind: type[R]) -> Table[R]:
        if kind not in self._changes:
            return self._base[kind]
        if kind not in self._merged:
            self._merged[kind] = self._base[kind].changed(self._changes[kind])
        return self._merged[kind]

    def new_id(self) -> int:
        """An id nothing else has."""
        return self._store.new_id()

    def put(self, record: R) -> R:
        """Insert, or replace the record of the same id."""
        self._changes.setdefault(type(record), {})[record.id] = record
        self._merged.pop(type(record), None)
        return record

    def remove(self, record: Record) -> None:
        """Delete a record."""
        self._changes.setdefault(type(record), {})[record.id] = None
        self._merged.pop(type(record), None)

    def emit(
        self,
        name: str,
        action: str | None,
        /,
        *,
        sender: Record,
        repository: Record | None = None,
        organization: Record | None = None,
        installation: Record | None = None,
        **payload: Any,
    ) -> None:
        """Tell the Apps about it once this has come true; the payload is JSON, `repository` and the like are added."""
        ids = [None if r is None else r.id for r in (repository, organization, installation)]
        self.events.append(Event(name, action, ids[0], ids[1], sender.id, payload, ids[2]))

    @property
    def changes_anything(self) -> bool:
        """Whether there is anything to commit."""
        return bool(self._changes)

    def result(self) -> State:
        """The state after this: the changes, on whatever has become the present meanwhile."""
        present = self._store.present
        tables = dict(present.tables)
        for kind, changes in self._changes.items():
            untouched = present[kind] is self._base[kind]
            tables[kind] = self[kind] if untouched else present[kind].changed(changes)
        return State(self.links, tables)


class Store:
    """The present state, and as much of the past as lagging reads need."""

    def __init__(self, links: Links, lag: timedelta) -> None:
        self.present = State(links)
        self.lag = lag
        self._ids = itertools.count(5001)
        self._past: deque[tuple[datetime, State]] = deque()

    def new_id(self) -> int:
        """An id nothing else has."""
        return next(self._ids)

    def commit(self, transaction: Transaction, now: datetime) -> None:
        """Make it the present. Of many commits in a fiftieth of the lag only the last is kept."""
        if not transaction.changes_anything:
            return
        if not self._past:
            self._past.append((datetime.min.replace(tzinfo=now.tzinfo), self.present))
        self.present = transaction.result()
        if len(self._past) > 1 and now - self._past[-2][0] < self.lag / 50:
            self._past.pop()
        self._past.append((now, self.present))
        while len(self._past) > 1 and self._past[1][0] <= now - self.lag:
            self._past.popleft()

    def resume(self, state: State, next_id: int) -> None:
        """Go on from what was kept."""
        self.present = state
        self._ids = itertools.count(next_id)
        self._past.clear()

    def settle(self) -> None:
        """Let the present be seen by everyone at once (what a test or a scenario lays out beforehand)."""
        self._past.clear()

    def as_of(self, moment: datetime) -> State:
        """The newest state that is not younger than the moment."""
        found = self._past[0][1] if self._past else self.present
        for committed, state in self._past:
            if committed > moment:
                break
            found = state
        return found
