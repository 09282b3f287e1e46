"""How long the worker waits, and for what."""

from collections.abc import Callable
from datetime import timedelta

SAME_VALUE = timedelta(seconds=60)
"""A state that was written so recently is not written again: the read that asks for it may be behind."""
CARD = timedelta(seconds=10)
"""At most one write of the same card in this time, unless it holds a new ledger entry."""
RECHECK = timedelta(seconds=10)
"""A suite that waits for a run this young is not believed yet: its state may be behind the run."""
BLANK = timedelta(seconds=15)
"""An empty store writes nothing so long, and then looks again: what was written before may not be readable yet."""
STALE = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4, 8, 16, 32, 60))
"""Between reads that do not show yet what a webhook announced. After the last, what is there is believed."""
UNDECIDED = 4
"""So many stale reads in a row decide nothing; later ones do, for the announced may never come (a forced push)."""
ATTEMPTS = 12
"""Failed tries in a row, then the subject is given up."""
_FIRST, _LONGEST = timedelta(seconds=2), timedelta(hours=1)


def back_off(attempts: int, random: Callable[[], float]) -> timedelta:
    """The wait after so many failed tries: doubling, at most an hour, shortened by up to half at random."""
    return min(_FIRST * (1 << (attempts - 1)), _LONGEST) * (1 - random() / 2)
