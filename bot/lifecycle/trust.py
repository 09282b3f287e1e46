"""Which stage an API is in: what the ledger says was accepted, and without a ledger what our own hand put on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.forge.facts import Actor, LabelEvent
from bot.lifecycle.ledger import Ledger
from bot.lifecycle.stages import Ladder

START = "start"
"""The ledger key of the first stage's beginning."""
SHOWN = "shown:"
"""How a ledger key begins that was made from a label of ours, because an earlier ledger is lost."""


@dataclass(frozen=True, slots=True)
class Move:
    """An accepted change of stage. `actor` is who asked for it, by id; `cause` is the ledger key or `label`."""

    to: str
    at: datetime
    actor: int | None
    cause: str


def moves(ledger: Ledger, events: Iterable[LabelEvent], ladder: Ladder, *, me: Actor) -> tuple[Move, ...]:
    """Every accepted move, oldest first.

    With a ledger only the ledger counts. Without one (lost, or its signature wrong) a stage label that we set ourselves
    proves that the move was accepted.
    """
    return written_moves(ledger, ladder) or _shown_moves(events, ladder, me)


def written_moves(ledger: Ledger, ladder: Ladder) -> tuple[Move, ...]:
    """The moves that the ledger holds; of one second the beginning came first."""
    return tuple(
        Move(entry.said("to"), entry.at, entry.actor, entry.key)
        for entry in sorted(ledger.under(""), key=lambda entry: (entry.at, entry.key != START))
        if entry.verdict == "accepted" and entry.said("to") and ladder.named(entry.said("to"))
    )


def _shown_moves(events: Iterable[LabelEvent], ladder: Ladder, me: Actor) -> tuple[Move, ...]:
    shown: list[Move] = []
    for event in events:
        rung = ladder.labelled(event.label)
        if (
            rung
            and event.added
            and event.actor
            and event.actor.id == me.id
            and (not shown or shown[-1].to != rung.name)
        ):
            shown.append(Move(rung.name, event.at, me.id, "label"))
    return tuple(shown)
