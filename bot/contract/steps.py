"""Counted steps: what bounds a search, so that the same input always gives the same answer, under any load."""


class Steps:
    """A budget that is spent, never timed. No record: what is written by the hundred thousand is written plainly."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, count: int = 1) -> bool:
        """Whether there was enough left; once it is not, it never is again."""
        self.left -= count
        return self.left >= 0


class Unclear(Exception):
    """A question that is not answered: the steps did not suffice, or what it asks about is not read."""
