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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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


@dataclass(frozen=True, order=True, slots=True)
class Page:
    """A comment of ours that holds older entries, and what names its content."""

    number: int
    comment: int
    digest: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries by key, and how often they were written."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    sequence: int = 0
    pages: tuple[Page, ...] = ()
    """Where further entries stand that are not among these."""

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
        return replace(self, entries={**self.entries, entry.key: entry})

    def merged(self, other: "Ledger") -> "Ledger":
        """What both hold, on the pages of this one; under one key the later entry, else the one that sorts last."""
        entries = dict(self.entries)
        for key, theirs in other.entries.items():
            mine = entries.get(key)
            entries[key] = theirs if mine is None else max(mine, theirs, key=_age)
        return replace(self, entries=entries, sequence=max(self.sequence, other.sequence))


def _age(entry: Entry) -> tuple[datetime, str]:
    return entry.at, json.dumps(entry.meaning, sort_keys=True)


def sign(ledger: Ledger, *, place: str, secret: Secret) -> str:
    """The hidden line that holds the ledger; `place` names repository and thread by id."""
    text = packed(ledger)
    mac = mac_of(f"{place}\n{ledger.sequence}\n{text}", secret)
    return f"<!-- stagekeeper:ledger {ledger.sequence} {secret.name} {mac} {text} -->"


def read(body: str, *, place: str, secrets: Sequence[Secret]) -> Ledger | None:
    """The ledger in a comment; None where there is none, or none that we signed for this place."""
    for line in reversed(list(_LINE.finditer(body))):
        sequence, text = int(line["sequence"]), line["text"]
        if is_signed(f"{place}\n{sequence}\n{text}", line["mac"], name=line["key"], secrets=secrets):
            return replace(unpacked(text), sequence=sequence)
    return None


def mac_of(text: str, secret: Secret) -> str:
    """The signature of a text."""
    return hmac.new(secret.key, text.encode(), sha256).hexdigest()


def is_signed(text: str, mac: str, *, name: str, secrets: Iterable[Secret]) -> bool:
    """Whether that is the signature of the text by one of our keys of that name."""
    return any(secret.name == name and hmac.compare_digest(mac_of(text, secret), mac) for secret in secrets)


def packed(ledger: Ledger) -> str:
    """Entries and pages as one word of letters that stand in a comment as they are."""
    rows: list[object] = [
        [entry.key, entry.verdict, entry.at.isoformat(), entry.actor, dict(entry.meaning)]
        for _, entry in sorted(ledger.entries.items())
    ]
    pages = [[page.number, page.comment, page.digest] for page in sorted(ledger.pages)]
    held: object = {"entries": rows, "pages": pages} if pages else rows
    plain = json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return base64.b64encode(zlib.compress(plain.encode(), 9)).decode()


def unpacked(text: str) -> Ledger:
    """What `packed` had packed."""
    held = json.loads(zlib.decompress(base64.b64decode(text)))
    rows, pages = (held["entries"], held["pages"]) if isinstance(held, dict) else (held, [])
    entries = {
        key: Entry(key, verdict, datetime.fromisoformat(at), actor, meaning)
        for key, verdict, at, actor, meaning in rows
    }
    return Ledger(entries, 0, tuple(Page(*page) for page in pages))
