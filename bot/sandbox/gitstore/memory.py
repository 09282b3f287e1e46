"""Answers that cannot change, because whole object ids are all they depend on."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar, cast

T = TypeVar("T")
_WHOLE = re.compile(r"^[0-9a-f]{40}$")


class Memory:
    """The last few answers of one repository; a question that names anything but whole ids is asked anew each time."""

    def __init__(self, size: int = 2000) -> None:
        self._size = size
        self._kept: OrderedDict[tuple[object, ...], object] = OrderedDict()

    def of(self, question: str, oids: tuple[str, ...], ask: Callable[[], T], *also: object) -> T:
        """The answer to a question about these ids; `also` is what else it depends on."""
        if not all(_WHOLE.match(oid) for oid in oids):
            return ask()
        key = (question, oids, *also)
        if key in self._kept:
            self._kept.move_to_end(key)
            return cast(T, self._kept[key])
        answer = self._kept[key] = ask()
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return answer
