"""Two versions of a description, side by side, and what is said about how they were found."""

from collections.abc import Callable, Iterable, Mapping
from posixpath import basename

from msgspec import Struct

from bot.contract import Source


class NoSuchSource(Exception):
    """The words on the command line name nothing that can be compared; the text is one sentence."""


class Pair(Struct, frozen=True):
    """Old and new, each with the name that people are shown; `None` where the description is not there."""

    old_name: str
    new_name: str
    old: Source | None
    new: Source | None


class Folder(Struct, frozen=True):
    """A directory's descriptions by their path below it; `shown` stands before each name.

    `file` is any file of it, whatever it holds; `None` where there is none of that path. `too_large` are the names of
    those that were not looked into, as people are shown them.
    """

    word: str
    shown: str
    descriptions: Mapping[str, Source]
    file: Callable[[str], Source | None]
    too_large: tuple[str, ...] = ()


class Found(Struct, frozen=True):
    """Everything that is to be compared, what to say where that is nothing, and a sentence on each thing left out."""

    pairs: tuple[Pair, ...]
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def too_large(name: str) -> str:
    """What is said of a file that was not looked into."""
    return f"{name} was left out: it is larger than 32 MB. Name it to have it compared."


def paired(left: Folder, right: Folder) -> tuple[Pair, ...]:
    """Descriptions of two places by their path below each, then by file name where that is unique among what is left.

    What was a description goes with whatever is of its path now. Of what is then left those go together that are the
    same API, by what they hold.
    """
    old = left.descriptions
    spoilt = {name: file for name in old if name not in right.descriptions and (file := right.file(name))}
    new, shown = {**right.descriptions, **spoilt}, (left.shown, right.shown)
    became = _by_file_name(old.keys() - new.keys(), new.keys() - old.keys())
    gone, come = old.keys() - new.keys() - became.keys(), new.keys() - old.keys() - set(became.values())
    if gone and come:
        from bot.cli import kin  # most directories pair without reading what is in them

        became |= kin.became({n: old[n].data for n in gone}, {n: new[n].data for n in come})
    taken = set(became.values())
    names = [(name, became.get(name, name)) for name in sorted(old)]
    names += [(name, name) for name in sorted(new) if name not in old and name not in taken]
    return tuple(Pair(shown[0] + name, shown[1] + now, old.get(name), new.get(now)) for name, now in names)


def _by_file_name(gone: Iterable[str], come: Iterable[str]) -> dict[str, str]:
    left, right = _unique(gone), _unique(come)
    return {name: right[short] for short, name in left.items() if short in right}


def _unique(names: Iterable[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(basename(name), []).append(name)
    return {short: same[0] for short, same in found.items() if len(same) == 1}
