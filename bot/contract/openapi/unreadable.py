"""The one error of reading; it never leaves `reading`."""


class Unreadable(Exception):
    """A file that is neither JSON nor YAML; carries the line where reading stopped."""

    def __init__(self, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.line = line
