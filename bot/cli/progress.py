"""How far long work is, on standard error, and only where somebody watches."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
FEW = 3
"""So many parts are done before anybody would read how far they are."""


def watched(parts: Sequence[T], doing: str, *, quiet: bool = False) -> Iterable[T]:
    """The parts one by one, with a bar while they are worked on; without one where nobody sees it."""
    if quiet or len(parts) <= FEW or not sys.stderr.isatty():
        return parts
    return _with_bar(parts, doing)


def _with_bar(parts: Sequence[T], doing: str) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(parts, description=doing)
