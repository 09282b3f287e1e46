"""Counted steps: what bounds a search, so that the same input always gives the same answer, under any load."""

from collections.abc import Iterator
from contextlib import contextmanager


class Steps:
    """A budget that is spent, never timed. No record: what is written by the hundred thousand is written plainly."""

    __slots__ = ("left", "ran_out")

    def __init__(self, left: int) -> None:
        self.left = left
        self.ran_out = False
        """There was not enough for something."""

    def spend(self, count: int = 1) -> bool:
        """Whether there was enough left; once it is not, it never is again."""
        self.left -= count
        if self.left < 0:
            self.ran_out = True
            return False
        return True

    def afford(self, count: int) -> bool:
        """Spend, if there are that many; else leave them for what costs less."""
        return count <= self.left and self.spend(count)

    def take(self, count: int = 1) -> None:
        """Spend, or raise Spent where there is not enough left."""
        if not self.spend(count):
            raise Spent

    @contextmanager
    def share(self, count: int) -> Iterator[None]:
        """Only so many of them within; what is left of those is there again afterwards."""
        rest, self.left = self.left - count, count
        try:
            yield
        finally:
            self.left = max(self.left, 0) + rest


class Unclear(Exception):
    """A question that is not answered: the steps did not suffice, or what it asks about is not read."""


class Spent(Exception):
    """The steps of a whole comparison are spent: what is left of it is told as not compared."""


def unbounded() -> Steps:
    """For questions whose answers are bounded otherwise."""
    return Steps(1 << 62)
