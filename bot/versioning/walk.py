"""Where a reader stands in nested collections."""

from bot.versioning.parts import Path, Step

MAX_DEPTH = 500


class TooDeep(Exception):
    """The text is nested deeper than any description."""


class Where:
    """Where a reader of nested collections stands."""

    def __init__(self) -> None:
        self._frames: list[tuple[Path, bool]] = []
        self._at: list[Step | None] = []

    def key_next(self) -> bool:
        """Whether the next part is a mapping's key."""
        return bool(self._frames) and self._frames[-1][1] and self._at[-1] is None

    def path(self) -> Path:
        """The path of the value that comes next."""
        if not self._frames:
            return ()
        step = self._at[-1]
        return (*self._frames[-1][0], step if step is not None else "?")

    def key(self, name: str) -> Path:
        """Take a mapping's key; gives its path."""
        self._at[-1] = name
        return self.path()

    def enter(self, *, mapping: bool) -> Path:
        """Go into a collection; gives its path."""
        path = self.path()
        if len(self._frames) >= MAX_DEPTH:
            raise TooDeep
        self._frames.append((path, mapping))
        self._at.append(None if mapping else 0)
        return path

    def leave(self) -> None:
        """Come out of a collection, which was a value (or a key that is no scalar)."""
        self._frames.pop()
        self._at.pop()
        self.passed()

    def passed(self) -> None:
        """A value, or a key that is no scalar, is behind us."""
        if not self._frames:
            return
        step, mapping = self._at[-1], self._frames[-1][1]
        if isinstance(step, int) and not mapping:
            self._at[-1] = step + 1
        else:
            self._at[-1] = "?" if step is None else None
