"""What goes into a comparison: two sources and the options."""

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from bot.contract.limits import DIGEST, STEPS, WITNESSES

ENGINE = f"6.{DIGEST}"
"""The version of the engine, and of its limits: the same input gives the same report. Caches key on it."""

STAGE_MARKS = ("x-stage", "x-maturity", "x-stability-level", "x-stability", "x-beta")


class Source(Struct, frozen=True):
    """One version of a description: the name shown to people, its bytes, and how files it names are read.

    `reader` takes a path relative to the repository's root and returns the file's bytes, or `None` where there is
    no such file; without it references to other files are unread.
    """

    name: str
    data: bytes
    reader: Callable[[str], bytes | None] | None = None


class Options(Struct, frozen=True):
    """How to compare. `today` is what sunset dates are held against; without it no sunset counts as past.

    `steps` bounds the search for witnesses, counted, never timed. `world` is "declared" or "closed".
    `witnesses` is how many causes a witness is searched for. Of `strip_prefixes` the first that a path begins with is
    left out of it, in both versions, before paths are compared. `left_out` are (method, path) of operations that the
    comparison is not about.
    """

    today: date | None = None
    world: str = "declared"
    steps: int = STEPS
    stage_marks: tuple[str, ...] = STAGE_MARKS
    witnesses: int = WITNESSES
    strip_prefixes: tuple[str, ...] = ()
    left_out: frozenset[tuple[str, str]] = frozenset()
