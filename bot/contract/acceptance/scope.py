"""Which operations a comparison is about: paths that match, paths left out, operations marked as left out."""

import re
from collections.abc import Callable

from msgspec import Struct

from bot.contract.openapi.left_out import left_out, operations_of
from bot.contract.options import Options, Source
from bot.contract.replacing import replace


class Scope(Struct, frozen=True):
    """`match` and `exclude` are searched for in the path; an operation with `extension` set to true is left out."""

    match: re.Pattern[str] | None = None
    exclude: re.Pattern[str] | None = None
    extension: str = "x-stagekeeper-exclude"

    def of(self, old: Source, new: Source, options: Options) -> Options:
        """The options with the operations of these two that are out of scope."""
        out = left_out(old, new, options, extension=self.extension, unwanted=self._unwanted())
        return replace(options, left_out=out)

    def holds_nothing_of(self, old: Source, new: Source, options: Options) -> bool:
        """Whether paths are asked for and no operation of these two (left out as `of` says) has one of them."""
        if self._unwanted() is None or not options.left_out:
            return False
        return options.left_out >= operations_of(old, options) | operations_of(new, options)

    def _unwanted(self) -> Callable[[str], bool] | None:
        match, exclude = self.match, self.exclude
        if match is None and exclude is None:
            return None
        return lambda path: bool((match and not match.search(path)) or (exclude and exclude.search(path)))
