"""Which paths differ between two trees, without a process: enough for the lists in a push."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox.gitstore.objects import Entry


def changed(tree: Callable[[str], list[Entry]], old: str | None, new: str) -> dict[str, str]:
    """Paths of files `added`, `removed` or `modified`; a rename is one of each. `tree` gives the lines of a tree."""
    before = {e.path: e for e in tree(old)} if old else {}
    after = {e.path: e for e in tree(new)}
    told: dict[str, str] = {}
    for name in sorted(before.keys() | after.keys()):
        one, other = before.get(name), after.get(name)
        if one == other:
            continue
        deeper = [e if e and e.kind == "tree" else None for e in (one, other)]
        if any(deeper):
            below = _below(tree, *deeper)
            told |= {f"{name}/{path}": status for path, status in below.items()}
        if (one and not deeper[0]) or (other and not deeper[1]):
            told[name] = _status(one if not deeper[0] else None, other if not deeper[1] else None)
    return told


def _below(tree: Callable[[str], list[Entry]], one: Entry | None, other: Entry | None) -> dict[str, str]:
    if other is not None:
        return changed(tree, one.oid if one else None, other.oid)
    assert one is not None
    return dict.fromkeys(changed(tree, None, one.oid), "removed")


def _status(one: Entry | None, other: Entry | None) -> str:
    return "added" if one is None else "removed" if other is None else "modified"
