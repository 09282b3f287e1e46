"""Sets of characters, as sorted ranges of code points."""

from collections.abc import Iterable

Characters = tuple[tuple[int, int], ...]
"""Ranges, both ends included, sorted and apart."""

_LAST = 0x10FFFF


def characters(ranges: Iterable[tuple[int, int]]) -> Characters:
    """Ranges put in order, those that touch joined."""
    out: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if out and low <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return tuple(out)


def others(chars: Characters) -> Characters:
    """Every character that is not in the set; surrogates are no characters."""
    out = []
    at = 0
    for low, high in (*characters((*chars, (0xD800, 0xDFFF))), (_LAST + 1, _LAST + 1)):
        if at < low:
            out.append((at, low - 1))
        at = high + 1
    return tuple(out)


ANY = others(())
DIGITS: Characters = ((48, 57),)
WORDS = characters(((48, 57), (65, 90), (95, 95), (97, 122)))
SPACES = characters(
    (low, high)
    for low, high in (
        *((9, 13), (32, 32), (160, 160), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029)),
        *((0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
    )
)
LINE_ENDS = characters(((10, 10), (13, 13), (0x2028, 0x2029)))


def holds(chars: Characters, code: int) -> bool:
    """The character is in the set."""
    return any(low <= code <= high for low, high in chars)


def representatives(sets: Iterable[Characters], pictures: str) -> list[int]:
    """One character for each way of being in some of the sets and not in others; a pleasant one where there is one."""
    cuts = {0, 0xD800, 0xE000}
    for chars in sets:
        for low, high in chars:
            cuts.update((low, high + 1))
    edges = sorted(c for c in cuts if c <= _LAST)
    known = list(sets)
    found: dict[tuple[bool, ...], int] = {}
    for code in (*map(ord, pictures), *edges):
        if not 0xD800 <= code <= 0xDFFF:
            found.setdefault(tuple(holds(chars, code) for chars in known), code)
    return list(found.values())
