"""Where findings and unread parts are written while two descriptions are walked: one entry per cause."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

from bot.contract.limits import DEEPEST, FINDING, SHOWN_ITEM, SHOWN_ITEMS, SHOWN_JSON
from bot.contract.openapi.outbound import place_heard
from bot.contract.openapi.rows import Row
from bot.contract.report import Cause, Operation, Side
from bot.contract.schema.edits import Edit
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.values import canonical
from bot.contract.steps import Steps, unbounded


class Spot(Struct, frozen=True):
    """A part of an operation: its operation, what callers call the part, and how values travel there."""

    operation: Operation
    subject: str
    part: str
    kind: str
    side: Side
    status: str | None = None
    media_type: str | None = None
    parameter: tuple[str, str] | None = None
    is_text: bool = False
    joined: str | None = None
    """What stands between the items of a list that travels as one text."""
    is_needed: bool = False
    """Callers of the old version may not leave it out."""
    outbound: bool = False
    """The server calls, and the user of the API answers."""

    def where(self, path: str = "") -> str:
        """The place in words: "`customer.email` in the request body of `POST /payments`"."""
        whole = self.subject
        if self.part:
            whole = place_heard(self.part, whole) if self.outbound else f"the {self.part} of {whole}"
        return f"`{path}` in {whole}" if path else whole


class Site(Struct, frozen=True):
    """What a witness is built from: the two schemas at the spot, the steps down to the edit, and the edit.

    `elsewhere` finds other spots where the edit is met, those first where fewest unions stand in the way. `open_way`
    finds a way to it on which no pair of schemas satisfies a test.
    """

    spot: Spot
    old: Schema
    new: Schema
    trail: tuple[tuple[str, Schema, Schema], ...]
    edit: Edit
    pair: tuple[Schema, Schema]
    elsewhere: "Callable[[], list[Site]]"
    open_way: "Callable[[Callable[[tuple[Schema, Schema], bool], bool]], Site | None]"

    @property
    def is_too_deep(self) -> bool:
        """No whole value is put together around a place so far below its root."""
        return len(self.trail) > DEEPEST


class Entry(Struct):
    """One cause, and every operation it was met in. `further`: other pairs of schemas in which it was met too."""

    row: Row
    side: Side
    words: dict[str, str]
    at_old: Node | None
    at_new: Node | None
    name: str | None
    old: Any
    new: Any
    tags: frozenset[str]
    site: Site | None
    outbound: bool
    operations: dict[Operation, None] = field(default_factory=dict)
    further: list[Site] = field(default_factory=list)


class Ledger(Struct):
    """Entries by cause; the walk is in sorted order, so the first operation of a cause is always the same."""

    steps: Steps = field(default_factory=unbounded)
    entries: dict[tuple[object, ...], Entry] = field(default_factory=dict)
    unread: dict[tuple[str, str, str], tuple[Node, str, bool, dict[Operation, None]]] = field(default_factory=dict)

    def add(
        self,
        row: Row,
        spot: Spot,
        *,
        at_old: Node | None = None,
        at_new: Node | None = None,
        words: Mapping[str, str] | None = None,
        name: str | None = None,
        old: Any = None,
        new: Any = None,
        site: Site | None = None,
    ) -> Entry:
        """Write a cause down, or one more operation of a cause that is there; returns its entry."""
        key = (row.rule, spot.side, at_old, at_new, name, canonical(old), canonical(new))
        entry = self.entries.get(key)
        self.steps.take(2 if entry is not None else FINDING)
        if entry is None:
            said = {"op": spot.subject, "where": spot.where(), "name": name or "", **_said(old, new), **(words or {})}
            entry = Entry(row, spot.side, said, at_old, at_new, name, old, new, row.tags, site, spot.outbound)
            self.entries[key] = entry
        elif site is not None:
            entry.further.append(site)
        entry.operations[spot.operation] = None
        return entry

    def skip(self, node: Node, what: str, operation: Operation | None = None, *, is_new: bool = True) -> None:
        """Write down a part that was not judged."""
        key = (node.file + (" new" if is_new else " old"), node.pointer, what)
        if key not in self.unread:
            self.steps.take(FINDING)
            self.unread[key] = (node, what, is_new, {})
        operations = self.unread[key][3]
        if operation is not None:
            operations[operation] = None


def _said(old: Any, new: Any) -> dict[str, str]:
    return {
        "old": value_words(old),
        "new": value_words(new),
        "old_or_none": _or_none(old),
        "new_or_none": _or_none(new),
    }


def _or_none(value: Any) -> str:
    if value is None:
        return "none"
    return f"`{value}`" if isinstance(value, str) else value_words(value)


def value_words(value: Any) -> str:
    """A value in a sentence: plain words stay, lists are told item by item, the rest is JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        said = [f"`{canonical(v)[:SHOWN_ITEM]}`" for v in value[:SHOWN_ITEMS]]
        more = len(value) - len(said)
        return ", ".join(said) + (f" and {more} more" if more else "")
    return f"`{canonical(value)[:SHOWN_JSON]}`"


WORST = (Cause.BREAKING, Cause.LIFECYCLE, Cause.RISKY, Cause.SAFE, Cause.DOC)
"""Classes from most to least harmful: the order of findings."""
