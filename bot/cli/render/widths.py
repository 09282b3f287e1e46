"""How many columns a text takes on a terminal: East Asian signs and emoji take two, combining ones none.

A table of ranges written by hand: the whole one, `unicodedata`, takes longer to load than a small report to write.
Source: Unicode Standard Annex 11, "East Asian Width": wide and fullwidth.
"""

_WIDE = (
    *((0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xA960, 0xA97C), (0xAC00, 0xD7A3), (0xF900, 0xFAFF)),
    *((0xFE30, 0xFE6F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF)),
    *((0x1F900, 0x1F9FF), (0x20000, 0x3FFFD)),
)
_NONE = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F))
_FIRST = "\u0300"
"""Below it every sign takes one column."""


def width(text: str) -> int:
    """Columns that the text takes."""
    return len(text) if text.isascii() else sum(1 if sign < _FIRST else _columns(ord(sign)) for sign in text)


def _columns(code: int) -> int:
    if any(low <= code <= high for low, high in _NONE):
        return 0
    return 2 if any(low <= code <= high for low, high in _WIDE) else 1


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
