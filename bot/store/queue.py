"""The table of looks: which subjects want one, since when, and who has claimed it.

Put folds: a burst of webhooks on one thread is one row. A claim is a row too, so that a second process respects it.
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec import json

from bot.forge.facts import Actor, ActorKind, Click, Noticed, Want
from bot.forge.faults import ClaimLost
from bot.forge.subjects import Subject, subject
from bot.store.database import Database, micros, moment
from bot.store.holder import Holder
from bot.store.waiting import Row

LEASE = timedelta(seconds=30)
AFTERMATH = timedelta(seconds=15)
"""How long after a dead process's last write that write may still arrive at GitHub (its requests end after 10 s)."""

_PUT = """
INSERT INTO look (subject, due_at, want_updated_at, want_comment, want_head, want_label, want_gone)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
       json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]'),
       json_extract(value, '$[6]')
FROM json_each(?) WHERE true  -- without a WHERE the parser takes ON for a join's
ON CONFLICT (subject) DO UPDATE SET
    generation = generation + 1,
    due_at = max(not_before, CASE WHEN due_at < excluded.due_at THEN due_at ELSE excluded.due_at END),
    attempts = CASE state WHEN 'dead' THEN 0 ELSE attempts END,
    state = 'waiting',
    stale = 0,
    want_updated_at = coalesce(max(want_updated_at, excluded.want_updated_at),
                               excluded.want_updated_at, want_updated_at),
    want_comment = coalesce(max(want_comment, excluded.want_comment), excluded.want_comment, want_comment),
    want_head = coalesce(excluded.want_head, want_head),
    want_label = coalesce(excluded.want_label, want_label),
    want_gone = coalesce(excluded.want_gone, want_gone)
"""
_CLICK = """
INSERT INTO click (subject, guid, action, actor_kind, actor_id, actor_login, at)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
       json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]'),
       json_extract(value, '$[6]')
FROM json_each(?) WHERE true
ON CONFLICT DO NOTHING
"""
_NEXT = """
SELECT subject FROM look
WHERE claimed_by IS NULL AND state = 'waiting' AND due_at <= ?1
ORDER BY due_at LIMIT 1
"""
_CLAIM = """
UPDATE look SET claimed_by = ?2, claimed_at = ?3, claimed_until = ?4, claimed_generation = generation,
                attempts = attempts + 1
WHERE subject = ?1 AND claimed_by IS NULL AND (attempts = 0 OR coalesce(last_effect_at, 0) + ?5 <= ?3)
RETURNING attempts, stale, want_updated_at, want_comment, want_head, want_label, want_gone
"""
_RELEASE = "claimed_by = NULL, claimed_at = NULL, claimed_until = NULL"
_DONE = f"""
UPDATE look SET {_RELEASE}, attempts = 0, stale = 0, not_before = 0, reason = NULL,
    due_at = CASE WHEN generation = claimed_generation THEN ?3 ELSE ?4 END,
    want_updated_at = CASE WHEN generation = claimed_generation THEN NULL ELSE want_updated_at END,
    want_comment = CASE WHEN generation = claimed_generation THEN NULL ELSE want_comment END,
    want_head = CASE WHEN generation = claimed_generation THEN NULL ELSE want_head END,
    want_label = CASE WHEN generation = claimed_generation THEN NULL ELSE want_label END,
    want_gone = CASE WHEN generation = claimed_generation THEN NULL ELSE want_gone END
WHERE subject = ?1 AND claimed_by = ?2
"""
_STALE = f"""
UPDATE look SET {_RELEASE}, attempts = 0, stale = stale + 1,
    due_at = CASE WHEN generation = claimed_generation THEN ?3 ELSE ?4 END
WHERE subject = ?1 AND claimed_by = ?2
"""
_POSTPONE = f"""
UPDATE look SET {_RELEASE}, attempts = attempts - 1, reason = ?4,
    due_at = CASE WHEN attempts > 1 THEN max(?3, coalesce(last_effect_at, 0) + ?5) ELSE ?3 END,
    not_before = CASE WHEN attempts > 1 THEN max(?3, coalesce(last_effect_at, 0) + ?5) ELSE ?3 END
WHERE subject = ?1 AND claimed_by = ?2
"""
_FAIL = f"""
UPDATE look SET {_RELEASE}, reason = ?4,
    due_at = CASE WHEN last_effect_at >= claimed_at THEN max(?3, last_effect_at + ?5) ELSE ?3 END,
    not_before = CASE WHEN last_effect_at >= claimed_at THEN max(?3, last_effect_at + ?5) ELSE ?3 END
WHERE subject = ?1 AND claimed_by = ?2
"""
_BURY = f"""
UPDATE look SET {_RELEASE}, state = 'dead', due_at = NULL, not_before = 0, reason = ?3
WHERE subject = ?1 AND claimed_by = ?2
"""
_RESCUE = f"""
UPDATE look SET {_RELEASE},
    due_at = max(?2, not_before, coalesce(last_effect_at + ?3, 0)),
    not_before = max(not_before, coalesce(last_effect_at + ?3, 0))
WHERE claimed_by = ?1
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A subject that is this process's own for now."""

    subject: Subject
    want: Want
    attempts: int
    """This one included; 1 unless the last try crashed or failed."""
    stale: int
    """How many reads in a row did not show what was announced."""


@dataclass(frozen=True, slots=True)
class Dead:
    """A subject that was given up, and why."""

    subject: Subject
    reason: str


@dataclass(frozen=True, slots=True)
class Depth:
    """How much stands in the queue."""

    waiting: int
    claimed: int
    dead: int
    oldest_due_at: datetime | None


class SqliteQueue:
    """The table of looks in SQLite."""

    def __init__(self, database: Database, *, holder: Holder | None = None, lease: timedelta = LEASE) -> None:
        self._database = database
        self._holder = holder or Holder.me()
        self._lease = micros_of(lease)
        self._put = asyncio.Event()

    async def put(self, noticed: Noticed) -> None:
        """Have these subjects looked at; returns when that is on the disk."""
        puts = (_PUT, _rows(noticed, self._now()))
        if noticed.click is None:
            await self._database.add(puts)
        else:
            await self._database.add(puts, (_CLICK, _clicks(noticed.subjects, noticed.click)))
        self._put.set()

    async def woken(self) -> None:
        """Return when something was put by this process since the last call."""
        await self._put.wait()
        self._put.clear()

    async def claim(self) -> Claim | None:
        """The subject that has been due longest, now ours; None where nothing is due."""

        def work(connection: sqlite3.Connection) -> Claim | None:
            now = self._now()
            found = connection.execute(_NEXT, (now,)).fetchone()
            return self._claimed(connection, found[0], now) if found else None

        return await self._database.write(work)

    async def claim_at(self, subject: Subject) -> Claim | None:
        """This subject, due or not; None while somebody else has it, or a dead try's last write may still arrive."""
        rows = json.encode(_rows(Noticed((subject,)), self._now())).decode()

        def work(connection: sqlite3.Connection) -> Claim | None:
            connection.execute(_PUT, (rows,))
            return self._claimed(connection, str(subject), self._now())

        return await self._database.write(work)

    async def writing(self, subject: Subject) -> None:
        """Note that an effect is about to be written; raises ClaimLost where the subject is no longer ours."""
        await self._ours(
            "UPDATE look SET last_effect_at = ?3 WHERE subject = ?1 AND claimed_by = ?2", subject, self._now()
        )

    async def done(self, subject: Subject, look_again_at: datetime | None) -> None:
        """Let it sleep until then; where it was put meanwhile, it is due now."""
        await self._ours(_DONE, subject, look_again_at and micros(look_again_at), self._now())

    async def saw_stale(self, subject: Subject, look_again_at: datetime) -> None:
        """The read did not show yet what was announced: keep what is wanted, look again then."""
        await self._ours(_STALE, subject, micros(look_again_at), self._now())

    async def postpone(self, subject: Subject, until: datetime, reason: str) -> None:
        """Not before then, whatever is put; this was no attempt. After a failed one not before a write may arrive."""
        await self._ours(_POSTPONE, subject, micros(until), reason, micros_of(AFTERMATH))

    async def fail(self, subject: Subject, until: datetime, reason: str) -> None:
        """An attempt failed; not before then, whatever is put."""
        await self._ours(_FAIL, subject, micros(until), reason, micros_of(AFTERMATH))

    async def bury(self, subject: Subject, reason: str) -> None:
        """Give it up, with the reason, until something new is put."""
        await self._ours(_BURY, subject, reason)

    async def next_due_at(self) -> datetime | None:
        """When the next unclaimed subject may be looked at."""
        sql = "SELECT min(due_at) FROM look WHERE claimed_by IS NULL AND state = 'waiting' AND due_at IS NOT NULL"
        found: int | None = (await self._database.read(lambda connection: connection.execute(sql).fetchone()))[0]
        return None if found is None else moment(found)

    async def renew(self) -> None:
        """Say that this process lives and keeps what it has claimed."""
        sql = "UPDATE look SET claimed_until = ? WHERE claimed_by = ?"
        until = self._now() + self._lease
        await self._database.write(lambda connection: connection.execute(sql, (until, str(self._holder))).rowcount)

    async def rescue(self) -> int:
        """Free what dead processes had claimed; how many. Their last write is given time to arrive first."""

        def work(connection: sqlite3.Connection) -> int:
            now = self._now()
            gone = [holder for holder, until in connection.execute(_HOLDERS) if self._is_gone(holder, until, now)]
            return sum(connection.execute(_RESCUE, (holder, now, micros_of(AFTERMATH))).rowcount for holder in gone)

        return await self._database.write(work)

    async def clicks(self, subject: Subject) -> tuple[Click, ...]:
        """The clicks on this subject that no ledger holds yet, oldest first."""
        sql = (
            "SELECT guid, action, actor_kind, actor_id, actor_login, at FROM click WHERE subject = ? ORDER BY at, guid"
        )
        rows = await self._database.read(lambda connection: connection.execute(sql, (str(subject),)).fetchall())
        return tuple(
            Click(guid, action, Actor(ActorKind(kind), id_, login), moment(at))
            for guid, action, kind, id_, login, at in rows
        )

    async def forget_clicks(self, subject: Subject, clicks: Iterable[Click]) -> None:
        """Drop these clicks: they are written down in GitHub, or passed on."""
        keys = [(str(subject), click.guid) for click in clicks]
        sql = "DELETE FROM click WHERE subject = ? AND guid = ?"
        await self._database.write(lambda connection: connection.executemany(sql, keys).rowcount)

    async def dead(self) -> tuple[Dead, ...]:
        """What was given up."""
        sql = "SELECT subject, coalesce(reason, '') FROM look WHERE state = 'dead' ORDER BY subject"
        rows = await self._database.read(lambda connection: connection.execute(sql).fetchall())
        return tuple(Dead(subject(text), reason) for text, reason in rows)

    async def depth(self) -> Depth:
        """How much stands in the queue now."""
        row = await self._database.read(lambda connection: connection.execute(_DEPTH, (self._now(),)).fetchone())
        return Depth(row[0], row[1], row[2], None if row[3] is None else moment(row[3]))

    def _now(self) -> int:
        return micros(self._database.now())

    def _claimed(self, connection: sqlite3.Connection, key: str, now: int) -> Claim | None:
        row = connection.execute(
            _CLAIM, (key, str(self._holder), now, now + self._lease, micros_of(AFTERMATH))
        ).fetchone()
        if row is None:
            return None
        attempts, stale, updated_at, comment, head, label, gone = row
        want = Want(None if updated_at is None else moment(updated_at), comment, head, label, gone)
        return Claim(subject(key), want, attempts, stale)

    async def _ours(self, sql: str, subject: Subject, *values: object) -> None:
        row = (str(subject), str(self._holder), *values)
        if not await self._database.write(lambda connection: connection.execute(sql, row).rowcount):
            raise ClaimLost(f"{subject} was taken over by another process")

    def _is_gone(self, holder: str, until: int, now: int) -> bool:
        other = Holder.parse(holder)
        if other == self._holder:
            return False
        if other.host == self._holder.host:  # the system knows better than a lease, and at once
            return not other.lives()
        return until < now


_HOLDERS = "SELECT claimed_by, max(claimed_until) FROM look WHERE claimed_by IS NOT NULL GROUP BY claimed_by"
_DEPTH = """
SELECT count(*) FILTER (WHERE claimed_by IS NULL AND state = 'waiting' AND due_at <= ?1),
       count(*) FILTER (WHERE claimed_by IS NOT NULL),
       count(*) FILTER (WHERE state = 'dead'),
       min(due_at) FILTER (WHERE claimed_by IS NULL AND state = 'waiting' AND due_at <= ?1)
FROM look
"""


def micros_of(span: timedelta) -> int:
    """A span as it stands in the database."""
    return span // timedelta(microseconds=1)


def _rows(noticed: Noticed, now: int) -> Sequence[Row]:
    want = noticed.want
    updated_at = None if want.updated_at is None else micros(want.updated_at)
    wanted = (updated_at, want.comment, want.head, want.label, want.gone)
    return [(str(subject), now, *wanted) for subject in noticed.subjects]


def _clicks(subjects: Iterable[Subject], click: Click) -> Sequence[Row]:
    who = click.actor
    end = (click.guid, click.action, who.kind.value, who.id, who.login, micros(click.at))
    return [(str(subject), *end) for subject in subjects]
