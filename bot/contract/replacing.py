"""`replace`: a value once more, with some of its fields changed. For values that are `msgspec.Struct`.

Type checkers know the fields of a `Struct` in `dataclasses.replace` and check names and types of what is given;
`msgspec.structs.replace` takes anything and says so only when it runs. What runs is the latter, in C.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import replace
else:
    from msgspec.structs import replace

__all__ = ["replace"]
