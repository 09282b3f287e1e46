"""Which description became which, where one went and another came: in the other syntax, or moved and rewritten."""

from collections.abc import Mapping
from posixpath import splitext

from bot.contract import Source, describe

_LEAST = 0.5
"""Share of the old operations that must be there still."""

_MOST = 400
"""Pairs up to which each is looked into; of more only those of the same name."""

_SYNTAXES = frozenset((".json", ".yaml", ".yml"))


def became(gone: Mapping[str, bytes], come: Mapping[str, bytes]) -> dict[str, str]:
    """Old name → new name, where most of an API's operations came again under another name; the closest first."""
    if not gone or not come:
        return {}
    pairs = [(old, new) for old in gone for new in come]
    if len(pairs) > _MOST:
        pairs = [(old, new) for old, new in pairs if _same_name(old, new)]
    before = {name: _operations(name, gone[name]) for name in {old for old, _ in pairs}}
    after = {name: _operations(name, come[name]) for name in {new for _, new in pairs}}
    ranked = sorted(
        (-share, not _same_name(old, new), gone[old] != come[new], old, new)
        for old, new in pairs
        if (share := _share(before[old], after[new], same_name=_same_name(old, new))) >= _LEAST
    )
    found = dict[str, str]()
    for *_, old, new in ranked:
        if old not in found and new not in found.values():
            found[old] = new
    return found


def _same_name(old: str, new: str) -> bool:
    """The same path but for the syntax."""
    (left, a), (right, b) = splitext(old), splitext(new)
    return left == right and {a, b} <= _SYNTAXES


def _operations(name: str, data: bytes) -> frozenset[tuple[str, str]]:
    return frozenset((each.method, each.path) for each in describe(Source(name, data)).operations)


def _share(old: frozenset[tuple[str, str]], new: frozenset[tuple[str, str]], *, same_name: bool) -> float:
    """How much of the old one is in the new one; of the same name it is its successor where that cannot be told."""
    if not old or not new:
        return 1.0 if same_name else 0.0
    return len(old & new) / len(old)
