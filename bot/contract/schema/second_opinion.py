"""The library of the independent validator, imported without what only tells on which day it was built.

For that date `jsonschema-rs` imports `email.utils`, and that sockets, random numbers, locales and alphabets: a tenth of
what a small comparison costs. While it is imported it finds something smaller under that name, where nobody has
imported the real one.
"""

import sys
from types import ModuleType

_DATES = "email.utils"


def _small() -> ModuleType:
    small = ModuleType(_DATES)
    small.parsedate_to_datetime = str  # type: ignore[attr-defined] # all that is asked of it
    return small


_given = _small()
sys.modules.setdefault(_DATES, _given)
try:
    from jsonschema_rs import Draft202012Validator, RegexOptions
finally:
    if sys.modules[_DATES] is _given:
        del sys.modules[_DATES]

__all__ = ["Draft202012Validator", "RegexOptions"]
