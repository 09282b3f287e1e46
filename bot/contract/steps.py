"""Counted steps: what bounds a search, so that the same input always gives the same answer, under any load."""

from dataclasses import dataclass


@dataclass(slots=True)
class Steps:
    """A budget that is spent, never timed."""

    left: int

    def spend(self, count: int = 1) -> bool:
        """Whether there was enough left; once it is not, it never is again."""
        self.left -= count
        return self.left >= 0
