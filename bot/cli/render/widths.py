"""How many columns a text takes on a terminal: East Asian signs and emoji take two, combining ones none.

A table of ranges written by hand: the whole one, `unicodedata`, takes longer to load than a small report to write.
Source: Unicode Standard Annex 11, "East Asian Width": wide and fullwidth.
"""

import re

_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60"
    "\uffe0-\uffe6\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001f9ff\U00020000-\U0003fffd]"
)
_NONE = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f]")


def width(text: str) -> int:
    """Columns that the text takes."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text)) - len(_NONE.findall(text))


def fitting(text: str, room: int) -> int:
    """How many of its first signs fit into so many columns."""
    if text.isascii():
        return max(room, 0)
    used = 0
    for count, sign in enumerate(text):
        used += width(sign)
        if used > room:
            return count
    return len(text)


def ending(text: str, room: int) -> str:
    """The end of the text that fits into so many columns."""
    return text[len(text) - min(fitting(text[::-1], room), len(text)) :]
