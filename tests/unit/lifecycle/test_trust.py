"""The accepted moves, in their order."""

from datetime import UTC, datetime, timedelta

from bot.config import DEFAULT
from bot.lifecycle.ledger import Entry, Ledger
from bot.lifecycle.stages import Ladder
from bot.lifecycle.trust import written_moves

AT = datetime(2026, 9, 1, 10, tzinfo=UTC)


def test_a_move_of_the_second_in_which_it_began_comes_after_the_beginning() -> None:
    """GitHub tells whole seconds, and in the ledger `cmd:` sorts before `start`."""
    entries = (
        Entry("start", "accepted", AT, None, {"to": "idea"}),
        Entry("cmd:1:a", "accepted", AT, 1, {"to": "private-beta"}),
        Entry("cmd:2:b", "accepted", AT + timedelta(seconds=1), 1, {"to": "public-beta"}),
    )
    found = written_moves(Ledger({entry.key: entry for entry in entries}), Ladder(DEFAULT.stages))
    assert [move.to for move in found] == ["idea", "private-beta", "public-beta"]
