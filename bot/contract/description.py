"""What one description says about itself: dialect, version, operations with their marks, examples."""

from msgspec import Struct

from bot.contract.report import Unread


class DescribedOperation(Struct, frozen=True):
    """An operation with its raw stage mark, deprecation and sunset, as written (`None` where absent)."""

    method: str
    path: str
    operation_id: str | None
    mark: str | None
    deprecated: bool
    sunset: str | None


class Examples(Struct, frozen=True):
    """How many operations carry an example in the description that its own schema accepts, and those it does not."""

    requests_valid: int
    responses_valid: int
    problems: tuple[Unread, ...] = ()

    @property
    def runnable(self) -> bool:
        """At least one request and one response example validate."""
        return self.requests_valid > 0 and self.responses_valid > 0


class Description(Struct, frozen=True):
    """What one description says about itself. `dialect` is like "openapi 3.1", `None` when unreadable."""

    readable: bool
    problems: tuple[Unread, ...]
    dialect: str | None
    title: str | None
    version: str | None
    document_mark: str | None
    operations: tuple[DescribedOperation, ...]
    examples: Examples
