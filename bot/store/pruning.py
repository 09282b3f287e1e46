"""What the store may forget, and when; nothing is lost by it, for the whole store may be deleted.

Never forgotten: the newest ledger of each thread (a deleted card is written again from it), what was begun and not
ended (it is looked for before it is written again), what is done once (a comment of ours that somebody deleted shows no
longer that it was said), subjects that were given up, whatever is due or claimed. The cache keeps to its bytes itself.
"""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.store.database import Database, micros

JOURNAL = timedelta(days=90)
"""A state that was written: GitHub shows it since long. Reads trail behind our writes by seconds."""
ONCE = ("say", "hide", "pull", "grant", "withdraw", "issue")
"""How the keys of effects begin that are done once: else what somebody deleted would be said, opened, given again."""
CLICKS = timedelta(days=30)
"""A click that no look has taken: on a commit that heads no pull request, or where the bot has no settings."""
AT_ONCE = 500
"""Rows in one transaction: whoever waits for the disk does not wait for the whole broom."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows of a table that may go, once they are that old."""

    table: str
    key: str
    where: str
    age: timedelta = timedelta(0)

    @property
    def sql(self) -> str:
        """At most so many of them, deleted. `?1` is the youngest moment that may go, `?2` how many."""
        rows = f"SELECT {self.key} FROM {self.table} WHERE {self.where} LIMIT ?2"
        return f"DELETE FROM {self.table} WHERE ({self.key}) IN ({rows})"


RULES = (
    Rule("effect", "key", f"state = 'done' AND at < ?1 AND substr(key, 1, instr(key, ':') - 1) NOT IN {ONCE}", JOURNAL),
    Rule("click", "subject, guid", "at < ?1", CLICKS),
    # It sleeps until it is told of, and then is a new row: nothing is tried or claimed. A commit is told of once.
    Rule("look", "subject", "state = 'waiting' AND due_at IS NULL AND claimed_by IS NULL AND attempts = 0 AND ?1 > 0"),
    # A theoretical arrival that has passed counts like none.
    Rule("pace", "account, rate", "arrival < ?1"),
)


class Pruning:
    """The broom of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def prune(self) -> Mapping[str, int]:
        """Forget what may be forgotten now; how many rows that were, by table."""
        gone = Counter[str]()
        for rule in RULES:
            while found := await self._some(rule):
                gone[rule.table] += found
                if found < AT_ONCE:
                    break
        return gone

    async def _some(self, rule: Rule) -> int:
        def work(connection: sqlite3.Connection) -> int:
            return connection.execute(rule.sql, (micros(self._database.now() - rule.age), AT_ONCE)).rowcount

        return await self._database.write(work)
