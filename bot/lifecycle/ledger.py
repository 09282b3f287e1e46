"""What was decided stays decided: the signed ledger that our one edited comment carries, hidden.

A ledger is a map of entries that only grows; of two entries under one key the later one counts, so that merging two
ledgers is the same whichever way round. It is signed (HMAC-SHA256) over the repository, the thread and its sequence
number, because people with write access can edit a bot's comment.
"""

import base64
import hmac
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from bot.forge.facts import Secret

_LINE = re.compile(
    r"<!-- stagekeeper:ledger (?P<sequence>\d+) (?P<key>[\w-]+) (?P<mac>[0-9a-f]{64}) (?P<text>[\w+/=]*) -->"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing decided or first seen. `meaning` is resolved: ids, stages, fingerprints, never "next 5" or "all"."""

    key: str
    verdict: str
    at: datetime
    actor: int | None = None
    meaning: Mapping[str, object] = field(default_factory=dict)

    def said(self, name: str) -> str:
        """A text of the meaning; empty where it has none."""
        return str(self.meaning.get(name) or "")


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries by key, and how often they were written."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    sequence: int = 0

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def __getitem__(self, key: str) -> Entry:
        return self.entries[key]

    def under(self, prefix: str) -> Iterator[Entry]:
        """The entries whose key begins so, oldest first."""
        found = (entry for key, entry in self.entries.items() if key.startswith(prefix))
        return iter(sorted(found, key=lambda entry: (entry.at, entry.key)))

    def with_entry(self, entry: Entry) -> "Ledger":
        """This ledger and that entry; the same ledger where it holds just that already."""
        if self.entries.get(entry.key) == entry:
            return self
        return Ledger({**self.entries, entry.key: entry}, self.sequence)

    def merged(self, other: "Ledger") -> "Ledger":
        """What both hold; under one key the later entry, of equally late ones the one that sorts last."""
        entries = dict(self.entries)
        for key, theirs in other.entries.items():
            mine = entries.get(key)
            entries[key] = theirs if mine is None else max(mine, theirs, key=_age)
        return Ledger(entries, max(self.sequence, other.sequence))


def _age(entry: Entry) -> tuple[datetime, str]:
    return entry.at, json.dumps(entry.meaning, sort_keys=True)


def sign(ledger: Ledger, *, place: str, secret: Secret) -> str:
    """The hidden line that holds the ledger; `place` names repository and thread by id."""
    text = base64.b64encode(zlib.compress(_plain(ledger), 9)).decode()
    mac = _mac(secret, place, ledger.sequence, text)
    return f"<!-- stagekeeper:ledger {ledger.sequence} {secret.name} {mac} {text} -->"


def read(body: str, *, place: str, secrets: Sequence[Secret]) -> Ledger | None:
    """The ledger in a comment; None where there is none, or none that we signed for this place."""
    for line in reversed(list(_LINE.finditer(body))):
        sequence, text = int(line["sequence"]), line["text"]
        for secret in secrets:
            if secret.name == line["key"] and hmac.compare_digest(_mac(secret, place, sequence, text), line["mac"]):
                return Ledger(_entries(zlib.decompress(base64.b64decode(text))), sequence)
    return None


def _mac(secret: Secret, place: str, sequence: int, text: str) -> str:
    return hmac.new(secret.key, f"{place}\n{sequence}\n{text}".encode(), sha256).hexdigest()


def _plain(ledger: Ledger) -> bytes:
    rows = [
        [entry.key, entry.verdict, entry.at.isoformat(), entry.actor, dict(entry.meaning)]
        for _, entry in sorted(ledger.entries.items())
    ]
    return json.dumps(rows, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _entries(plain: bytes) -> dict[str, Entry]:
    rows = json.loads(plain)
    return {
        key: Entry(key, verdict, datetime.fromisoformat(at), actor, meaning)
        for key, verdict, at, actor, meaning in rows
    }
