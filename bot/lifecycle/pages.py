"""Pages of a ledger that outgrew its line: the oldest entries, in comments of ours that are never rewritten.

A page is signed over the thread and its number, and named by its content in the ledger of the card, which is signed
too: either proves it, so that a page outlives the key that signed it.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.forge.facts import Secret
from bot.lifecycle.ledger import Entry, Ledger, Page, is_signed, mac_of, packed, unpacked

LIMIT = 20_000
"""Characters that the entries in one comment may take."""
ROOM = 10_000
"""So many the card has left for itself when a page is turned; else each new entry would turn one."""
_MOVES = ("cmd:", "said:", "label:", "click:")
"""What may stand on a page. The stage, the API and the like stay in the card: others read only that."""
_LINE = re.compile(
    r"<!-- stagekeeper:page (?P<number>\d+) (?P<key>[\w-]+) (?P<mac>[0-9a-f]{64}) (?P<text>[\w+/=]*) -->"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A page as a comment holds it."""

    number: int
    digest: str
    entries: Mapping[str, Entry]


def sign_page(entries: Mapping[str, Entry], number: int, *, place: str, secret: Secret) -> str:
    """The hidden line of a page."""
    text = packed(Ledger(entries))
    return f"<!-- stagekeeper:page {number} {secret.name} {mac_of(_signed(place, number, text), secret)} {text} -->"


def read_page(body: str, *, place: str, secrets: Sequence[Secret], named: Sequence[Page] = ()) -> Written | None:
    """The page in a comment of ours; None where there is none, or neither a key nor the card's ledger proves it."""
    for line in reversed(list(_LINE.finditer(body))):
        number, text = int(line["number"]), line["text"]
        digest = _digest(text)
        is_named = any((page.number, page.digest) == (number, digest) for page in named)
        signed = _signed(place, number, text)
        if is_named or is_signed(signed, line["mac"], name=line["key"], secrets=secrets):
            return Written(number, digest, unpacked(text).entries)
    return None


def outgrown(ledger: Ledger) -> Mapping[str, Entry]:
    """The oldest entries, to be put on the next page; none where there is room for all."""
    if len(packed(ledger)) <= LIMIT:
        return {}
    groups = _groups(ledger)

    def first(count: int) -> dict[str, Entry]:
        return {entry.key: entry for group in groups[:count] for entry in group}

    def rest(count: int) -> Ledger:
        gone = first(count)
        return Ledger({key: entry for key, entry in ledger.entries.items() if key not in gone}, 0, ledger.pages)

    counts = range(len(groups) + 1)
    enough = bisect_left(counts, True, key=lambda count: len(packed(rest(count))) <= ROOM)
    too_many = bisect_left(counts, True, key=lambda count: len(packed(Ledger(first(count)))) > LIMIT)
    return first(min(enough, too_many - 1, len(groups)))


def _groups(ledger: Ledger) -> list[list[Entry]]:
    """What may go, oldest first. What belongs to one comment goes together or stays together."""
    groups: dict[str, list[Entry]] = {}
    for entry in ledger.entries.values():
        kind, _, rest = entry.key.partition(":")
        groups.setdefault(rest.partition(":")[0] if kind in ("cmd", "said") else entry.key, []).append(entry)
    movable = [group for group in groups.values() if all(map(_may_move, group))]
    return sorted(movable, key=lambda group: (max(entry.at for entry in group), group[0].key))


def _may_move(entry: Entry) -> bool:
    return entry.key.startswith(_MOVES) and not entry.said("to")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


def _signed(place: str, number: int, text: str) -> str:
    return f"{place}\npage {number}\n{text}"
